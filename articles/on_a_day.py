"""Who held which post of an organization on a given day, and what is in print around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet, Value

from articles.careers import Evidence, quoted, term_of
from articles.dates import PartialDate
from articles.offices import UPWARDS, ItselfAndBelow, path_to, rank
from articles.sightings import newest, oldest, sightings, supported
from people.models import Organization, Precision, Tenure

MOST_ROWS = 200  # more than one page of names answers no question


@dataclass(frozen=True, slots=True)
class HeldThen:
    """One person in one post, and the nearest sightings on both sides of the day."""

    tenure: Tenure
    before: Evidence | None
    then: Evidence | None  # the first of the day, month or year itself
    after: Evidence | None

    @property
    def term(self) -> str:
        return term_of(self.tenure)


@dataclass(frozen=True, slots=True)
class Staff:
    """An organization and who held its posts."""

    organization: Organization
    rows: list[HeldThen]


def staff_on(day: PartialDate, organization: Organization) -> tuple[list[Staff], bool]:
    """Who held a post there and below on that day, in the order papers name them.

    Returns:
        By organization, and whether there are more than MOST_ROWS. Three queries.
    """
    below = Tenure.objects.filter(post__organization__in=ItselfAndBelow(Value(organization.pk)))
    in_order = covering(below, day).order_by("post__organization", "post__order", "pk")
    found = list(in_order.values_list("pk", flat=True)[: MOST_ROWS + 1])
    tenures = list(_with_claims(found[:MOST_ROWS], day))
    evidence = quoted(claim for row in tenures for claim in _claims(row))
    tenures.sort(key=lambda row: _place(row, organization))
    return [
        Staff(
            body,
            [HeldThen(row, *map(evidence.get, _claims(row))) for row in rows],
        )
        for body, rows in groupby(tenures, key=lambda row: row.post.organization)
    ], len(found) > MOST_ROWS


def covering(tenures: QuerySet[Tenure], day: PartialDate) -> QuerySet[Tenure]:
    """Those that take in a day of `day`, each end as far as it is known.

    One without a start takes in nothing; one without an end goes on.
    """
    first, last = day.days
    ends = Q(end__isnull=True)
    for precision, since in _since(first):
        ends |= Q(end_precision=precision, end__gte=since)
    return supported(tenures.filter(ends, start__lte=last))


def _since(first: date) -> Iterable[tuple[Precision, date]]:
    """From when on an end of each precision can still be on the day or after it."""
    yield Precision.DAY, first
    yield Precision.MONTH, first.replace(day=1)
    yield Precision.YEAR, first.replace(month=1, day=1)


def _with_claims(tenures: list[int], day: PartialDate) -> QuerySet[Any]:
    """These tenures with the ids of the nearest claims, and all that a row prints."""
    before = sightings().filter(order_key__lt=day.first_key)
    then = sightings().filter(order_key__gte=day.first_key, order_key__lte=day.last_key)
    after = sightings().filter(order_key__gt=day.last_key)
    rows: QuerySet[Any] = supported(Tenure.objects.filter(pk__in=tenures)).annotate(
        before_claim=newest(before), then_claim=oldest(then), after_claim=oldest(after)
    )
    return rows.select_related("person", f"post__organization__{UPWARDS}")


def _claims(row: Any) -> tuple[int | None, int | None, int | None]:
    """Before, then and after; a sighting of the day itself makes the others needless."""
    if row.then_claim:
        return None, row.then_claim, None
    return row.before_claim, None, row.after_claim


def _place(tenure: Tenure, top: Organization) -> tuple[Any, ...]:
    """Where a row stands: its organization's way down from `top`, then the post's order."""
    path = path_to(tenure.post.organization)
    ids = [each.pk for each in path]
    below = path[ids.index(top.pk) + 1 :] if top.pk in ids else path
    way = tuple((rank(each), each.name, each.pk) for each in below)
    return (way, tenure.post.order, tenure.post.title, tenure.start, tenure.pk)
