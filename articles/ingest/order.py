"""Text printed out of order: which story a stray column belongs to, and where in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from articles.ingest.clauses import opens_with_who
from articles.ingest.flags import flag
from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.records import Flag, Printed
from articles.ingest.shapes import opens_paragraph

Joins = Callable[[str, str], bool]  # whether a word stands across the seam of two texts

# A place must have more for it than against it.
_LEAST = 1.0
# Two places closer than this are a matter for an editor.
_CLEAR = 0.7

_NEXT_TO_STORY = 1.0
_AFFINITY = 6.0


@dataclass(frozen=True, slots=True)
class _Place:
    score: float
    story: int
    line: int  # the run goes before this line of the story's text


@dataclass(frozen=True, slots=True)
class Ordered:
    drafts: tuple[Draft, ...]
    flags: tuple[tuple[Flag, ...], ...]  # one tuple a draft
    leftovers: tuple[Line, ...]


def restore_order(
    drafts: Sequence[Draft], loose: Sequence[tuple[int, tuple[Line, ...]]], joins: Joins
) -> Ordered:
    """Put each loose run of lines where the text says it belongs.

    Args:
        loose: (index of the story before it or -1, its lines), in print order.
    """
    stories = list(drafts)
    flags: list[list[Flag]] = [[] for _ in drafts]
    leftovers: list[Line] = []
    for before, run in loose:
        text = tuple(line for line in run if line.kind is not Kind.SIGNATURE)
        signed = tuple(line for line in run if line.kind is Kind.SIGNATURE)
        places = _places(stories, before, text, joins) if text else []
        if not places or places[0].score < _LEAST:
            leftovers += run
            continue
        best = places[0]
        draft = stories[best.story]
        flags[best.story].append(_flag(stories, text, places))
        merged = (*draft.text[: best.line], *text, *draft.text[best.line :])
        stories[best.story] = replace(draft, text=merged, signatures=draft.signatures + signed)
    return Ordered(tuple(stories), tuple(map(tuple, flags)), tuple(leftovers))


def _flag(stories: Sequence[Draft], run: Sequence[Line], places: Sequence[_Place]) -> Flag:
    printed = Printed.join(line.printed for line in run)
    best = places[0]
    near = _ending(stories[best.story].text[: best.line])
    if len(places) > 1 and best.score - places[1].score < _CLEAR:
        second = _ending(stories[places[1].story].text[: places[1].line])
        return flag("orphan-text", printed, first=near, second=second)
    return flag("reordered", printed, near=near)


def _ending(lines: Sequence[Line]) -> str:
    return lines[-1].text[-12:] if lines else ""


def _places(
    stories: Sequence[Draft], before: int, run: Sequence[Line], joins: Joins
) -> list[_Place]:
    """Every place in every story, the likeliest first."""
    out = []
    words = [_bigrams("".join(line.text for line in (*s.display, *s.text))) for s in stories]
    own = _bigrams("".join(line.text for line in run))
    for index, story in enumerate(stories):
        others = set().union(*(words[i] for i in range(len(stories)) if i != index))
        shared = len((own & words[index]) - others) / max(1, len(own))
        base = _AFFINITY * shared + (_NEXT_TO_STORY if index == before else 0.0)
        for line in range(1, len(story.text) + 1):
            out.append(_Place(base + _fit(story.text, line, run, joins), index, line))
    return sorted(out, key=lambda place: (-place.score, place.story != before, place.line))


def _bigrams(text: str) -> set[tuple[str, str]]:
    return set(pairwise(re.sub(r"[^\u3400-\u9fff]", "", text)))


def _fit(text: Sequence[Line], at: int, run: Sequence[Line], joins: Joins) -> float:
    """How well a run reads between line `at` - 1 and line `at` of a story's text."""
    before = text[at - 1]
    after = text[at] if at < len(text) else None
    if before.kind is Kind.DISPLAY:
        return -9.0  # a head would lose its text
    return (
        _left(before, run[0], after, joins) + _right(run[-1], after, joins) + _series(text, at, run)
    )


def _left(before: Line, head: Line, after: Line | None, joins: Joins) -> float:
    if before.finished or before.kind is not Kind.TEXT:
        fresh = head.kind is Kind.DISPLAY or opens_paragraph(head.text)
        return 0.5 if fresh else -0.5
    if head.kind is Kind.DISPLAY or opens_paragraph(head.text):
        return -2.0
    score = 2.0 + (2.0 if joins(before.text, head.text) else 0.0)
    if after is not None and after.kind is Kind.TEXT and not opens_paragraph(after.text):
        score -= 4.0 if joins(before.text, after.text) else 2.0
    return score


def _right(tail: Line, after: Line | None, joins: Joins) -> float:
    if tail.kind is Kind.TEXT and not tail.finished:
        if after is None:
            return -1.0
        if after.kind is not Kind.TEXT or opens_paragraph(after.text):
            return -2.5
        doubled = tail.text[-1] == after.text[0]
        if opens_with_who(after.text) and not doubled:
            return -0.5  # a paragraph that opens with who acts is whole as it stands
        return 1.5 + (2.0 if doubled or joins(tail.text, after.text) else 0.0)
    if after is None:
        return 0.3
    return 0.5 if after.kind is Kind.DISPLAY or opens_paragraph(after.text) else 0.0


def _series(text: Sequence[Line], at: int, run: Sequence[Line]) -> float:
    """Whether heads would follow one another as the lead names them, or by their numbers."""
    lead = text[0].text
    score = 0.0
    for head in (line for line in run if line.kind is Kind.DISPLAY):
        for index, other in enumerate(text):
            if other.kind is not Kind.DISPLAY:
                continue
            ours, theirs = _rank(head.text, lead), _rank(other.text, lead)
            if ours >= 0 and theirs >= 0:
                score += 0.5 if (ours < theirs) == (at <= index) else -1.5
    return score


def _rank(head: str, lead: str) -> int:
    """Where a head stands in its series: its number, or where the lead names it; -1 unknown."""
    if numbered := re.match(r"^[(（]?([一二三四五六七八九十])[、.．)）]", head):
        return "一二三四五六七八九十".index(numbered[1])
    return lead.find(re.sub(r"[“”\"\s]", "", head))
