"""The bodies of a township or a village: its party organization, its office, its committee."""

from __future__ import annotations

import re

from people.offices.departments import kind_of, split_inner
from people.offices.gazetteer import Level
from people.offices.places import Place
from people.offices.records import Body, Kind

# What opens the words; the organ of a street, that of a town, and how papers shorten the latter.
_TOWNSHIP = (
    (re.compile(r"(?:党工委|党委|工委|委)(?!员)"), "党工委", "党委", "", Kind.PARTY),
    (re.compile(r"纪工委|纪委|纪律检查委员会"), "纪工委", "纪委", "", Kind.DISCIPLINE),
    (
        re.compile(r"街道办事处|办事处|人民政府|政府|街道办(?!公室)"),
        "办事处",
        "人民政府",
        "政府",
        Kind.GOVERNMENT,
    ),
    (
        re.compile(r"人大工作委员会|人大工委|人大主席团|人大"),
        "人大工委",
        "人大",
        "",
        Kind.CONGRESS,
    ),
    (
        re.compile(r"人民武装部|人武部|武装部"),
        "人民武装部",
        "人民武装部",
        "武装部",
        Kind.MILITARY,
    ),
    (re.compile(r"总工会|工会"), "总工会", "总工会", "", Kind.MASS),
    (re.compile(r"妇女联合会|妇联"), "妇联", "妇联", "", Kind.MASS),
)
_LEAGUE = re.compile(r"共青团(?:工?委)?|团工?委")
_PARTY_UNIT = re.compile(
    r"党支部委员会|党委|党总支|党支部|总支部|总支|支部|党支|党组织|两委|支委会|支"
)
_COMMITTEE = re.compile(
    r"(?:社区|村)?(?:居民委员会|村民委员会|民委员会|居委会|村委会|委会|居委|村委)"
)
_UNIT = {"总支": "党总支", "总支部": "党总支", "支部": "党支部", "支": "党支部", "党支": "党支部"}


def is_street(place: Place) -> bool:
    return place.name.endswith("街道")


def township_party(place: Place) -> Body:
    return place.seat("党工委" if is_street(place) else "党委", Kind.PARTY)


def township_office(place: Place) -> Body:
    if is_street(place):
        return place.seat("办事处", Kind.GOVERNMENT)
    return place.seat("人民政府", Kind.GOVERNMENT, "政府")


def village_committee(place: Place) -> Body:
    return place.seat("居委会" if place.name.endswith("社区") else "村委会", Kind.GOVERNMENT)


def village_party(place: Place, unit: str = "党组织") -> Body:
    """The party organization of a village as printed: it may be a 支部, a 总支 or a 党委."""
    return place.seat(_UNIT.get(unit, unit), Kind.PARTY)


def body_below(words: str, place: Place) -> Body:
    """The body of a township or village that the words after the place name."""
    if place.level is Level.VILLAGE:
        return _of_village(words, place)
    street = is_street(place)
    if found := _LEAGUE.match(words):
        league = place.seat("工委" if street else "委", Kind.MASS, ahead="共青团")
        return _office_of(league, words[found.end() :])
    for pattern, of_street, of_town, short, kind in _TOWNSHIP:
        if found := pattern.match(words):
            body = place.seat(of_street if street else of_town, kind, "" if street else short)
            return _office_of(body, words[found.end() :])
    return _other(words, place)


def _of_village(words: str, place: Place) -> Body:
    if found := _COMMITTEE.match(words):
        return _office_of(village_committee(place), words[found.end() :])
    if found := _PARTY_UNIT.match(words):
        unit = found[0]
        if unit in ("两委", "支委会", "党支部委员会"):
            unit = "党组织" if unit == "两委" else "党支部"
        return _office_of(village_party(place, unit), words[found.end() :])
    return _other(words, place)


def _office_of(body: Body, office: str) -> Body:
    return Body(body.name + office, kind_of(office), body) if office else body


def _other(words: str, place: Place) -> Body:
    outer, inner = split_inner(words)
    body = place.seat(outer, kind_of(outer))
    return _office_of(body, inner)
