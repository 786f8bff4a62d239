"""Which body a title belongs to: by the organ printed before it, or by the title alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from people.offices.below import (
    body_below,
    is_street,
    township_office,
    township_party,
    village_committee,
    village_party,
)
from people.offices.departments import is_ministry, kind_of
from people.offices.gazetteer import Division, Level
from people.offices.organs import government, organ_of, party
from people.offices.places import NATIONAL, Place, climb
from people.offices.reading import Reading, placed_home
from people.offices.records import Body, Kind

_SECRETARY = re.compile(
    r"^(?:常务副|第一副|专职副|副|第一)?书记(?:助理)?$|^(?:副)?(?:政治局)?(?:常委|.{2}委员|委员|党代表)$"
)
_DIRECTOR = re.compile(r"^(?:常务副|第一副|专职副|副)?主任(?:助理)?$")
_PRESIDENT = re.compile(r"^(?:常务副|副)?主席$")
_CHIEF = re.compile(r"(?:省|市|区|县|州|盟|旗|镇|乡)长(?:助理)?$|总理$")
# The party unit inside a department or an institution is told by the title: 党组书记.
_UNIT = re.compile(
    r"^(?P<organ>.*?)(?P<unit>机关党委|机关党总支|机关党支部|党组|党委|党总支|党支部|总支|支部)$"
)
# An organ without its name is the one named before: 中心主任.
_NAMELESS = (
    "局",
    "院",
    "校",
    "所",
    "站",
    "中心",
    "机关",
    "医院",
    "学校",
    "单位",
    "部门",
    "班子",
    "领导班子",
    "支队",
    "村民小组",
    "居民小组",
    "村民组",
    "大队",
)
# What only a zone or a street has.
_OF_ZONE_OR_STREET = re.compile(r"^(?:党工委|管委会|管理委员会|纪工委|办事处|街道办)")
# What no township has, so that it is the county's where a township was named before.
_OF_COUNTY = re.compile(
    r"^(?:人大常委会|政协|人民法院|法院|人民检察院|检察院|纪委监委|监委|公安|组织部|统战部)|局$"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the posts before hand on to the next of the same person."""

    place: Place | None = None
    lost: bool = False  # a place was printed, and which cannot be told
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    body: Body | None
    title: str
    place: Place | None


def seat_named(reading: Reading, title: str, carried: Carried, home: Division | None) -> Seat:
    """The seat where words of the body are printed before the title."""
    organ, title = _without_unit(reading, title)
    if reading.lost or (not title and _LEVELS.match(organ)):  # 省市领导 are of two levels
        return Seat(None, title, None)
    if reading.place is None and (seat := _seat_of_any(organ, title, carried)):
        return seat
    place = reading.place or _place_for(organ, carried, home)
    if place is None or (place.level is Level.ZONE and _CHIEF.search(title)):
        return Seat(None, title, None)  # a zone has no 区长: another place is meant
    return Seat(_body(organ, title, place, printed=reading.place is not None), title, place)


def _seat_of_any(organ: str, title: str, carried: Carried) -> Seat | None:
    """The seat in what every body or every level has; None where the organ is another."""
    if organ in _UNITS_ALONE:
        return _of_unit(organ, title, carried)
    if organ in _OF_ANY_BODY:
        return _inside(organ, title, carried)
    if organ in _NAMELESS:
        return seat_alone(title, carried)
    if organ in ("人大", "政协") and _SEVERAL.match(title):
        return Seat(None, title, carried.place)  # 人大代表: of which level is not said
    return None


def _body(organ: str, title: str, place: Place, *, printed: bool) -> Body:
    if not organ:
        return body_by_title(place, title)
    if organ in ("镇级", "乡级", "村级"):
        return place.body
    if place.level >= Level.TOWNSHIP:
        return body_below(organ, place)
    if title == "代表" and organ == "人大":
        organ = "人民代表大会"  # it has deputies; its standing committee has officers
    if organ == "纪委监委":  # two bodies in one office: 书记 is of the one, 主任 of the other
        organ = "监委" if _DIRECTOR.match(title) else "纪委"
    return organ_of(organ, place, printed=printed)


