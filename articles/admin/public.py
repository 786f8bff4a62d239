"""Where readers see what an editor has open, if they may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet


def public_address(row: Model, published: QuerySet[Any]) -> str | None:
    """The row's address when it is among `published`; None leaves the link to it out."""
    if not published.filter(pk=row.pk).exists():
        return None
    return str(row.get_absolute_url())  # type: ignore[attr-defined]
