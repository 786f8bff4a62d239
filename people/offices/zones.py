"""Functional zones, which no gazetteer lists: 高新区, 经开区, 某某新区."""

from __future__ import annotations

import re

from people.offices.gazetteer import Division, Level, choose, divisions_with_stem

# Zones of a city whichever district the page is of; the others may be a county's own.
_OF_CITY = (
    "经济技术开发区|高新技术产业开发区|高新技术开发区|经开区|高新区|航空港经济综合实验区|航空港实验区|"
    "航空港区|城乡一体化示范区|新区"
)
_OF_ANY = (
    "经济开发区|开发区|示范区|产业集聚区|集聚区|风景名胜区|风景区|旅游度假区|度假区|管理区|试验区|实验区|保税区|"
    "工业园区|产业园区|科教园区|园区"
)
_ZONE = re.compile(
    rf"^(?P<proper>[^局委厅部办县市区党政省镇乡]{{0,8}}?)(?:(?P<city>{_OF_CITY})|(?P<any>{_OF_ANY}))"
)
# 经开公安分局, 高新法院
_STEM = re.compile(r"^(?P<stem>经开|高新|郑东|航空港)(?=公安|法院|检察院|分局|消防|税务|市场监管)")
_OF_KIND = ("经开", "高新", "航空港")
_FULL = {
    "经开区": "经济技术开发区",
    "高新区": "高新技术产业开发区",
    "高新技术开发区": "高新技术产业开发区",
    "航空港实验区": "航空港经济综合实验区",
    "航空港区": "航空港经济综合实验区",
}
_SHORT = {
    "经济技术开发区": "经开区",
    "高新技术产业开发区": "高新区",
    "航空港经济综合实验区": "航空港区",
}


def take_zone(
    words: str, named: Division | None, near: Division | None
) -> tuple[Division | None, str] | None:
    """A zone that opens the words, and the words after it; None where none does.

    `named` is the division printed before it, `near` the one the words are read in. The zone is
    None where nothing tells which city's it is.
    """
    found = _ZONE.match(words)
    if not found:
        return _by_stem(words, near)
    kind = found["city"] or found["any"]
    proper, city = _own_city(found["proper"], near)
    rest = words[found.end() :]
    if not (proper or named or city or found["city"]) and _is_district(near):
        return None, rest  # 开发区 on the page of a district may be the city's
    above = named or city or (_city(near) if found["city"] else _division_of(near))
    if above is None or above.level < Level.PROVINCE:
        return None, rest
    return zone(proper, kind, above), rest


def zone(proper: str, kind: str, above: Division) -> Division:
    """The zone of a city or county; without a name of its own it bears that of its city."""
    name = (proper or above.stem) + _FULL.get(kind, kind)
    return Division(name, Level.ZONE, above)


def city_zones(city: Division | None) -> list[tuple[Division, tuple[str, ...]]]:
    """The zones a city commonly has, each with the words that name it on its own pages."""
    if city is None or city.level is not Level.CITY:
        return []
    return [
        (zone("", "经开区", city), ("经开区", "经济技术开发区")),
        (zone("", "高新区", city), ("高新区", "高新技术产业开发区")),
        (zone("", "航空港区", city), ("航空港区", "航空港经济综合实验区")),
        (zone(_east(city), "新区", city), (_east(city) + "新区",)),
    ]


def _east(city: Division) -> str:
    """The first character of the city's name and 东, as new districts are called: 郑东新区."""
    return city.stem[0] + "东"


def short_zone(name: str) -> str:
    """As papers print it: 柳河经开区."""
    for full, short in _SHORT.items():
        if name.endswith(full):
            return name.removesuffix(full) + short
    return name


def _by_stem(words: str, near: Division | None) -> tuple[Division | None, str] | None:
    found = _STEM.match(words)
    if not found:
        return None
    city = _city(near)
    stem = found["stem"]
    if city is None:
        return (None, words[found.end() :]) if stem in _OF_KIND else None
    if stem in _OF_KIND:
        return zone("", stem + "区", city), words[found.end() :]
    own = stem == _east(city)
    return (zone(stem, "新区", city), words[found.end() :]) if own else None


def _is_district(near: Division | None) -> bool:
    return bool(near and near.level is Level.COUNTY and near.name.endswith("区"))


def _own_city(proper: str, near: Division | None) -> tuple[str, Division | None]:
    """The name without the city's own before it: "" of 柳河经开区, and 柳河市."""
    for end in range(len(proper), 1, -1):
        cities = [each for each in divisions_with_stem(proper[:end]) if each.level <= Level.CITY]
        if cities and (city := choose(cities, [near] if near else [])):
            return proper[end:], city
    return proper, None


def _city(near: Division | None) -> Division | None:
    if near is None:
        return None
    cities = [each for each in near.chain() if each.level is Level.CITY]
    # The districts of 北京 lie in no other city.
    return cities[0] if cities else near.chain()[-1] if near.level is Level.COUNTY else None


def _division_of(near: Division | None) -> Division | None:
    if near is None:
        return None
    return next((each for each in near.chain() if each.level is not Level.ZONE), None)
