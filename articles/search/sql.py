"""Statements put together from parts that carry their parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ENTRIES = "SELECT e.place AS place, e.article_id AS article_id"


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    params: tuple[Any, ...] = ()

    def inside(self, template: str) -> Sql:
        """The part at the `{}` of a template that has no parameters of its own."""
        return Sql(template.replace("{}", self.text, 1), self.params)


def joined(word: str, parts: Iterable[Sql]) -> Sql:
    parts = list(parts)
    return Sql(
        word.join(part.text for part in parts), tuple(p for part in parts for p in part.params)
    )
