"""Phrases of display type: whether one opens with who acts, or with an act, and names only who."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

# The last word of an organ, a place or a body of people that can be the subject of a headline.
WHO = (
    r"(?:省|市|区|县|镇|乡|街道|街道办|办事处|社区|村|委会|委员会|常委会|人大|政协|政府|区委|县委|市委|省委|镇党委|党委|党工委|"
    r"(?:组织|宣传|统战|武装|人武)部|纪委监委|纪委|监委|工委|党组|党支部|党总支|(?<![新破开大全格布变结])局|厅|(?<=[委府查防气公改贫乡])办|署|法院|检察院|学校|中学|小学|学院|大学|幼儿园|医院|卫生院|公司|集团|"
    r"团委|团区委|团市委|团省委|妇联|工会|工商联|残联|科协|文联|领导|支队|大队|中队|(?:派出|司法|税务|财政|供电|卫生)所|消防站|消协|中心|协会|联合会|商会|银行|支行|"
    r"分局|税务局|园区|新区|高新区|示范区|集聚区|实验区|港区|开发区|试验区|办公室|指挥部|专班|志愿者|干部|党员|居民|群众|师生|代表|委员|(?:执法|工作|医护|管理)人员|工人|考察团|代表团|双方|(?:领导|工作|检查|督导|督查|调研|考察|巡查|巡察|专家|测评|评估|考评|验收)[组队])"
)
# 群众健身又添好去处: people, with no organ or place before them
_PEOPLE = r"(?:群众|居民|村民|市民|民警|法官|医生|教师|学生|师生|志愿者|乡亲|老人|孩子|游客|家长|业主|农民(?!工)|职工|百姓|双方)(?![的之])"
_OPENS_WITH_WHO = re.compile(
    rf"^(?:{_PEOPLE}|[\w、]{{1,12}}?{WHO}|[全省市区县][省市区县直]?[\w、]{{2,10}}[组团队])"
)
# 清水镇百名“带头人”: so many people
_SO_MANY = r"[百千万余\d]+[多余]?[名位](?:[“\"]\w{2,8}[”\"]|\w{2,6})"
_ONLY_WHO = re.compile(rf"^[\w“”\"()（）、·]{{1,24}}(?:{WHO}(?:等)?|{_SO_MANY})$")
# Words that make a phrase a statement; words that also stand in the names of organs
# (建设局, 综合执法局, 宣传部) are left out.
PREDICATE = re.compile(
    r"召开|举行|举办|开展|接待|听取|会见|座谈|通报|表彰|公布|揭晓|发布|出台|完成|实现|参加|出席|推进|推动|调研|督导|督查|视察|考察|察看|走访|慰问|看望|走进|深入|部署|启动|揭牌|挂牌|获|赞扬|点赞|"
    r"强调|要求|打造|提升|加强|加快|落实|抓|促|进(?!修)|送|助力|助推|聚焦|赴|携手|迎|引领|带领|带队|组织(?!部)|举措|多措并举|全力|持续|积极|扎实|"
    r"严|将|再|让|把|为|以|用|向|签订|签署|达成|洽谈|热议|共商|共话|共谋|打好|打赢|筑牢|织密|守护|时刻|正式|成功|顺利|圆满"
)
# A name of two or three characters with an act right behind it: 某某实地督导…. With these it
# does not begin: 每周上门|走访, 再次|深入.
_PERSON_ACTS = re.compile(
    r"^(?![每再并先多还也又已第])[\u3400-\u9fff]{2,4}?(?:实地|到|赴|在|率|带队|主持|调研|督导|检查|视察|察看|走访|慰问|看望|会见|出席|参加|深入|一行|暗访|带领|专题|强调|要求|现场)"
)
# 旧楼改造不能只刷墙: a statement, though it names nobody
MUST = re.compile(r"不能|不得|不许|不准|必须|决不|绝不")
COUNTED = re.compile(r"^\d[\d.万余多]*[名位家户个支所人]")

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
    return not text or bool(PREDICATE.match(text)) or bool(_longest(text, _verbs()))


def names_only_who(text: str) -> bool:
    """Whether a phrase is nothing but a subject: 某某办事处, 某某区领导, 区政协."""
    who = _ONLY_WHO.match(text) and not PREDICATE.search(text)
    return bool(who) and not opens_with_verb(text)


def has_subject(text: str) -> bool:
    """Whether a phrase says who acts and what is done."""
    if opens_with_verb(text):
        return False
    if _PERSON_ACTS.match(text):
        return True
    for who in re.finditer(WHO, text[:26]):
        if who.end() >= 2 and _acts(text[who.end() :]) and text[who.end() :]:
            return True
    return False


def stands_alone(text: str) -> bool:
    """Whether a phrase needs no other: it says who, or how many, and firmly what they do.

    >>> stands_alone("37家石灰窑一周内全部拆除"), stands_alone("协同风貌区建设工作")
    (True, False)
    """
    if COUNTED.match(text) or MUST.search(text):
        return True
    return bool(has_subject(text) and PREDICATE.search(text))


def opens_with_who(text: str) -> bool:
    """Whether a phrase opens with an organ, a place or a body of people, whatever follows."""
    return not opens_with_verb(text) and bool(
        _OPENS_WITH_WHO.match(text) or _PERSON_ACTS.match(text)
    )


def opens_with_people(text: str) -> bool:
    """Whether a phrase opens with people of no organ or place: 群众健身又添好去处."""
    return re.match(_PEOPLE, text) is not None


@cache
def _verbs() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "headline_verbs.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _longest(text: str, words: frozenset[str]) -> str:
    """The longest of the words that a text opens with; "" where it opens with none."""
    longest = min(_LONGEST_VERB, len(text))
    return next((text[:n] for n in range(longest, 0, -1) if text[:n] in words), "")
