"""The place that opens a printed post: 郑州市 and 柳河区 of 郑州市柳河区民政局."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from people.offices.gazetteer import (
    Division,
    Level,
    choose,
    divisions_called,
    divisions_with_stem,
    longest_form,
)
from people.offices.places import NATIONAL, Place, climb, place_of
from people.offices.townships import take_township, take_village
from people.offices.zones import short_zone, take_zone

# The level alone: 区委. Not 市场, 市民中心, 区域, 县域.
_BARE = re.compile(
    r"^[我本全该]?(?P<level>自治区|省(?!会|直辖)|市(?!场|容|井|值|域|民(?!政|族|宗|委|盟|建|进|革)|"
    r"政(?!府|协|法|务|研))|区(?!域|间|块|划|片)|县(?!域)|州(?=[委人政直纪监检法公])|盟(?=[委人政])|旗(?=[委人政]))"
    r"级?"
)
_NATION = re.compile(r"^(?:全国|国家|最高(?=人民)|(?=国务院|中央|中共中央|中纪委))")
# 柳河区区委
_LEVEL_AGAIN = re.compile(r"^[省市区县州](?=委|政府|人大|政协|纪委)")
# After a name without its level (柳河公安分局, 柳河副区长) these show that a place is meant.
_AFTER_STEM = re.compile(
    r"^(?:公安|人民法院|法院|人民检察院|检察院|团[省市区县]委|[市区县]?(?:委|政府|人大|政协)|"
    r"(?!分局$)[一-龥]{1,9}(?:局|厅)$|副?[省市区县州]长$)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say of the place, and the words that are left."""

    rest: str
    place: Place | None = None
    lost: bool = False  # a place is printed and cannot be told which


def read_place(words: str, carried: Place | None, home: Division | None) -> Reading:
    """Read the place off the front of the words.

    `carried` is where the post before it stands, `home` the division the page is of: the first
    tells what 市 in 市公安局 is, the second what it is where nothing was printed before.
    """
    near = [each for each in (_division(carried), home) if each]
    reading = Reading(words)
    while (longer := _take_division(reading, near)) is not None:
        reading = longer
    again = _LEVEL_AGAIN.match(reading.rest)
    if again and reading.place and reading.place.name.endswith(again[0]):
        reading = replace(reading, rest=reading.rest[1:])
    if reading.place is None and not reading.lost:
        reading = _take_bare(reading, carried, home)
    reading = _take_zone(reading, near)
    return _take_below(reading, carried, home)


def _division(place: Place | None) -> Division | None:
    return next((each.division for each in place.chain() if each.division), None) if place else None


def _take_division(reading: Reading, near: list[Division]) -> Reading | None:
    """The reading with one more division taken from its rest; None where none opens it."""
    words, outer = reading.rest, _division(reading.place)
    for end in range(min(longest_form(), len(words)), 1, -1):
        form = words[:end]
        candidates = divisions_called(form)
        if outer:
            candidates = [each for each in candidates if each != outer and each.within(outer)]
        if not candidates or reading.lost:
            continue
        anywhere = outer is not None or (len(form) > 2 or not form.endswith("区"))
        chosen = choose(candidates, [outer, *near] if outer else near, anywhere=anywhere)
        if chosen:
            return Reading(words[end:], _placed(chosen))
        if len(form) > 2:
            return Reading(words[end:], lost=True)
    return None if outer or reading.lost else _take_stem(words, near)


def _take_stem(words: str, near: list[Division]) -> Reading | None:
    for end in (4, 3, 2):
        rest = words[end:]
        if len(words) < end or not _AFTER_STEM.match(rest):
            continue
        candidates = divisions_with_stem(words[:end])
        if level := re.match(r"副?([省市区县州])长$|([市区县])(?=[委政人])", rest):
            wanted = level[1] or level[2]
            candidates = [each for each in candidates if each.name.endswith(wanted)]
            rest = rest.removeprefix(level[2] or "")
        if chosen := _of_stem(candidates, near):
            return Reading(rest, _placed(chosen))
    return None


def _of_stem(candidates: list[Division], near: list[Division]) -> Division | None:
    """A stem may be any word (和平, 新华): a county is meant by it only in its own city."""
    around = [each.chain()[-2] if len(each.chain()) > 1 else each for each in near]
    close = [
        each
        for each in candidates
        if each.level < Level.COUNTY or any(each.within(city) for city in around)
    ]
    top = [each for each in close if each.level <= min(one.level for one in close)]
    return choose(close, near, anywhere=False) or (top[0] if len(top) == 1 else None)


def _placed(division: Division) -> Place:
    place = place_of(division)
    return replace(place, short=short_zone(place.name)) if division.level is Level.ZONE else place


def _take_bare(reading: Reading, carried: Place | None, home: Division | None) -> Reading:
    words = reading.rest
    if found := _NATION.match(words):
        return Reading(words[found.end() :], NATIONAL)
    found = _BARE.match(words)
    if not found:
        return reading
    rest = words[found.end() :]
    for start in (carried, placed_home(home)):
        for each in start.chain() if start else ():
            if each.division and _is_of_level(each, found["level"]):
                return Reading(rest, each)
    return Reading(rest, lost=True)


def _is_of_level(place: Place, level: str) -> bool:
    if level == "区" and place.name.endswith("自治区"):
        return False
    return place.name.endswith(level)


def placed_home(home: Division | None) -> Place | None:
    return _placed(home) if home else None


def _take_zone(reading: Reading, near: list[Division]) -> Reading:
    if reading.lost or (reading.place and reading.place.level > Level.COUNTY):
        return reading
    named = _division(reading.place)
    taken = take_zone(reading.rest, named, near[0] if near else None)
    if taken is None:
        return reading
    zone, rest = taken
    return Reading(rest, _placed(zone)) if zone else Reading(rest, lost=True)


def _take_below(reading: Reading, carried: Place | None, home: Division | None) -> Reading:
    """Townships and villages, which stand under what is named, or under where one already is."""
    for take in (take_township, take_village):
        named = reading.place is not None or reading.lost
        anchor = reading.place or _anchor(carried, home)
        taken = take(reading.rest, anchor, None if named else carried)
        if taken:
            place, rest = taken
            known = place is not None and not reading.lost
            reading = Reading(rest, place if known else None, lost=not known)
    return reading


def _anchor(carried: Place | None, home: Division | None) -> Place | None:
    """What a township printed without its county stands under."""
    own = climb(carried, Level.TOWNSHIP, Level.ZONE, Level.COUNTY)
    return own or placed_home(home) or climb(carried, Level.CITY)
