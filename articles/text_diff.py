"""What differs between two texts, line beside line and within a line character by character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from articles.likeness import bigram_likeness, bigrams

# Lines with less in common than this are not one line changed, but two lines.
SAME_LINE_RATIO = 0.3  # 0 to 1

# Fewer characters alike between two changes only make both harder to read.
SHORTEST_SAME = 2


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line before and after; None where there was, or is, no such line."""

    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None
    skipped: int = 0  # lines that are alike, left out here

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def merged(self) -> list[Piece]:
        """Both lines as one: what went stands before what came in its place."""
        before, after = list(self.before or ()), list(self.after or ())
        merged: list[Piece] = []
        while before or after:
            if before and before[0].kind == "gone":
                merged.append(before.pop(0))
            elif after and after[0].kind == "new":
                merged.append(after.pop(0))
            else:
                merged.append(after.pop(0))
                before = before[1:]
        return merged


def compare(before: str, after: str) -> list[LinePair]:
    """All lines of two texts side by side; blank lines do not count."""
    one, other = _lines(before), _lines(after)
    pairs: list[LinePair] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal":
            pairs += [_alike(line) for line in one[low:high]]
        else:
            pairs += _changed(one[low:high], other[first:last])
    return pairs


def changes_only(pairs: Sequence[LinePair]) -> list[LinePair]:
    """The lines that changed; of those between them only how many there are."""
    shown: list[LinePair] = []
    skipped = 0
    for pair in pairs:
        if not pair.changed:
            skipped += 1
            continue
        if skipped:
            shown.append(LinePair(None, None, skipped))
        skipped = 0
        shown.append(pair)
    return [*shown, LinePair(None, None, skipped)] if skipped and shown else shown


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _alike(line: str) -> LinePair:
    pieces = (Piece("same", line),)
    return LinePair(pieces, pieces)


def _changed(before: list[str], after: list[str]) -> Iterator[LinePair]:
    """Lines in the place of others: each beside the one that it was, in order."""
    if len(before) == len(after) == 1:
        yield _within(before[0], after[0])
        return
    known = [bigrams(line) for line in before]
    start = 0
    for line in after:
        letters = bigrams(line)
        ranked = [
            (bigram_likeness(known[place], letters), -place) for place in range(start, len(before))
        ]
        best, place = max(ranked, default=(0.0, 0))
        if best < SAME_LINE_RATIO:
            yield LinePair(None, (Piece("new", line),))
            continue
        for gone in before[start:-place]:
            yield LinePair((Piece("gone", gone),), None)
        yield _within(before[-place], line)
        start = -place + 1
    for gone in before[start:]:
        yield LinePair((Piece("gone", gone),), None)


def _within(before: str, after: str) -> LinePair:
    old: list[Piece] = []
    new: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal" and (high - low >= SHORTEST_SAME or {low, high} & {0, len(before)}):
            _add(old, "same", before[low:high])
            _add(new, "same", after[first:last])
        else:
            _add(old, "gone", before[low:high])
            _add(new, "new", after[first:last])
    return LinePair(tuple(old), tuple(new))


def _add(pieces: list[Piece], kind: Literal["same", "gone", "new"], text: str) -> None:
    if text and pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    elif text:
        pieces.append(Piece(kind, text))
