"""Phrases of display type: whether one names only who acts, acts without a who, or is cut off."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

# The last word of an organ, a place or a body of people that can be the subject of a headline.
_WHO = (
    r"(?:省|市|区|县|镇|乡|街道|街道办|办事处|社区|村|委会|委员会|常委会|人大|政协|政府|区委|县委|市委|省委|镇党委|党委|党工委|"
    r"(?:组织|宣传|统战|武装|人武)部|纪委监委|纪委|监委|工委|党组|党支部|党总支|(?<![新破开大全格布变结])局|厅|(?<=[委府查防气公改贫乡])办|署|法院|检察院|学校|中学|小学|学院|大学|幼儿园|医院|卫生院|公司|集团|"
    r"团委|团区委|团市委|团省委|妇联|工会|工商联|残联|科协|文联|领导|支队|大队|中队|(?:派出|司法|税务|财政|供电|卫生)所|消防站|消协|中心|协会|联合会|商会|银行|支行|"
    r"分局|税务局|园区|新区|高新区|示范区|集聚区|实验区|港区|开发区|试验区|办公室|指挥部|专班|志愿者|干部|党员|居民|群众|师生|代表|委员|(?:执法|工作|医护|管理)人员|工人|考察团|代表团|双方|(?:领导|工作|检查|督导|督查|调研|考察|巡查|巡察|专家|测评|评估|考评|验收)[组队])"
)
# 群众健身又添好去处: people, with no organ or place before them
_PEOPLE = r"(?:群众|居民|村民|市民|民警|法官|医生|教师|学生|师生|志愿者|乡亲|老人|孩子|游客|家长|业主|农民(?!工)|职工|百姓|双方)(?![的之])"
_OPENS_WITH_WHO = re.compile(
    rf"^(?:{_PEOPLE}|[\w、]{{1,12}}?{_WHO}|[全省市区县][省市区县直]?[\w、]{{2,10}}[组团队])"
)
# 清水镇百名“带头人”: so many people
_SO_MANY = r"[百千万余\d]+[多余]?[名位](?:[“\"]\w{2,8}[”\"]|\w{2,6})"
_ONLY_WHO = re.compile(rf"^[\w“”\"()（）、·]{{1,24}}(?:{_WHO}(?:等)?|{_SO_MANY})$")
# Words that make a phrase a statement; words that also stand in the names of organs
# (建设局, 综合执法局, 宣传部) are left out.
_PREDICATE = re.compile(
    r"召开|举行|举办|开展|接待|听取|会见|座谈|通报|表彰|公布|揭晓|发布|出台|完成|实现|参加|出席|推进|推动|调研|督导|督查|视察|考察|察看|走访|慰问|看望|走进|深入|部署|启动|揭牌|挂牌|获|赞扬|点赞|"
    r"强调|要求|打造|提升|加强|加快|落实|抓|促|进(?!修)|送|助力|助推|聚焦|赴|携手|迎|引领|带领|带队|组织(?!部)|举措|多措并举|全力|持续|积极|扎实|"
    r"严|将|再|让|把|为|以|用|向|签订|签署|达成|洽谈|热议|共商|共话|共谋|打好|打赢|筑牢|织密|守护|时刻|正式|成功|顺利|圆满"
)
# A name of two or three characters with an act right behind it: 某某实地督导…. With these it
# does not begin: 每周上门|走访, 再次|深入.
_PERSON_ACTS = re.compile(
    r"^(?![每再并先多还也又已第])[\u3400-\u9fff]{2,4}?(?:实地|到|赴|在|率|带队|主持|调研|督导|检查|视察|察看|走访|慰问|看望|会见|出席|参加|深入|一行|暗访|带领|专题|强调|要求|现场)"
)
# A verb at the end of a phrase wants its object on the next line.
_TRANSITIVE = re.compile(
    r"(?:召开|举行|举办|开展|推进|推动|促进|加强|强化|打造|提升|提高|落实|贯彻|组织|参加|参观|走访|慰问|看望|走进|查看|察看|"
    r"做好|抓好|抓实|启动|实施|构建|创建|确保|助力|助推|聚焦|围绕|严格|全面|全力|大力|积极|持续|深化|优化|严厉打击|打击|"
    r"打响|喊出|夺取|荣获|喜获|获|成为|争创|争当)$"
)
# These end a phrase as nouns too (安全检查, 集体学习): they want an object only behind who acts
# or how.
_ACTING = re.compile(
    rf"(?:{_WHO}|实地|现场|带队|率队|深入|先后|全力|扎实|积极|认真|持续|全面|大力|严格|强力|[\u3400-\u9fff]一行)"
    r"(?:督导|督查|督办|调研|检查|视察|考察|学习|部署|研究|安排|建设|保障|服务|整治|治理)$"
)
# 旧楼改造不能只刷墙: a statement, though it names nobody
_MUST = re.compile(r"不能|不得|不许|不准|必须|决不|绝不")
_LIGHT_VERB = re.compile(
    r"(?:开展|进行|做好|加强|强化|推进|召开|举行|部署|抓好|完成|接受|组织|参加|迎接|促)[^\s]{1,20}$"
)
_COUNTED = re.compile(r"^\d[\d.万余多]*[名位家户个支所人]")
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
    r"|(?:成立|揭牌|挂牌|揭幕|投用|投入使用|投运|启用|开园|开馆|通车|封顶|竣工|完工|(?<![复])开工|落成|上线|揭晓|出炉|开业|签约)$"
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
# 民主生活会 · 情况通报会
_MEETING = re.compile(r"^\S{0,10}(?:会|会议|仪式)$")
# “白加黑” · 防汛值守模式
_SYSTEM = re.compile(r"^[^\s“\"]{2,8}(?:模式|机制|制度|计划|体系|平台)$")

_LONGEST_VERB = 6  # characters of an entry of headline_verbs.txt that count


def opens_with_verb(text: str) -> bool:
    """Whether a phrase of display type opens with what is done, not with who does it."""
    bare = text.lstrip('“"《‘')
    word = _longest(bare, _verbs())
    if not word:
        return False
    organ = re.match(
        r"[\w]{0,8}?(?:局|委|厅|办事处|中心|公司|街道|路|镇|乡|社区|学校|集团|部|院|处)(?!处)",
        bare[len(word) :],
    )
    named = organ is not None and len(word) <= 2 and organ.end() <= 4
    return not (named and organ and _acts(bare[len(word) + organ.end() :]))


def _acts(text: str) -> bool:
    return not text or bool(_PREDICATE.match(text)) or bool(_longest(text, _verbs()))


def names_only_who(text: str) -> bool:
    """Whether a phrase is nothing but a subject: 某某办事处, 某某区领导, 区政协."""
    who = _ONLY_WHO.match(text) and not _PREDICATE.search(text)
    return bool(who) and not opens_with_verb(text)


def has_subject(text: str) -> bool:
    """Whether a phrase says who acts and what is done."""
    if opens_with_verb(text):
        return False
    if _PERSON_ACTS.match(text):
        return True
    for who in re.finditer(_WHO, text[:26]):
        if who.end() >= 2 and _acts(text[who.end() :]) and text[who.end() :]:
            return True
    return False


def stands_alone(text: str) -> bool:
    """Whether a phrase needs no other: it says who, or how many, and firmly what they do.

    >>> stands_alone("37家石灰窑一周内全部拆除"), stands_alone("协同风貌区建设工作")
    (True, False)
    """
    if _COUNTED.match(text) or _MUST.search(text):
        return True
    return bool(has_subject(text) and _PREDICATE.search(text))


def opens_with_who(text: str) -> bool:
    """Whether a phrase opens with an organ, a place or a body of people, whatever follows."""
    return not opens_with_verb(text) and bool(
        _OPENS_WITH_WHO.match(text) or _PERSON_ACTS.match(text)
    )


def opens_with_people(text: str) -> bool:
    """Whether a phrase opens with people of no organ or place: 群众健身又添好去处."""
    return re.match(_PEOPLE, text) is not None


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
    calls = _CALLS.search(text)
    if calls and not _EVENT.search(text):
        held = calls.end() == len(text) and _EVENT.search(text[: calls.start()])
        return not held and not has_subject(following) and not _COUNTED.match(following)
    wants = _TRANSITIVE.search(text) or _ACTING.search(text)
    if wants and not (is_held(text) or has_subject(following) or _MUST.search(following)):
        return not _LIGHT_VERB.search(text[: wants.start()])
    if _goes_there_first(text, following) or _names_the_event(text, following):
        return True
    return _goes_on_as_a_noun(text, following)


def _goes_there_first(text: str, following: str) -> bool:
    """Whether a phrase says where, or with whom, the following is done: 深入商场 · 开展检查."""
    there = _THERE.search(text)
    return bool(there and not _PREDICATE.search(there["where"]) and _DOES_THERE.match(following))


def _names_the_event(text: str, following: str) -> bool:
    """Whether the following phrase is an event, or that it was held, that nobody has yet named."""
    if has_subject(following) or opens_with_verb(following):
        return False
    if _CALLS.search(text) and _MEETING.search(following):
        return True
    told = _PREDICATE.search(text) or is_held(text)
    return bool(opens_with_who(text) and not told and is_held(following))


def _goes_on_as_a_noun(text: str, following: str) -> bool:
    """Whether the following phrase is the end of the object: 调研历史街区 · 保护利用工作."""
    said = text.rstrip('”"')
    if not _NOMINAL.search(following) or _NOMINAL.search(said) or has_subject(following):
        return False
    return not opens_with_verb(following) or bool(
        _VERBAL_NOUN.match(following) and (has_subject(text) or said != text)
    )


@cache
def _verbs() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "headline_verbs.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _longest(text: str, words: frozenset[str]) -> str:
    """The longest of the words that a text opens with; "" where it opens with none."""
    longest = min(_LONGEST_VERB, len(text))
    return next((text[:n] for n in range(longest, 0, -1) if text[:n] in words), "")
