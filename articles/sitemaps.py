"""Which pages there are, for search engines: an index, a map for each range of ids, the news.

Django's own sitemaps count their rows and skip to a page of them; here each map is a range of
primary keys and is sent as it is read, so that neither time nor memory grows with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from articles.addresses import Site
from articles.models import Article, Issue, Page, Tag, TaggedArticle
from articles.models.querysets import has_one
from articles.offices import public_organizations, public_posts
from articles.people_views import officials_to_open, reporters

IDS_A_MAP = 25_000  # half of what the protocol allows
ROWS_AT_ONCE = 2_000  # in memory

Url = tuple[str, datetime | None]  # the address, and when the page last changed


@dataclass(frozen=True, slots=True)
class Kind:
    """The pages of one kind of rows."""

    view: str
    rows: Callable[[], QuerySet[Any]]  # those that readers may see
    arguments: tuple[str, ...] = ("pk",)  # of the view
    moments: tuple[str, ...] = ()  # the latest of these is when a page last changed


def _tags_in_use() -> QuerySet[Any]:
    used = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    tags: QuerySet[Any] = Tag.objects.filter(has_one(used))
    return tags


KINDS = {
    "articles": Kind(
        "article-detail",
        Article.objects.published,
        moments=("published_at", "updated_at"),
    ),
    "issues": Kind("issue-detail", Issue.objects.published, ("slug",)),
    "pages": Kind("page-detail", Page.objects.published, ("issue__slug", "slug")),
    "reporters": Kind("reporter-detail", reporters),
    "officials": Kind("official-detail", officials_to_open),
    "posts": Kind("post-detail", public_posts),
    "organizations": Kind("organization-detail", public_organizations),
    "tags": Kind("tag-detail", _tags_in_use, ("slug",)),
}

LISTS = (
    "home",
    "issue-list",
    "article-list",
    "section-list",
    "official-list",
    "reporter-list",
    "tag-list",
)


def ranges(kind: Kind) -> list[int]:
    """The numbers of the ranges of ids in which readers may see something; two queries."""
    every = kind.rows().model._default_manager
    last = every.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return []
    numbers = range(last // IDS_A_MAP + 1)
    filled = [Exists(in_range(kind, number)) for number in numbers]
    # All asked at once, of any one row.
    (answers,) = every.order_by("-pk").values_list(*filled)[:1]
    return [number for number, answer in zip(numbers, answers, strict=True) if answer]


def in_range(kind: Kind, number: int) -> QuerySet[Any]:
    first = number * IDS_A_MAP
    return kind.rows().filter(pk__gte=first, pk__lt=first + IDS_A_MAP)


def urls(kind: Kind, number: int, site: Site) -> Iterator[Url]:
    """The pages of a range; one query, read as it is sent."""
    rows = in_range(kind, number).order_by("pk").values_list(*kind.arguments, *kind.moments)
    count = len(kind.arguments)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        changed = max(row[count:]) if kind.moments else None
        yield site.at(kind.view, *row[:count]), changed
