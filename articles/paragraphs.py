"""The paragraphs of a story's body, and the body with some of them cut out, put in or changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.drafts import PARAGRAPH_BREAK, PREFIXES
from articles.reading import PartKind, body_lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a body; the places are in characters of the body, from 0, half-open."""

    index: int
    kind: PartKind
    start: int  # of the line, its prefix included
    text_start: int
    end: int
    text: str  # without the prefix


def paragraphs(body: str) -> list[Paragraph]:
    return [
        Paragraph(index, kind, body.rfind("\n", 0, start) + 1, start, end, body[start:end])
        for index, (kind, start, end) in enumerate(body_lines(body))
    ]


def join(pieces: Iterable[str]) -> str:
    """One body of several, parted as paragraphs; blank ones leave nothing."""
    return PARAGRAPH_BREAK.join(piece for each in pieces if (piece := each.strip()))


def without(body: str, start: int, end: int) -> str:
    return join([body[:start], body[end:]])


def with_text(body: str, text: str, place: int) -> tuple[str, int]:
    """The body with `text` before the paragraph number `place`, or at the end.

    Returns:
        The new body, and where in it the text starts.
    """
    held = paragraphs(body)
    cut = held[place].start if 0 <= place < len(held) else len(body)
    before = body[:cut].strip()
    start = len(before) + len(PARAGRAPH_BREAK) if before else 0
    return join([before, text, body[cut:]]), start


def of_kind(body: str, paragraph: Paragraph, kind: PartKind) -> str:
    """The body with one paragraph made a subhead, a caption or a paragraph."""
    line = PREFIXES[kind] + paragraph.text
    return body[: paragraph.start] + line + body[paragraph.end :]
