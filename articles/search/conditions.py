"""What a query asks of a story, as conditions on its entry `e`: the same on both databases.

Of a term the index tells which stories have its tokens, and the text whether they stand together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.dates import FIRST_DATED_KEY
from articles.search.databases import index
from articles.search.filters import Filters
from articles.search.names import Meant
from articles.search.places import first_place, last_place
from articles.search.query import Query, Term
from articles.search.sql import Entries, Sql, joined

_TABLE = "articles_searchentry e"


def entries_found(
    query: Query, filters: Filters, meant: Meant, before: int | None = None
) -> Entries:
    """The entries of a query, or those of them before a place.

    Whether readers may see their stories is not asked.
    """
    plain = [term for term in query.wanted if term.tokens and term not in meant]
    found = _leading(plain, query, filters, meant)
    met = [index().printing(term) for term in plain if not term.is_token]
    met += [prints(term, meant) for term in query.wanted if term not in plain]
    met += [prints(term).inside("NOT {}") for term in query.excluded]
    met += [stories.inside("e.article_id IN ({})") for stories in filters.links()]
    met += _within(query, found.place)
    if before is not None:
        met.append(Sql(f"{found.place} < %s", (before,)))
    return replace(found, conditions=[*found.conditions, *met])


def _leading(plain: Sequence[Term], query: Query, filters: Filters, meant: Meant) -> Entries:
    """What is asked first, since few stories may have it."""
    if plain:
        return index().having_all({token for term in plain for token in term.tokens})
    for term in query.wanted:
        if term in meant:
            places = joined(" UNION ", _places_of(term, meant[term]))
            return Entries(_TABLE, "e.place", [places.inside("e.place IN ({})")])
    first = filters.of_section_or_issue()
    if first is None or filters.links():
        return Entries(_TABLE, "e.place", [])
    return Entries(_TABLE, "e.place", [first.inside("e.article_id IN ({})")])


def prints(term: Term, meant: Meant | None = None) -> Sql:
    """Whether a story prints the term, or is of somebody whom it means."""
    printed = index().printing(term)
    if term.tokens:
        has_tokens = index().matching(term.tokens).inside("e.place IN ({})")
        printed = has_tokens if term.is_token else joined(" AND ", [has_tokens, printed])
    people = (meant or {}).get(term, [])
    ways = [printed] + ([_stories_of(people).inside("e.article_id IN ({})")] if people else [])
    return joined(" OR ", [way.inside("({})") for way in ways]).inside("({})")


def _places_of(term: Term, people: list[int]) -> list[Sql]:
    of_people = "SELECT e.place FROM articles_searchentry e WHERE e.article_id IN ({})"
    return [index().matching(term.tokens), _stories_of(people).inside(of_people)]


def _stories_of(people: list[int]) -> Sql:
    marks = ", ".join(["%s"] * len(people))
    return joined(
        " UNION ",
        [
            Sql(f"SELECT article_id FROM {table} WHERE person_id IN ({marks})", tuple(people))
            for table in ("articles_byline", "articles_mention")
        ],
    )


def _within(query: Query, place: str) -> list[Sql]:
    """The places of the days that are asked for; undated stories are of none."""
    if not query.since and not query.until:
        return []
    first = query.since.first_key if query.since else FIRST_DATED_KEY
    conditions = [Sql(f"{place} >= %s", (first_place(first),))]
    if query.until:
        conditions.append(Sql(f"{place} <= %s", (last_place(query.until.last_key),)))
    return conditions
