"""A page of what a search found, as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from articles.models import Article
from articles.search.highlights import Marks
from articles.search.hits import Hit, Hits
from articles.search.names import Meant, names_of
from articles.search.query import Query
from articles.search.ranking import POOL, ranked
from articles.search.texts import FIELDS
from articles.search.tokens import skeleton

PAGE = 20
_RANKED = "r"  # a place among the ranked is told apart from one in the index


@dataclass(frozen=True, slots=True)
class Result:
    """A story, and its texts with the words of the query marked."""

    story: Article
    section: SafeString
    kicker: SafeString
    headline: SafeString
    deck: SafeString
    quotation: SafeString
    original: list[SafeString] = field(default_factory=list)  # where only its source prints them


@dataclass(frozen=True, slots=True)
class Page:
    results: list[Result]
    after: str = ""  # leads on, "" at the end


def marks_for(query: Query, meant: Meant) -> Marks:
    """What is marked for each word: the word, and the names of those whom it may mean."""
    names = names_of(meant)
    return Marks(
        tuple(
            (term.skeleton, *(skeleton(name) for name in names.get(term, ())))
            for term in query.wanted
        )
    )


def page_of(hits: Hits, marks: Marks, after: str, *, by_relevance: bool) -> Page:
    """The page of results that follows the place `after`; "" for the first.

    By relevance the newest `POOL` come ranked, then the others by date.
    """
    if by_relevance and not after.isdecimal():
        return _ranked_page(hits, marks, int(after[1:]) if after[1:].isdecimal() else 0)
    before = int(after) if after.isdecimal() and len(after) <= 18 else None
    found = hits.newest(PAGE + 1, before)
    leads_on = str(found[PAGE - 1][0]) if len(found) > PAGE else ""
    return Page(_shown(found[:PAGE], marks), leads_on)


def _ranked_page(hits: Hits, marks: Marks, offset: int) -> Page:
    pool = hits.newest(POOL + 1)
    more, pool = len(pool) > POOL, pool[:POOL]
    oldest = pool[-1][0] if pool else 0
    found = ranked(pool, marks.ways)[offset : offset + PAGE]
    if offset + PAGE < len(pool):
        leads_on = f"{_RANKED}{offset + PAGE}"
    else:
        leads_on = str(oldest) if more else ""
    return Page(_shown(found, marks), leads_on)


def _shown(hits: Sequence[Hit], marks: Marks) -> list[Result]:
    stories = Article.objects.published().select_related("page__issue__newspaper", "source")
    rows = stories.defer("as_imported").in_bulk([key for _, key in hits])
    return [_result(rows[key], marks) for _, key in hits if key in rows]


def _result(story: Article, marks: Marks) -> Result:
    quotation = marks.quotation(story.body)
    unprinted = marks.unprinted(getattr(story, name) for name in FIELDS)
    original = []
    if unprinted and story.source:
        source = "".join(
            "".join(story.source.text[start:end].split("\n")) for start, end in story.spans
        )
        words = (marks.around(number, source) for number in unprinted)
        original = [marks.html(each) for each in words if each]
    return Result(
        story,
        marks.html(story.section),
        marks.html(story.kicker),
        marks.html(story.headline),
        marks.html(story.deck),
        quotation,
        original,
    )
