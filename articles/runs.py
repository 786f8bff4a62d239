"""How often a subject is in print, year by year: its run over time.

Years are counted as ranges of an index, which has whatever stands in lists; what of that is
timed for later, and so not public yet, is counted apart and taken off. Asking each story
instead whether it is public costs fifteen times as much.
"""

from __future__ import annotations

from bisect import bisect
from typing import Any

from django.db.models import Count, QuerySet, Value

from articles.columns import Column, by_spans, spans_of
from articles.dates import FIRST_DATED_KEY, PLACES_A_YEAR
from articles.models import ArticleQuerySet, TaggedArticleQuerySet


def run_of(listed: ArticleQuerySet | TaggedArticleQuerySet, timed: ArticleQuerySet) -> list[Column]:
    """The columns of what readers may see of a subject, oldest first; four queries.

    Args:
        listed: its stories, or its links to stories, in an index by order key, and
        timed: those of the stories whose time has not come.
    """
    years = [_year_at_an_end(listed, order) for order in ("order_key", "-order_key")]
    spans = spans_of(*years) if years[0] else []
    counts = _in_ranges(listed, spans)
    for key in timed.order_by().values_list("order_key", flat=True):
        if key >= FIRST_DATED_KEY:
            counts[bisect([span.start for span in spans], key // PLACES_A_YEAR) - 1] -= 1
    return by_spans(spans, counts)


def _year_at_an_end(listed: QuerySet[Any], order: str) -> int:
    """The first year, or the last; 0 where nothing is listed."""
    dated = listed.filter(order_key__gte=FIRST_DATED_KEY).order_by(order)
    key: int | None = dated.values_list("order_key", flat=True).first()
    return key // PLACES_A_YEAR if key else 0


def _in_ranges(listed: QuerySet[Any], spans: list[range]) -> list[int]:
    """How many are listed in each of these spans of years; one query."""
    parts = []
    for place, years in enumerate(spans):
        # No other bound of the key beside these: SQLite would begin to read at that one.
        start, stop = years.start * PLACES_A_YEAR, years.stop * PLACES_A_YEAR
        part = listed.filter(order_key__gte=start, order_key__lt=stop).order_by()
        parts.append(part.values_list(Value(place)).annotate(stories=Count("*")))
    counts = dict(parts[0].union(*parts[1:], all=True)) if parts else {}
    return [counts.get(place, 0) for place in range(len(spans))]
