"""Where the recognition of a page most likely went wrong; corrections are proposed, none made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from articles.ingest.flags import flag
from articles.ingest.misreadings import Misreading, find_misreadings
from articles.ingest.quotes import Quotes, read_quotes
from articles.ingest.records import Flag, Printed, Story

_HAN = r"[\u3400-\u9fff]"
# A box between characters is one that was not read; by itself it is an ornament or a tick box.
_UNREAD = re.compile(
    rf"\ufffd+|(?<={_HAN})□+(?=[\u3400-\u9fff，。、；,;”])|(?<=[“，、,])□+(?={_HAN})"
)
# What a message shows of the text on each side; more where that tells the place, to a bound.
_AROUND = 3  # characters
_MOST_AROUND = 30
# A story with more than these has to be read again, not corrected place by place; each costs
# a look through the story.
_MOST_FLAGS = 100


def find_suspects(story: Story) -> tuple[Flag, ...]:
    """One flag a suspect place, and one a part whose quotation marks do not pair.

    A flag with a proposal says in `found` what it is for: a piece of one headline or part
    that stands in no other place of the story, and overlaps no other flag's.
    """
    texts = [*story.headlines, *(part.printed for part in story.body)]
    display = [True] * len(story.headlines) + [part.kind == "subhead" for part in story.body]
    whole = "\n".join(printed.text for printed in texts)
    flags: list[Flag] = []
    left_open = False
    for index, printed in enumerate(texts):
        following = texts[index + 1].text if index + 1 < len(texts) else ""
        quotes = read_quotes(printed.text, following, left_open=left_open)
        left_open = quotes.left_open
        misread = find_misreadings(printed, display=display[index])
        flags += _of_text(printed, misread, quotes, whole)
        if len(flags) >= _MOST_FLAGS:
            break
    return tuple(flags[:_MOST_FLAGS])


def _of_text(
    printed: Printed, misread: Iterable[Misreading], quotes: Quotes, whole: str
) -> Iterator[Flag]:
    every = {*islice(misread, _MOST_FLAGS), *quotes.wrong}
    found = sorted(every, key=lambda each: each.start)
    for group, start, end in _apart(found, printed.text, whole):
        yield _proposal(printed, group, start, end, whole)
    boxes = "□" in printed.text or "\ufffd" in printed.text  # most texts have none
    for unread in _UNREAD.finditer(printed.text) if boxes else ():
        around = _around(printed.text, unread.start(), unread.end())
        place = printed[unread.start() : unread.end()]
        yield flag("unread-character", place, found=around)
    if quotes.unbalanced:
        yield flag("quote-unbalanced", printed)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : end + _AROUND]


Group = list[Misreading]


def _apart(found: Sequence[Misreading], text: str, whole: str) -> list[tuple[Group, int, int]]:
    """The misreadings, each with the text around it that tells its place; near ones together."""
    groups: list[tuple[Group, int, int]] = []
    for each in found:
        if groups and each.start < groups[-1][0][-1].end:
            continue  # two rules for one place: the first said it
        group = [each]
        start, end = _telling(group, text, whole)
        while groups and groups[-1][2] > start:
            group = [*groups.pop()[0], *group]
            start, end = _telling(group, text, whole)
        groups.append((group, start, end))
    return groups


def _telling(group: Group, text: str, whole: str) -> tuple[int, int]:
    """The least text around a group that stands once in the story, or as much as may be."""
    start, end = 0, len(text)
    for around in range(_AROUND, _MOST_AROUND + 1):
        start, end = max(0, group[0].start - around), min(len(text), group[-1].end + around)
        if _once(text[start:end], whole) or end - start == len(text):
            break
    return start, end


def _once(piece: str, whole: str) -> bool:
    first = whole.find(piece)
    return whole.find(piece, first + 1) < 0


def _proposal(printed: Printed, group: Group, start: int, end: int, whole: str) -> Flag:
    found, proposed, at = printed.text[start:end], "", start
    for each in group:
        proposed += printed.text[at : each.start] + each.proposed
        at = each.end
    proposed += printed.text[at:end]
    raised = flag(
        "suspect-character",
        printed[group[0].start : group[0].end],
        found=found,
        proposed=proposed,
    )
    # Where the text says the same twice, no one could tell which to correct.
    return replace(raised, found=found, proposed=proposed) if _once(found, whole) else raised
