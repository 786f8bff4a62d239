"""Who held which post from when to when, each end with the sentence of print it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from articles.dates import PartialDate
from articles.models import PostClaim, PostClaimQuerySet
from articles.sentences import Quotation, anchor_of, place_of_post, quotation_at
from articles.sightings import count, newest, oldest, sightings, supported
from people.models import Precision, Tenure

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
        return str(start) if start else _("日期待定")
    if end is None:
        return _("%(start)s起") % {"start": start}
    between = _("%(start)s — %(end)s") if start else _("至%(end)s")
    return between % {"start": start, "end": end}


def shown(tenures: QuerySet[Tenure]) -> QuerySet[Any]:
    """Those that readers may see, in order of their start."""
    rows = supported(tenures).select_related("person", "post__organization")
    return rows.order_by("start_key", "pk")


def entries(tenures: Iterable[Tenure]) -> list[Entry]:
    """Tenures that `shown` found, with the print they rest on; two queries beside their own."""
    found = list(tenures)
    rows = {row.pk: row for row in with_claims([tenure.pk for tenure in found])}
    chosen = [(tenure, rows[tenure.pk], *claims_of_ends(rows[tenure.pk])) for tenure in found]
    evidence = quoted(claim for *_, first, last in chosen for claim in (first, last))
    return [
        Entry(
            tenure,
            End(_start(tenure), tenure.get_start_basis_display(), evidence.get(first)),
            End(_end(tenure), tenure.get_end_basis_display(), evidence.get(last)),
            row.sightings,
        )
        for tenure, row, first, last in chosen
    ]


def with_claims(tenures: list[int]) -> QuerySet[Any]:
    """These tenures with the ids of the claims behind their ends, and how many there are in all.

    Apart from finding them: a database works out what it selects before it cuts a list short.
    """
    standing, by_report = PostClaim.Standing, Tenure.Basis.APPOINTMENT
    appointed, removed = sightings(standing.APPOINTED), sightings(standing.REMOVED)
    rows: QuerySet[Any] = supported(Tenure.objects.filter(pk__in=tenures)).annotate(
        first_claim=oldest(sightings()),
        last_claim=newest(sightings()),
        appointed_claim=Case(When(start_basis=by_report, then=oldest(appointed))),
        removed_claim=Case(When(end_basis=by_report, then=newest(removed))),
        sightings=count(sightings()),
    )
    return rows


def claims_of_ends(row: Any) -> tuple[int | None, int | None]:
    """The claim behind the start and the one behind the end."""
    return row.appointed_claim or row.first_claim, row.removed_claim or row.last_claim


def quoted(claims: Iterable[int | None]) -> dict[int | None, Evidence]:
    """Claims by their ids, ready to be quoted; one query."""
    wanted = {claim for claim in claims if claim is not None}
    rows = for_quoting(PostClaim.objects.published().filter(pk__in=wanted))
    return {claim.pk: evidence_of(claim) for claim in rows}


def for_quoting(claims: PostClaimQuerySet) -> PostClaimQuerySet:
    """Load with claims what `evidence_of` reads."""
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