_SEVERAL = re.compile(r"^(?:代表|委员|常委)$")
_LEVELS = re.compile(r"^[省市区县、]+$")
_UNITS_ALONE = ("党组", "党委", "机关党委", "党总支", "党支部", "总支", "支部")
# What every body has; printed without its name it is that of the body named before.
_OF_ANY_BODY = {
    "办公室": Kind.DEPARTMENT,
    "工会": Kind.MASS,
    "团委": Kind.MASS,
    "机关工会": Kind.MASS,
}


def _inside(organ: str, title: str, carried: Carried) -> Seat:
    body, place = carried.body, carried.place
    if body is None or place is None:
        return Seat(None, title, place)
    if organ != "办公室" and body.kind not in (Kind.DEPARTMENT, Kind.INSTITUTION):
        below = place.level >= Level.TOWNSHIP
        made = body_below(organ, place) if below else organ_of(organ, place, printed=True)
        return Seat(made, title, place)
    short = (body.short_name or body.name) + organ
    name = body.name + organ
    return Seat(Body(name, _OF_ANY_BODY[organ], body, short if short != name else ""), title, place)


def _without_unit(reading: Reading, title: str) -> tuple[str, str]:
    organ = reading.rest
    found = _UNIT.match(organ)
    if not found or not title or not found["organ"]:
        return organ, title
    below = reading.place is not None and reading.place.level >= Level.TOWNSHIP
    if below and found["organ"] in ("社区", "村"):
        return organ, title
    return found["organ"], found["unit"] + title


def _of_unit(unit: str, title: str, carried: Carried) -> Seat:
    """党组书记 printed after another post of the same department; 党委书记 of the same town."""
    place, body = carried.place, carried.body
    if body is None or place is None:
        return Seat(None, unit + title, None)
    if place.level >= Level.TOWNSHIP and body.kind not in (Kind.DEPARTMENT, Kind.INSTITUTION):
        return Seat(body_below(unit, place), title, place)
    return Seat(body, unit + title, place)


def seat_alone(title: str, carried: Carried) -> Seat:
    """The seat of a title printed alone, which is of the body named before it, or of none."""
    if title == "总书记":
        return Seat(party(NATIONAL), title, NATIONAL)
    if title in ("总理", "副总理", "国务委员"):
        return Seat(government(NATIONAL), title, NATIONAL)
    place, body = carried.place, carried.body
    if body is None or place is None:
        return Seat(None, title, place)
    moves = (
        (body.kind is Kind.PARTY and _DIRECTOR.match(title) and _has_directors(place))
        or (body.kind is Kind.GOVERNMENT and _SECRETARY.match(title) and title != "委员")
        or body == place.body
    )
    if moves:
        return Seat(body_by_title(place, title), title, place)
    return Seat(body, title, place)


def _has_directors(place: Place) -> bool:
    return place.level in (Level.ZONE, Level.VILLAGE) or is_street(place)


def body_by_title(place: Place, title: str) -> Body:
    """The body of a place that has the title, where nothing but the place is printed."""
    if _SECRETARY.match(title):
        return _party_of(place)
    if _CHIEF.search(title) or _is_director(title, place):
        return _office_of(place)
    return place.body


def _is_director(title: str, place: Place) -> bool:
    if _DIRECTOR.match(title):
        return _has_directors(place)
    return bool(_PRESIDENT.match(title)) and place.name.endswith("自治区")


def _party_of(place: Place) -> Body:
    if place.level is Level.VILLAGE:
        return village_party(place)
    return township_party(place) if place.level is Level.TOWNSHIP else party(place)


def _office_of(place: Place) -> Body:
    if place.level is Level.VILLAGE:
        return village_committee(place)
    return township_office(place) if place.level is Level.TOWNSHIP else government(place)


def _place_for(organ: str, carried: Carried, home: Division | None) -> Place | None:
    """Where an organ stands that is printed without its place."""
    here, before = placed_home(home), carried.place
    if carried.lost:
        return None
    if is_ministry(organ) and (before is None or before.level is Level.NATION):
        return NATIONAL
    if _OF_ZONE_OR_STREET.match(organ):
        return climb(before, Level.TOWNSHIP, Level.ZONE) or climb(here, Level.ZONE)
    if before and before.level >= Level.TOWNSHIP and _OF_COUNTY.search(organ):
        return climb(before, Level.ZONE, Level.COUNTY, Level.CITY)
    if before and before.level < Level.COUNTY and kind_of(organ) is Kind.INSTITUTION:
        return here or before
    return before or here
