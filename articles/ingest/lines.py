"""From the decoded page to its lines, hard-wrapped ones put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from articles.ingest.characters import width
from articles.ingest.columns import (
    FEWEST_CUT_OFF,
    INDENT,
    RAGGED,
    Column,
    find_columns,
    is_indented,
)
from articles.ingest.layout import Line
from articles.ingest.records import Printed
from articles.ingest.shapes import looks_caption

# \v and \f come out of PDFs between columns and pages, U+2028 and U+2029 out of word processors.
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")

# A spaced column of running text has at least so many characters a line.
_NARROWEST = 24
# The last line of an indented paragraph is as a rule shorter than this share of the column.
_SHORT = 0.75
# What opens on a line of its own whatever stands above: a lead, a signature.
_OPENS = re.compile(
    r"[^\s,，。]{0,8}(?:讯|电)[\s(（]|(?:本报|晚报|日报)讯|[■□●◆▲]|[\u3400-\u9fff]{0,6}(?:记者|通讯员)[ \u3000:：]"
)


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page that have something on them, in print order."""
    lines: list[Line] = []
    gap = start = 0
    for end, next_start in [*(each.span() for each in _BREAK.finditer(text)), (len(text), 0)]:
        raw = text[start:end]
        if stripped := raw.strip():
            lead = raw[: len(raw) - len(raw.lstrip())]
            printed = Printed.at(stripped, start + len(lead))
            lines.append(Line(printed, gap, width(lead.expandtabs(4))))
            gap = 0
        else:
            gap += 1
        start = next_start
    return tuple(lines)


def unwrap(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Join the lines that were broken only because the column was full.

    Only where lines stand one under the other without a blank line between, and most of
    them end at one width, or some at the width that others of the page show: there, a line
    that fills the column goes on in the next, unless the next is indented as a new
    paragraph or opens a story.
    """
    runs: list[list[Line]] = []
    for line in lines:
        if line.gap or not runs:
            runs.append([])
        runs[-1].append(line)
    out: list[Line] = []
    for run, column in zip(runs, find_columns(runs), strict=True):
        out += _unwrap_run(run, column) if column else run
    return tuple(_unwrap_spaced(out))


def _unwrap_spaced(lines: list[Line]) -> list[Line]:
    """Join a full line to the next where a wrapped column has a blank line behind each line.

    Lines that stop in mid-sentence are joined later anyway; here it is for the full line that
    happens to end with a sentence, in a column that two others show to be wrapped.
    """
    out: list[Line] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _same_column(lines[start], lines[end]):
            end += 1
        block = lines[start:end]
        if end < len(lines) and _ends_column(block[-1], lines[end]):
            block.append(lines[end])
        out += _joined(block)
        start += len(block)
    return out


def _same_column(first: Line, line: Line) -> bool:
    alike = abs(len(line.text) - len(first.text)) <= RAGGED
    return alike and line.gap == 1 and len(first.text) >= _NARROWEST and not _opens(line)


def _ends_column(above: Line, line: Line) -> bool:
    shorter = len(line.text) < len(above.text)
    return shorter and line.finished and line.gap == 1 and not _opens(line)


def _joined(block: list[Line]) -> list[Line]:
    if len(block) <= FEWEST_CUT_OFF:
        return block
    full = max(len(line.text) for line in block) - RAGGED
    cut_off = sum(not line.finished and len(line.text) >= full for line in block[:-1])
    if cut_off < FEWEST_CUT_OFF:
        return block
    out = [block[0]]
    for above, line in pairwise(block):
        if above.finished and len(above.text) >= full:
            out[-1] = replace(out[-1], printed=Printed.join([out[-1].printed, line.printed]))
        else:
            out.append(line)
    return out


def _unwrap_run(run: list[Line], column: Column) -> list[Line]:
    widths, full = column.widths, column.full
    indented = is_indented(run)
    groups = [[run[0]]]
    # Display type is not indented, so what follows it is not its second half; a run that
    # begins in mid-paragraph has two full lines at its head.
    in_text = _opens(run[0]) or widths[1] >= full - RAGGED
    for at, line in enumerate(run[1:]):
        before, filled = run[at], widths[at]
        heads = before.finished and not line.finished and widths[at + 1] < full * _SHORT
        if _opens(line) or heads:
            goes_on = False
        elif indented:
            goes_on = in_text and filled >= full * _SHORT
        else:
            goes_on = filled >= full or (filled >= full - RAGGED and not before.finished)
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
            in_text = _opens(line)
    return [
        replace(group[0], printed=Printed.join(line.printed for line in group)) for group in groups
    ]


def _opens(line: Line) -> bool:
    return line.indent >= INDENT or bool(_OPENS.match(line.text)) or looks_caption(line.text)
