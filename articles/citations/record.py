"""A story as other works cite it: all that the formats write, and nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from articles.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Citation:
    key: str  # one of its own in the archive: article-12
    title: str
    paper: str
    authors: tuple[str, ...] = ()
    issued: PartialDate | None = None
    page: str = ""  # the number as printed: N05
    address: str = ""  # "" where the printed paper is cited
    accessed: date | None = None


def iso(day: PartialDate) -> str:
    """ISO 8601 as far as it is known.

    >>> iso(PartialDate(2018, 5))
    '2018-05'
    """
    text = f"{day.year:04}"
    if day.month:
        text += f"-{day.month:02}"
    if day.day:
        text += f"-{day.day:02}"
    return text


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which no format can hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
