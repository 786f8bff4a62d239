"""Proposals that two people are one: a name misread in print, or a name that stands twice."""

from __future__ import annotations

from collections.abc import Collection

from articles.common_ground import Grounds, met_in_print
from people.doubles import Double, doubles
from people.models import PersonPair
from people.shapes import likeness

BATCH_SIZE = 500  # people a statement; SQLite takes a limited number of parameters
# How alike two characters look (0 to 1) where little else speaks for a misreading: 1 % of the
# pairs drawn at random.
MUCH_ALIKE = 0.6
MAX_REASON = 300  # characters, as the column


def propose_variants(people: Collection[int]) -> int:
    """Ask editors about everybody who may be one of `people` under a misread or the same name.

    Nobody is asked about twice, nor about a pair that was settled. A fixed number of queries
    for each BATCH_SIZE people.

    Returns:
        How many pairs are new.
    """
    listed = sorted(set(people))
    return sum(
        _propose(listed[start : start + BATCH_SIZE]) for start in range(0, len(listed), BATCH_SIZE)
    )


def _propose(people: list[int]) -> int:
    pairs = [double for double in doubles(people) if not _both_checked(double)]
    concerned = sorted({pk for double in pairs for pk in double.key})
    if not concerned:
        return 0
    known = set(
        PersonPair.objects.filter(one__in=concerned, other__in=concerned)
        .order_by()
        .values_list("one", "other")
    )
    pairs = [double for double in pairs if double.key not in known]
    met = met_in_print({pk for double in pairs for pk in double.key}) if pairs else set()
    pairs = [double for double in pairs if double.key not in met]
    if not pairs:
        return 0
    grounds = Grounds.of({pk for double in pairs for pk in double.key})
    proposals = [
        PersonPair(
            one_id=double.one.pk, other_id=double.other.pk, kind=_kind(double), reason=reason
        )
        for double in pairs
        if (reason := _reason(double, grounds))
    ]
    PersonPair.objects.bulk_create(proposals, ignore_conflicts=True)
    return len(proposals)


def _both_checked(double: Double) -> bool:
    """Whether editors made sure of either name: then neither is misread."""
    return double.place is not None and double.one.confirmed and double.other.confirmed


def _kind(double: Double) -> PersonPair.Kind:
    return PersonPair.Kind.NAMESAKE if double.place is None else PersonPair.Kind.VARIANT


def _much_alike(double: Double) -> bool:
    if double.place is None:
        return True
    return likeness(double.one.name[double.place], double.other.name[double.place]) > MUCH_ALIKE


def _reason(double: Double, grounds: Grounds) -> str:
    """What speaks for their being one, in an editor's words; "" where too little does."""
    one, other = double.one, double.other
    common = ""
    if one.is_reporter and other.is_reporter:
        common = grounds.as_reporters(one.pk, other.pk, alike=_much_alike(double))
    if not common and one.is_official and other.is_official:
        common = grounds.as_officials(one.pk, other.pk)
    if not common:
        return ""
    if double.place is None:
        names = "姓名相同"
    else:
        names = f"“{one.name[double.place]}”与“{other.name[double.place]}”形近"
    return f"{names}；{common}；没有在同一篇里一起出现过。"[:MAX_REASON]
