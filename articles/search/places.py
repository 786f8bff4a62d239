"""Where a story stands in the index: numbers that sort as `Article.order_key` does, none twice.

They are close together where stories are, since an index of numbers is as large as the steps
between them: a day is 65,536 numbers, and a page of it 512.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

_PLACES_A_DAY = 1 << 16
_DAYS_A_MONTH = 512  # the first half of them for what is only known to the month
_PAGES, _POSITIONS, _SLOTS = 1 << 7, 1 << 6, 1 << 3
_ALL_PAGES = 1 << 15  # an undated issue holds whatever came without a date
PLACES_A_YEAR = 13 * _DAYS_A_MONTH * _PLACES_A_DAY
_RUN = 4096  # places looked at for a free one at a time


def wanted_place(order_key: int, article: int = 0) -> int:
    """The number a story should have; whoever finds it taken stands below.

    Stories of one place in print are told apart by their own numbers, so that they keep theirs
    while others come and go.
    """
    within = order_key % 10**8
    page, position = 99_999 - within // 1_000, 999 - within % 1_000
    all_pages = _PAGES if _day(order_key) % 100 else _ALL_PAGES
    pages = all_pages - 1 - min(page, all_pages - 1)
    later = _POSITIONS - 1 - min(position, _POSITIONS - 1)
    slot = _SLOTS - 1 - article % _SLOTS
    return first_place(order_key) + (pages * _POSITIONS + later) * _SLOTS + slot


def first_place(order_key: int) -> int:
    """The smallest place of the day, month or year that the order key begins with."""
    year, rest = divmod(_day(order_key), 10_000)
    month, day = divmod(rest, 100)
    months = year * 13 + min(month, 12)
    days = _DAYS_A_MONTH // 2 + min(day, 31) if day else 0
    return (months * _DAYS_A_MONTH + days) * _PLACES_A_DAY


def last_place(order_key: int) -> int:
    """The largest place of that day."""
    return first_place(order_key) + _PLACES_A_DAY - 1


def _day(order_key: int) -> int:
    return order_key // 10**8


def free_places(
    wanted: Iterable[int], taken_among: Callable[[Collection[int]], set[int]]
) -> list[int]:
    """For each of `wanted` that place, or the next below that nobody has."""
    wanted = list(wanted)
    taken = taken_among(wanted)
    found = []
    for place in wanted:
        free = place
        while free in taken:
            run = range(free - 1, free - 1 - _RUN, -1)
            known = taken | taken_among(run)
            free = next((each for each in run if each not in known), run[-1])
            if free in known:
                taken.add(free)
        taken.add(free)
        found.append(free)
    return found
