"""Who held which post from when to when, drawn from the claims that readers can look up.

What an editor confirmed or disputes is left alone, and nothing is inferred beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import transaction

from articles.alarms import redraw_alarms
from articles.dates import FIRST_DATED_KEY
from articles.models import PostClaim
from articles.parting import Stretch, parted_by
from articles.terms import LONGEST_SILENCE, Pair, Term, day_of, terms_of
from people.models import Person, Precision, Tenure

BATCH_SIZE = 500  # people a statement; SQLite takes a limited number of parameters


@transaction.atomic(savepoint=False)
def redraw_tenures(people: Collection[int]) -> set[int]:
    """Bring the inferred tenures of these people in line with what is published of them.

    Whoever else is parted into two terms by them, or no longer, follows.

    Returns:
        The people of whom something changed.
    """
    changed: set[int] = set()
    listed = sorted(set(people))
    for start in range(0, len(listed), BATCH_SIZE):
        batch = listed[start : start + BATCH_SIZE]
        stretches = _redraw(batch)
        parted = parted_by(stretches)
        further = _redraw(sorted(parted)) if parted else []
        changed |= {each.person for each in (*stretches, *further)}
        # Also where no tenure changed: what an editor confirmed may have been left by a claim.
        redraw_alarms([*batch, *parted.difference(batch)])
    return changed


def _hold(people: list[int]) -> None:
    """Let others who draw tenures of these people wait, and then see what is drawn here."""
    rows = Person.objects.filter(pk__in=people).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _redraw(people: list[int]) -> list[Stretch]:
    """Draw their tenures; returns the times that came, went or changed, as they were and are."""
    _hold(people)
    terms = terms_of(people)
    held: defaultdict[Pair, list[Tenure]] = defaultdict(list)
    for tenure in Tenure.objects.filter(person__in=people).order_by("start", "pk"):
        held[tenure.person_id, tenure.post_id].append(tenure)
    new: list[Tenure] = []
    changed: list[Tenure] = []
    gone: list[Tenure] = []
    stretches: list[Stretch] = []
    for pair in sorted(terms.keys() | held.keys()):
        rows = held[pair]
        if any(row.status != Tenure.Status.INFERRED for row in rows):
            gone += [row for row in rows if row.status == Tenure.Status.INFERRED]
            continue
        wanted = terms.get(pair, [])
        for row, term in zip(rows, wanted, strict=False):
            before = Stretch.of(row)
            if _write(row, term):
                changed.append(row)
                stretches.append(before)
        for term in wanted[len(rows) :]:
            row = Tenure(person_id=pair[0], post_id=pair[1])
            _write(row, term)
            new.append(row)
        gone += rows[len(wanted) :]
    _save(new, changed, gone)
    return stretches + [Stretch.of(row) for row in (*new, *changed, *gone)]


def _save(new: list[Tenure], changed: list[Tenure], gone: list[Tenure]) -> None:
    Tenure.objects.bulk_create(new)
    if changed:
        Tenure.objects.bulk_update(changed, _COLUMNS)
    if gone:
        Tenure.objects.filter(pk__in=[row.pk for row in gone]).delete()


_COLUMNS = ("start", "start_precision", "start_basis", "end", "end_precision", "end_basis")


def _write(row: Tenure, term: Term) -> bool:
    """Make the row say what the term says; whether it said something else before."""
    before = [getattr(row, name) for name in _COLUMNS]
    basis = Tenure.Basis
    row.start, row.start_precision, row.start_basis = _end(
        term.first, basis.APPOINTMENT if term.appointed else basis.FIRST_SEEN
    )
    row.end, row.end_precision, row.end_basis = _end(
        term.last, basis.APPOINTMENT if term.removed else basis.LAST_SEEN
    )
    return [getattr(row, name) for name in _COLUMNS] != before


def _end(key: int | None, basis: Tenure.Basis) -> tuple[date | None, str, str]:
    if key is None:
        return None, Precision.NONE, ""
    day, precision = day_of(key)
    return day, precision, basis


def people_named(articles: Collection[int]) -> set[int]:
    """Whose tenures may follow from these stories."""
    if not articles:
        return set()
    return set(
        PostClaim.objects.filter(article__in=articles, mention__person__isnull=False)
        .order_by()
        .values_list("mention__person", flat=True)
        .distinct()
    )


@transaction.atomic(savepoint=False)
def extend_tenures(articles: Collection[int]) -> set[int]:
    """The same after stories came out that were in no list before, by what they add alone.

    Whoever is in print every day costs one row here, and not all their claims again.

    Returns:
        The people of whom something changed.
    """
    claims = (
        PostClaim.objects.published()
        .filter(article__in=articles, post__isnull=False, mention__person__isnull=False)
        .order_by("order_key", "pk")
        .values_list("mention__person", "post", "order_key", "standing")
    )
    added = [(person, post, key or 0, standing) for person, post, key, standing in claims]
    people = sorted({row[0] for row in added})
    _hold(people)
    held: defaultdict[Pair, list[Tenure]] = defaultdict(list)
    for tenure in Tenure.objects.filter(person__in=people).order_by("start"):
        held[tenure.person_id, tenure.post_id].append(tenure)
    changed: dict[int, Tenure] = {}
    anew: set[int] = set()
    for person, post, key, standing in added:
        rows = held[person, post]
        if standing not in _SHOWS_NO_MORE or not rows or not _stretch(rows, key, changed):
            anew.add(person)
    if changed:
        Tenure.objects.bulk_update(changed.values(), _COLUMNS)
        redraw_alarms({row.person_id for row in changed.values()} - anew)
        anew |= parted_by([Stretch.of(row) for row in changed.values()])
    return {row.person_id for row in changed.values()} | redraw_tenures(anew)


_SHOWS_NO_MORE = (PostClaim.Standing.CURRENT, PostClaim.Standing.ACTING)  # than being in the post


def _stretch(rows: list[Tenure], key: int, changed: dict[int, Tenure]) -> bool:
    """Let one of a pair's tenures, earliest first, cover a further day; False: not that simply."""
    if any(row.status != Tenure.Status.INFERRED or row.start is None for row in rows):
        return False  # whether the day lies outside what an editor says is for the alarms
    if key < FIRST_DATED_KEY:
        return True
    day, precision = day_of(key)
    place = _place(day, precision)
    if any(_starts(row) <= place <= _ends(row) for row in rows):
        return True
    first, last, basis = rows[0], rows[-1], Tenure.Basis
    if place > _ends(last) and last.end_basis == basis.LAST_SEEN and _is_near(last.end, day):
        last.end, last.end_precision = day, precision
        changed[last.pk] = last
    elif (
        place < _starts(first)
        and first.start_basis == basis.FIRST_SEEN
        and _is_near(first.start, day)
    ):
        first.start, first.start_precision = day, precision
        changed[first.pk] = first
    else:
        return False
    return True


def _starts(row: Tenure) -> tuple[date, bool]:
    return _place(row.start, row.start_precision)


def _ends(row: Tenure) -> tuple[date, bool]:
    return _place(row.end, row.end_precision)


def _place(day: date | None, precision: str) -> tuple[date, bool]:
    """Where a known date sorts: what is only known to the month before the days of it."""
    return day or date.min, precision == Precision.DAY


def _is_near(known: date | None, day: date) -> bool:
    return known is not None and abs(day - known) <= LONGEST_SILENCE
