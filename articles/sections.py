"""The paper's sections: which there are, and the newest story of each.

A section is what stories print, no row of its own; all of them are found by leaping from one
to the next along the index of stories by section, and that costs as much as there are
sections, however many stories stand in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from articles.models import Article
from people.names import reading

SECTIONS_A_PAGE = 240

# The id of one story of each section, from the first after a given one.
_LEAPS = """
    WITH RECURSIVE leap(id, place) AS (
        SELECT (SELECT id FROM articles_article WHERE section > %s ORDER BY section LIMIT 1), 1
        UNION ALL
        SELECT (
            SELECT beyond.id FROM articles_article beyond
            WHERE beyond.section > here.section ORDER BY beyond.section LIMIT 1
        ), place + 1
        FROM leap JOIN articles_article here ON here.id = leap.id WHERE place < %s
    )
    SELECT id FROM leap WHERE id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    pinyin: str
    newest: Article


@dataclass(frozen=True, slots=True)
class SectionPage:
    """Sections by pinyin; `after` is the name to go on from, "" where none is left."""

    rows: list[Section]
    after: str = ""


def read_sections(after: str = "") -> SectionPage:
    """The sections of which readers may see a story, from the first after that name; two queries.

    Pages follow each other in the order of the database; only within one do they stand by pinyin.
    """
    found = list(_one_of_each(after, SECTIONS_A_PAGE + 1))
    more, found = len(found) > SECTIONS_A_PAGE, found[:SECTIONS_A_PAGE]
    newest = Article.objects.filter(pk__in=[row["newest"] for row in found if row["newest"]])
    rows = [
        Section(story.section, reading(story.section), story)
        for story in newest.for_listing().order_by()
    ]
    rows.sort(key=lambda section: (section.pinyin, section.name))
    return SectionPage(rows, found[-1]["section"] if more else "")


def _one_of_each(after: str, most: int) -> QuerySet[Any, Any]:
    """The names, in order, and the newest public story of each, which can be missing."""
    # Not by equality: PostgreSQL might then walk all stories, the newest first, to a rare section.
    name = OuterRef("section")
    public = Article.objects.published().filter(section__gte=name, section__lte=name)
    public = public.order_by("section", "status", "-order_key", "-pk")
    return (
        Article.objects.filter(pk__in=RawSQL(_LEAPS, [after, most]))
        .order_by("section")
        .values("section", newest=Subquery(public.values("pk")[:1]))
    )
