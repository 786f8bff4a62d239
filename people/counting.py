"""Counts for the columns of long lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery


def count_related(model: type[Model], related: str, condition: Q | None = None) -> Subquery:
    """How many rows each row of `model` is named by, counted for the rows shown alone.

    A join would count for every row of the table before the first fifty are cut off, and two
    joins would multiply.
    """
    rows = model._default_manager.filter(pk=OuterRef("pk")).order_by()
    return Subquery(rows.annotate(total_rows=Count(related, filter=condition)).values("total_rows"))


def count_up_to(rows: QuerySet[Any], limit: int = 500) -> str:
    """How many rows there are, as text, without looking at more than that many: 37, 500+."""
    number = rows.order_by()[: limit + 1].count()
    return f"{limit}+" if number > limit else str(number)
