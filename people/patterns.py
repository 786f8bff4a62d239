"""A name with one of its characters left out: what names that differ in that one share."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func

LONGEST = 4  # characters of the names that are compared, and so of the places to leave one out


class Without(Func):
    """A name without its character at that place, from 1, as an index of people has it.

    The place stands in the SQL itself: SQLite matches no expression of an index to one with
    parameters.
    """

    template = (
        "(SUBSTR(%(expressions)s, 1, %(place)s - 1) || SUBSTR(%(expressions)s, %(place)s + 1))"
    )
    arity = 1
    output_field = CharField()

    def __init__(self, name: Any, place: int, **extra: Any) -> None:
        super().__init__(name, place=place, **extra)


def without(name: str, place: int) -> str:
    """The same in Python.

    >>> without("林晓禾", 2)
    '林禾'
    """
    return name[: place - 1] + name[place:]
