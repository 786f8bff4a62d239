"""The stories that a query finds: how many, and which of them are the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.search import sqlite
from articles.search.conditions import entries_found
from articles.search.filters import Filters
from articles.search.names import Meant
from articles.search.query import Query
from articles.search.sql import Sql, joined

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
        """The places and stories of those that readers may see.

        On PostgreSQL the match is materialized: the planner would otherwise walk the places
        from the newest on, however rare the word is.
        """
        tables, conditions = entries_found(self.query, self.filters, self.meant)
        public = self.filters.public()
        asked = [*conditions, *within]
        if connection.vendor == "sqlite":
            asked.append(public)
        where = joined(" AND ", [each.inside("({})") for each in asked])
        select = f"SELECT e.place AS place, e.article_id AS article_id FROM {tables}"
        entries = where.inside(f"{select} WHERE {{}}") if asked else Sql(select)
        if connection.vendor != "sqlite":
            few = entries.inside("WITH e AS MATERIALIZED ({})")
            select = "SELECT e.place AS place, e.article_id AS article_id FROM e"
            entries = joined(f" {select} WHERE ", [few, public])
        return Sql(f"{entries.text} {order}", (*entries.params, *params))


def rows_of(statement: Sql) -> list[tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        sqlite.prepare(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())
