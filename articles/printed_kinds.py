"""What every character of a page became: its text in runs, each of one kind and one story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from articles.ingest.records import ParsedPage, Printed, Story

# What a run can be, as the code, the mark that stands before it, and what the legend calls it.
KINDS = (
    ("section", "栏", "栏目"),
    ("headline", "题", "标题"),
    ("dateline", "头", "电头"),
    ("paragraph", "文", "正文"),
    ("subhead", "小", "小标题"),
    ("caption", "图", "图片说明"),
    ("jump", "转", "转版"),
    ("byline", "署", "署名"),
    ("furniture", "眉", "版面文字"),
    ("leftover", "余", "未归入稿件"),
)
MARKS = {code: mark for code, mark, _ in KINDS}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together; `kind` is "" for white space between runs."""

    text: str
    kind: str = ""
    story: int = 0  # counted from 1; 0 for what is in no story

    @property
    def mark(self) -> str:
        """What stands before it, so that colour alone says nothing."""
        return f"{MARKS[self.kind]}{self.story or ''}" if self.kind else ""


Place = tuple[str, int]  # kind and story
_NOWHERE: Place = ("", 0)


def printed_runs(page: ParsedPage) -> list[Run]:
    """The text of the page whole, cut wherever kind or story change."""
    places = [_NOWHERE] * len(page.text)
    for kind, story, printed in _placed(page):
        for offset in printed.offsets:
            places[offset] = (kind, story)
    _close_gaps(page.text, places)
    runs = []
    start = 0
    for place, group in groupby(places):
        end = start + sum(1 for _ in group)
        runs.append(Run(page.text[start:end], *place))
        start = end
    return runs


def _placed(page: ParsedPage) -> Iterator[tuple[str, int, Printed]]:
    for number, story in enumerate(page.stories, start=1):
        for kind, printed in _of_story(story):
            yield kind, number, printed
    for printed in page.furniture:
        yield "furniture", 0, printed
    for printed in page.leftovers:
        yield "leftover", 0, printed


def _of_story(story: Story) -> Iterator[tuple[str, Printed]]:
    if story.section is not None:
        yield "section", story.section
    for printed in story.headlines:
        yield "headline", printed
    if story.dateline is not None:
        yield "dateline", story.dateline
    for part in story.body:
        yield part.kind, part.printed
    for printed in story.byline_text:
        yield "byline", printed


def _close_gaps(text: str, places: list[Place]) -> None:
    """Give white space inside a run to the run."""
    last, gap = _NOWHERE, 0
    for offset, place in enumerate(places):
        if place == _NOWHERE and text[offset].isspace():
            continue
        if place == last:
            places[gap:offset] = [last] * (offset - gap)
        last, gap = place, offset + 1
