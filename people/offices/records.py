"""What a printed title turns out to be: a post of a body, the body at its place in the tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of organization a body is."""

    DIVISION = "division"  # 国、省、市、区县，以及开发区、新区
    TOWNSHIP = "township"  # 乡、镇、街道
    VILLAGE = "village"  # 村、社区
    PARTY = "party"  # 党委、党工委、党总支、党支部
    GOVERNMENT = "government"  # 政府、管委会、办事处、居委会、村委会
    CONGRESS = "congress"  # 人大
    CONSULTATIVE = "consultative"  # 政协
    DISCIPLINE = "discipline"  # 纪委、监委
    COURT = "court"
    PROCURATORATE = "procuratorate"
    MASS = "mass"  # 共青团、工会、妇联、文联、科协……
    DEPARTMENT = "department"  # 局、厅、办、部，党委的部也在内
    INSTITUTION = "institution"  # 学校、医院、中心……
    MILITARY = "military"  # 武装部
    OTHER = "other"


class Standing(StrEnum):
    CURRENT = "current"
    ACTING = "acting"  # 代
    FORMER = "former"  # 原、时任、前
    NOMINEE = "nominee"  # 拟任、候任、人选


@dataclass(frozen=True, slots=True)
class Body:
    """An organization at its place in the tree; equal where all of it is equal."""

    name: str  # whole: 柳河县委, 柳河县人民政府
    kind: Kind
    parent: Body | None
    short_name: str = ""  # as papers print it: 柳河县政府; "" where it is no shorter


@dataclass(frozen=True, slots=True)
class HeldPost:
    printed: str  # as it stands in the story
    body: Body | None  # None where the place cannot be known
    title: str  # 副书记; "" for a bare collective (区领导), which tells a level and no post
    standing: Standing
    single_seat: bool  # held by one at a time
    order: int  # in the customary order within one level, smaller first
