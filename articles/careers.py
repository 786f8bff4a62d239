"""Who held which post from when to when, each end with the sentence of print it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import (
    Cast,
    Coalesce,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
)

from articles.dates import PartialDate
from articles.models import PostClaim, PostClaimQuerySet
from articles.models.querysets import has_one
from articles.sentences import Quotation, anchor_of, place_of_post, quotation_at
from people.models import Precision, Tenure

# The digits of `Article.order_key`: yyyymmdd, then eight for the place within the day.
_YEAR, _MONTH, _DAY = 10**12, 10**10, 10**8
_BEYOND_ALL = 10**16

# What is loaded to quote a claim and to say where it is printed.
_PRINTED_IN = "article__page__issue__newspaper"
_UNREAD = ("article__as_imported", "article__spans", "article__byline_text")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim of print, as a reader can check it."""

    claim: PostClaim
    quotation: Quotation
    anchor: str  # the id in its story of the name that is quoted

    @property
    def address(self) -> str:
        return f"{self.claim.article.get_absolute_url()}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a tenure: as far as it is known, by what basis, and the print behind it."""

    date: PartialDate | None
    basis: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A tenure as readers see it."""

    tenure: Tenure
    start: End
    end: End
    sightings: int

    @property
    def anchor(self) -> str:
        return f"tenure-{self.tenure.pk}"

    @property
    def term(self) -> str:
        return term_of(self.tenure)

    @property
    def seen_once(self) -> bool:
        """Whether one and the same sighting is all that both ends rest on."""
        start, end = self.start.evidence, self.end.evidence
        if not start or not end or start.claim.pk != end.claim.pk:
            return False
        return self.tenure.start_basis == self.tenure.Basis.FIRST_SEEN and (
            self.tenure.end_basis == self.tenure.Basis.LAST_SEEN
        )


def term_of(tenure: Tenure) -> str:
    """From when to when, in one line."""
    start, end = _start(tenure), _end(tenure)
    if start == end:
        return str(start or "日期待定")
    if end is None:
        return f"{start}起"
    return f"{start} — {end}" if start else f"至{end}"


def supported(tenures: QuerySet[Tenure]) -> QuerySet[Tenure]:
    """Those that published print supports or an editor confirmed, with the keys of their ends."""
    rows = tenures.filter(person__is_official=True).annotate(
        start_key=_key("start", unknown=0, filler=0, tail=0),
        end_key=_key("end", unknown=_BEYOND_ALL, filler=99, tail=_DAY - 1),
    )
    return rows.filter(Q(status=Tenure.Status.CONFIRMED) | has_one(sightings()))


def shown(tenures: QuerySet[Tenure]) -> QuerySet[Tenure]:
    """Those that readers may see, in order of their start, with what they rest on.

    Each row says as ids which claims stand for its ends, and how many there are in all.
    """
    seen = sightings()
    appointed = seen.filter(standing=PostClaim.Standing.APPOINTED)
    removed = _claims_within().filter(standing=PostClaim.Standing.REMOVED)
    rows: QuerySet[Any] = supported(tenures).annotate(
        first_claim=claim_id(seen.order_by("order_key", "pk")),
        last_claim=claim_id(seen.order_by("-order_key", "-pk")),
        appointed_claim=claim_id(appointed.order_by("order_key", "pk")),
        removed_claim=claim_id(removed.order_by("-order_key", "-pk")),
        sightings=Coalesce(
            Subquery(seen.order_by().values("post").annotate(n=Count("pk")).values("n")), 0
        ),
    )
    return rows.select_related("person", "post__organization").order_by("start_key", "pk")


def sightings() -> PostClaimQuerySet:
    """The claims that show the person in the post, of the outer query's `supported` tenure."""
    return _claims_within().held()


def _claims_within() -> PostClaimQuerySet:
    return PostClaim.objects.published().filter(
        post=OuterRef("post"),
        mention__person=OuterRef("person"),
        order_key__gte=OuterRef("start_key"),
        order_key__lte=OuterRef("end_key"),
    )


def claims_of(tenure: Any) -> PostClaimQuerySet:
    """The sightings of one tenure that came from `supported`."""
    return (
        PostClaim.objects.published()
        .held()
        .filter(post=tenure.post, mention__person=tenure.person)
        .filter(order_key__gte=tenure.start_key, order_key__lte=tenure.end_key)
    )


def claim_id(claims: PostClaimQuerySet) -> Subquery:
    """The first of the claims."""
    return Subquery(claims.values("pk")[:1])


def _key(name: str, *, unknown: int, filler: int, tail: int) -> Coalesce:
    """The order key that a tenure's end stands for, `filler` where month or day is open."""
    month = Case(
        When(
            **{f"{name}_precision__in": [Precision.DAY, Precision.MONTH]}, then=ExtractMonth(name)
        ),
        default=filler,
    )
    day = Case(When(**{f"{name}_precision": Precision.DAY}, then=ExtractDay(name)), default=filler)
    key: Combinable = ExtractYear(name) * _YEAR + month * _MONTH + day * _DAY + tail
    # As wide as the column it is compared with, or the index could not be used.
    return Coalesce(Cast(key, BigIntegerField()), unknown, output_field=BigIntegerField())


def entries(tenures: Iterable[Tenure]) -> list[Entry]:
    """What `shown` found, with the sentences; a query for the tenures and one for the claims."""
    rows: list[Any] = list(tenures)
    chosen = [(row, *_claims_of_ends(row)) for row in rows]
    evidence = quoted(claim for _, *claims in chosen for claim in claims)
    return [
        Entry(
            row,
            End(_start(row), row.get_start_basis_display(), evidence.get(first)),
            End(_end(row), row.get_end_basis_display(), evidence.get(last)),
            row.sightings,
        )
        for row, first, last in chosen
    ]


def _claims_of_ends(row: Any) -> tuple[int | None, int | None]:
    """The claim behind the start and the one behind the end."""
    by_report = Tenure.Basis.APPOINTMENT
    appointed = row.appointed_claim if row.start_basis == by_report else None
    removed = row.removed_claim if row.end_basis == by_report else None
    return appointed or row.first_claim, removed or row.last_claim


def quoted(claims: Iterable[int | None]) -> dict[int | None, Evidence]:
    """Claims by their ids, ready to be quoted; one query."""
    wanted = {claim for claim in claims if claim is not None}
    rows = for_quoting(PostClaim.objects.published().filter(pk__in=wanted)) if wanted else ()
    return {claim.pk: evidence_of(claim) for claim in rows}


def for_quoting(claims: PostClaimQuerySet) -> PostClaimQuerySet:
    return claims.select_related(_PRINTED_IN, "mention").defer(*_UNREAD)


def evidence_of(claim: PostClaim) -> Evidence:
    story, mention = claim.article, claim.mention
    place = place_of_post(story.body, mention, claim.printed)
    return Evidence(claim, quotation_at(story, place), anchor_of(mention, place and place[0]))


def _start(tenure: Tenure) -> PartialDate | None:
    return _as_known(tenure.start, tenure.start_precision)


def _end(tenure: Tenure) -> PartialDate | None:
    return _as_known(tenure.end, tenure.end_precision)


def _as_known(day: date | None, precision: str) -> PartialDate | None:
    if day is None:
        return None
    return PartialDate(
        day.year,
        0 if precision == Precision.YEAR else day.month,
        day.day if precision == Precision.DAY else 0,
    )
