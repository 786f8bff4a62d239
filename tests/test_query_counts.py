"""No page for readers asks the database more often in a large archive than in a small one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Issue,
    Mention,
    Newspaper,
    Page,
    Tag,
    TaggedArticle,
    order_key,
)
from people.models import Person
from tests.public_pages import make_pages

MANY = 10_000
STORIES_A_PAGE = 20


@pytest.mark.counts_queries
@pytest.mark.django_db
def test_every_page_takes_as_many_queries_at_ten_thousand_stories(client) -> None:
    addresses = make_pages()
    count_queries(client, addresses)  # what is kept from one request to the next is there now
    few = count_queries(client, addresses)
    add_stories(MANY)

    many = count_queries(client, addresses)

    more = {name: (few[name], many[name]) for name in addresses if many[name] > few[name]}
    assert more == {}


def count_queries(client, addresses: dict[str, str]) -> dict[str, int]:
    counts = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[name] = len(queries)
    return counts


def add_stories(number: int) -> None:
    """Older stories of everyone and everything that the archive has."""
    paper = Newspaper.objects.get()
    first = date(2010, 1, 1)
    issues = Issue.objects.bulk_create(
        Issue(newspaper=paper, date=day, precision="day", slug=day.isoformat())
        for day in (first + timedelta(days=count) for count in range(number // STORIES_A_PAGE))
    )
    pages = Page.objects.bulk_create(Page(issue=each, position=1, slug="a01") for each in issues)
    stories = Article.objects.bulk_create(
        (
            Article(
                page=page,
                position=position,
                key=f"{page.pk}-{position}",
                order_key=order_key(page, position),
                section="要闻",
                headline=f"{page.pk}号清淤",
                body="周立群看清淤。",
                status=Article.Status.PUBLISHED,
                published_at=timezone.now(),
            )
            for page in pages
            for position in range(1, STORIES_A_PAGE + 1)
        ),
        batch_size=1000,
    )
    official, reporter = Person.objects.get(name="周立群"), Person.objects.get(name="林晓禾")
    tag = Tag.objects.get()
    rows = [{"article": story, "order_key": story.order_key} for story in stories]
    Mention.objects.bulk_create(
        (Mention(name="周立群", posts=["区长"], person=official, **row) for row in rows),
        batch_size=1000,
    )
    Byline.objects.bulk_create(
        (Byline(name="林晓禾", role="记者", person=reporter, **row) for row in rows),
        batch_size=1000,
    )
    TaggedArticle.objects.bulk_create(
        (
            TaggedArticle(content_object=story, order_key=story.order_key, tag=tag)
            for story in stories
        ),
        batch_size=1000,
    )
