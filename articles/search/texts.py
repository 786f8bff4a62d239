"""The words of a story: those that are displayed, and those of its source that no longer are."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from articles.search.tokens import EDGE, skeleton, tokens

# The columns of a story whose words find it, as they are printed.
FIELDS = (
    "section",
    "kicker",
    "headline",
    "deck",
    "dateline",
    "body",
    "byline_text",
    "credit",
    "summary",
)

# To be counted up when the same text gives other words than before: `reindex_search` is then due.
READING = 1

# How much of the source is kept on both sides of what was changed, so that phrases are found.
_MARGIN = 12  # characters, or words of letters

_UNIT = re.compile(r"\|[^|]*\||.")


@dataclass(frozen=True, slots=True)
class Words:
    """What is found of a story."""

    displayed: str  # skeletons, a line a field
    original: str  # skeletons of the passages of its source that say something else

    @property
    def text(self) -> str:
        return f"{self.displayed}\n{self.original}"

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(tokens(self.text))

    @property
    def digest(self) -> int:
        """A sum of 63 bits, told apart also by `READING`."""
        text = f"{READING}{self.text}".encode()
        return zlib.crc32(text) << 31 | zlib.adler32(text) & 0x7FFFFFFF


def words_of(fields: Iterable[Any], spans: Sequence[Sequence[int]], source: str | None) -> Words:
    """The words of a story with these `FIELDS`, and these places in its source."""
    displayed = displayed_words(fields)
    known = frozenset(tokens(displayed))
    lines = [skeleton(line) for line in _lines(spans, source or "")]
    return Words(displayed, "\n".join(_passages(_joined(lines, known), known)))


def displayed_words(fields: Iterable[Any]) -> str:
    return "\n".join(skeleton(str(text)) for text in fields if text)


def _lines(spans: Sequence[Sequence[int]], source: str) -> Iterator[str]:
    for start, end in spans:
        yield from source[start:end].splitlines()


def _joined(lines: Iterable[str], known: frozenset[str]) -> str:
    """The lines one after the other; two are one where what is displayed has the joint whole."""
    text = ""
    for line in lines:
        joint = _joint(text, line)
        if joint and joint in known:
            text = text.removesuffix(EDGE) + line.removeprefix(EDGE)
        else:
            text = f"{text} {line}" if text and line else text or line
    return text


def _joint(before: str, after: str) -> str:
    """The token that stands over the end of one line and the beginning of the next."""
    if before.endswith(EDGE) and after.startswith(EDGE):
        return before.split(EDGE)[-2] + after.split(EDGE)[1]
    return before[-1:] + after[:1]


def _passages(text: str, known: frozenset[str]) -> Iterator[str]:
    """The parts of `text` around those tokens that are not known."""
    if {*tokens(text)} <= known:  # as in most stories
        return
    units = _UNIT.findall(text)
    start = end = 0
    for place, unit in enumerate(units):
        if not {*tokens(unit + "".join(units[place + 1 : place + 2]))} - known:
            continue
        if end and place - _MARGIN > end:
            yield "".join(units[start:end]).strip()
            end = 0
        if not end:
            start = max(place - _MARGIN, 0)
        end = place + 2 + _MARGIN
    if end:
        yield "".join(units[start:end]).strip()
