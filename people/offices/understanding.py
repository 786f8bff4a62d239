"""The printed titles of one person in one story, each understood as a post of a body."""

from __future__ import annotations

from collections.abc import Sequence

from people.offices.gazetteer import Division
from people.offices.precedence import order_of
from people.offices.reading import read_place
from people.offices.records import HeldPost, Standing
from people.offices.seating import Carried, Seat, seat_alone, seat_named
from people.offices.titles import is_single_seat
from people.offices.wording import Wording, take_apart

LONGEST = 120  # characters; more is running text that was read for a post


def understand(posts: Sequence[str], home: Division | None) -> tuple[HeldPost, ...]:
    """The posts of one person in one story, in printed order, one for each that is printed.

    `home` is the division the page is of: it tells whose 区委 is meant. A body named before a
    post carries over to those after it that name none: 省民政厅党组成员, 副厅长.
    """
    held = []
    carried = Carried()
    standing = Standing.CURRENT
    throughout = False
    for printed in posts:
        if len(printed) > LONGEST:
            held.append(_held(printed, Seat(None, "", None), Standing.CURRENT))
            continue
        wording = take_apart(printed)
        if wording.standing is not None:
            throughout = wording.throughout
            own = wording.standing
        else:
            own = standing if throughout or wording.title_alone else Standing.CURRENT
        # 代 is said of one post; 原 and 拟任 also of the titles that follow alone.
        standing = Standing.CURRENT if own is Standing.ACTING else own
        seat, carried = _seat(wording, carried, home)
        held.append(_held(printed, seat, own))
    return tuple(held)


def _seat(wording: Wording, carried: Carried, home: Division | None) -> tuple[Seat, Carried]:
    if not wording.before:
        seat = seat_alone(wording.title, carried)
        return seat, Carried(seat.place, carried.lost, seat.body)
    reading = read_place(wording.before, carried.place, home)
    seat = seat_named(reading, wording.title, carried, home)
    return seat, Carried(seat.place, seat.place is None, seat.body)


def _held(printed: str, seat: Seat, standing: Standing) -> HeldPost:
    return HeldPost(
        printed,
        seat.body,
        seat.title,
        standing,
        is_single_seat(seat.title),
        order_of(seat.body, seat.title),
    )
