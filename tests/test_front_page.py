"""The front page: which stories lead, what stands by page, and this day in earlier years."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.front_page import HEADLINES, front_page
from articles.models import Article, Issue
from tests.factories import fill_archive, make_article, make_issue, make_page

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 25)


def titles(stories: list[Article]) -> list[str]:
    return [story.headline for story in stories]


def anniversaries(today: date = TODAY) -> list[tuple[int, list[str]]]:
    return [(each.years, titles(each.stories)) for each in front_page(today)["anniversaries"]]


def test_the_first_stories_are_told_and_the_others_stand_by_their_pages() -> None:
    issue = make_issue()
    first, second = make_page(issue, number="A01"), make_page(issue, number="A02")
    for number in range(1, 8):
        make_article(f"头版{number}", first)
    make_article("二版一", second)

    newest = front_page(TODAY)["newest"]

    assert newest.lead.headline == "头版1"
    assert titles(newest.seconds) == ["头版2", "头版3"]
    assert [(page.number, titles(stories)) for page, stories in newest.pages] == [
        ("A01", ["头版4", "头版5", "头版6", "头版7"]),
        ("A02", ["二版一"]),
    ]


def test_many_pages_are_each_named_with_a_headline_and_no_more() -> None:
    issue = make_issue()
    for number in range(1, 15):
        page = make_page(issue, number=f"A{number:02}")
        for story in range(4):
            make_article(f"{number}之{story}", page)

    pages = front_page(TODAY)["newest"].pages

    assert len(pages) == HEADLINES
    assert {len(stories) for _, stories in pages} == {1}


def test_this_day_in_earlier_years_stands_newest_first() -> None:
    for year in (2023, 2019, 2024):
        make_article(f"{year}年的", make_page(make_issue(date(year, 11, 25))))
    make_article("隔天的", make_page(make_issue(date(2022, 11, 26))))
    make_article("只知到月的", make_page(make_issue(date(2021, 11, 25), "month")))
    make_article(
        "未发的", make_page(make_issue(date(2020, 11, 25))), status=Article.Status.REVIEWED
    )

    assert anniversaries() == [(1, ["2023年的"]), (5, ["2019年的"])]


def test_the_leap_day_has_its_own_years() -> None:
    make_article("闰日", make_page(make_issue(date(2020, 2, 29))))
    make_article("平年", make_page(make_issue(date(2023, 2, 28))))

    assert anniversaries(date(2024, 2, 29)) == [(4, ["闰日"])]


def test_readers_see_this_day_on_the_front_page(client) -> None:
    today = timezone.localdate()
    day = today.replace(year=today.year - 4)  # the 29th of February has that one too
    story = make_article("当年今日的事", make_page(make_issue(day)))
    make_article("新闻", make_page(make_issue(today)))

    text = client.get(reverse("home")).text

    section = text[text.index("本报历史上的今天") : text.index("往期")]
    assert "4 年前" in section
    assert story.get_absolute_url() in section


@pytest.mark.parametrize(("issues", "stories"), [(10, 1), (400, 10)])
def test_it_costs_the_same_of_ten_stories_and_of_thousands(
    django_assert_num_queries, issues, stories
) -> None:
    fill_archive(issues, stories)
    newest = Issue.objects.order_by("-date")[0].date

    with django_assert_num_queries(9):
        assert front_page(newest.replace(year=newest.year + 1))["anniversaries"]


def test_this_day_is_found_along_the_index_of_dates() -> None:
    fill_archive(6000, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    days = [date(year, 11, 25) for year in range(1900, 2024)]

    plan = Issue.objects.published().filter(date__in=days, precision="day").explain()

    assert "date" in plan
    assert "SCAN articles_issue" not in plan
    assert "Seq Scan on articles_issue" not in plan
