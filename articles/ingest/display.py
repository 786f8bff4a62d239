"""Display type, and short lines that are none: the rows of a list, a sign-off, a jump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.clauses import opens_with_who
from articles.ingest.layout import Kind, Line
from articles.ingest.seams import joins
from articles.ingest.shapes import looks_display

# A row gives a name and, behind a blank, what belongs to it: 鲁一诺 纬五路第一小学; a name of
# two characters may be spaced out: 鲁 诺 纬五路第一小学.
_ROW = re.compile(
    r"^(?:[\u3400-\u9fff·]{2,4}|[\u3400-\u9fff][ \u3000]+[\u3400-\u9fff])(?:[(（][男女][)）])?[ \u3000]+\S{2,}"
)
# Two such lines can be a couplet; three below one another are a list.
_FEWEST_ROWS = 3
_LONGEST_ROW_HEAD = 8
# Display type stands in up to four lines; more of them close below one another, under a headline
# that stands apart, are verse or a table.
_FEWEST_VERSES = 5
_LONGEST_VERSE = 16

_JUMP = re.compile(
    r"^[(（【]?\s*[▶►]*\s*(?:上接|紧接|下转|转|接)[^。,，]{0,14}版[^。,，]{0,10}[)）】]?$"
)

# 记者:怎么做? — a question of an interview; 清水街道:怎么做? can be a headline
_ASKS = re.compile(r"^(?:本报记者|记者|主持人|问|答)\s*[:：]")

# A headline broken behind a comma has its other half right below it and nothing open above.
_LONGEST_HALF = 20
# 地,去年销售额突 — so little before a comma is the end of a clause, not a clause.
_STUMP = re.compile(r"^[\u3400-\u9fff]{1,2}[,，]")
_HALF_ENDS = (",", "，", "、")


def mark_display(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark what can be display type, and the rows and jumps that look like it."""
    out = [_marked(line) for line in lines]
    for index in range(1, len(out)):
        if out[index].kind is Kind.DISPLAY and _goes_on(out, index):
            out[index] = out[index].of_kind(Kind.UNKNOWN)
    for index in range(len(out) - 2, -1, -1):
        if _is_upper_half(out, index):
            out[index] = out[index].of_kind(Kind.DISPLAY)
    index = 0
    while index < len(out):
        past = index
        while past < len(out) and out[past].kind is Kind.DISPLAY:
            past += 1
        _mark_rows(out, index, past)
        _mark_verse(out, index, past)
        index = max(past, index + 1)
    return tuple(out)


def _marked(line: Line) -> Line:
    if line.kind is not Kind.UNKNOWN:
        return line
    if _JUMP.match(line.text):
        return line.of_kind(Kind.JUMP)
    shown = looks_display(line.text) and not _ASKS.match(line.text)
    return line.of_kind(Kind.DISPLAY) if shown else line


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a piece of a column that the line above was cut off from in mid-word."""
    above, line = lines[index - 1], lines[index]
    text = above.kind in (Kind.UNKNOWN, Kind.TEXT) and len(above.text) > _LONGEST_HALF
    cut_off = text and not above.finished
    # Over a lead stands its headline, though by chance a word stands across the break.
    if index + 1 < len(lines) and lines[index + 1].dateline and opens_with_who(line.text):
        return False
    return cut_off and (_STUMP.match(line.text) is not None or joins(above.text, line.text))


def _is_upper_half(lines: Sequence[Line], index: int) -> bool:
    line, below = lines[index], lines[index + 1]
    if line.kind is not Kind.UNKNOWN or below.kind is not Kind.DISPLAY or below.gap:
        return False
    if len(line.text) > _LONGEST_HALF or not line.text.endswith(_HALF_ENDS):
        return False
    above = lines[index - 1] if index else None
    return above is None or above.finished or above.kind not in (Kind.UNKNOWN, Kind.TEXT)


def _mark_rows(lines: list[Line], begin: int, end: int) -> None:
    """Among the lines of a run, those from the first row, with its head, to the last."""
    rows = [index for index in range(begin, end) if _ROW.match(lines[index].text)]
    if len(rows) < _FEWEST_ROWS:
        return
    first = rows[0]
    if first > begin and len(lines[first - 1].text) <= _LONGEST_ROW_HEAD:
        first -= 1
    for index in range(first, rows[-1] + 1):
        lines[index] = lines[index].of_kind(Kind.ROW)


def _mark_verse(lines: list[Line], begin: int, end: int) -> None:
    """The stanzas of a run, each line of which is a line of its own for its readers."""
    first = _first_verse(lines, begin, end)
    if first < end:
        if first > begin:
            lines[begin] = replace(lines[begin], opens=True)
        for index in range(first, end):
            lines[index] = lines[index].of_kind(Kind.ROW)
        return
    first = begin
    while first < end:
        past = first + 1
        while past < end and not lines[past].gap:
            past += 1
        if past - first >= _FEWEST_VERSES and lines[first].gap and first > begin:
            for index in range(first, past):
                lines[index] = lines[index].of_kind(Kind.ROW)
        first = past


def _first_verse(lines: Sequence[Line], begin: int, end: int) -> int:
    """Where the verses of a poem begin that fill a run between its headline and a signature.

    Its author signs below it, or under the headline and nothing else follows; `end` where
    the run is no poem.
    """
    under = begin > 0 and lines[begin - 1].kind is Kind.SIGNATURE and begin > 1
    signed = end < len(lines) and lines[end].kind is Kind.SIGNATURE
    last = end == len(lines) or lines[end].kind in (Kind.ADVERTISEMENT, Kind.FURNITURE)
    first = begin if under and lines[begin - 2].kind is Kind.DISPLAY and last else begin + 1
    if not (signed or first == begin) or end - first < _FEWEST_VERSES:
        return end
    short = all(len(line.text) <= _LONGEST_VERSE for line in lines[first:end])
    return first if short else end
