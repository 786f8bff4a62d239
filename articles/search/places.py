"""Where a story stands in the index: numbers that sort as `Article.order_key` does, none twice.

They are close together where stories are, since an index of numbers is as large as the steps
between them: a day is 8,192 numbers, and a page of it 128.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain

_PLACES_A_DAY = 1 << 13
_POSITIONS, _SLOTS = 1 << 5, 1 << 2
_PLACES_A_PAGE = _POSITIONS * _SLOTS
_PLACES_A_MONTH = 32 * _PLACES_A_DAY  # day 0 is for what is only known to the month
PLACES_A_YEAR = 13 * _PLACES_A_MONTH  # as is month 0 for what is only known to the year
_BLOCK = 4096  # places asked about at a time


def wanted_place(order_key: int, article: int = 0) -> int:
    """The number a story should have; whoever finds it taken stands below.

    Stories of one place in print are told apart by their own numbers, so that they keep theirs
    while others come and go.
    """
    within = order_key % 10**8
    page, position = 99_999 - within // 1_000, 999 - within % 1_000
    window = window_of(order_key)
    pages = len(window) // _PLACES_A_PAGE - 1
    before = max(pages - page, 0) * _POSITIONS + _POSITIONS - 1 - min(position, _POSITIONS - 1)
    return window.start + before * _SLOTS + _SLOTS - 1 - article % _SLOTS


def window_of(order_key: int) -> range:
    """The places of its day; of what is known less exactly, those that no day has."""
    year, rest = divmod(order_key // 10**8, 10_000)
    month, day = divmod(rest, 100)
    month, day = min(month, 12), min(day, 31)
    start = year * PLACES_A_YEAR + month * _PLACES_A_MONTH + day * _PLACES_A_DAY
    if not year:
        return range(PLACES_A_YEAR)
    return range(start, start + (_PLACES_A_DAY if month else _PLACES_A_MONTH))


def first_place(order_key: int) -> int:
    return window_of(order_key).start


def last_place(order_key: int) -> int:
    return window_of(order_key).stop - 1


Taken = Callable[[Collection[int]], set[int]]


def free_places(wanted: Iterable[tuple[int, range]], taken_among: Taken) -> list[int]:
    """For each place in its window that one, or the next below that nobody has, or above.

    Raises:
        ValueError: a window is full.
    """
    wanted = list(wanted)
    known = _Known(taken_among, taken_among([place for place, _ in wanted]))
    found = []
    for place, window in wanted:
        free = _next_free(place, window, known) if place in known.taken else place
        known.taken.add(free)
        found.append(free)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """Which places are taken, as far as was asked: a block of neighbours at once, and once."""

    taken_among: Taken
    taken: set[int]
    blocks: set[int] = field(default_factory=set)

    def is_free(self, place: int) -> bool:
        block = place // _BLOCK
        if block not in self.blocks:
            self.blocks.add(block)
            self.taken.update(self.taken_among(range(block * _BLOCK, (block + 1) * _BLOCK)))
        return place not in self.taken


def _next_free(place: int, window: range, known: _Known) -> int:
    for each in chain(range(place - 1, window.start - 1, -1), range(place + 1, window.stop)):
        if known.is_free(each):
            return each
    raise ValueError(f"no place left in {window}")
