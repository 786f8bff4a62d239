"""The words under photographs, told by their form or by the sentence they interrupt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from articles.ingest.layout import Kind, Line
from articles.ingest.shapes import looks_caption, pictures

# What interrupts a sentence is no longer than this; a longer line is a column of text.
_LONGEST_INTERRUPTION = 60

# The credit below a caption: 通讯员 某某 摄
_TAKEN = re.compile(r"(?:摄|供图)$")

# ■图为…: an ornament of the page, where ▲ and ← point at the photograph
_ORNAMENTED = re.compile(r"^[■●◆□○]\s*(?=图为|图[①-⑩一二三四五六七八九十\d])")

# 居民在院子里议事 通讯员 林晓禾 摄: the words and, behind a blank, who took the photograph
_SIGNED = re.compile(
    r"^[^,，。;；]{4,40}?(?P<blank>[ \u3000]+)[(（]?(?:[\u3400-\u9fff]{0,4}报)?(?:全媒体)?(?:见习|实习)?(?:记者|通讯员|实习生)"
    r"[ \u3000:：]*[\u3400-\u9fff·、 \u3000]{2,12}[ \u3000/／]*(?:摄影?|供图|图)[)）]?$"
)

# A caption that says when: 3月6日,… ; the rest of a sentence does not open with a date.
_DATED = re.compile(r"^\d{1,2}月\d{1,2}日")


def mark_captions(lines: Sequence[Line], joins: Callable[[str, str], bool]) -> tuple[Line, ...]:
    """Mark captions: by how they open or end, and those that stand inside a sentence.

    Args:
        joins: whether a word stands across the seam of two texts.
    """
    out = [
        part.of_kind(Kind.CAPTION)
        if part.kind is Kind.UNKNOWN and looks_caption(part.text)
        else part
        for line in lines
        for part in _parted(line)
    ]
    for index in range(len(out) - 1):
        if _credited_below(out[index], out[index + 1]):
            out[index] = out[index].of_kind(Kind.CAPTION)
            out[index + 1] = out[index + 1].of_kind(Kind.LEAD_SIGNATURE)
    for index in range(1, len(out) - 1):
        before, line, after = out[index - 1 : index + 2]
        plain = all(each.kind in (Kind.UNKNOWN, Kind.TEXT) for each in (before, line, after))
        if not plain or line.dateline or after.dateline or before.finished:
            continue
        if line.finished or len(line.text) > _LONGEST_INTERRUPTION:
            continue
        apart = not joins(before.text, line.text) and not joins(line.text, after.text)
        shown = pictures(line.text) or _DATED.match(line.text)
        if apart and (shown or joins(before.text, after.text)):
            out[index] = line.of_kind(Kind.CAPTION)
    return tuple(out)


def _parted(line: Line) -> list[Line]:
    """The words of a caption, and apart from them its ornament, or who took the photograph."""
    if line.kind is Kind.UNKNOWN and (opened := _ORNAMENTED.match(line.text)):
        mark, words = line.printed[: opened.end()].strip(), line.printed[opened.end() :]
        return [
            replace(line, printed=mark, kind=Kind.FURNITURE),
            replace(line, printed=words, gap=0),
        ]
    found = _SIGNED.match(line.text) if line.kind is Kind.UNKNOWN else None
    if found is None:
        return [line]
    words, credit = line.printed[: found.start("blank")], line.printed[found.end("blank") :]
    return [
        replace(line, printed=words, kind=Kind.CAPTION),
        Line(credit, kind=Kind.LEAD_SIGNATURE),
    ]


def _credited_below(line: Line, below: Line) -> bool:
    """Whether a short line has the photographer's name below it."""
    if line.kind not in (Kind.UNKNOWN, Kind.CAPTION) or below.kind is not Kind.SIGNATURE:
        return False
    short = len(line.text) <= _LONGEST_INTERRUPTION and not line.finished
    return short and bool(_TAKEN.search(below.text))
