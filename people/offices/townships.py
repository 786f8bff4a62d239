"""Townships, streets, villages and communities, which are read from the words alone."""

from __future__ import annotations

import re

from people.offices.gazetteer import Level
from people.offices.places import Place, climb

# Characters that no name of a place below the county holds, as organs would be read for places.
_NAME = r"(?:(?!政府)[^局委厅驻的])"
_AHEAD = r"(?=$|[一-龥“])"
_BARE_TOWNSHIP = re.compile(
    r"^[该本]?(?P<word>街道办事处|街道办(?!公室)|街道|办事处|镇(?!级)|乡(?!村|级))"
)
_STREET = re.compile(
    rf"^(?P<name>{_NAME}{{1,8}}?)(?P<word>街道办事处|街道办(?!公室)|街道|办事处){_AHEAD}"
)
_TOWN = re.compile(
    rf"^(?P<name>{_NAME}{{1,7}}?)(?P<word>镇|乡)(?!级|域|村|建设|规划|统筹|一体|企业|居民|职工|镇|江)"
)
_AFTER_VILLAGE = r"(?=$|党|村|委会|支|总支|两委|书记|主任|民委员|民小组|民组|第|驻|副|妇联|团|会计|监委|监督|卫生)"
_AFTER_COMMUNITY = r"(?!建设|卫生|教育|治理|服务局|发展|事务|工作|矫正|办)"
_BARE_VILLAGE = re.compile(rf"^[该本]?(?P<word>社区{_AFTER_COMMUNITY}|村{_AFTER_VILLAGE}(?!村))")
_VILLAGE = re.compile(
    rf"^驻?(?P<name>{_NAME}{{1,8}}?)(?P<word>村{_AFTER_VILLAGE}|社区{_AFTER_COMMUNITY})"
)
# 柳庄党支部: the 村 of a name that ends like a village's is left out
_HAMLET = re.compile(
    rf"^(?P<name>{_NAME}{{1,5}}?[庄寨屯营沟湾岗坡店营堡])(?P<word>)(?=党支部|党总支|支部|支书|村委)"
)
_OFFICE = ("街道办事处", "街道办", "办事处")


def take_township(
    words: str, anchor: Place | None, carried: Place | None
) -> tuple[Place | None, str] | None:
    """The township or street that opens the words, and the words after it; None where none does.

    `anchor` is what one with a name stands under; one without (镇, 办事处) is that of `carried`.
    The place is None where it cannot be known.
    """
    if found := _BARE_TOWNSHIP.match(words):
        return _of(carried, Level.TOWNSHIP, found["word"]), _rest(words, found)
    found = _STREET.match(words) or _TOWN.match(words)
    if not found or found[0].endswith("城乡"):
        return None
    word = "街道" if found["word"] in _OFFICE else found["word"]
    above = climb(anchor, Level.ZONE, Level.COUNTY, Level.CITY)
    return _made(found["name"] + word, Level.TOWNSHIP, above), _rest(words, found)


def take_village(
    words: str, anchor: Place | None, carried: Place | None
) -> tuple[Place | None, str] | None:
    """The village or community that opens the words, likewise."""
    if found := _BARE_VILLAGE.match(words):
        return _of(carried, Level.VILLAGE, found["word"]), words[found.end() :]
    found = _VILLAGE.match(words) or _HAMLET.match(words)
    if not found or found["name"].endswith("农"):
        return None
    name = found["name"] + (found["word"] or "村")
    above = climb(anchor, Level.TOWNSHIP, Level.ZONE, Level.COUNTY, Level.CITY)
    return _made(name, Level.VILLAGE, above), words[found.end() :]


def _of(carried: Place | None, level: Level, word: str) -> Place | None:
    place = climb(carried, level)
    if place is None:
        return None
    ending = "街道" if word in _OFFICE else word
    return place if place.name.endswith(ending) or word == "办事处" else None


def _rest(words: str, found: re.Match[str]) -> str:
    """What is left; the office itself where nothing is printed after it."""
    rest = words[found.end() :]
    return rest or ("办事处" if found["word"] in _OFFICE else "")


def _made(name: str, level: Level, above: Place | None) -> Place | None:
    if above is None or above.level < Level.CITY:
        return None
    return Place(name, name, level, above)
