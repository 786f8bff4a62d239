"""Whether two posts as printed can be one person's: the same post, or one of the same level."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Shorter titles (书记, 副主任) are held in every office; they agree only when printed alike.
MIN_BARE_TITLE = 4  # characters

# 河湾区委书记: the place, if named, and the level it is a place of. 市场, 市民, 市容 and 乡村 are
# words of their own; 自治区 and 社区 are not 区.
_LEVEL = re.compile(
    r"(?P<nation>国家|全国|中央|国务院|总书记|总理)"
    r"|(?P<place>[^省市区县镇乡村]*?)"
    r"(?P<level>自治区|社区|街道|办事处|省|市(?!场|民(?!政)|容)|区|县|镇|乡(?!村)|(?<!乡)村)"
)
_SAME_LEVEL = {"办事处": "街道", "自治区": "省", "乡": "镇"}

Level = tuple[str, str]  # the place, "" where it is left out; the level


def level_of(post: str) -> Level | None:
    """Where in the order of offices a post stands, as far as its own words tell.

    >>> level_of("柳河区委书记"), level_of("区领导"), level_of("局长")
    (('柳河', '区'), ('', '区'), None)
    """
    found = _LEVEL.match(post) or _LEVEL.search(post)
    if not found:
        return None
    if found["nation"]:
        return ("", "国家")
    place = found["place"] if len(found["place"]) > 1 else ""  # the 团 of 团省委 is no place
    return (place, _SAME_LEVEL.get(found["level"], found["level"]))


def same_post(one: str, other: str) -> bool:
    """Whether both are one post, the organization named or left out.

    >>> same_post("柳河区委书记", "区委书记"), same_post("区委书记", "区委副书记")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= MIN_BARE_TITLE and long.endswith(short))


def share_post(some: Iterable[str], others: Iterable[str]) -> bool:
    held = list(others)
    return any(same_post(one, other) for one in some for other in held)


def share_level(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two of the posts are of one level and nothing says that the places differ."""
    held = [level for post in others if (level := level_of(post))]
    return any(
        level == other and (place.startswith(elsewhere) or elsewhere.startswith(place))
        for place, level in filter(None, map(level_of, some))
        for elsewhere, other in held
    )
