"""The stories that a query finds: how many, and which of them are the newest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.search.conditions import entries_found
from articles.search.databases import index
from articles.search.filters import Filters
from articles.search.names import Meant
from articles.search.query import Query
from articles.search.sql import Sql

Hit = tuple[int, int]  # where it stands in the index, and the key of the story


@dataclass(frozen=True)
class Hits:
    query: Query
    filters: Filters = field(default_factory=Filters)
    meant: Meant = field(default_factory=dict)

    @property
    def are_led_to(self) -> bool:
        """Whether the index leads to them; from single characters alone it does not."""
        leads = any(term.tokens for term in self.query.wanted)
        dated = self.query.since or self.query.until
        return bool(leads or self.filters or (dated and not self.query.wanted))

    def newest(self, count: int, before: int | None = None) -> list[Hit]:
        """The newest of them, or the newest that stand before a place in the index."""
        found = self.found(before)
        newest = Sql(f"{found.text} ORDER BY place DESC LIMIT %s", (*found.params, count))
        return [(place, article) for place, article in rows_of(newest)]

    def count(self) -> int:
        [(count,)] = rows_of(self.found().inside("SELECT count(*) FROM ({}) found"))
        return int(count)

    def found(self, before: int | None = None) -> Sql:
        """The places and stories of those that readers may see."""
        entries = entries_found(self.query, self.filters, self.meant, before)
        return index().shown(entries, self.filters.public())


def rows_of(statement: Sql) -> list[tuple[Any, ...]]:
    with index().asking(), connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())
