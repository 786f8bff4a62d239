"""From when to when a tenure runs, as far as its ends are known: told, compared, looked up."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db.models import Q

from articles.dates import PartialDate
from people.models import Precision, Tenure


def within(tenure: Tenure) -> Q:
    """Claims on the days of a tenure, as far as its ends are known."""
    days = Q()
    if tenure.start:
        days &= Q(order_key__gte=partial(tenure.start, tenure.start_precision).first_key)
    if tenure.end:
        days &= Q(order_key__lte=partial(tenure.end, tenure.end_precision).last_key)
    return days


def partial(day: date, precision: str) -> PartialDate:
    """A date of a tenure as far as it is known."""
    month = 0 if precision == Precision.YEAR else day.month
    return PartialDate(day.year, month, day.day if precision == Precision.DAY else 0)


def overlap(one: Tenure, other: Tenure) -> bool:
    """Whether there surely is a day of both.

    That one ends in the month in which the other begins is no sign of it.
    """
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Tenure, other: Tenure) -> bool:
    if one.start is None or other.end is None:
        return False
    latest = one.start
    if one.start_precision == Precision.YEAR:
        latest = latest.replace(month=12, day=31)
    elif one.start_precision == Precision.MONTH:
        latest = latest.replace(day=monthrange(latest.year, latest.month)[1])
    return latest <= other.end  # a date known to the month or year is its first day


def span_text(tenure: Tenure) -> str:
    """From when to when, as far as known: 2018年3月至2019年11月25日."""
    ends = [
        str(partial(day, precision)) if day else "？"
        for day, precision in (
            (tenure.start, tenure.start_precision),
            (tenure.end, tenure.end_precision),
        )
    ]
    return ends[0] if ends[0] == ends[1] else "至".join(ends)
