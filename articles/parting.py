"""Whose term in a single seat another's parts in two, so that both are drawn when one changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple, Self

from django.db.models import Max, Min

from articles.terms import LONGEST_SILENCE
from people.models import Tenure


class Stretch(NamedTuple):
    """A time in a post."""

    person: int
    post: int
    start: date | None
    end: date | None

    @classmethod
    def of(cls, tenure: Tenure) -> Self:
        return cls(tenure.person_id, tenure.post_id, tenure.start, tenure.end)


def parted_by(stretches: Collection[Stretch]) -> set[int]:
    """Others who are in print in one of these seats before and after, long enough to be parted.

    One query, whoever they are; none where nothing is given.
    """
    by_post: defaultdict[int, list[Stretch]] = defaultdict(list)
    for each in stretches:
        if each.start and each.end:
            by_post[each.post].append(each)
    if not by_post:
        return set()
    inferred = Tenure.objects.filter(
        post__in=by_post, post__single_seat=True, status=Tenure.Status.INFERRED
    )
    ends = inferred.order_by().values_list("person", "post").annotate(Min("start"), Max("end"))
    return {
        person
        for person, post, first, last in ends
        if first
        and last
        and last - first > LONGEST_SILENCE
        and any(_meets(each, person, first, last) for each in by_post[post])
    }


def _meets(stretch: Stretch, person: int, first: date, last: date) -> bool:
    if stretch.start is None or stretch.end is None or stretch.person == person:
        return False
    return stretch.start < last and stretch.end > first
