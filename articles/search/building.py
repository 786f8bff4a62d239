"""Building the index anew, and asking whether it is true; a batch of stories at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from articles.search import databases, index


def rebuild(registry: Any = apps) -> Iterator[int]:
    """Empty the index and fill it, as one; yields how many stories are in it so far."""
    with transaction.atomic():
        entries = registry.get_model("articles", "SearchEntry").objects
        entries.all().delete()
        databases.index().empty()
        done = 0
        for batch in _batches(registry):
            index.reindex(batch, registry=registry)
            done += len(batch)
            yield done
        databases.index().tidy()


def untrue() -> Iterator[tuple[int, list[int]]]:
    """For each batch of stories, how many they are, and which of them the index has not as they are."""
    for batch in _batches():
        yield len(batch), index.unlike(batch)


def surplus() -> int:
    """How many tokens the index holds beyond those of its stories; only an index that
    forgets by name can have any."""
    held = databases.index().count_tokens()
    if held is None:
        return 0
    return held - sum(len(entry.tokens) for batch in _batches() for entry in index.read(batch))


def _batches(registry: Any = apps) -> Iterator[list[int]]:
    stories = registry.get_model("articles", "Article").objects.order_by("pk")
    last = 0
    while batch := [*stories.filter(pk__gt=last).values_list("pk", flat=True)[: index.BATCH_SIZE]]:
        yield batch
        last = batch[-1]
