"""What a result can be narrowed to: addresses with counts, and those that take a filter away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.reading import typeset
from articles.search.advice import Advice, Way
from articles.search.counts import Counts
from articles.search.form import SearchForm
from articles.wording import chinese, sentence

_SHOWN = 10  # of a group; the others are folded away


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    number: int
    address: str = ""  # "" for what nobody can ask for: stories of no section


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    facets: list[Facet]
    rest: list[Facet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address without it."""

    name: str
    label: str
    value: str
    typed: str
    address: str


def address(data: Mapping[str, Any], **changes: str | None) -> str:
    """The same search with other parameters, None for none; from its first page on."""
    changed = QueryDict(mutable=True)
    for name, value in {**dict(data.items()), "after": None, **changes}.items():
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def chosen(form: SearchForm) -> list[Chosen]:
    data = form.data
    return [
        Chosen(
            name,
            label,
            value if name == "issue" else _in_print(value),
            data[name],
            address(data, **{name: None}),
        )
        for name, label, value in form.chosen()
    ]


def ways_on(form: SearchForm, advice: Advice) -> list[Facet]:
    """Addresses that find something, where this one finds nothing."""
    data = form.data
    ways = [
        Facet(sentence(_("是不是要找“%(words)s”"), words=name), 0, address(data, q=name))
        for name in advice.alike
    ]
    ways += [_way(_("只找“%(words)s”"), data, way) for way in advice.fewer]
    if way := advice.parted:
        ways.append(_way(_("拆开来找“%(words)s”"), data, way))
    if advice.unfiltered:
        none = dict.fromkeys((*form.FILTERS, "since", "until"))
        words = address(data, **none, q=advice.words)
        ways.append(Facet(_("不限日期与其他条件"), advice.unfiltered, words))
    return ways


def _way(text: str, data: Mapping[str, Any], way: Way) -> Facet:
    return Facet(sentence(text, words=way.text), way.number, address(data, q=way.text))


def groups(form: SearchForm, counts: Counts) -> list[Group]:
    """What the stories found can be told apart by; what is one for all of them is left out."""
    on, data = form.cleaned_data, form.data

    def facet(name: str, label: str, number: int, value: str) -> Facet:
        return Facet(label, number, address(data, **{name: value}) if value else "")

    found = [
        (_("年份"), [_year(data, year, number) for year, number in counts.years], True),
        (
            _("栏目"),
            [
                facet("section", _in_print(name) if name else _("未标栏目"), n, name)
                for name, n in counts.sections
            ],
            not on["section"],
        ),
        (
            _("人物"),
            [
                facet("official", _in_print(each.name), n, str(each.pk))
                for each, n in counts.officials
            ],
            not on["official"],
        ),
        (
            _("记者"),
            [
                facet("reporter", _in_print(each.name), n, str(each.pk))
                for each, n in counts.reporters
            ],
            not on["reporter"],
        ),
        (
            _("标签"),
            [facet("tag", _in_print(each.name), n, each.slug) for each, n in counts.tags],
            not on["tag"],
        ),
        (
            _("期次"),
            [facet("issue", each.date_text, n, each.slug) for each, n in counts.issues],
            not on["issue"],
        ),
    ]
    return [
        Group(label, facets[:_SHOWN], facets[_SHOWN:])
        for label, facets, open_ in found
        if open_ and _tells(facets)
    ]


def _in_print(name: str) -> str:
    return chinese(typeset(name))


def _tells(facets: list[Facet]) -> bool:
    return len(facets) > 1 or any(each.address for each in facets)


def _year(data: Mapping[str, Any], year: int, number: int) -> Facet:
    if not year:
        return Facet(_("日期待定"), number)
    text = _("%(year)d年") % {"year": year}
    return Facet(text, number, address(data, since=f"{year:04d}", until=f"{year:04d}"))
