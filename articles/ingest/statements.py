"""Phrases of display type: whether one says everything, or is cut off and the next one ends it."""

from __future__ import annotations

import re

from articles.ingest.clauses import (
    COUNTED,
    MUST,
    PREDICATE,
    WHO,
    has_subject,
    names_only_who,
    opens_with_verb,
    opens_with_who,
)

# A verb at the end of a phrase wants its object on the next line.
_TRANSITIVE = re.compile(
    r"(?:召开|举行|举办|开展|推进|推动|促进|加强|强化|打造|提升|提高|落实|贯彻|组织|参加|参观|走访|慰问|看望|走进|查看|察看|"
    r"做好|抓好|抓实|启动|实施|构建|创建|确保|助力|助推|聚焦|围绕|严格|全面|全力|大力|积极|持续|深化|优化|严厉打击|打击|"
    r"打响|喊出|夺取|荣获|喜获|获|获评|入选|跻身|荣登|成为|争创|争当)$"
)
# These end a phrase as nouns too (安全检查, 集体学习): they want an object only behind who acts
# or how.
_ACTING = re.compile(
    rf"(?:{WHO}|实地|现场|带队|率队|深入|先后|全力|扎实|积极|认真|持续|全面|大力|严格|强力|[\u3400-\u9fff]一行)"
    r"(?:督导|督查|督办|调研|检查|视察|考察|学习|部署|研究|安排|建设|保障|服务|整治|治理)$"
)
_LIGHT_VERB = re.compile(
    r"(?:开展|进行|做好|加强|强化|推进|召开|举行|部署|抓好|完成|接受|组织|参加|迎接|促)[^\s]{1,20}$"
)
_CALLS = re.compile(r"召开|举行|举办")
_EVENT = re.compile(
    r"(?:会|会议|仪式|活动|比赛|大赛|讲座|培训|培训班|论坛|典礼|展|展览|节|周|日|班|赛|比武|演练|观摩|竞赛|晚会|演出|汇演|运动会|发布会|开班)$"
)
_CUT_OFF = re.compile(
    r"(?:首[支个批家条座次]|的|和|与|暨|及|在|为|以|对|将|把|向|等|、|被|从|由|并|或|,|，|:|：|“|《|（|\()$"
)
# 把服务送到 (居民家门口): where to is still to be said
_WANTS_PLACE = re.compile(r"^(?:把|将|让)[^\s]{2,14}(?:到|进|入|在|向|给|成)$")
# 区妇联全会召开: said in full
_HELD = re.compile(
    r"(?:会议?|仪式|活动|行动|工作|工程|大赛|比赛|竞赛|节|周|展|班|论坛|讲座|培训|演练|宣传|整治|排查|筛查|接种|招聘|评选|征集)"
    r"(?:胜利|隆重|圆满|顺利|正式)?(?:召开|举行|举办|启动|启幕|开幕|闭幕|落幕|结束|收官|开班|开讲|开赛)$"
    # 清水路小学教育集团成立 · 32个项目集中开工
    r"|(?:成立|揭牌|挂牌|揭幕|投用|投入使用|投运|启用|开园|开馆|通车|封顶|竣工|完工|开工|落成|上线|揭晓|出炉|开业|签约|开通|落地|见效|提速)$"
    r"|[会赛展节]在[^\s,，]{2,10}(?:召开|举行|举办|开幕|启幕)$"  # 现场会在清水区召开
)
# What is done and to what: 推进棚户区改造. Verbs that cannot be part of the name of an organ.
_DONE_TO = re.compile(
    r"(?:听取|会见|座谈|通报|表彰|公布|发布|出台|完成|实现|参加|出席|观看|收看|收听|推进|推动|推行|推出|调研|督导|督查|"
    r"视察|考察|察看|检查|抽查|突查|走访|慰问|看望|走进|深入|部署|(?:夜|暗|走|接|回|探|遍)访|打造|提升|加强|加快|加大|落实|"
    r"强化|深化|优化|整治|治理|破获|查处|建成|新增|再添|确保|迎来)(?![和与及并])\S{3,}$"
)
# 开展 and the like want an act or an event: 开展消防安全培训, not yet 开展建筑施工领域
_HOLDS = re.compile(r"(?:召开|举行|举办|开展|启动|组织)(?P<what>\S{2,})$")
_ACT = re.compile(
    r"(?:整治|治理|检查|抽查|排查|巡查|督查|督导|监督|宣传|宣讲|演习|演练|培训|学习|教育|协商|视察|调研|走访|慰问|服务|接种|"
    r"招聘|评选|测试|考核|改革|建设|改造|攻坚|执法|普查|救援|诊疗|义诊|家访|植树|清运|清理)$"
)
# 6月1日起 · 今年底前: when alone, without what happens then
_ONLY_WHEN = re.compile(r"^(?:今年|明年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底)?(?:起|前|后)$")
_GOES_ON = re.compile(r"^(?:的|和|与|暨|及|等|、|”|》|）|\))")
_LIST_OF_STATES = re.compile(r"^(?:[\u3400-\u9fff]{1,5}化、)+[\u3400-\u9fff]{1,5}化$")
_NOMINAL = re.compile(
    r"(?:工作|会|会议|活动|行动|项目|仪式|工程|建设|治理|整治|改造|问题|情况|现场会|推进会|动员会|部署会|工作会)$"
)
# 保护利用工作 · 集中统一行动: a verb that here is part of a noun
_VERBAL_NOUN = re.compile(
    r"(?:保护|治理|管理|整治|改造|建设|服务|保障|防治|防控|防汛|防范|检查|督查|排查|宣传|学习|教育|培训|培育|发展|创建|创新|清理|"
    r"监督|监管|集中|专项|联合|规划|研究|攻坚|推广|推介|慰问|提升)\S{0,8}$"
)
# 清水队深入商场超市 · 开展安全检查
_THERE = re.compile(r"(?:到|赴|深入|走进|走入|联合|组织|莅临|携手)(?P<where>[^\s,，]{2,10})$")
_DOES_THERE = re.compile(
    r"(?:开展|进行|举行|举办|检查|督导|督查|调研|视察|考察|察看|慰问|看望|指导|宣传|宣讲|参观|学习)"
)
# 区人大常委会对《条例》 · 贯彻情况开展检查: to what, not yet what is done
_ON_WHAT = re.compile(
    r"(?:(?<![面应核结校反])对(?![照接口标比])|针对|围绕)(?P<what>[^\s“”\"]{2,16})$"
)
# 民主生活会 · 情况通报会
_MEETING = re.compile(r"^\S{0,10}(?:会|会议|仪式)$")
# 现场会在清水区召开: who holds it is said before, though a place is named
_NOBODYS_EVENT = re.compile(r"[^\s区县市镇]{0,6}[会赛展节]在")
# “白加黑” · 防汛值守模式
_SYSTEM = re.compile(r"^[^\s“\"]{2,8}(?:模式|机制|制度|计划|体系|平台)$")


