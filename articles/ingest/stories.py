"""Which lines of a page make up which story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.shapes import announces, heads_box, looks_subhead, pictures, speaks
from articles.ingest.starts import find_starts

# What a head can stand over.
_HEADED = (Kind.UNKNOWN, Kind.DISPLAY, Kind.CAPTION, Kind.ROW)
# 路灯亮不亮,居民说了算
_HALVES = re.compile(r"^[\u3400-\u9fff“”]{3,10}[,，][\u3400-\u9fff“”]{3,10}$")
_LONGEST_HALVES = 18
_FEWEST_HALVES = 2  # heads of two clauses in a story; one alone is the start of a sentence
# Lines among which the text above a line is looked for: no more heads and captions than that
# stand below one another.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Found:
    """The stories of a page in print order, and the runs of lines that are in none yet."""

    drafts: tuple[Draft, ...]
    loose: tuple[tuple[int, tuple[Line, ...]], ...]  # (index of the story before, its lines)


@dataclass(slots=True)
class _Open:
    """A story while its lines are being collected."""

    display: list[Line] = field(default_factory=list)
    text: list[Line] = field(default_factory=list)
    signatures: list[Line] = field(default_factory=list)
    has_text: bool = False  # below the display type, and more than words under a photograph

    def add(self, line: Line) -> None:
        self.text.append(line)
        self.has_text = self.has_text or line.kind is not Kind.CAPTION

    def close(self) -> Draft:
        display, text = self.display, self.text
        if not display:
            display, text = _headline_below_lead(text)
        return Draft(tuple(display), tuple(text), tuple(self.signatures))


def find_stories(lines: Sequence[Line]) -> Found:
    """Cut the page into stories by their datelines, display type and signatures.

    Args:
        lines: the page's lines; furniture, signatures and datelines are marked.
    """
    apart = (Kind.FURNITURE, Kind.ADVERTISEMENT)
    page: list[Line] = []
    below_sale: set[int] = set()
    for line in lines:
        if line.kind is Kind.ADVERTISEMENT:
            below_sale.add(len(page))
        if line.kind not in apart:
            page.append(line)
    starts = find_starts(page, below_sale)
    begins = frozenset(starts)
    drafts: list[Draft] = []
    loose: list[tuple[int, tuple[Line, ...]]] = []
    for begin, end in pairwise(sorted({0, *starts, len(page)})):
        block = page[begin:end]
        if begin in begins:
            story, rest = _read_story(block)
            drafts.append(story)
        else:
            rest = block
        loose += [(len(drafts) - 1, tuple(run)) for run in _runs(rest)]
    return Found(tuple(drafts), tuple(loose))


def _read_story(block: Sequence[Line]) -> tuple[Draft, list[Line]]:
    """The story at the head of a block of lines, and what stands there after its end."""
    story = _Open()
    for index, line in enumerate(block):
        if line.kind is Kind.SIGNATURE:
            story.signatures.append(line)
            ended = story.has_text
            following = block[index + 1] if index + 1 < len(block) else None
            if ended and (following is None or following.kind is not Kind.SIGNATURE):
                return story.close(), list(block[index + 1 :])
        elif line.kind is Kind.LEAD_SIGNATURE:
            story.signatures.append(line)
        elif line.kind in (Kind.CAPTION, Kind.ROW, Kind.JUMP):
            story.add(line)
        elif line.kind is Kind.SIGN_OFF:
            story.add(line)
            following = block[index + 1] if index + 1 < len(block) else None
            if following is None or following.kind is not Kind.SIGN_OFF:
                return story.close(), list(block[index + 1 :])
        elif not story.has_text and line.kind is Kind.DISPLAY:
            story.display.append(line)
        else:
            after = block[index + 1] if index + 1 < len(block) else None
            story.add(_text_or_display(line, after, story.text))
    return story.close(), []


def sort_run(run: Sequence[Line]) -> tuple[Line, ...]:
    """A run of loose lines with each line told apart as running text or the head of a part."""
    out: list[Line] = []
    for index, line in enumerate(run):
        after = run[index + 1] if index + 1 < len(run) else None
        plain = line.kind in (Kind.UNKNOWN, Kind.DISPLAY)
        out.append(_text_or_display(line, after, out) if plain else line)
    return tuple(out)


def _text_or_display(line: Line, after: Line | None, above: Sequence[Line]) -> Line:
    """Below the lead: running text, or the head of a part of the story."""
    near = reversed(above[-_NEAR:])
    before = next((each for each in near if each.kind in (Kind.TEXT, Kind.ROW)), None)
    cut_off = before is not None and before.kind is Kind.TEXT and not _is_whole(before)
    if line.dateline or speaks(line.text) or cut_off:
        return line.of_kind(Kind.TEXT)
    if after is None or after.kind not in _HEADED or line.kind is not Kind.DISPLAY:
        return line.of_kind(Kind.TEXT)
    halves = before is not None and _in_halves(line.text) and after.finished
    head = halves or not goes_on(line.text, after.text)
    return line if head else line.of_kind(Kind.TEXT)


def _in_halves(text: str) -> bool:
    """Whether a line can be a head of two clauses: 路灯亮不亮,居民说了算."""
    return len(text) <= _LONGEST_HALVES and _HALVES.match(text) is not None


def _is_whole(line: Line) -> bool:
    return line.finished or announces(line.text)


def goes_on(text: str, following: str) -> bool:
    """Whether a short line is the cut-off start of a sentence, not a head."""
    if looks_subhead(text):
        return False
    return any(mark in text for mark in ",，") or following[:1] in ",，、。;；:：)）”"


def settle_heads(draft: Draft) -> Draft:
    """Take a lone short line for a cut-off column: heads of parts come in a series or in form.

    To be asked when the whole text of the story is together.
    """
    halves = [line for line in draft.text if line.kind is Kind.DISPLAY and _in_halves(line.text)]
    if 0 < len(halves) < _FEWEST_HALVES:
        draft = _as(Kind.TEXT, halves, draft)
    heads = [line for line in draft.text if line.kind is Kind.DISPLAY]
    if len(heads) > 1 and all(pictures(line.text) for line in heads):
        return _as(Kind.CAPTION, heads, draft)
    if len(heads) != 1 or looks_subhead(heads[0].text) or draft.text[0] is heads[0]:
        return draft
    at = draft.text.index(heads[0])
    rows = draft.text[at + 1 : at + 2] and draft.text[at + 1].kind is Kind.ROW
    if rows or heads_box(heads[0].text):
        return draft
    return _as(Kind.CAPTION if pictures(heads[0].text) else Kind.TEXT, heads, draft)


def _as(kind: Kind, lines: Sequence[Line], draft: Draft) -> Draft:
    """The draft with some lines of its text taken for another kind."""
    taken = {id(line) for line in lines}
    text = (line.of_kind(kind) if id(line) in taken else line for line in draft.text)
    return replace(draft, text=tuple(text))


def _headline_below_lead(text: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The display type of a story whose first paragraph stands above it."""
    first = next((i for i, line in enumerate(text) if line.kind is Kind.DISPLAY), None)
    if first is None or looks_subhead(text[first].text):
        return [], list(text)
    past = first
    while past < len(text) and text[past].kind is Kind.DISPLAY:
        past += 1
    return list(text[first:past]), [*text[:first], *text[past:]]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """What stands after a story's end, cut where a signature stands in it."""
    runs: list[list[Line]] = []
    for line in lines:
        if not runs or runs[-1][-1].kind is Kind.SIGNATURE:
            runs.append([])
        runs[-1].append(line)
    return runs
