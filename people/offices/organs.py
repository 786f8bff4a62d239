"""The bodies of a division or a zone from the words that name them: 委宣传部, 人民法院, 民政局."""

from __future__ import annotations

import re
from collections.abc import Callable

from people.offices.departments import split_inner
from people.offices.gazetteer import Division, Level, divisions_with_stem
from people.offices.named import named_body
from people.offices.names import stem
from people.offices.places import Place, climb, inside, place_of
from people.offices.records import Body, Kind

_PARTY_OFFICE = (
    "宣传部|组织部|统战部|统一战线工作部|政法委员会|政法委|社会工作部|党校|老干部局|网信办|巡察办|巡察工作领导小组办公室|"
    "直属机关工委|直机关工委|直工委|直属机关工作委员会|机关工委|直属机关党工委|两新工委|非公工委|督查室|政研室|政策研究室|"
    "第?[一二三四五六七八九十]*巡察组|组织人事部|党群工作部|编办|编委办|机构编制委员会办公室"
)
_MASS = {
    "总工会": "总工会",
    "工会": "总工会",
    "妇联": "妇联",
    "妇女联合会": "妇联",
    "文联": "文联",
    "文学艺术界联合会": "文联",
    "科协": "科协",
    "科学技术协会": "科协",
    "工商联": "工商联",
    "工商业联合会": "工商联",
    "残联": "残联",
    "残疾人联合会": "残联",
    "侨联": "侨联",
    "归国华侨联合会": "侨联",
    "社科联": "社科联",
    "社会科学界联合会": "社科联",
    "台联": "台联",
    "记协": "记协",
    "作协": "作协",
    "红十字会": "红十字会",
    "计生协": "计生协",
    "计划生育协会": "计生协",
    "贸促会": "贸促会",
    "关工委": "关工委",
    "关心下一代工作委员会": "关工委",
    "慈善总会": "慈善总会",
}
_COURT_LEVEL = {Level.PROVINCE: ("高级", "高院"), Level.CITY: ("中级", "中院")}


def party(place: Place) -> Body:
    """The committee of the party: 柳河县委, 柳河经济技术开发区党工委."""
    if place.level is Level.NATION:
        return Body("中共中央", Kind.PARTY, place.body)
    if place.level is Level.ZONE:
        return place.seat("党工委", Kind.PARTY)
    return place.seat("党委" if place.name.endswith("自治区") else "委", Kind.PARTY)


