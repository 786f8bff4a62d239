"""What a query asks of a story, as conditions on its entry `e`: the same on both databases.

Of a term the index tells which stories have its tokens, and the text whether they stand together.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.dates import FIRST_DATED_KEY
from articles.search.databases import index
from articles.search.filters import Filters
from articles.search.names import Meant
from articles.search.places import first_place, last_place
from articles.search.query import Query, Term
from articles.search.sql import Sql, joined

_ENTRIES = "articles_searchentry e"


def entries_found(query: Query, filters: Filters, meant: Meant) -> tuple[str, list[Sql]]:
    """From which tables, and under which conditions, the entries of a query come.

    Whether readers may see their stories is not among them.
    """
    plain = [term for term in query.wanted if term.tokens and term not in meant]
    tables, conditions = _leading(plain, query, filters, meant)
    conditions += [index().printing(term) for term in plain if not term.is_token]
    conditions += [prints(term, meant) for term in query.wanted if term not in plain]
    conditions += [Sql(f"NOT {prints(term).text}", prints(term).params) for term in query.excluded]
    conditions += [stories.inside("e.article_id IN ({})") for stories in filters.links()]
    return tables, conditions + _within(query)


def _leading(
    plain: Sequence[Term], query: Query, filters: Filters, meant: Meant
) -> tuple[str, list[Sql]]:
    """What is asked first, since few stories may have it."""
    if plain:
        tables, condition = index().having_all({token for term in plain for token in term.tokens})
        return tables, [condition]
    for term in query.wanted:
        if term in meant:
            places = joined(" UNION ", _places_of(term, meant[term]))
            return _ENTRIES, [places.inside("e.place IN ({})")]
    of_section_or_issue = filters.of_section_or_issue()
    if of_section_or_issue and not filters.links():
        return _ENTRIES, [of_section_or_issue.inside("e.article_id IN ({})")]
    return _ENTRIES, []


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


def _within(query: Query) -> list[Sql]:
    """The places of the days that are asked for; undated stories are of none."""
    if not query.since and not query.until:
        return []
    first = query.since.first_key if query.since else FIRST_DATED_KEY
    conditions = [Sql("e.place >= %s", (first_place(first),))]
    if query.until:
        conditions.append(Sql("e.place <= %s", (last_place(query.until.last_key),)))
    return conditions
