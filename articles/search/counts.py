"""How many of the stories found are of which section, year, person, tag and issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.models import Issue, Tag
from articles.search.hits import Hits, rows_of
from articles.search.places import PLACES_A_YEAR
from articles.search.sql import Sql
from people.models import Person

# Above this many stories, whom they name is not counted: ten rows for each of them.
MOST_STORIES = 5000
_MOST = 10  # people, tags, issues

_LINKED = {
    "tag": ("articles_taggedarticle", "tag_id", "content_object_id", ""),
    "official": ("articles_mention", "person_id", "article_id", "is_official"),
    "reporter": ("articles_byline", "person_id", "article_id", "is_reporter"),
    "issue": ("articles_page", "issue_id", "", ""),
}


@dataclass(frozen=True)
class Counts:
    """Pairs of a value and how many stories have it, the most frequent first."""

    total: int = 0
    sections: list[tuple[str, int]] = field(default_factory=list)  # "" for none
    years: list[tuple[int, int]] = field(default_factory=list)  # the newest first; 0 for undated
    tags: list[tuple[Tag, int]] = field(default_factory=list)
    officials: list[tuple[Person, int]] = field(default_factory=list)
    reporters: list[tuple[Person, int]] = field(default_factory=list)
    issues: list[tuple[Issue, int]] = field(default_factory=list)


def count(hits: Hits) -> Counts:
    """Whole and exact; two statements, and one for the names of each kind of row."""
    rows = rows_of(_among(hits, _sections_and_years()))
    sections = [(str(text), number) for kind, text, _, number in rows if kind == "section"]
    years = [(int(key), number) for kind, _, key, number in rows if kind == "year"]
    total = sum(number for _, number in sections)
    sections.sort(key=lambda row: (-row[1], row[0]))
    years.sort(reverse=True)
    if not total or total > MOST_STORIES:
        return Counts(total, sections, years)
    linked: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _LINKED}
    for kind, key, number in rows_of(_among(hits, " UNION ALL ".join(map(_of_kind, _LINKED)))):
        linked[kind].append((key, number))
    return Counts(
        total,
        sections,
        years,
        _named(linked["tag"], Tag.objects.all()),
        _named(linked["official"], Person.objects.all()),
        _named(linked["reporter"], Person.objects.all()),
        _named(linked["issue"], Issue.objects.select_related("newspaper")),
    )


def _among(hits: Hits, counting: str) -> Sql:
    return hits.found().inside(f"WITH hits AS MATERIALIZED ({{}}) {counting}")


def _sections_and_years() -> str:
    return (
        "SELECT 'section', a.section, 0, count(*) FROM hits CROSS JOIN articles_article a"
        " WHERE a.id = hits.article_id GROUP BY a.section"
        f" UNION ALL SELECT 'year', '', place / {PLACES_A_YEAR}, count(*) FROM hits"
        f" GROUP BY place / {PLACES_A_YEAR}"
    )


def _of_kind(kind: str) -> str:
    """Joined crosswise, so that SQLite begins with the hits."""
    table, column, story, flag = _LINKED[kind]
    if kind == "issue":
        tables = "articles_article a CROSS JOIN articles_page r"
        where = "a.id = hits.article_id AND r.id = a.page_id"
    else:
        tables, where = f"{table} r", f"r.{story} = hits.article_id"
    if flag:
        tables += " CROSS JOIN people_person p"
        where += f" AND p.id = r.{column} AND p.{flag}"
    return (
        f"SELECT * FROM (SELECT '{kind}', r.{column}, count(DISTINCT hits.article_id) AS stories"
        f" FROM hits CROSS JOIN {tables} WHERE {where} GROUP BY r.{column}"
        f" ORDER BY stories DESC, r.{column} LIMIT {_MOST}) {kind}_counts"
    )


def _named(numbers: Iterable[tuple[int, int]], rows: Any) -> list[tuple[Any, int]]:
    found = rows.in_bulk([key for key, _ in numbers])
    return [(found[key], number) for key, number in numbers if key in found]
