"""Where bars and columns stand in the charts that the server draws."""

from __future__ import annotations

import pytest

from articles.charts import MAX_LABEL, Span, label_step, timeline
from articles.columns import Counted, by_month, by_year, columns
from articles.dates import PartialDate


def span(
    start: str = "", end: str = "", seen: tuple[str, ...] = (), kind: str = "inferred"
) -> Span:
    start_date, end_date = (PartialDate.read(text) if text else None for text in (start, end))
    days = tuple(map(PartialDate.read, seen))
    return Span(start_date, end_date, kind, "#tenure-1", "", days)


def bar_of(start: str, end: str, seen: tuple[str, ...] = ()):
    """The bar on a chart of the ten years from 2010."""
    frame = span("2010-01-01", "2019-12-31")
    chart = timeline([("", "其他", [frame]), ("", "区长", [span(start, end, seen)])])
    return chart.rows[1].bars[0]


@pytest.mark.parametrize(
    ("start", "end", "whole", "thin", "caps"),
    [
        # known to the day at both ends: one whole bar with a cap at each
        ("2010-01-01", "2014-12-31", (0, 50), [], 2),
        # to the year: certain from the end of the first to the start of the last
        ("2011", "2014", (20, 20), [(10, 10), (40, 10)], 0),
        # only the start is open
        ("2011", "2019-12-31", (20, 80), [(10, 10)], 1),
        # within one and the same year nothing but that year is certain
        ("2015", "2015", None, [(50, 10)], 0),
        # a missing end reaches to the edge, without a cap
        ("2015-01-01", "", (50, 50), [], 1),
        ("", "2014-12-31", (0, 50), [], 1),
    ],
)
def test_a_bar_is_thin_where_its_date_is_open(start, end, whole, thin, caps) -> None:
    bar = bar_of(start, end)

    assert (bar.whole and tuple(map(round, bar.whole))) == whole
    assert [tuple(map(round, piece)) for piece in bar.thin] == thin
    assert len(bar.caps) == caps


@pytest.mark.parametrize(("start", "end"), [("2019-12-31", "2019-12-31"), ("2019-12", "2019-12")])
def test_what_was_seen_once_can_still_be_pointed_at(start, end) -> None:
    left, width = bar_of(start, end).extent

    assert width >= 1
    assert left + width <= 100


def test_a_month_is_drawn_even_where_a_year_is_narrow() -> None:
    bar = bar_of("2011-03", "2017-08")

    assert all(piece.width >= 1 for piece in bar.thin)
    assert bar.whole.x == pytest.approx(bar.thin[0].x + bar.thin[0].width)


def test_sightings_are_marked_inside_their_bar() -> None:
    bar = bar_of("2010-01-01", "2014-12-31", ("2010-01-01", "2012-06", "2014-12-31", "2013-01-01"))

    assert list(map(round, bar.seen)) == [24, 30]


def test_posts_without_a_date_make_no_chart() -> None:
    assert timeline([]) is None
    assert timeline([("", "区长", [span()])]) is None


def test_a_chart_of_one_year_shows_the_year_before_too() -> None:
    chart = timeline([("", "区长", [span("2019-11-25", "2019-11-25")])])

    assert [year.text for year in chart.years] == ["2018", "2019"]


@pytest.mark.parametrize(
    ("years", "step"), [(1, 1), (7, 1), (8, 2), (14, 2), (15, 5), (36, 10), (9000, 2000)]
)
def test_no_more_years_are_named_than_fit_a_phone(years, step) -> None:
    assert label_step(years) == step


def test_the_last_day_of_the_calendar_can_be_drawn() -> None:
    assert timeline([("", "区长", [span("9998-01-01", "9999-12-31")])]) is not None


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("柳河区委", "副书记"),
        ("柳河区城市综合治理工作领导小组", "常务副主任"),
        ("柳河区", "城市综合治理与河道疏浚工作领导小组办公室常务副主任"),
    ],
)
def test_a_label_fits_a_phone(before, label) -> None:
    row = timeline([(before, label, [span("2019", "2020")])]).rows[0]

    assert len(row.before + row.label) <= MAX_LABEL
    assert row.label.startswith(label[:5])


def test_a_label_stands_at_its_bar_and_inside_the_chart() -> None:
    frame = span("2010-01-01", "2019-12-31")
    early, late = span("2011", "2012"), span("2018", "2019")
    chart = timeline([("", "一", [frame]), ("", "二", [early]), ("", "三", [late])])

    assert [row.near.to_left for row in chart.rows] == [False, False, True]
    assert [round(row.near.x) for row in chart.rows] == [0, 10, 100]


def test_columns_stand_on_one_ground_and_tell_the_highest() -> None:
    drawn = columns([Counted("甲", 1), Counted("乙", 0), Counted("丙", 400), Counted("丁", 400)])

    assert {each.y + each.height for each in drawn} == {72}
    assert [each.is_highest for each in drawn] == [False, False, True, False]
    assert drawn[0].height > 0  # one among hundreds is seen
    assert drawn[1].height == 0


def test_years_without_a_story_keep_their_place() -> None:
    drawn = by_year({2018: 2, 2021: 1})

    assert [(each.title, each.stories) for each in drawn] == [
        ("2018年", 2),
        ("2019年", 0),
        ("2020年", 0),
        ("2021年", 1),
    ]


def test_only_recent_months_are_drawn() -> None:
    drawn = by_month({(2010, 5): 9, (2019, 11): 1, (2021, 6): 2, (2021, 0): 4})

    assert len(drawn) == 36
    assert drawn[0].title == "2019年1月"
    assert [each.label for each in drawn if each.label] == ["2019", "2020", "2021"]
    assert sum(each.stories for each in drawn) == 3  # the day and month of four are not known


def test_nothing_counted_draws_nothing() -> None:
    assert by_year({}) == by_month({}) == columns([]) == columns([Counted("甲", 0)]) == []
