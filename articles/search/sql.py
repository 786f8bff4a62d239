"""Statements put together from parts that carry their parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    params: tuple[Any, ...] = ()

    def inside(self, template: str) -> Sql:
        """The part at the `{}` of a template that has no parameters of its own."""
        return Sql(template.replace("{}", self.text, 1), self.params)


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries `e` of the index: from which tables, where their place is read, what they meet."""

    tables: str
    place: str
    conditions: list[Sql]

    @property
    def selected(self) -> Sql:
        met = joined(" AND ", [each.inside("({})") for each in self.conditions or [Sql("1 = 1")]])
        select = f"SELECT {self.place} AS place, e.article_id AS article_id FROM {self.tables}"
        return met.inside(f"{select} WHERE {{}}")


def joined(word: str, parts: Iterable[Sql]) -> Sql:
    parts = list(parts)
    return Sql(
        word.join(part.text for part in parts), tuple(p for part in parts for p in part.params)
    )
