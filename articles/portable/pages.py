"""Which page of the archive a page of a portable issue is, and its row where there is none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from articles.homes import settle_home
from articles.models import Article, Flag, Issue, Page, Source
from articles.placing import PRECISIONS, first_day
from articles.portable.schema import FlagPart, IssuePart, PagePart, PlacePart
from articles.settling import first_free
from people.models import Organization


def find_page(part: PagePart, document: IssuePart, seen: Collection[int]) -> Page | None:
    """The page of that paper with the same source text, else with the same stories, else with
    the same printed number on the same day.

    Args:
        seen: the pages that others of the issue turned out to be.
    """
    pages = Page.objects.select_related("issue__newspaper", "district").exclude(pk__in=seen)
    pages = pages.filter(issue__newspaper__name=document.newspaper).order_by("pk")
    sums = [source.sha256 for source in part.sources]
    sources = Source.objects.filter(sha256__in=sums).values("page")
    if page := pages.filter(pk__in=sources).first():
        return page
    on_the_day = pages.filter(
        issue__date=first_day(document.date), issue__precision=PRECISIONS[len(document.date)]
    )
    keys = [story.key for story in part.stories]
    stories = Article.objects.filter(key__in=keys, page__in=on_the_day.values("pk"))
    if page := pages.filter(pk__in=stories.values("page")).first():
        return page
    if part.number and len(document.date) == len("2018-05-31"):
        return on_the_day.filter(number=part.number).first()
    return None


def new_page(part: PagePart, issue: Issue, texts: dict[str, str]) -> Page:
    """A page at its place in the issue, or the next free one, with its texts as received."""
    others = list(issue.pages.values_list("position", "slug"))
    positions = {position for position, _ in others}
    position = part.position if part.position not in positions else max(positions) + 1
    page = Page.objects.create(
        issue=issue,
        position=position,
        number=part.number,
        name=part.name,
        slug=first_free(part.slug, {slug for _, slug in others}),
        district=_district(part.district),
        furniture=part.furniture,
        leftovers=[each.model_dump() for each in part.leftovers],
        leftovers_by_hand={
            name: [each.model_dump() for each in rows]
            for name, rows in part.leftovers_by_hand.items()
        },
    )
    sources = [
        Source(page=page, text=texts[each.file], **each.model_dump(exclude={"file"}))
        for each in part.sources
    ]
    Source.objects.bulk_create(sources)
    if sources:
        settle_home(page, sources[-1].text)
    add_flags(page, None, part.flags)
    return page


def add_flags(page: Page, article: Article | None, flags: list[FlagPart]) -> None:
    Flag.objects.bulk_create(
        Flag(page=page, article=article, **each.model_dump()) for each in flags
    )


def _district(path: list[PlacePart]) -> Organization | None:
    """The place at the end of that path from the top, made where it is not there."""
    place: Organization | None = None
    for each in path:
        found: Any = None
        if each.key:
            found = Organization.objects.filter(key=each.key).first()
        found = found or Organization.objects.filter(parent=place, name=each.name).first()
        place = found or Organization.objects.create(
            name=each.name,
            short_name=each.short_name,
            kind=each.kind if each.kind in Organization.Kind else Organization.Kind.OTHER,
            key=each.key or None,
            parent=place,
        )
    return place
