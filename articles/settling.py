"""Making the row of a page stand in the right issue, at its place there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Max
from django.utils.text import slugify

from articles.ingest.records import ParsedPage
from articles.models import Issue, Newspaper, Page
from articles.placing import PRECISIONS, UNKNOWN_PAPER, Facts, Place, first_day, margins

UNDATED = "undated"  # the slug of an issue whose date is not known

_DIGITS = re.compile(r"\d+")


def settle(place: Place, parsed: ParsedPage) -> tuple[Page, Issue | None]:
    """Make the page's row say what `place` says.

    Returns:
        The page, and the issue it left if it moved.
    """
    page = place.page or Page()
    left = page.issue if page.pk else None
    before = _row(page)
    if left is None or replace(place.target, number="", name="") != replace(
        Facts.of_row(page), number="", name=""
    ):
        page.issue = _issue(place.target)
    moved = left is None or left.pk != page.issue.pk
    if moved or page.number != place.target.number:
        page.number = place.target.number
        page.position = _position(page)
        page.slug = _slug(page)
    page.name = place.target.name
    page.furniture, page.leftovers = margins(parsed, page.leftovers_by_hand)
    if page.pk is None or _row(page) != before:
        page.save()
    return page, left if moved else None


def _row(page: Page) -> tuple[object, ...]:
    values = (page.issue_id, page.position, page.number, page.name, page.slug)
    return (*values, page.furniture, page.leftovers)


def _issue(target: Facts) -> Issue:
    newspaper, _ = Newspaper.objects.get_or_create(name=target.paper or UNKNOWN_PAPER)
    wanted = {"date": first_day(target.date), "precision": PRECISIONS[len(target.date)]}
    issue = Issue.objects.filter(newspaper=newspaper, **wanted).first()
    if issue is None:
        slug = issue_slug(target.date)
        issue = Issue.objects.create(newspaper=newspaper, slug=slug, **wanted)
    issue.newspaper = newspaper
    return issue


def issue_slug(date: str) -> str:
    """A free address for an issue of that date, ISO 8601 cut to what is known."""
    wanted = date or UNDATED
    taken = Issue.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    return first_free(wanted, set(taken))


def _position(page: Page) -> int:
    """The number's own place in the issue where it is free, else after the last page."""
    others = page.issue.pages.exclude(pk=page.pk)
    digits = _DIGITS.search(page.number)
    printed = int(digits[0]) if digits else 0
    if 0 < printed <= 999 and not others.filter(position=printed).exists():
        return printed
    last = others.aggregate(last=Max("position"))["last"] or 0
    return int(last) + 1


def _slug(page: Page) -> str:
    wanted = slugify(page.number) or f"p{page.position}"
    taken = set(page.issue.pages.exclude(pk=page.pk).values_list("slug", flat=True))
    return first_free(f"p{page.position}" if wanted in taken else wanted, taken)


def first_free(name: str, taken: Collection[str]) -> str:
    """The name, or with the first free of -2, -3, … after it."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
