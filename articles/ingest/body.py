"""The running text of a story: lines joined into the paragraphs a reader sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.ingest.characters import close_up, one_blank
from articles.ingest.layout import Kind, Line
from articles.ingest.records import Part, PartKind, Printed
from articles.ingest.shapes import announces, is_point

# (下转二版) · （上接A01版）· ▶▶下转N03版
_JUMP = re.compile(
    r"[(（【]\s*(?:紧接|上接|下转|转|接)\s*[^()（）]{0,12}?版[^()（）]{0,8}[)）】]"
    r"|[▶►>＞]*\s*(?:下转|上接|紧接)\s*[A-Z]?\d{1,2}\s*版"
)
# A blank wider than a word's, behind a full stop, is the indent of a new paragraph.
_INDENT = re.compile(r"(?<=[。！？!?”’\"）)])(?:\u3000{2,}|[ \t]{3,})(?=\S)")
_QUOTES = ("“", '"', "「", "‘")
_WIDE_BLANK = re.compile(r"[\u3000 \t]{2}")


@dataclass(frozen=True, slots=True)
class Body:
    dateline: Printed | None
    parts: tuple[Part, ...]


# Lines that are a part by themselves, whatever stands around them.
_APART: dict[Kind, PartKind] = {
    Kind.DISPLAY: "subhead",
    Kind.ROW: "paragraph",
    Kind.SIGN_OFF: "paragraph",
    Kind.JUMP: "jump",
}


def read_body(lines: Sequence[Line]) -> Body:
    """Join lines into paragraphs; a caption inside a sentence waits for the sentence's end."""
    dateline: Printed | None = None
    parts: list[Part] = []
    open_text: list[Printed] = []
    captions: list[Part] = []
    for index, line in enumerate(lines):
        if line.kind is Kind.CAPTION:
            waiting = captions if open_text else parts
            waiting.append(Part("caption", one_blank(line.printed)))
            continue
        if line.kind in _APART:
            alone = Part(_APART[line.kind], one_blank(line.printed))
            parts += [*_paragraphs(open_text), *captions, alone]
            open_text, captions = [], []
            continue
        printed = line.printed
        if line.dateline and dateline is None:
            dateline = close_up(printed[: line.dateline].strip())
            printed = printed[line.dateline :].strip()
        if open_text and open_text[-1].text[-1:] in "；;" and is_point(line.text):
            parts += [*_paragraphs(open_text), *captions]
            open_text, captions = [], []
        open_text.append(printed)
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if line.finished or (announces(line.text) and below[:1] not in _QUOTES):
            parts += [*_paragraphs(open_text), *captions]
            open_text, captions = [], []
    parts += [*_paragraphs(open_text), *captions]
    return Body(dateline, tuple(parts))


def _paragraphs(pieces: Sequence[Printed]) -> list[Part]:
    """One paragraph, or more where an indent stands inside a line; jumps apart."""
    joined = Printed.join(pieces)
    if not _WIDE_BLANK.search(joined.text):
        return _with_jumps(joined)
    out: list[Part] = []
    start = 0
    for indent in [*_INDENT.finditer(joined.text), None]:
        end = indent.start() if indent else len(joined)
        out += _with_jumps(joined[start:end])
        start = indent.end() if indent else end
    return out


def _with_jumps(printed: Printed) -> list[Part]:
    if "版" not in printed.text:
        return _paragraph(printed)
    out: list[Part] = []
    start = 0
    for jump in _JUMP.finditer(printed.text):
        out += _paragraph(printed[start : jump.start()])
        out.append(Part("jump", close_up(printed[jump.start() : jump.end()].strip())))
        start = jump.end()
    return out + _paragraph(printed[start:])


def _paragraph(printed: Printed) -> list[Part]:
    text = close_up(printed.strip())
    return [Part("paragraph", text)] if text.text else []
