"""Who may link names to people: imports and the editors who say who is who, one at a time."""

from __future__ import annotations

from articles.models import Newspaper


def take_turn() -> None:
    """Wait for whoever links, merges or parts people now; others wait until this transaction ends.

    To be called before anything else is locked. Names and tags that two pages share are so made
    once, and nobody is linked to a person who goes in the same moment.
    """
    list(Newspaper.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
