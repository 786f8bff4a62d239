"""Which character of the source each character of a stored story is, found again by its text.

A story keeps the places of the source it was read from, but not which of them stands where:
an editor may have changed the text since. Line by line the source is looked for in the story,
and what was corrected or lost goes with the line around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from articles.ingest.characters import fold
from articles.paragraphs import paragraphs

Spans = list[list[int]]  # [start, end) in characters of the source

# Fewer characters in a row stand by chance in another place of the story as well.
SHORTEST_BLOCK = 4

HEAD, BODY, SIGNATURE = 0, 1, 2


@dataclass(slots=True)
class Printed:
    """The printed texts of a story as one string, each character with where it stands."""

    letters: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)  # kind, number or character

    def add(self, text: str, kind: int, start: int, step: int = 1) -> None:
        for number, character in enumerate(text):
            if letter := _letter(character):
                self.letters.append(letter)
                self.places.append((kind, start + number * step))


@dataclass(frozen=True, slots=True)
class Places:
    """Where the characters of a story's spans stand in it."""

    spans: Sequence[Sequence[int]]
    found: dict[int, tuple[int, int]]  # by place in the source
    near: dict[int, int]  # characters of the source not found, to one found in the same line
    body_offsets: list[int]  # places in the source of the body's characters, in order

    def divide(self, goes: Callable[[int], bool]) -> tuple[Spans, Spans]:
        """The spans parted: what stays, and what goes, every character in one of both."""
        parts: tuple[list[int], list[int]] = ([], [])
        for offset in _offsets(self.spans):
            parts[goes(offset)].append(offset)
        return as_spans(parts[0]), as_spans(parts[1])

    def in_body(self, offset: int) -> int | None:
        """The character of the body that stands for this one, or for its line."""
        kind, place = self.found.get(self.near.get(offset, offset), (HEAD, -1))
        return place if kind == BODY else None

    def after(self, offset: int, cut: int) -> bool:
        """Whether this character belongs to what the body says from `cut` on.

        A signature, and what was found nowhere, belongs to the text printed before it.
        """
        kind, place = self.found.get(self.near.get(offset, offset), (SIGNATURE, -1))
        if kind == BODY:
            return place >= cut
        before = bisect_right(self.body_offsets, offset)
        if kind == HEAD or before == 0:
            return False
        return self.found[self.body_offsets[before - 1]][1] >= cut

    def signatures(self) -> dict[int, int]:
        """Where in the source each line of the signature starts, by the line's number."""
        starts: dict[int, int] = {}
        for offset, (kind, number) in sorted(self.found.items()):
            if kind == SIGNATURE:
                starts.setdefault(number, offset)
        return starts


def places_of(
    source: str, spans: Sequence[Sequence[int]], heads: Iterable[str], body: str, byline_text: str
) -> Places:
    """Find the characters of `spans` in a story's headings, body and signature."""
    printed = Printed()
    for number, text in enumerate(heads):
        printed.add(text, HEAD, number, step=0)
    for paragraph in paragraphs(body):
        printed.add(paragraph.text, BODY, paragraph.text_start)
    for number, line in enumerate(byline_text.split("\n")):
        printed.add(line, SIGNATURE, number, step=0)
    finder = _Finder(printed)
    near: dict[int, int] = {}
    for letters in _lines(source, spans):
        finder.find(letters)
        found = [offset for offset in letters if offset in finder.found]
        for offset in letters:
            if found and offset not in finder.found:
                place = max(bisect_right(found, offset) - 1, 0)
                near[offset] = found[place]
    body_offsets = sorted(each for each, (kind, _) in finder.found.items() if kind == BODY)
    return Places(spans, finder.found, near, body_offsets)


class _Finder:
    def __init__(self, printed: Printed) -> None:
        self.text = "".join(printed.letters)
        self.places = printed.places
        self.taken = bytearray(len(self.text))
        self.cursor = 0
        self.found: dict[int, tuple[int, int]] = {}
        self.matcher = SequenceMatcher(None, "", self.text, autojunk=False)

    def find(self, line: dict[int, str]) -> None:
        """Place a line of the source: right after the one before, anywhere, or in pieces."""
        letters, offsets = "".join(line.values()), list(line)
        start = self._free(letters, self.cursor)
        if start < 0:
            start = self._free(letters, 0)
        if start >= 0:
            self._take(offsets, start, len(letters))
        else:
            self.matcher.set_seq1(letters)
            self._pieces(offsets, (0, len(letters)), (0, len(self.text)))

    def _free(self, letters: str, start: int) -> int:
        """Where these letters stand from `start` on and nothing else was placed; -1: nowhere."""
        while (start := self.text.find(letters, start)) >= 0:
            if not any(self.taken[start : start + len(letters)]):
                return start
            start += 1
        return -1

    def _pieces(self, offsets: list[int], line: tuple[int, int], text: tuple[int, int]) -> None:
        for low, high in self._gaps(*text):
            match = self.matcher.find_longest_match(line[0], line[1], low, high)
            if match.size < SHORTEST_BLOCK:
                continue
            self._take(offsets[match.a :], match.b, match.size)
            self._pieces(offsets, (line[0], match.a), (low, match.b))
            self._pieces(offsets, (match.a + match.size, line[1]), (match.b + match.size, high))
            return

    def _gaps(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The stretches of the text where nothing was placed yet, the longest first."""
        gaps = []
        start = low
        while start < high:
            free = self.taken.find(0, start, high)
            if free < 0:
                break
            end = self.taken.find(1, free, high)
            end = high if end < 0 else end
            gaps.append((free, end))
            start = end
        return iter(sorted(gaps, key=lambda gap: gap[0] - gap[1]))

    def _take(self, offsets: list[int], start: int, size: int) -> None:
        for offset, place in zip(offsets, range(start, start + size), strict=False):
            self.found[offset] = self.places[place]
            self.taken[place] = 1
        self.cursor = start + size


def as_spans(offsets: Iterable[int]) -> Spans:
    """Places of single characters as the stretches that they make."""
    spans: Spans = []
    for offset in sorted(offsets):
        if spans and offset <= spans[-1][1]:
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
    return spans


def _offsets(spans: Sequence[Sequence[int]]) -> Iterator[int]:
    for start, end in spans:
        yield from range(start, end)


def _lines(source: str, spans: Sequence[Sequence[int]]) -> Iterator[dict[int, str]]:
    """The letters of each source line that stands in `spans`, by their places."""
    line: dict[int, str] = {}
    last = -1
    for offset in _offsets(spans):
        if "\n" in source[last + 1 : offset + 1] and line:
            yield line
            line = {}
        last = offset
        if offset < len(source) and (letter := _letter(source[offset])):
            line[offset] = letter
    if line:
        yield line


def _letter(character: str) -> str:
    """What a character is compared by: one letter, or nothing for a blank."""
    return fold(character)[:1]
