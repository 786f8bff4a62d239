"""The calendar of what was printed: years, months and days, each issue with its pages."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Max, Min, Q

from articles.dates import PartialDate
from articles.models import Article, Issue, Newspaper, Page

# About two months of a daily: whoever looks further back picks a year.
ISSUES_AT_ONCE = 60
# A date mistyped by a thousand years must not ask for each of them.
MOST_YEARS = 300

_WEEKS = Calendar()  # beginning on Monday


@dataclass(frozen=True, slots=True)
class Printed:
    """An issue, with how many of its pages readers may see."""

    issue: Issue
    newspaper: str
    pages: int


@dataclass(frozen=True, slots=True)
class Day:
    """A place in a week; `date` is None where the month has not begun or is over."""

    date: date | None
    printed: list[Printed]


@dataclass(slots=True)
class Month:
    first: date
    by_day: defaultdict[date, list[Printed]] = field(default_factory=lambda: defaultdict(list))
    some_day: list[Printed] = field(default_factory=list)  # known to the month alone

    @property
    def weeks(self) -> list[list[Day]]:
        """Its weeks from Monday on; none where no issue is known to the day."""
        if not self.by_day:
            return []
        year, month = self.first.year, self.first.month
        return [
            [
                Day(day, self.by_day.get(day, [])) if day.month == month else Day(None, [])
                for day in week
            ]
            for week in _WEEKS.monthdatescalendar(year, month)
        ]


@dataclass(slots=True)
class Year:
    number: int
    months: dict[int, Month] = field(default_factory=dict)
    some_day: list[Printed] = field(default_factory=list)  # known to the year alone

    def add(self, printed: Printed) -> None:
        day = printed.issue.date
        if day is None or printed.issue.precision == "year":
            self.some_day.append(printed)
            return
        month = self.months.setdefault(day.month, Month(day.replace(day=1)))
        known = printed.issue.precision == "day"
        (month.by_day[day] if known else month.some_day).append(printed)


@dataclass(frozen=True, slots=True)
class IssueCalendar:
    years: list[Year]  # the newest first, of each the months from January on
    undated: list[Printed]


def years_in_print() -> list[int]:
    """The years of which readers may see a story, the newest first; two queries.

    Each is asked for by itself, along the index of stories: counting would read all of them.
    """
    span = Issue.objects.aggregate(first=Min("date"), last=Max("date"))
    if span["first"] is None:
        return []
    last = span["last"].year
    years = range(last, max(span["first"].year, last - MOST_YEARS) - 1, -1)
    public = Article.objects.published()
    asked = {
        f"y{year}": Exists(public.between(PartialDate(year), PartialDate(year))) for year in years
    }
    found = Newspaper.objects.order_by("pk").values(**asked).first() or {}
    return [year for year in years if found.get(f"y{year}")]


def years_at_first(years: list[int]) -> list[int]:
    """Which of `years` stand on the page that asks for none: whole ones, at least the newest."""
    dated = Issue.objects.published().filter(date__isnull=False).order_by("-date", "-pk")
    newest = list(dated.values_list("date", flat=True)[: ISSUES_AT_ONCE + 1])
    if len(newest) <= ISSUES_AT_ONCE:
        return years
    oldest = newest[-1]
    assert oldest is not None
    return [year for year in years if year > oldest.year] or years[:1]


def calendar_of(years: Iterable[int], *, undated: bool) -> IssueCalendar:
    """The issues of these years, which lie side by side; one query, along the index of dates."""
    numbers = sorted(years)
    wanted = Q(pk__in=[])
    if numbers:
        wanted |= Q(issue__date__range=(date(numbers[0], 1, 1), date(numbers[-1], 12, 31)))
    if undated:
        wanted |= Q(issue__date__isnull=True)
    found = IssueCalendar([Year(number) for number in reversed(numbers)], [])
    by_number = {year.number: year for year in found.years}
    columns = ("issue_id", "issue__date", "issue__precision", "issue__slug")
    rows = Page.objects.published().filter(wanted).order_by("issue__date", "issue_id")
    for *issue, newspaper, pages in rows.values_list(*columns, "issue__newspaper__name").annotate(
        pages=Count("pk")
    ):
        printed = Printed(_issue(*issue), newspaper, pages)
        if printed.issue.date is None:
            found.undated.append(printed)
        elif year := by_number.get(printed.issue.date.year):
            year.add(printed)
    return found


def _issue(pk: int, day: date | None, precision: str, slug: str) -> Issue:
    return Issue(pk=pk, date=day, precision=precision, slug=slug)
