"""Bodies known by their name alone: departments, schools, hospitals, companies."""

from __future__ import annotations

import re

from people.offices.departments import (
    bears_own_name,
    is_ministry,
    kind_of,
    split_inner,
    whole_name,
)
from people.offices.gazetteer import Level, choose, divisions_with_stem
from people.offices.places import Place, inside, place_of
from people.offices.records import Body, Kind

# Bodies that a division has one of, so that its name belongs to theirs; a 派出所 has its own.
_ONE_OF_A_KIND = re.compile(
    r"(?:(?<!分)局|委|委员会|办|办公室|部|中心|处|署|厅|馆|台|指挥部|领导小组)$|"
    r"^(?:消防|交警|交巡警|刑警|巡特警|综合执法|城管)[一-龥]{0,4}(?:大队|支队)$"
)
_COMPANY = re.compile(r"(?:公司|集团|银行|股份|厂|酒店|超市)$")
# After the name of a city these are its own; a street is called after any city.
_OF_A_CITY = re.compile(r"^(?:大学|学院|日报|晚报|报业|军分区|警备区|高中|广播|电视台|海关)")


def named_body(words: str, place: Place, *, printed: bool) -> Body:
    """The body of this name at `place`, which stood before it or (not `printed`) is the context's."""
    outer, inner = split_inner(words)
    if inner:
        return inside(named_body(outer, place, printed=printed), inner, kind_of(inner))
    whole, short = whole_name(words)
    kind = kind_of(whole)
    if place.level is Level.NATION:
        national = whole if is_ministry(words) or not printed else "国家" + whole
        return Body(national, kind, place.body)
    if not printed and _COMPANY.search(whole):
        return Body(whole, Kind.OTHER, None)  # whose it is, no place tells
    if not printed and (city := _city_of(whole, place)):
        return Body(whole, kind, city.body)
    own = bears_own_name(whole, place_printed=printed)
    if own or not (printed or _ONE_OF_A_KIND.search(whole)):
        return Body(whole, kind, place.body)
    return place.seat(whole, kind, short)


def _city_of(name: str, place: Place) -> Place | None:
    """The city or province a name opens with: 柳河 of 柳河大学."""
    for end in range(2, min(5, len(name))):
        if not _OF_A_CITY.match(name[end:]):
            continue
        found = [each for each in divisions_with_stem(name[:end]) if each.level <= Level.CITY]
        near = [place.division] if place.division else []
        if city := choose(found, near):
            return place_of(city)
    return None
