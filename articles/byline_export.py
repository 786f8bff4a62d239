"""A month's signed stories as a table, from which fees are worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from articles.models import Article, Byline
from articles.spreadsheets import Row, csv_lines
from people.models import Person, Precision

BATCH_SIZE = 500  # rows in memory at a time

HEADER = (
    "日期",
    "报纸",
    "版",
    "标题",
    "身份",
    "署名",
    "人物编号",
    "字数",
    "合作者",
    "状态",
    "网址",
)

# What opens a line of `Article.body` without being printed: "## 先清北岸", "图: 工人在清淤"
_LINE_MARK = re.compile(r"^(?:#{2,}\s*|图[:：]\s*)", re.MULTILINE)


def month_of(text: str) -> date:
    """The first day of a month written 2019-11.

    Raises:
        ValueError: it is no month.
    """
    if not re.fullmatch(r"\d{4}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


def bylines_of(person: Person) -> QuerySet[Byline]:
    return Byline.objects.filter(person=person)


def bylines_named(name: str) -> QuerySet[Byline]:
    """Signatures of the people of that name, and those nobody was found for yet."""
    people = Person.objects.named(name).values("pk")
    return Byline.objects.filter(Q(person__in=people) | Q(person=None, name=name))


def months_signed(bylines: QuerySet[Byline]) -> list[tuple[date, int]]:
    """The months in print, the newest first, each with how many stories; one query."""
    rows = (
        bylines.filter(article__page__issue__precision__in=(Precision.DAY, Precision.MONTH))
        .annotate(month=TruncMonth("article__page__issue__date"))
        .order_by("-month")
        .values_list("month")
        .annotate(Count("article", distinct=True))
    )
    return list(rows)


def byline_lines(bylines: QuerySet[Byline], month: date, site: str = "") -> Iterator[str]:
    """The signatures of the issues of that month, in order of print, as lines of CSV."""
    rows = (
        bylines.filter(
            article__page__issue__date__year=month.year,
            article__page__issue__date__month=month.month,
            article__page__issue__precision__in=(Precision.DAY, Precision.MONTH),
        )
        .select_related("article__page__issue__newspaper")
        .defer("article__as_imported", "article__spans", "article__byline_text")
        .prefetch_related("article__bylines")
        .order_by("article__page__issue__date", "-article__order_key", "article", "position", "pk")
    )
    return csv_lines(HEADER, (_row(each, site) for each in rows.iterator(BATCH_SIZE)))


def _row(byline: Any, site: str) -> Row:
    article: Article = byline.article
    issue = article.page.issue
    return (
        issue.date_value,
        issue.newspaper.name,
        article.page.label,
        article.headline,
        byline.role,
        byline.name,
        byline.person_id,
        characters(article.body),
        "、".join(_others(byline)),
        article.get_status_display(),
        f"{site}{article.get_absolute_url()}",
    )


def characters(body: str) -> int:
    """How many characters of a body are printed, marks of punctuation among them.

    >>> characters("## 先清北岸\\n\\n近日，开工。")
    10
    """
    return len("".join(_LINE_MARK.sub("", body).split()))


def _others(byline: Byline) -> list[str]:
    """Who else signs the story, each once, with the role: 通讯员 何维."""
    others = sorted(byline.article.bylines.all(), key=lambda each: (each.position, each.pk))
    signed = {
        each.name: f"{each.role} {each.name}"
        for each in reversed(others)
        if each.name != byline.name
    }
    return list(reversed(signed.values()))
