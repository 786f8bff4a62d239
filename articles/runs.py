"""How often a subject is in print, year by year: its run over time.

Whether readers may see a story is asked of the story, row by row, so that nothing timed for
tomorrow is counted today. What that costs is bounded: a subject with more stories than MOST is
counted over its newest whole years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from articles.columns import Column, by_year
from articles.dates import PLACES_A_YEAR
from articles.models import Article, TaggedArticle

MOST = 50_000  # stories; about a tenth of a second

Rows = QuerySet[Article] | QuerySet[TaggedArticle]


@dataclass(frozen=True, slots=True)
class Run:
    """The columns of a run, oldest first; `since` is the first year counted, where not all are."""

    columns: list[Column]
    since: int | None = None


def run_of(rows: Rows) -> Run:
    """The run of those stories or links of stories, all of which readers may see; two queries."""
    since = _first_counted(rows)
    dated: QuerySet[Any] = rows.filter(order_key__gte=(since or 1) * PLACES_A_YEAR).order_by()
    years = dated.annotate(year=F("order_key") / PLACES_A_YEAR).values("year")
    counted = years.annotate(stories=Count("pk"))
    return Run(by_year({row["year"]: row["stories"] for row in counted}), since)


def _first_counted(rows: Rows) -> int | None:
    """The first year of which all stories are among the newest MOST; None where all are."""
    keys: QuerySet[Any] = rows.order_by("-order_key").values_list("order_key", flat=True)
    beyond = next(iter(keys[MOST : MOST + 1]), None)
    return None if beyond is None else beyond // PLACES_A_YEAR + 1
