"""Lists that are opened at a letter: people and tags, by pinyin."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

# A list shows all its letters, whether or not something stands under each: to find that out
# costs more than the rest of the page, or as much as there are rows.
LETTERS = ascii_uppercase
LETTERS_OF_NAMES = "ABCDEFGHJKLMNOPQRSTWXYZ"  # no syllable of pinyin begins with I, U or V


def under_letter(rows: QuerySet[Row], letter: str) -> QuerySet[Row]:
    """The rows whose pinyin begins with the letter; "" for all of them."""
    if not letter:
        return rows
    # A range, where LIKE would read the index from end to end. No letter comes after z, and
    # what else does depends on the database.
    rows = rows.filter(pinyin__gte=letter)
    if letter == "z":
        return rows.filter(pinyin__startswith=letter)
    return rows.filter(pinyin__lt=chr(ord(letter) + 1))


def around(letters: str, chosen: str) -> dict[str, str]:
    """For the templates: all letters, the one a list is opened at, and those beside it."""
    letter = chosen.upper()
    place = letters.find(letter) if letter else -1
    return {
        "letters": letters,
        "letter": letter,
        "letter_before": letters[place - 1] if place > 0 else "",
        "letter_after": letters[place + 1 : place + 2] if place >= 0 else "",
    }
