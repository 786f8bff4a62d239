"""The times that people held posts as far as print shows them, read from published claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import PostClaim
from people.models import Precision

# A paper that is silent about somebody for two years, and names another in the same single
# seat meanwhile, tells of two terms of office.
LONGEST_SILENCE = timedelta(days=730)
Pair = tuple[int, int]  # a person and a post

_DATED = Q(order_key__gte=FIRST_DATED_KEY)
_SEEN = Q(standing__in=PostClaim.HELD)


@dataclass(frozen=True, slots=True)
class Term:
    """A time in a post as far as print shows it; keys as `Article.order_key`, None: undated."""

    first: int | None
    last: int | None
    appointed: bool = False  # the first is the report of the appointment
    removed: bool = False  # the last is the report of the dismissal


def terms_of(people: list[int]) -> dict[Pair, list[Term]]:
    """The terms of each person and post, earliest first; one query, and one for long ones."""
    claims = PostClaim.objects.published().filter(mention__person__in=people, post__isnull=False)
    rows = (
        claims.order_by()
        .values("mention__person", "post", "post__single_seat")
        .annotate(
            seen=Count("pk", filter=_SEEN),
            first=Min("order_key", filter=_SEEN & _DATED),
            last=Max("order_key", filter=_SEEN & _DATED),
            appointed=Min("order_key", filter=_DATED & Q(standing=PostClaim.Standing.APPOINTED)),
            removed=Max("order_key", filter=_DATED & Q(standing=PostClaim.Standing.REMOVED)),
        )
        .filter(Q(seen__gt=0) | Q(removed__isnull=False))
    )
    terms: dict[Pair, list[Term]] = {}
    long: list[Pair] = []
    ends: dict[Pair, dict[str, Any]] = {}
    for row in rows:
        pair = (row["mention__person"], row["post"])
        terms[pair] = [Term(row["first"], row["last"])] if row["seen"] else []
        ends[pair] = dict(row)
        if row["post__single_seat"] and _silence(row["first"], row["last"]) > LONGEST_SILENCE:
            long.append(pair)
    for pair, parts in _parted(long).items():
        terms[pair] = parts
    return {pair: list(_with_turns(parts, ends[pair])) for pair, parts in terms.items()}


def _parted(pairs: Collection[Pair]) -> dict[Pair, list[Term]]:
    """Long times in single seats, cut where another held the seat during a long silence."""
    if not pairs:
        return {}
    seen = PostClaim.objects.published().filter(
        _SEEN & _DATED, post__in={post for _, post in pairs}
    )
    rows = seen.order_by("post", "order_key", "pk")
    wanted = set(pairs)
    parts: dict[Pair, list[Term]] = {pair: [] for pair in pairs}
    holder_before: dict[int, int] = {}  # by post, who was seen last
    for post, key, person in rows.values_list("post", "order_key", "mention__person").iterator():
        pair = (person, post)
        if person is not None and pair in wanted:
            terms = parts[pair]
            returned = holder_before.get(post, person) != person
            if terms and not (returned and _silence(terms[-1].last, key) > LONGEST_SILENCE):
                terms[-1] = Term(terms[-1].first, key)
            else:
                terms.append(Term(key, key))
        if person is not None:
            holder_before[post] = person
    return parts


def _with_turns(terms: list[Term], row: dict[str, Any]) -> Iterator[Term]:
    """The terms with what the reports of appointment and dismissal say of their ends."""
    appointed, removed = row["appointed"], row["removed"]
    for place, term in enumerate(terms):
        first, last = term.first, term.last
        starts = appointed is not None and first is not None and appointed <= first and place == 0
        final = place == len(terms) - 1
        ends = removed is not None and last is not None and removed >= last and final
        yield Term(first, removed if ends else last, appointed=starts, removed=ends)


def _silence(first: int | None, last: int | None) -> timedelta:
    if first is None or last is None:
        return timedelta(0)
    return day_of(last)[0] - day_of(first)[0]


def day_of(key: int) -> tuple[date, Precision]:
    known = PartialDate.of_key(key)
    if known is None:
        raise ValueError(f"{key} belongs to no dated issue")
    precision = Precision.DAY if known.day else Precision.MONTH if known.month else Precision.YEAR
    return date(known.year, known.month or 1, known.day or 1), precision
