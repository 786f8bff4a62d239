"""With whom, on what and when somebody or something is in print: counts over public stories."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from articles.dates import FIRST_DATED_KEY
from articles.models import Article, Byline, Mention, Tag
from people.models import Official, Reporter

# The newest stories tell of these; a bound keeps it as quick for those in print every day.
RECENT_STORIES = 200
MOST = 12

_MONTH = 10**10  # of an order key: what is left is yyyymm

Stories = QuerySet[Any, Any]  # ids of stories


def newest_stories(rows: QuerySet[Any]) -> Stories:
    """The stories of a person's newest signatures or mentions, to be asked about further."""
    return rows.order_by("-order_key", "-article_id").values("article")[:RECENT_STORIES]


def officials_among(stories: Stories, person: int | None = None) -> list[Official]:
    """Whom these stories name beside that person, the most frequent first; one query."""
    printed = Mention.objects.published().filter(person=OuterRef("pk")).exclude(posts=[])
    latest = printed.order_by("-order_key", "-article_id")
    return list(
        Official.objects.filter(mentions__article__in=stories)
        .exclude(pk=person)
        .annotate(
            stories=Count("mentions__article", distinct=True),
            posts=Subquery(latest.values("posts")[:1]),
        )
        .order_by("-stories", "pinyin", "pk")[:MOST]
    )


def reporters_among(stories: Stories, person: int | None = None) -> list[Reporter]:
    """Who signed these stories beside that person, the most frequent first; one query."""
    return list(
        Reporter.objects.filter(bylines__article__in=stories)
        .exclude(pk=person)
        .annotate(stories=Count("bylines__article", distinct=True))
        .order_by("-stories", "pinyin", "pk")[:MOST]
    )


def sections_among(stories: Stories, most: int = MOST) -> list[Any]:
    return list(
        Article.objects.filter(pk__in=stories)
        .exclude(section="")
        .order_by()
        .values("section")
        .annotate(stories=Count("pk"))
        .order_by("-stories", "section")[:most]
    )


def tags_among(stories: Stories, most: int = MOST) -> list[Tag]:
    return list(
        Tag.objects.filter(tagged_items__content_object__in=stories)
        .annotate(stories=Count("tagged_items"))
        .order_by("-stories", "-pk")[:most]
    )


def stories_by_month(rows: QuerySet[Byline] | QuerySet[Mention]) -> Counter[tuple[int, int]]:
    """How many stories by year and month, 0 for the month where only the year is known."""
    dated = rows.filter(order_key__gte=FIRST_DATED_KEY).order_by()
    months = dated.annotate(yyyymm=F("order_key") / _MONTH).values("yyyymm")
    counted = months.annotate(stories=Count("article", distinct=True))
    return Counter({divmod(row["yyyymm"], 100): row["stories"] for row in counted})


def stories_by_year(months: Counter[tuple[int, int]]) -> Counter[int]:
    years: Counter[int] = Counter()
    for (year, _), stories in months.items():
        years[year] += stories
    return years
