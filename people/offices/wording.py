"""A printed post taken apart into the words of its body, its title and its standing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from people.offices.records import Standing
from people.offices.standing import of_word, take_standing
from people.offices.titles import canonical, split_title

# 区委办主任（正县级）, “两新”工委书记: brackets and marks tell nothing of the post
_ASIDE = re.compile(r"[（(][^（）()]*[）)]?|[\s“”\"‘’《》〈〉·、,，。]+")
_PREFIX = re.compile(
    r"^(?:中共(?!中央)|国家税务总局(?=.+税务局)|兼任?|该局|该(?=[省市区县镇乡村院校所]))"
)
# 区委区政府督查室
_BOTH = re.compile(r"(?P<level>[省市区县州])委(?P=level)政府(?=[一-龥]{2})")
# 区委常委兼宣传部部长: the first of the two is the post that ranks the person
_BESIDES = re.compile(r"(?<=.)兼任?(?!职).*$")
_CENTRAL = {
    "中宣部": "中共中央宣传部",
    "中组部": "中共中央组织部",
    "共青团中央": "中央共青团",
    "团中央": "中央共青团",
}
_CENTRAL_FORM = re.compile("^(?:" + "|".join(_CENTRAL) + ")")
# 团省委, 共青团柳河区委, 柳河团区委
_LEAGUE = re.compile(
    r"^(?P<place>.*?)(?:共青团|团)(?P<level>(?!工?委|中央).{0,14}?[省市区县州盟旗])(?P<organ>工?委)(?P<rest>.*)$"
)
_CHIEF = re.compile(r"(?P<level>[省市区县州盟旗镇乡村])长(?:助理)?$")
# 组织部长 is 部长 of 组织部
_UNIT_CHIEF = re.compile(
    r"^(?:常务副|第一副|副)?(?P<unit>部|局|厅|司|处|科|股|所|站|台|馆|庭|总队|支队|大队|中队|组)长(?:助理)?$"
)
_UNIT_END = re.compile(
    r"(?:[局委厅部办处科股室队院校所站馆台庭社组会团]|中心|政府|机关|[妇科文残]联)$"
)
_PROSECUTOR = re.compile(r"检察长$")
# 柳溪村村主任
_TWICE = re.compile(r"(?<=村)村$|(?<=社区)社区$")
_PARTY_CONGRESS = re.compile(r"^(?:党的)?[一二三四五六七八九十]+大$")


@dataclass(frozen=True, slots=True)
class Wording:
    before: str  # place and organ, "" where only the title is printed
    title: str
    standing: Standing | None  # None where nothing of it is printed
    title_alone: bool  # also where the level was completed from the title: 区长
    throughout: bool = False  # 时任 counts for every post that follows


def take_apart(printed: str) -> Wording:
    """The parts of a post; where no title is known the whole is the title."""
    words = _BESIDES.sub("", _ASIDE.sub("", printed))
    words = _CENTRAL_FORM.sub(lambda found: _CENTRAL[found[0]], words)
    words = _BOTH.sub(r"\g<level>委", _PREFIX.sub("", words))
    throughout = words.startswith("时任")
    words, standing = take_standing(words)
    split = split_title(_PREFIX.sub("", words))
    if split is None:
        return Wording("", words or printed, standing, True, throughout)
    if split.standing:
        standing = of_word(split.standing)
    before = _completed(split.before, split.title)
    return Wording(before, canonical(split.title), standing, not split.before, throughout)


def _completed(before: str, title: str) -> str:
    """The words of the body, with what only the title tells of it: 区 of 区长, 部 of 组织部长."""
    if chief := _CHIEF.search(title):
        level = chief["level"]
        whole = before.endswith(("政府", "委会", level)) or _UNIT_END.search(before)
        return before if whole else before + level
    if found := _LEAGUE.match(before):
        return found["place"] + found["level"] + "共青团" + found["organ"] + found["rest"]
    if title == "代表" and _PARTY_CONGRESS.match(before):
        return "中央党的" + before.removeprefix("党的")
    return _TWICE.sub("", before) + _missing_end(before, title)


def _missing_end(before: str, title: str) -> str:
    """What the words of the body lack because the title says it."""
    if _PROSECUTOR.search(title) and before and not before.endswith("检察院"):
        return "检察院"
    unit = _UNIT_CHIEF.match(title)
    if unit and len(before) > 1 and not _UNIT_END.search(before):
        return unit["unit"]
    return ""
