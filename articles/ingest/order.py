"""Text printed out of order: which story a stray column belongs to, and where in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from articles.ingest.clauses import opens_with_who
from articles.ingest.flags import flag
from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.records import Flag, Printed
from articles.ingest.shapes import form_of_head, opens_paragraph

Joins = Callable[[str, str], bool]  # whether a word stands across the seam of two texts

# A place must have more for it than against it.
_LEAST = 1.0
# Two places closer than this are a matter for an editor.
_CLEAR = 0.7

_NEXT_TO_STORY = 1.0
_AFFINITY = 6.0
_ONE_FORM = 2.0  # “一键呼叫”保平安 and “一餐热饭”暖人心 head parts of one story

# A page has a few dozen stories and a few stray columns. Of what holds more, whole issues pasted
# together, only so many columns are placed, each in the stories that stand so near to it and
# have no more lines than this: the work grows no faster than the page.
_MOST_RUNS = 200
_REACH = 30  # stories before the column, and behind it
_MOST_LINES = 2000
_LONGEST_SERIES = 12  # heads; parts of a story are counted on the fingers

# With these no paragraph opens: a line that begins so goes on in the line before it.
_NEVER_OPENS = frozenset("的了着过地得和与及、,，。;；:：)）”》")

_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")

_Words = set[tuple[str, str]]


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
    leftovers: list[Line] = [line for _, run in loose[_MOST_RUNS:] for line in run]
    words = [_bigrams((*draft.display, *draft.text)) for draft in drafts if loose]
    for before, run in loose[:_MOST_RUNS]:
        text = tuple(line for line in run if line.kind is not Kind.SIGNATURE)
        signed = tuple(line for line in run if line.kind is Kind.SIGNATURE)
        places = _places(stories, words, before, text, joins) if text else []
        if not places or places[0].score < _LEAST:
            leftovers += run
            continue
        best = places[0]
        draft = stories[best.story]
        flags[best.story].append(_flag(stories, text, places))
        merged = (*draft.text[: best.line], *text, *draft.text[best.line :])
        stories[best.story] = replace(draft, text=merged, signatures=draft.signatures + signed)
        words[best.story] |= _bigrams(text)
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
    stories: Sequence[Draft],
    words: Sequence[_Words],
    before: int,
    run: Sequence[Line],
    joins: Joins,
) -> list[_Place]:
    """Every place in every story near by, the likeliest first."""
    near = range(max(0, before - _REACH), min(len(stories), before + _REACH + 1))
    if len(run) + sum(len(stories[index].text) for index in near) > _MOST_LINES:
        return []
    own = _bigrams(run)
    shared = {index: own & words[index] for index in near}
    told = Counter(chain.from_iterable(shared.values()))
    forms = _forms(run)
    out = []
    for index, common in shared.items():
        text = stories[index].text
        alone = sum(told[pair] == 1 for pair in common)
        base = _AFFINITY * alone / max(1, len(own))
        if index == before and (not text or text[-1].kind is not Kind.SIGN_OFF):
            base += _NEXT_TO_STORY  # a notice is set as one block: it has no column elsewhere
        if forms and not forms.isdisjoint(_forms(text)):
            base += _ONE_FORM
        series = _series(text, run)
        for line in range(1, len(text) + 1):
            fit = _fit(text, line, run, joins)
            out.append(_Place(base + fit + _in_series(series, line), index, line))
    return sorted(out, key=lambda place: (-place.score, place.story != before, place.line))


def _forms(lines: Sequence[Line]) -> set[str]:
    """The forms of the heads among some lines."""
    return {form_of_head(line.text) for line in lines if line.kind is Kind.DISPLAY} - {""}


def _bigrams(lines: Sequence[Line]) -> _Words:
    text = "".join(line.text for line in lines)
    return set(pairwise(_NOT_HAN.sub("", text)))


def _fit(text: Sequence[Line], at: int, run: Sequence[Line], joins: Joins) -> float:
    """How well a run reads between line `at` - 1 and line `at` of a story's text."""
    before = text[at - 1]
    after = text[at] if at < len(text) else None
    if before.kind is Kind.DISPLAY:
        return -9.0  # a head would lose its text
    return _left(before, run[0], after, joins) + _right(run[-1], after, joins)


def _left(before: Line, head: Line, after: Line | None, joins: Joins) -> float:
    if before.finished or before.kind is not Kind.TEXT:
        fresh = head.kind is Kind.DISPLAY or opens_paragraph(head.text)
        return (0.5 if fresh else -0.2) + _taken_up(before, head)
    if head.kind is Kind.DISPLAY or opens_paragraph(head.text):
        # a signed story that stops in mid-sentence wants its end, whatever that opens with
        return 1.0 if after is None and head.kind is Kind.TEXT else -2.0
    score = 2.0 + (2.0 if joins(before.text, head.text) else 0.0)
    if after is not None and after.kind is Kind.TEXT and not opens_paragraph(after.text):
        bound = joins(before.text, after.text) or after.text[0] in _NEVER_OPENS
        score -= 4.0 if bound else 2.0
    return score


def _taken_up(before: Line, head: Line) -> float:
    """What the first clause of a line takes up from the line before it: 申庄 … 离开申庄,…."""
    clause = re.split(r"[,，。;；]", head.text)[0]
    return min(1.0, 0.5 * len(_bigrams([before]) & set(pairwise(clause))))


def _right(tail: Line, after: Line | None, joins: Joins) -> float:
    if tail.kind is Kind.TEXT and not tail.finished:
        if after is None:
            return -1.0
        if after.kind is not Kind.TEXT or opens_paragraph(after.text):
            return -2.5
        bound = tail.text[-1] == after.text[0] or joins(tail.text, after.text)
        if opens_with_who(after.text) and not bound:
            return -0.5  # a paragraph that opens with who acts is whole as it stands
        return 1.5 + (2.0 if bound else 0.0)
    if after is None:
        return 0.3
    return 0.5 if after.kind is Kind.DISPLAY or opens_paragraph(after.text) else 0.0


def _series(text: Sequence[Line], run: Sequence[Line]) -> list[tuple[int, bool]]:
    """For each head of a story's text and each of the run, of one series by their numbers or as
    the lead names them: (the line of the story's head, whether it follows the run's).
    """
    heads = [index for index, line in enumerate(text) if line.kind is Kind.DISPLAY]
    ours = [line.text for line in run if line.kind is Kind.DISPLAY]
    if not heads or not ours or max(len(heads), len(ours)) > _LONGEST_SERIES:
        return []
    lead = text[0].text
    ranked = [(index, _rank(text[index].text, lead)) for index in heads]
    ranks = [_rank(head, lead) for head in ours]
    return [
        (index, rank < theirs)
        for rank in ranks
        for index, theirs in ranked
        if rank >= 0 and theirs >= 0
    ]


def _in_series(series: Sequence[tuple[int, bool]], at: int) -> float:
    """Whether heads would follow one another as they should, with the run before line `at`."""
    return sum(0.5 if follows == (at <= index) else -1.5 for index, follows in series)


def _rank(head: str, lead: str) -> int:
    """Where a head stands in its series: its number, or where the lead names it; -1 unknown."""
    if numbered := re.match(r"^[(（]?([一二三四五六七八九十])[、.．)）]", head):
        return "一二三四五六七八九十".index(numbered[1])
    return lead.find(re.sub(r"[“”\"\s]", "", head))
