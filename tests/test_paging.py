"""Lists by key: both ways, without gaps, and safe from odd addresses."""

from __future__ import annotations

from datetime import date
from itertools import chain

import pytest
from django.http import Http404, QueryDict
from django.urls import reverse

from articles.dates import PartialDate
from articles.models import Article
from articles.paging import BY_PINYIN, Order, read_page
from people.models import Person
from tests.factories import make_article, make_issue, make_page, make_person

pytestmark = pytest.mark.django_db

NEWEST_FIRST = Order("order_key", descending=True, numeric=True)


def stories_of_three_issues() -> list[Article]:
    """Seven stories, in the order readers see them; two issues have the same keys by day."""
    for day in (date(2018, 5, 31), date(2019, 11, 25), None):
        page = make_page(make_issue(day))
        for number in range(2):
            make_article(f"{day}之{number}", page)
    make_article("末篇", page)
    return list(Article.objects.newest_first())


def walk(direction: str, query: str = "", size: int = 2) -> list[str]:
    found = []
    while True:
        page = read_page(QueryDict(query), Article.objects.all(), NEWEST_FIRST, size)
        found.append([story.headline for story in page.rows])
        cursor = getattr(page, direction)
        if not cursor:
            return found
        query = f"{direction}={cursor}"


def test_walking_on_shows_every_story_once_and_in_order() -> None:
    stories = [story.headline for story in stories_of_three_issues()]

    assert list(chain(*walk("after"))) == stories


def test_walking_back_shows_the_pages_seen_on_the_way() -> None:
    stories = stories_of_three_issues()
    end = NEWEST_FIRST.cursor(stories[-1])

    pages = walk("before", f"before={end}")

    assert list(chain(*reversed(pages))) == [story.headline for story in stories[:-1]]


def test_the_first_page_leads_only_on_and_the_last_only_back() -> None:
    stories = stories_of_three_issues()

    first = read_page(QueryDict(), Article.objects.all(), NEWEST_FIRST, 4)
    last = read_page(QueryDict(f"after={first.after}"), Article.objects.all(), NEWEST_FIRST, 4)

    assert (bool(first.before), bool(first.after)) == (False, True)
    assert (bool(last.before), bool(last.after)) == (True, False)
    assert last.rows == stories[4:]


def test_equal_keys_are_parted_by_id() -> None:
    people = [make_person("林晓禾") for _ in range(5)]

    first = read_page(QueryDict(), Person.objects.all(), BY_PINYIN, 3)
    query = QueryDict(mutable=True)
    query["after"] = first.after
    second = read_page(query, Person.objects.all(), BY_PINYIN, 3)

    assert first.rows + second.rows == people


@pytest.mark.parametrize(
    "cursor",
    [
        "1",
        "x.y",
        "1.",
        "1.5.x",
        "-1.2",
        "９.９",  # digits of another kind
        "9" * 30 + ".1",  # more than a database column holds
        "1." + "9" * 30,
        "1\0.2",
        "1.1",  # well formed, and nothing comes after it
    ],
)
def test_an_address_of_no_page_is_not_found(cursor: str) -> None:
    stories_of_three_issues()
    query = QueryDict(mutable=True)
    query["after"] = cursor

    with pytest.raises(Http404):
        read_page(query, Article.objects.all(), NEWEST_FIRST)


def test_the_list_of_stories_pages_both_ways_and_keeps_the_filters(client) -> None:
    page = make_page()
    for number in range(23):
        make_article(f"稿件{number}号", page, section="要闻")

    first = client.get(reverse("article-list"), {"section": "要闻"})
    assert "稿件19号" in first.text
    assert "稿件20号" not in first.text
    assert "section=%E8%A6%81%E9%97%BB" in first.text

    second = client.get(
        reverse("article-list"), {"section": "要闻", "after": first.context["page"].after}
    )
    assert "稿件20号" in second.text
    assert "稿件19号" not in second.text

    back = client.get(
        reverse("article-list"), {"section": "要闻", "before": second.context["page"].before}
    )
    assert back.context["page"].rows == first.context["page"].rows


@pytest.mark.parametrize("name", ["article-list", "official-list", "reporter-list", "tag-list"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_broken_address_of_a_list_is_not_found(client, name: str, way: str) -> None:
    assert client.get(reverse(name), {way: "%00.'"}).status_code == 404


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018", PartialDate(2018)),
        ("2018-5", PartialDate(2018, 5)),
        ("2018.05.31", PartialDate(2018, 5, 31)),
        ("2018年5月31日", PartialDate(2018, 5, 31)),
        (" 2018 年 5 月 ", PartialDate(2018, 5)),
        ("２０１８-０５", PartialDate(2018, 5)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_typed(text: str, date: PartialDate) -> None:
    assert PartialDate.read(text) == date


@pytest.mark.parametrize(
    "text", ["去年", "18-05", "2018-13", "2018-02-30", "2018-00", "0000", "2018-05-", "20180531"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.read(text)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2018", "2018", {"年", "月", "日"}),
        ("2018-05", "2018-05", {"月", "日"}),
        ("2018-05-01", "2018-05-31", {"月", "日"}),
        ("2018-05-02", "", {"日"}),
        ("2018-05-31", "2018-05-31", {"日"}),
        ("2018-01-01", "", {"年", "月", "日"}),
        ("", "2018-05-30", {"年", "月"}),
        ("2019", "", set()),
        ("", "2017", set()),  # and never the undated
    ],
)
def test_a_range_takes_in_what_could_lie_in_it(since: str, until: str, found: set[str]) -> None:
    for headline, day, precision in [
        ("年", date(2018, 1, 1), "year"),
        ("月", date(2018, 5, 1), "month"),
        ("日", date(2018, 5, 31), "day"),
        ("待定", None, "none"),
    ]:
        make_article(headline, make_page(make_issue(day, precision)))

    stories = Article.objects.between(
        PartialDate.read(since) if since else None, PartialDate.read(until) if until else None
    )

    assert {story.headline for story in stories} == found