def government(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("国务院", Kind.GOVERNMENT, place.body)
    if place.level is Level.ZONE:
        return place.seat("管委会", Kind.GOVERNMENT)
    return place.seat("人民政府", Kind.GOVERNMENT, "政府")


def congress(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("全国人大常委会", Kind.CONGRESS, place.body)
    return place.seat("人大常委会", Kind.CONGRESS)


def _deputies(place: Place) -> Body:
    """The congress itself, which has deputies; its standing committee has officers."""
    if place.level is Level.NATION:
        return Body("全国人大", Kind.CONGRESS, place.body)
    return place.seat("人大", Kind.CONGRESS)


def _consultative(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("全国政协", Kind.CONSULTATIVE, place.body)
    return place.seat("政协", Kind.CONSULTATIVE)


def _discipline(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("中央纪委", Kind.DISCIPLINE, place.body)
    return place.seat("纪工委" if place.level is Level.ZONE else "纪委", Kind.DISCIPLINE)


def _court(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("最高人民法院", Kind.COURT, place.body)
    level, short = _COURT_LEVEL.get(place.level, ("", "法院"))
    return place.seat(f"{level}人民法院", Kind.COURT, short)


def procuratorate(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("最高人民检察院", Kind.PROCURATORATE, place.body)
    return place.seat("人民检察院", Kind.PROCURATORATE, "检察院")


def _youth_league(place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("共青团中央", Kind.MASS, place.body)
    organ = "工委" if place.level is Level.ZONE else "委"
    return place.seat(organ, Kind.MASS, ahead="共青团")


# What the words after the place may open with, and the body they then name. What follows the
# match is an office inside that body.
_RULES: tuple[tuple[re.Pattern[str], Callable[[Place], Body]], ...] = (
    (re.compile(r"(?:中央)?共青团(?:委员会|工作委员会|委|工委|中央)?|团工?委"), _youth_league),
    (
        re.compile(r"纪委监委(?!主任)|纪委监察委"),
        lambda place: place.seat("纪委监委", Kind.DISCIPLINE),
    ),
    (
        re.compile(
            r"纪律检查委员会|纪律检查工作委员会|纪工委|纪检委|纪委|中纪委|(?:中共)?中央纪委"
        ),
        _discipline,
    ),
    (
        re.compile(r"监察委员会|监察工委|监察委|监委"),
        lambda place: place.seat("监委", Kind.DISCIPLINE),
    ),
    (
        re.compile(r"人大常委会|人大常务委员会|人民代表大会常务委员会|人大(?!代表)"),
        congress,
    ),
    (re.compile(r"人民代表大会|人大(?=代表)"), _deputies),
    (re.compile(r"政协|政治协商会议|人民政协"), _consultative),
    (re.compile(r"(?:中级|高级|最高)?人民法院|中级法院|高级法院|法院|中院|高院"), _court),
    (re.compile(r"(?:最高)?人民检察院|检察院"), procuratorate),
    (
        re.compile(r"委?(?:人民武装部|人武部|武装部)"),
        lambda place: place.seat("人民武装部", Kind.MILITARY, "人武部"),
    ),
    (re.compile(r"人民政府|政府|国务院|管委会|管理委员会"), government),
    (
        re.compile(rf"(?:委|党工委|党委|工委|中共中央|中央)?(?=(?:{_PARTY_OFFICE}))"),
        party,
    ),
    (
        re.compile(r"党工委|党委|工委(?!员)|委员会|委(?!员会)|(?:中共)?中央(?:政治局|委员会)?"),
        party,
    ),
)


def organ_of(words: str, place: Place, *, printed: bool) -> Body:
    """The body of `place` that the words after the place name.

    `printed` says whether the place stands before the words, or was taken from the context.
    """
    if body := _public_security(words, place):
        return body
    if found := _PARTY_CONGRESS.match(words):
        return Body(found["name"], Kind.PARTY, place.body)
    for pattern, make in _RULES:
        if found := pattern.match(words):
            return _inside(make(place), words[found.end() :])
    for form in sorted(_MASS, key=len, reverse=True):
        if words.startswith(form):
            return _inside(_mass(_MASS[form], place), words.removeprefix(form))
    return named_body(words, place, printed=printed)


def _mass(organ: str, place: Place) -> Body:
    if place.level is Level.NATION:
        return Body("全国" + organ, Kind.MASS, place.body)
    return place.seat(organ, Kind.MASS)


# Words after a body that name no other: 区人大常委会机关, 团中央书记处
_NO_OFFICE = ("", "机关", "常委会", "全会", "书记处")
_OFFICE_AHEAD = re.compile(r"^(?:机关(?![工党])|常委会|常务会)(?=.)")
# One form of what papers print in several.
_OFFICE = {
    "办": "办公室",
    "编委办": "编办",
    "机构编制委员会办公室": "编办",
    "政法委员会": "政法委",
    "统一战线工作部": "统战部",
    "机关工委": "直属机关工委",
    "机关党工委": "直属机关工委",
    "直机关工委": "直属机关工委",
    "直工委": "直属机关工委",
    "直属机关党工委": "直属机关工委",
    "直属机关工作委员会": "直属机关工委",
}


def _inside(body: Body, office: str) -> Body:
    """An office inside a body: 柳河县委办公室."""
    if office in _NO_OFFICE:
        return body
    office = _OFFICE_AHEAD.sub("", office)
    whole = _OFFICE.get(office, office)
    outer, inner = split_inner(whole)
    kind = Kind.INSTITUTION if outer.endswith("党校") else Kind.DEPARTMENT
    made = inside(body, outer, kind)
    return inside(made, inner, Kind.DEPARTMENT) if inner else made


_PARTY_CONGRESS = re.compile(r"^(?:中央)?(?P<name>党的[一二三四五六七八九十]+大)$")
# 公安柳河分局, 柳河公安分局, 公安局柳河分局, 公安分局
_SECURITY = re.compile(r"^公安(?:局)?(?P<name>[^局]{0,6}?)分局(?P<inner>.*)$")


def _public_security(words: str, place: Place) -> Body | None:
    """The branch of the city's 公安局 in a district, which is printed in four ways."""
    found = _SECURITY.match(words)
    if not found:
        return None
    if place.division and place.level <= Level.CITY and found["name"]:
        place = _district(found["name"], place.division) or place
    city = climb(place.up, Level.CITY, Level.PROVINCE)
    if city is None or place.level < Level.COUNTY:
        return None
    name = found["name"] or _stem(place)
    body = Body(f"{city.name}公安局{name}分局", Kind.DEPARTMENT, place.body, f"{name}公安分局")
    return inside(body, found["inner"], Kind.DEPARTMENT) if found["inner"] else body


def _district(name: str, city: Division) -> Place | None:
    inside = [each for each in divisions_with_stem(name) if each.parent == city]
    return place_of(inside[0]) if len(inside) == 1 else None


def _stem(place: Place) -> str:
    """柳河 of 柳河区; 经开 of 青山经开区."""
    city = place.up.division if place.up else None
    bare = stem(place.short)
    if place.level is Level.ZONE and city:
        bare = place.short.removeprefix(city.stem).removesuffix("区") or bare
    return bare.removesuffix("新") or bare
