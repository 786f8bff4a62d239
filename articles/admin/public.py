"""Where readers see what an editor has open, if they may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet


def public_address(row: Model, published: QuerySet[Any]) -> str | None:
    """The row's address when it is among `published`; None leaves the link to it out.

    As it is stored: in a form that is refused the row may have lost the word of its address.
    """
    stored = published.filter(pk=row.pk).first()
    return str(stored.get_absolute_url()) if stored else None
