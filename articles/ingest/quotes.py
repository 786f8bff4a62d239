"""Quotation marks that do not pair, and the one of a pair that was read as another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.ingest.misreadings import Misreading

_MARK = re.compile('[“”"]')
_RIGHT_PAIRS = {("“", "”"), ('"', '"')}


@dataclass(frozen=True, slots=True)
class Quotes:
    wrong: tuple[Misreading, ...] = ()
    unbalanced: bool = False
    left_open: bool = False  # a quotation goes on in the next paragraph


def read_quotes(text: str, following: str, *, left_open: bool) -> Quotes:
    """How the quotation marks of a text pair; ‘ and ’ are left alone, for ’ is an apostrophe too.

    Args:
        following: the next paragraph; what is quoted may go on there, opened anew or not.
        left_open: what the reading of the paragraph before says.
    """
    marks = list(_MARK.finditer(text))
    if not marks:
        return Quotes()
    kinds = [mark[0] for mark in marks]
    opened = kinds.count("“") - kinds.count("”")
    if opened == 1 and following and kinds.count('"') % 2 == 0:
        next_mark = _MARK.search(following)
        if following[0] == "“" or (next_mark and next_mark[0] == "”"):
            return Quotes(left_open=True)
    if opened == -1 and left_open and kinds[0] == "”":
        return Quotes()
    if opened == 0 and kinds.count('"') % 2 == 0:
        return Quotes()
    wrong = _one_wrong(marks)
    return Quotes((wrong,)) if wrong else Quotes(unbalanced=True)


def _one_wrong(marks: list[re.Match[str]]) -> Misreading | None:
    """The mark that is wrong where all others pair one after the other."""
    if len(marks) % 2:
        return None
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    wrong = [pair for pair in pairs if (pair[0][0], pair[1][0]) not in _RIGHT_PAIRS]
    if len(wrong) != 1 or wrong[0][0].end() == wrong[0][1].start():
        return None
    left, right = wrong[0]
    if left[0] == "“":
        return Misreading(right.start(), right.end(), "”")
    if right[0] == "”":
        return Misreading(left.start(), left.end(), "“")
    return None
