"""Dates as far as they are known, as readers type and read them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils import dateformat
from django.utils.translation import gettext as _

# 2018 · 2018-5 · 2018.05.31 · 2018年5月31日
_TYPED = re.compile(
    r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2}))?)?[年月日]?"
)

# `Article.order_key` is yyyymmdd, then eight digits for the place within the day.
_PLACES_A_DAY = 10**8

PLACES_A_YEAR = 10_000 * _PLACES_A_DAY

# Stories of undated issues have smaller keys than this.
FIRST_DATED_KEY = PLACES_A_YEAR


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month (`day` 0) or the year (`month` 0 as well)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """The date that a reader typed.

        Raises:
            ValueError: `text` is no date, or not one of the calendar.
        """
        typed = _TYPED.fullmatch("".join(text.split()))
        if typed is None:
            raise ValueError(text)
        year, month, day = (int(typed[part] or 0) for part in ("year", "month", "day"))
        # What was left out is 1; a 0 that was typed is not.
        date(year, month if typed["month"] else 1, day if typed["day"] else 1)
        return cls(year, month, day)

    @classmethod
    def of_key(cls, order_key: int) -> Self | None:
        """The date in an `Article.order_key`; None where the issue has none."""
        digits = order_key // _PLACES_A_DAY
        return cls(digits // 10_000, digits // 100 % 100, digits % 100) if digits else None

    def __str__(self) -> str:
        """As the language of the page writes it: 2018年5月31日, 31 May 2018."""
        # Translators: dates to the day, the month and the year, in the letters of Django's `date`.
        written = _("Y年n月j日") if self.day else _("Y年n月") if self.month else _("Y年")
        return dateformat.format(self.days[0], written)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that it can mean."""
        last_month = self.month or 12
        last_day = self.day or monthrange(self.year, last_month)[1]
        return (
            date(self.year, self.month or 1, self.day or 1),
            date(self.year, last_month, last_day),
        )

    @property
    def first_key(self) -> int:
        """The smallest order key a range from this date on takes in.

        From the first of a month it takes in what is only known to the month, and from
        January what is only known to the year.
        """
        day = self.day if self.day > 1 else 0
        month = self.month if self.month > 1 or day else 0
        return self._key(month, day)

    @property
    def last_key(self) -> int:
        """The largest order key a range up to this date takes in."""
        return self._key(self.month or 99, self.day or 99) + _PLACES_A_DAY - 1

    def _key(self, month: int, day: int) -> int:
        return (self.year * 10_000 + month * 100 + day) * _PLACES_A_DAY


def keys_on(value: str) -> tuple[int, int]:
    """The smallest and the largest key of the stories of issues of that very date.

    Args:
        value: ISO 8601 cut to what is known; "" for undated issues.
    """
    first = int(value.replace("-", "").ljust(8, "0")) * _PLACES_A_DAY
    return first, first + _PLACES_A_DAY - 1