def is_held(text: str) -> bool:
    """Whether a phrase says that an event took place, and lacks nothing: 区妇联全会召开."""
    return _HELD.search(text) is not None


def is_complete(text: str) -> bool:
    """Whether a phrase says what is done and to what, so that it can be a headline by itself.

    >>> is_complete("柳河区开展消防安全培训"), is_complete("柳河区开展建筑施工领域")
    (True, False)
    """
    if is_held(text):
        return True
    if _CUT_OFF.search(text) or _TRANSITIVE.search(text) or _ACTING.search(text):
        return False
    held = _HOLDS.search(text)
    if held:
        return bool(_EVENT.search(held["what"]) or _ACT.search(held["what"]))
    return _DONE_TO.search(text) is not None


def runs_on(text: str, following: str) -> bool:
    """Whether a phrase is cut off and the following one ends it."""
    if names_only_who(text.rstrip(":：")) or _CUT_OFF.search(text) or _ONLY_WHEN.match(text):
        return True
    if _WANTS_PLACE.match(text) or _GOES_ON.match(following) or _LIST_OF_STATES.match(following):
        return True
    if _CALLS.search(text) and not _EVENT.search(text):
        return _lacks_its_event(text, following)
    wants = _TRANSITIVE.search(text) or _ACTING.search(text)
    if wants and not (is_held(text) or has_subject(following) or MUST.search(following)):
        return not _LIGHT_VERB.search(text[: wants.start()])
    there, named = _goes_there_first(text, following), _names_the_event(text, following)
    return there or named or _goes_on_as_a_noun(text, following)


def _lacks_its_event(text: str, following: str) -> bool:
    """Whether it is still to be said what was called: 柳河区召开三季度 · 项目推进会."""
    calls = _CALLS.search(text)
    ended = calls and calls.end() == len(text) and _EVENT.search(text[: calls.start()])
    if ended or is_held(text):
        return False
    return not has_subject(following) and not COUNTED.match(following)


def _goes_there_first(text: str, following: str) -> bool:
    """Whether a phrase says where, with whom or to what the following is done: 深入商场 · 开展检查."""
    on_what = _ON_WHAT.search(text)
    if on_what and not PREDICATE.search(on_what["what"]):
        return PREDICATE.search(following) is not None
    there = _THERE.search(text)
    return bool(there and not PREDICATE.search(there["where"]) and _DOES_THERE.match(following))


def _names_the_event(text: str, following: str) -> bool:
    """Whether the following phrase is an event, or that it was held, that nobody has yet named."""
    if PREDICATE.search(text) or is_held(text) or not opens_with_who(text):
        named = bool(_CALLS.search(text) and _MEETING.search(following))
    else:
        named = is_held(following)
    unsaid = _NOBODYS_EVENT.match(following) or not has_subject(following)
    return bool(unsaid) and named and not opens_with_verb(following)


def _goes_on_as_a_noun(text: str, following: str) -> bool:
    """Whether the following phrase is the end of the object: 调研历史街区 · 保护利用工作."""
    said = text.rstrip('”"')
    if said != text and _SYSTEM.match(following) and has_subject(text):
        return True
    if not _NOMINAL.search(following) or _NOMINAL.search(said) or has_subject(following):
        return False
    return not opens_with_verb(following) or bool(
        _VERBAL_NOUN.match(following) and (has_subject(text) or said != text)
    )
