"""Pages of long lists by key: as quick at the end as at the start, and nothing is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, QueryDict

Row = TypeVar("Row", bound=Model)

_NUMBER = re.compile(r"[0-9]{1,18}")  # what a 64-bit column can be compared with


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: by `field`, then by id in the same direction, unless said."""

    field: str
    descending: bool = False
    numeric: bool = False
    ids_ascend: bool = False

    def fields(self, *, backwards: bool = False) -> list[str]:
        descends, ids_descend = self._directions(backwards)
        return ["-" * descends + self.field, "-" * ids_descend + "id"]

    def _directions(self, backwards: bool) -> tuple[bool, bool]:
        """Whether the field descends, and whether the ids do."""
        ids_descend = self.descending and not self.ids_ascend
        return self.descending is not backwards, ids_descend is not backwards

    def beyond(self, value: Any, pk: int, *, backwards: bool = False) -> Q:
        """What comes after that row, or before it when read backwards.

        The first condition is implied by the second: it is what lets an index start there.
        """
        than, id_than = ("lt" if down else "gt" for down in self._directions(backwards))
        return Q(**{f"{self.field}__{than}e": value}) & (
            Q(**{f"{self.field}__{than}": value}) | Q(**{self.field: value, f"id__{id_than}": pk})
        )

    def cursor(self, row: Model) -> str:
        return f"{getattr(row, self.field)}.{row.pk}"

    def read(self, cursor: str) -> tuple[Any, int]:
        """The key in an address; Http404 when it is none that `cursor` writes."""
        value, _, pk = cursor.rpartition(".")
        if not _NUMBER.fullmatch(pk) or "\0" in value:
            raise Http404("没有这一页。")
        if not self.numeric:
            return value, int(pk)
        if not _NUMBER.fullmatch(value):
            raise Http404("没有这一页。")
        return int(value), int(pk)


NEWEST_LISTED = Order("sort_key", descending=True, numeric=True)  # of `ArticleQuerySet.along`
BY_PINYIN = Order("pinyin")


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """One page of a list; `after` and `before` lead on, "" where nothing is left."""

    rows: list[Row]
    after: str = ""
    before: str = ""


def read_page(
    query: QueryDict, rows: QuerySet[Row], order: Order, size: int = 20
) -> KeysetPage[Row]:
    """The page of `rows` that `after` or `before` in the address asks for, in one query.

    Raises:
        Http404: the address names a place that no page of this list has.
    """
    after, before = query.get("after", ""), query.get("before", "")
    backwards = bool(before) and not after
    if after or before:
        rows = rows.filter(order.beyond(*order.read(after or before), backwards=backwards))
    found = list(rows.order_by(*order.fields(backwards=backwards))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        if after or before:
            raise Http404("没有这一页。")
        return KeysetPage([])
    # Whoever came from one side can go back there.
    leads_on = backwards or more
    leads_back = more if backwards else bool(after)
    return KeysetPage(
        found,
        after=order.cursor(found[-1]) if leads_on else "",
        before=order.cursor(found[0]) if leads_back else "",
    )
