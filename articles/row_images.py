"""Rows as values that JSON can hold, and what changed between two takes of the same rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

Image = dict[str, Any]  # columns of a row, by the name of their attribute
Images = dict[int, Image]  # by primary key
# For one table: {"before": rows that changed or went, "after": what changed in those that stayed,
# by primary key, "made": rows that came}.
Changes = dict[str, Any]

BATCH_SIZE = 500  # rows a statement; SQLite takes a limited number of parameters


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def take(rows: QuerySet[Any], columns: Sequence[str]) -> Images:
    """Images of `rows` as they are stored; one query."""
    return {
        values["pk"]: {name: _plain(values[name]) for name in columns}
        for values in rows.order_by().values("pk", *columns)
    }


def take_all(model: type[Model], keys: Iterable[int], columns: Sequence[str]) -> Images:
    """Images of the rows with these primary keys that there are."""
    images: Images = {}
    for batch in batches(keys):
        images |= take(model._default_manager.filter(pk__in=batch), columns)
    return images


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(keys)
    for start in range(0, len(listed), BATCH_SIZE):
        yield listed[start : start + BATCH_SIZE]


def changes_between(before: Images, after: Images) -> Changes:
    """What it takes to get from `after` back to `before`, and to tell later changes apart."""
    changed = {
        str(key): {name: value for name, value in after[key].items() if value != image[name]}
        for key, image in before.items()
        if key in after and after[key] != image
    }
    return {
        "before": [
            image for key, image in before.items() if key not in after or str(key) in changed
        ],
        "after": changed,
        "made": [image for key, image in after.items() if key not in before],
    }


def insert(model: type[Model], image: Image) -> None:
    """Store a row to the letter: nothing is worked out anew on the way, not even its times."""
    values = {
        field.attname: field.to_python(image[field.attname])
        for field in model._meta.concrete_fields
    }
    model(**values).save_base(raw=True, force_insert=True)


def write(model: type[Model], keys: Collection[int], columns: Mapping[str, Any]) -> None:
    """Set these columns in the rows with these primary keys, past `save`."""
    values = {
        field.attname: field.to_python(columns[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in columns
    }
    for batch in batches(keys if values else ()):
        model._default_manager.filter(pk__in=batch).update(**values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
