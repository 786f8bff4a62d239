"""The calendar of issues: every day that was printed, and what is known less well."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from articles.issue_calendar import (
    ISSUES_AT_ONCE,
    Year,
    calendar_of,
    years_at_first,
    years_in_print,
)
from articles.models import Article, Issue, Newspaper
from tests.factories import fill_archive, make_article, make_issue, make_page

pytestmark = pytest.mark.django_db

URL = reverse("issue-list")


def printed(day: date | None, precision: str = "day", pages: int = 1) -> Issue:
    issue = make_issue(day, precision)
    for _ in range(pages):
        make_article(page=make_page(issue))
    return issue


def days(year: Year) -> dict[str, list[int]]:
    """The pages of the issues of each day."""
    return {
        str(day.date): [each.pages for each in day.printed]
        for month in year.months.values()
        for week in month.weeks
        for day in week
        if day.printed
    }


def test_each_day_that_was_printed_has_its_issues_and_their_pages() -> None:
    printed(date(2018, 5, 31), pages=3)
    printed(date(2018, 6, 1))
    other = Issue.objects.create(
        newspaper=Newspaper.objects.create(name="河滨日报"),
        date=date(2018, 6, 1),
        precision="day",
        slug="daily-2018-06-01",
    )
    make_article(page=make_page(other))
    make_article(page=make_page(other), status=Article.Status.REVIEWED)

    (year,) = calendar_of([2018], undated=False).years

    assert days(year) == {"2018-05-31": [3], "2018-06-01": [1, 1]}
    assert list(year.months) == [5, 6]


def test_what_is_known_less_well_stands_at_no_made_up_day() -> None:
    printed(date(2018, 5, 1), "month")
    printed(date(2018, 1, 1), "year")
    printed(None)

    calendar = calendar_of([2018], undated=True)

    (year,) = calendar.years
    assert days(year) == {}
    assert [each.issue.date_text for each in year.months[5].some_day] == ["2018年5月"]
    assert [each.issue.date_text for each in year.some_day] == ["2018年"]
    assert [each.issue.date_text for each in calendar.undated] == ["日期待定"]
    assert year.months[5].weeks == []


def test_weeks_begin_on_monday_and_hold_the_days_of_their_month_alone() -> None:
    printed(date(2018, 5, 31))

    weeks = calendar_of([2018], undated=False).years[0].months[5].weeks

    assert [len(week) for week in weeks] == [7] * 5
    assert [day.date for day in weeks[0]][:2] == [None, date(2018, 5, 1)]
    assert sum(day.date is not None for week in weeks for day in week) == 31


def test_years_are_those_of_which_readers_see_a_story() -> None:
    printed(date(2015, 1, 1), "year")
    printed(date(2018, 5, 31))
    make_article(page=make_page(make_issue(date(2016, 5, 1))), status=Article.Status.WITHDRAWN)
    printed(None)

    assert years_in_print() == [2018, 2015]


def test_an_archive_of_few_issues_is_shown_whole_and_of_many_its_newest_years() -> None:
    for year in (2015, 2018):
        printed(date(year, 5, 31))
    assert years_at_first([2018, 2015]) == [2018, 2015]

    fill_archive(ISSUES_AT_ONCE, 1)  # of early 2019
    assert years_at_first([2019, 2018, 2015]) == [2019]


def test_readers_choose_a_year_and_a_day(client) -> None:
    printed(date(2018, 5, 31), pages=2)
    printed(date(2019, 11, 25))
    printed(None)

    text = client.get(URL).text
    places = [text.index(shown) for shown in (">2019</h2>", ">2018</h2>", ">日期待定</h2>")]
    assert places == sorted(places)

    text = client.get(URL, {"year": "2018"}).text
    assert '<h3 id="m2018-05">5月</h3>' in text
    cell = re.search(r'<a href="/issues/2018-05-31/">(.*?)</a>', text)[1]
    assert re.sub("<[^>]*>", "", cell) == "31日 河滨晚报 2 版"
    assert "2019-11-25" not in text
    assert "日期待定" not in text
    assert "没有1999年的报纸" in client.get(URL, {"year": "1999"}).text


@pytest.mark.parametrize(("issues", "stories"), [(10, 1), (700, 5)])
def test_it_costs_the_same_of_ten_issues_and_of_hundreds(
    client, django_assert_num_queries, issues, stories
) -> None:
    fill_archive(issues, stories)
    with django_assert_num_queries(5):  # the stamp, the years, those shown, and the calendar
        client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL, {"year": "2019"})


def test_the_calendar_is_read_along_the_index_of_dates() -> None:
    fill_archive(3000, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    year = (date(2020, 1, 1), date(2020, 12, 31))

    plan = Issue.objects.filter(date__range=year).order_by("date").explain()
    assert "date" in plan
    assert "SCAN articles_issue" not in plan
    assert "Seq Scan on articles_issue" not in plan
