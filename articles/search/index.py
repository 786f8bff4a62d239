"""Keeping the index true: whatever writes words of a story brings its entry in line.

`Article` and its queryset call this around their writes, so that no other code has to think of
it: what commits a word also commits where it is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from articles.search import databases
from articles.search.entries import Entry
from articles.search.places import free_places, wanted_place, window_of
from articles.search.texts import FIELDS, words_of

# The columns of a story on which its entry depends, as queries and forms name them.
COLUMNS = frozenset((*FIELDS, "spans", "source", "source_id", "order_key"))

BATCH_SIZE = 500  # stories at a time; SQLite takes a limited number of parameters


def depends_on(columns: Iterable[str]) -> bool:
    return not COLUMNS.isdisjoint(columns)


@contextmanager
def rewriting(articles: Collection[int]) -> Iterator[list[int]]:
    """Write words of these stories, and of those whose keys are added to the value meanwhile."""
    with transaction.atomic():
        before = _named(articles)
        written = [*articles]
        yield written
        reindex(written, before)


@contextmanager
def deleting(articles: Collection[int]) -> Iterator[None]:
    with transaction.atomic():
        for batch in _batches(articles):
            stored = _stored(batch)
            _take_out(_named(batch), stored)
            _entries().filter(pk__in=[*stored]).delete()
        yield


def reindex(
    articles: Collection[int], before: dict[int, Entry] | None = None, registry: Any = apps
) -> int:
    """Bring the entries of these stories in line with their words.

    Args:
        before: what the index holds of them. One that forgets by name cannot
            take out what is not named here.
        registry: where the models come from; a migration has its own.

    Returns:
        How many entries were not in line.
    """
    changed = 0
    for batch in _batches(articles):
        stored = _stored(batch, registry)
        entries = [
            entry
            for entry in read(batch, registry)
            if entry.article not in stored
            or (stored[entry.article].digest, stored[entry.article].order_key)
            != (entry.digest, entry.order_key)
        ]
        if entries:
            _write(entries, before or {}, stored, registry)
        changed += len(entries)
    return changed


def unlike(articles: Collection[int]) -> list[int]:
    """Those of at most a batch of stories whose words the index does not hold as they are."""
    stored = _stored(articles)
    found = []
    for entry in read(articles):
        row = stored.get(entry.article)
        if (
            row is None
            or (row.digest, row.order_key) != (entry.digest, entry.order_key)
            or not databases.index().holds(entry.at(row.place))
        ):
            found.append(entry.article)
    return found


def read(articles: Collection[int], registry: Any = apps) -> list[Entry]:
    """What the index should hold of these stories; one query."""
    columns = ("pk", "order_key", "spans", "source__text", *FIELDS)
    rows = registry.get_model("articles", "Article").objects.filter(pk__in=articles)
    return [
        Entry(pk, order_key, words_of(fields, spans, source))
        for pk, order_key, spans, source, *fields in rows.order_by("pk").values_list(*columns)
    ]


def _write(
    entries: list[Entry], before: dict[int, Entry], stored: dict[int, Any], registry: Any
) -> None:
    """Store entries that differ from what is stored."""
    rows = _entries(registry)
    held = databases.index()
    if held.FORGETS_BY_NAME and not stored and not rows.exists():
        held.empty()  # of what was left when all stories went at once
    _take_out(before, {entry.article: stored.get(entry.article) for entry in entries})
    staying, moving = [], []
    for entry in entries:
        row = stored.get(entry.article)
        if row and row.order_key == entry.order_key:
            row.digest = entry.digest
            staying.append(entry.at(row.place))
        else:
            moving.append(entry)
    rows.bulk_update([stored[entry.article] for entry in staying], ["digest"])
    rows.filter(pk__in=[entry.article for entry in moving if entry.article in stored]).delete()
    held.add(staying + _insert(moving, rows))


def _insert(entries: list[Entry], rows: Any) -> list[Entry]:
    """Give each of these a place of its own, where no story stands by now."""
    if not entries:
        return []
    # In the order of print, so that whoever comes first has the place that was wanted.
    entries = sorted(entries, key=lambda entry: (-entry.order_key, entry.article))

    def taken(places: Collection[int]) -> set[int]:
        near = Q(place__range=(min(places), max(places)))
        found = rows.filter(near if isinstance(places, range) else Q(place__in=places))
        return set(found.values_list("place", flat=True))

    wanted = [
        (wanted_place(entry.order_key, entry.article), window_of(entry.order_key))
        for entry in entries
    ]
    places = free_places(wanted, taken)
    placed = [entry.at(place) for entry, place in zip(entries, places, strict=True)]
    rows.bulk_create(
        rows.model(pk=row.article, place=row.place, order_key=row.order_key, digest=row.digest)
        for row in placed
    )
    return placed


def _take_out(entries: dict[int, Entry], stored: dict[int, Any]) -> None:
    """Take out of the index what it holds of these stories."""
    rows = ((entries.get(key), row) for key, row in stored.items() if row)
    databases.index().take_out([entry.at(row.place) for entry, row in rows if entry])


def _named(articles: Collection[int]) -> dict[int, Entry]:
    """What the index needs to be told to take the present words of these stories out."""
    if not databases.index().FORGETS_BY_NAME:
        return {}
    return {entry.article: entry for batch in _batches(articles) for entry in read(batch)}


def _stored(articles: Collection[int], registry: Any = apps) -> dict[int, Any]:
    return {row.pk: row for row in _entries(registry).filter(pk__in=articles)}


def _entries(registry: Any = apps) -> Any:
    return registry.get_model("articles", "SearchEntry").objects.all()


def _batches(articles: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(articles)
    for start in range(0, len(listed), BATCH_SIZE):
        yield listed[start : start + BATCH_SIZE]
