"""The customary order in which leaders of one level are named.

It is the order in which the papers of the party list those attending: the secretary, the head
of government (who is the first deputy secretary), the heads of 人大 and 政协, then the deputy
secretaries and the standing committee of the party, the deputies of 人大, government and 政协,
the heads of court and procuratorate, then the departments; ranks without a post come last. Within
the standing committee the order follows seniority, which no title tells: all its posts are equal.
"""

from __future__ import annotations

from people.offices.records import Body, Kind
from people.offices.titles import is_rank, is_single_seat

SECRETARY = 10
RANK = 900
COLLECTIVE = 990

_HEAD = {
    Kind.PARTY: SECRETARY,
    Kind.GOVERNMENT: 20,
    Kind.CONGRESS: 30,
    Kind.CONSULTATIVE: 40,
    Kind.DISCIPLINE: 60,
    Kind.MILITARY: 60,
    Kind.COURT: 100,
    Kind.PROCURATORATE: 110,
    Kind.VILLAGE: 15,
}
_DEPUTY = {
    Kind.PARTY: 50,
    Kind.CONGRESS: 70,
    Kind.GOVERNMENT: 80,
    Kind.CONSULTATIVE: 90,
    Kind.DISCIPLINE: 220,
}
_STANDING_COMMITTEE = 60
_GOVERNMENT_STAFF = 120
_DEPARTMENT_HEAD = 200
_DEPARTMENT_DEPUTY = 210
_OTHERS = 300
_UNKNOWN = 800
# Departments of the party whose heads sit in its standing committee.
_IN_COMMITTEE = ("宣传部", "组织部", "统战部", "政法委")
# Without a body the title alone must tell.
_BY_TITLE = {
    "书记": Kind.PARTY,
    "副书记": Kind.PARTY,
    "常委": Kind.PARTY,
    "检察长": Kind.PROCURATORATE,
}
_HEADS_OF_GOVERNMENT = ("省长", "市长", "区长", "县长", "州长", "盟长", "旗长", "镇长", "乡长")


def order_of(body: Body | None, title: str) -> int:
    """The place of a post in the customary order of its level, smaller first."""
    if not title:
        return COLLECTIVE
    if is_rank(title):
        return RANK
    kind = body.kind if body else _kind_by_title(title)
    return _UNKNOWN if kind is None else _order_within(kind, body, title)


def _order_within(kind: Kind, body: Body | None, title: str) -> int:
    if _sits_in_committee(kind, body, title):
        return _STANDING_COMMITTEE
    if kind is Kind.GOVERNMENT and title.endswith(("秘书长", "成员", "助理")):
        return _GOVERNMENT_STAFF
    if is_head(title):
        return _HEAD.get(kind, _DEPARTMENT_HEAD)
    return _DEPUTY.get(kind, _DEPARTMENT_DEPUTY) if "副" in title else _OTHERS


def _sits_in_committee(kind: Kind, body: Body | None, title: str) -> bool:
    """Whether the post is one of the standing committee, or goes with a seat in it."""
    if kind is Kind.GOVERNMENT:
        return title.startswith("常务副") or title == "党组副书记"
    if kind is Kind.PARTY:
        in_town = body and body.parent and body.parent.kind is Kind.TOWNSHIP
        return title in ("常委", "常务委员") or bool(in_town and title.endswith("委员"))
    return bool(body and body.name.endswith(_IN_COMMITTEE) and is_head(title))


def is_head(title: str) -> bool:
    return is_single_seat(title) and "副" not in title and not title.endswith(("秘书长", "河长"))


def _kind_by_title(title: str) -> Kind | None:
    if title.endswith(_HEADS_OF_GOVERNMENT):
        return Kind.GOVERNMENT
    return _BY_TITLE.get(title)
