"""Drawing claims, tenures and alarms anew from what is stored, page by page."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from articles.claims import redraw_claims
from articles.homes import settle_home
from articles.models import Page, Source
from articles.ranking import redraw_order_alarms
from articles.tenures import redraw_tenures
from people.models import Person

PAGES_A_BATCH = 50  # in one transaction
PEOPLE_A_BATCH = 500

Progress = Callable[[int], None]


def redraw_pages(progress: Progress) -> int:
    """Understand the posts of all stored stories anew; `progress` hears of each batch.

    Memory does not grow with the archive, and it can be stopped and run again at any time.

    Returns:
        How many pages there were.
    """
    done, last = 0, 0
    while pages := list(_after(last)):
        with transaction.atomic():
            for page in pages:
                redraw_page(page)
        done, last = done + len(pages), pages[-1].pk
        progress(len(pages))
    return done


def _after(pk: int) -> list[Page]:
    pages = Page.objects.select_related("issue__newspaper", "district").filter(pk__gt=pk)
    return list(pages.order_by("pk")[:PAGES_A_BATCH])


def redraw_page(page: Page) -> None:
    """What the posts on a stored page claim, understood anew."""
    newest = Source.objects.filter(page=page).order_by("-received_at", "-pk").first()
    settle_home(page, newest.text if newest else "")
    articles = list(page.articles.defer("as_imported", "spans"))
    redraw_claims(articles)
    redraw_order_alarms([article.pk for article in articles])


def redraw_people(progress: Progress) -> int:
    """Draw the tenures of everybody anew.

    Returns:
        Of how many people something changed.
    """
    changed, last = 0, 0
    while True:
        people = list(
            Person.objects.filter(pk__gt=last, is_official=True)
            .order_by("pk")
            .values_list("pk", flat=True)[:PEOPLE_A_BATCH]
        )
        if not people:
            return changed
        with transaction.atomic():
            changed += len(redraw_tenures(people))
        last = people[-1]
        progress(len(people))
