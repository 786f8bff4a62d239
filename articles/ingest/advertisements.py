"""Advertisements and small notices of trade between the stories of a page."""

from __future__ import annotations

from collections.abc import Sequence

from articles.ingest.layout import Kind, Line
from articles.ingest.shapes import looks_caption, looks_display, sells

# One telephone number can stand in a report; two signs of trade in lines below one another
# are an advertisement.
_SIGNS_OF_TRADE = 2
# Its lines are short; a long line that names a telephone number is running text.
_LONGEST_LINE = 100
# No more lines without a sign of trade close its block.
_LONGEST_FOOT = 4


def mark_advertisements(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark the lines of each advertisement, with the display type that stands over it."""
    out = list(lines)
    index = 0
    while index < len(out):
        past = index
        while past < len(out) and _sells(out[past]):
            past += 1
        if past > index and sum(sells(line.text) for line in out[index:past]) >= _SIGNS_OF_TRADE:
            first = index
            while first > 0 and _may_head(out, first - 1):
                first -= 1
            past = _past_foot(out, past)
            for at in range(first, past):
                out[at] = out[at].of_kind(Kind.ADVERTISEMENT)
        index = max(past, index + 1)
    return tuple(out)


def _sells(line: Line) -> bool:
    return line.kind is Kind.UNKNOWN and len(line.text) <= _LONGEST_LINE and sells(line.text) > 0


def _past_foot(lines: Sequence[Line], past: int) -> int:
    """One past the lines without a sign of trade that close the block of an advertisement.

    A blank line parts the block from what stands below it, or the page ends with it.
    """
    foot = past
    while (
        foot < min(len(lines), past + _LONGEST_FOOT)
        and not lines[foot].gap
        and _may_head(lines, foot)
    ):
        foot += 1
    return foot if foot == len(lines) or lines[foot].gap else past


def _may_head(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    return line.kind is Kind.UNKNOWN and looks_display(line.text) and not looks_caption(line.text)
