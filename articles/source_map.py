"""What every character of a stored page's source became: its lines in runs of one kind each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from articles.models import Article, Page, Source
from articles.paragraphs import paragraphs
from articles.printed_kinds import KINDS as PRINTED
from articles.source_places import BODY, HEAD, Places, places_of

# What a run can be: the mark that stands before it, and what the legend calls it.
KINDS = {code: (mark, label) for code, mark, label in PRINTED} | {
    "other": ("他", "别的稿件"),
    "unfound": ("改", "属于本篇，文字已改动"),
}

# The fields of a story that stand over its text, with what they are in print.
HEADS = {
    "section": "section",
    "kicker": "headline",
    "headline": "headline",
    "deck": "headline",
    "dateline": "dateline",
}
SIGNATURE_PART = "byline_text"


@dataclass(frozen=True, slots=True)
class Owner:
    """What a character belongs to.

    `kind` is a key of KINDS, "" for what is blank or unknown; `part` the field or the paragraph
    (p0, p1, …) of the story shown; `story` the headline of another.
    """

    kind: str = ""
    part: str = ""
    number: int = 0  # of its story on the page
    story: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters [start, end) of the source, of one line, that belong together."""

    start: int
    end: int
    owner: Owner


@dataclass(frozen=True, slots=True)
class SourceLine:
    number: int  # from 1
    runs: tuple[Run, ...]


NOBODY = Owner()


def story_map(article: Article, source: Source) -> list[SourceLine]:
    """The lines of a source as one of its stories sees them; three queries."""
    owners = _margins(article.page, source)
    for other in _stories(source).exclude(pk=article.pk):
        _give(owners, other.spans, Owner("other", number=other.position, story=other.headline))
    if article.source_id == source.pk:
        _give(owners, article.spans, _parts_of(article, source.text))
    return _lines(source.text, owners)


def page_map(page: Page, source: Source) -> list[SourceLine]:
    """The lines of a source with what each of its stories made of them; three queries.

    Costs some 10 ms for a page of ten stories.
    """
    owners = _margins(page, source)
    for article in _stories(source):
        _give(owners, article.spans, _parts_of(article, source.text, whole_page=True))
    return _lines(source.text, owners)


def _stories(source: Source) -> QuerySet[Article]:
    return source.articles.order_by("position", "pk").defer("as_imported")


def _margins(page: Page, source: Source) -> list[Owner]:
    """What stands in no story; only of the newest source does the page's row say it."""
    if page.sources.first() != source:
        return [NOBODY] * len(source.text)
    owners = [Owner("furniture")] * len(source.text)
    for leftover in page.leftovers:
        if leftover.get("start") is not None:
            spans = leftover.get("spans") or [[leftover["start"], leftover["end"]]]
            _give(owners, spans, Owner("leftover"))
    return owners


def _give(
    owners: list[Owner], spans: Sequence[Sequence[int]], to: Owner | Callable[[int], Owner]
) -> None:
    """Give the characters of these spans to one owner, or to whom it says."""
    for start, end in spans:
        for offset in range(max(start, 0), min(end, len(owners))):
            owners[offset] = to if isinstance(to, Owner) else to(offset)


def _parts_of(article: Article, source: str, *, whole_page: bool = False) -> Callable[[int], Owner]:
    """Which part of a story a character of its spans became."""
    heads = [str(getattr(article, name)) for name in HEADS]
    places = places_of(source, article.spans, heads, article.body, article.byline_text)
    held = paragraphs(article.body)
    starts = [each.text_start for each in held]
    kinds = [each.kind for each in held]
    number, story = (article.position, article.headline) if whole_page else (0, "")

    def owner(offset: int) -> Owner:
        return Owner(*_part(places, offset, starts, kinds), number, story)

    return owner


def _part(
    places: Places, offset: int, starts: Sequence[int], kinds: Sequence[str]
) -> tuple[str, str]:
    found = places.found.get(places.near.get(offset, offset))
    if found is None:
        return "unfound", ""
    kind, place = found
    if kind == HEAD:
        name = [*HEADS][place]
        return HEADS[name], name
    if kind == BODY:
        index = bisect_right(starts, place) - 1
        return kinds[index], f"p{index}"
    return "byline", SIGNATURE_PART


def _lines(text: str, owners: list[Owner]) -> list[SourceLine]:
    lines: list[SourceLine] = []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        lines.append(SourceLine(number, tuple(_runs(text, owners, start, end))))
        start = end + 1
    return lines


def _runs(text: str, owners: list[Owner], start: int, end: int) -> Iterator[Run]:
    """A line cut where the owner changes; a blank goes with what stands before it."""
    kept: list[Owner] = []
    for offset in range(start, end):
        blank = text[offset].isspace()
        kept.append((kept[-1] if kept else NOBODY) if blank else owners[offset])
    for owner, group in groupby(kept):
        length = len(list(group))
        yield Run(start, start + length, owner)
        start += length
