"""The stories that a query finds: how many, and which of them are the newest."""

from __future__ import annotations

from collections.abc import Sequence
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
        within = [Sql("e.place < %s", (before,))] if before is not None else []
        found = self.found(within, "ORDER BY place DESC LIMIT %s", (count,))
        return [(place, article) for place, article in rows_of(found)]

    def count(self) -> int:
        [(count,)] = rows_of(self.found().inside("SELECT count(*) FROM ({}) found"))
        return int(count)

    def found(
        self, within: Sequence[Sql] = (), order: str = "", params: tuple[Any, ...] = ()
    ) -> Sql:
        """The places and stories of those that readers may see."""
        tables, conditions = entries_found(self.query, self.filters, self.meant)
        places = index().places(tables, [*conditions, *within], self.filters.public())
        return Sql(f"{places.text} {order}", (*places.params, *params))


def rows_of(statement: Sql) -> list[tuple[Any, ...]]:
    index().prepare()
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())
