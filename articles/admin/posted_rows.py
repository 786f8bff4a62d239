"""The rows of an inline as they are posted, brought in line with those that are still stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

Posted = dict[str, str]

_COLUMNS = ("role", "name", "posts", "person", "position")


def posted_rows(data: Mapping[str, Any], prefix: str) -> list[Posted] | None:
    """The rows by column; None where the form was posted without them."""
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    if not total.isdecimal():
        return None
    rows: list[Posted] = [{} for _ in range(min(int(total), 1_000))]
    for key, value in data.items():
        head, _, column = key.removeprefix(f"{prefix}-").partition("-")
        if key.startswith(f"{prefix}-") and column and head.isdecimal() and int(head) < len(rows):
            rows[int(head)][column] = str(value)
    return rows


def rows_as_chosen(data: QueryDict, prefix: str, stored: Sequence[Any], chosen: str) -> QueryDict:
    """What is posted, so that it can be saved whatever another editor did to the rows.

    Args:
        stored: the rows that there are now.
        chosen: "theirs" for those, "mine" for those posted alone; "" where nobody was asked.
    """
    rows = posted_rows(data, prefix)
    if rows is None:
        return data
    if chosen == "theirs":
        return _with_rows(data, prefix, [_as_posted(row) for row in stored], [])
    keys = {str(row.pk) for row in stored}
    known = [row for row in rows if row.get("id") in keys]
    new = [row | {"id": ""} for row in rows if row.get("id") not in keys]
    if chosen == "mine":
        held = {row["id"] for row in known}
        known += [_as_posted(row) | {"DELETE": "on"} for row in stored if str(row.pk) not in held]
    elif all(not row.get("id") for row in rows if row.get("id") not in keys):
        return data  # nobody took a row away
    new = [row for row in new if "DELETE" not in row]
    return _with_rows(data, prefix, known, new)


def _as_posted(row: Any) -> Posted:
    values = {"id": str(row.pk), "article": str(row.article_id)}
    for name in _COLUMNS:
        if hasattr(row, name):
            value = row.person_id if name == "person" else getattr(row, name)
            text = "、".join(value) if isinstance(value, list) else value
            values[name] = "" if text is None else str(text)
    return values


def _with_rows(data: QueryDict, prefix: str, known: list[Posted], new: list[Posted]) -> QueryDict:
    changed = data.copy()
    for key in list(changed):
        head = key.removeprefix(f"{prefix}-").partition("-")[0]
        if key.startswith(f"{prefix}-") and head.isdecimal():
            del changed[key]
    for number, row in enumerate([*known, *new]):
        for column, value in row.items():
            changed[f"{prefix}-{number}-{column}"] = value
    changed[f"{prefix}-TOTAL_FORMS"] = str(len(known) + len(new))
    changed[f"{prefix}-INITIAL_FORMS"] = str(len(known))
    return changed
