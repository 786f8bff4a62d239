"""What to do where nothing was found: which condition is too much, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import OuterRef, Q

from articles.models import Byline, Mention, Tag, TaggedArticle
from articles.models.querysets import has_one
from articles.search.filters import Filters
from articles.search.hits import Hits
from articles.search.names import Meant
from articles.search.query import Query, Term, parse
from articles.search.tokens import EDGE
from people.models import Person
from people.names import pinyin, reading

_LONGEST_NAME = 6  # characters that may be a name with a wrong one among them
_MOST = 6


@dataclass(frozen=True, slots=True)
class Way:
    """Another query, and how many stories it finds."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Advice:
    fewer: list[Way] = field(default_factory=list)  # with one word left out
    parted: Way | None = None  # the words of a long one by themselves
    words: str = ""  # the query without its dates
    unfiltered: int = 0  # stories that the words alone find
    alike: list[str] = field(default_factory=list)  # names and tags that sound the same


def advice_for(query: Query, filters: Filters, meant: Meant) -> Advice:
    """For a query that finds nothing."""
    narrowed = bool(filters or query.since or query.until)
    words = replace(query, since=None, until=None, dates=())
    return Advice(
        fewer=list(_fewer(query, filters, meant)),
        parted=_parted(query, filters),
        words=typed(query.terms),
        unfiltered=_number(words, Filters(), meant) if narrowed and query.terms else 0,
        alike=list(_alike(query.wanted)),
    )


def _number(query: Query, filters: Filters, meant: Meant) -> int:
    hits = Hits(query, filters, meant)
    return hits.count() if hits.are_led_to else 0


def _fewer(query: Query, filters: Filters, meant: Meant) -> Iterable[Way]:
    if len(query.terms) < 2:
        return
    for left_out in query.terms[:_MOST]:
        terms = tuple(term for term in query.terms if term != left_out)
        if number := _number(replace(query, terms=terms), filters, meant):
            yield Way(typed(terms, query.dates), number)


def _parted(query: Query, filters: Filters) -> Way | None:
    """老街改造工程 as 老街 改造 工程, if that finds anything."""
    if not any(len(term.skeleton) >= 4 and EDGE not in term.skeleton for term in query.wanted):
        return None
    words = " ".join(word for term in query.wanted for word in _pieces(term))
    text = " ".join([words, typed(query.excluded, query.dates)]).strip()
    number = _number(replace(query, terms=parse(text).terms), filters, {})
    return Way(text, number) if number else None


def _pieces(term: Term) -> list[str]:
    bones = term.skeleton
    if EDGE in bones or " " in bones or len(bones) < 4:
        return [typed([term])]
    cuts = [*range(0, len(bones) - 1, 2)]
    ends = [*cuts[1:], len(bones)]
    return [bones[start:end] for start, end in zip(cuts, ends, strict=True)]


def typed(terms: Iterable[Term], dates: Iterable[str] = ()) -> str:
    """What to type for these terms."""
    words = [
        ("-" if term.excluded else "") + (f'"{term.text}"' if term.quoted else term.text)
        for term in terms
    ]
    return " ".join([*words, *dates])


def _alike(terms: Iterable[Term]) -> Iterable[str]:
    """Names and tags that are said as a word is, and written otherwise."""
    signed = Byline.objects.published().filter(person=OuterRef("pk"))
    named = Mention.objects.published().filter(person=OuterRef("pk"))
    tagged = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    for term in terms:
        if EDGE in term.skeleton or not 2 <= len(term.skeleton) <= _LONGEST_NAME:
            continue
        people = Person.objects.filter(
            Q(pinyin__in={pinyin(term.skeleton), reading(term.skeleton)})
        )
        people = people.filter(has_one(named) | has_one(signed)).exclude(name=term.skeleton)
        tags = Tag.objects.filter(pinyin=reading(term.skeleton)).exclude(name=term.skeleton)
        for rows in (people, tags.filter(has_one(tagged))):
            yield from rows.order_by("pk").values_list("name", flat=True)[:_MOST]
