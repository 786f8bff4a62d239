"""Which stored page a parsed page is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Self

from articles.ingest.characters import fold
from articles.ingest.records import ParsedPage
from articles.likeness import likeness
from articles.models import Article, Page, Source
from people.models import Precision

UNKNOWN_PAPER = "未署报名"
PRECISIONS = {0: Precision.NONE, 4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}

# Two readings of one page by different OCR share far more than this; two pages far less.
SAME_PAGE_RATIO = 0.5  # 0 to 1

# Of a longer file name the end is kept: it tells pages apart.
MAX_SOURCE_NAME = 200
MAX_PAPER, MAX_NUMBER, MAX_NAME = 60, 10, 40  # characters, as the columns

_LABELS = {"paper": "报纸", "date": "日期", "number": "版次", "name": "版名"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What names a page; "" is not known, a date is ISO 8601 cut to what is known."""

    paper: str
    date: str
    number: str
    name: str

    @classmethod
    def told_by(cls, parsed: ParsedPage) -> Self:
        return cls(
            parsed.paper,
            parsed.date.value or "",
            # Longer than any page number or name is printed text; the furniture keeps it.
            parsed.number if len(parsed.number) <= MAX_NUMBER else "",
            parsed.name if len(parsed.name) <= MAX_NAME else "",
        )

    @classmethod
    def of_row(cls, page: Page) -> Self:
        paper = page.issue.newspaper.name
        paper = "" if paper == UNKNOWN_PAPER else paper
        return cls(paper, page.issue.date_value, page.number, page.name)

    def told_again(self, told: Facts) -> Facts:
        """What is known after a second telling: who knows less takes nothing away."""
        return Facts(
            told.paper or self.paper,
            told.date if len(told.date) >= len(self.date) else self.date,
            told.number or self.number,
            told.name or self.name,
        )

    def agrees_with(self, other: Facts) -> bool:
        """Whether both can be said of one page: what both know is the same."""
        dates = sorted((self.date, other.date), key=len)
        numbers = {self.number, other.number} - {""}
        return dates[1].startswith(dates[0]) and len(numbers) <= 1


FACTS = tuple(each.name for each in fields(Facts))


@dataclass(slots=True)
class Place:
    """Where a parsed page belongs, before anything is written."""

    page: Page | None  # None: not there yet
    source: Source | None  # the row that holds these bytes
    articles: list[Article]  # of the page, as stored
    told: Facts  # what the imports said, kept to compare the next one with
    target: Facts  # what the row is to say: an editor's word before an import's
    conflicts: list[str] = field(default_factory=list)
    superseded: bool = False  # newer bytes of this page were received since


def find_place(parsed: ParsedPage, seen: Collection[int]) -> Place:
    """Find the page that `parsed` is.

    Args:
        seen: the pages that others of the same run turned out to be; a file that says it is
            another page than those is one.
    """
    told = Facts.told_by(parsed)
    held = list(
        Source.objects.filter(sha256=parsed.sha256)
        .select_related("page__issue__newspaper")
        .order_by("pk")
    )
    stories: dict[int, list[Article]] = {source.page_id: [] for source in held}
    for article in Article.objects.filter(page__in=stories).order_by("position", "pk"):
        stories[article.page_id].append(article)
    source = _same_page(held, stories, told, parsed, seen)
    if source:
        return _known_place(source.page, source, stories[source.page_id], told)
    page = _received_again(parsed, told, seen)
    if page:
        articles = list(page.articles.order_by("position", "pk"))
        return _known_place(page, None, articles, told)
    return Place(None, None, [], told, told)


def _same_page(
    held: list[Source],
    stories: dict[int, list[Article]],
    told: Facts,
    parsed: ParsedPage,
    seen: Collection[int],
) -> Source | None:
    """Of the pages with these very bytes the one that is meant.

    A page with stories is not printed twice: the same file with another date is a correction,
    unless both stand in one run. A page of advertisements may be.
    """
    every = [(source, _facts_then(source.page, stories[source.page_id])) for source in held]
    candidates = [
        (source, then)
        for source, then in every
        if not told.paper
        or told.paper in (then.paper, source.page.issue.newspaper.name)
        or source.page.issue.newspaper.name == UNKNOWN_PAPER
    ]
    for source, then in candidates:
        if (told.date, told.number) == (then.date, then.number):
            return source
    for source, then in candidates:
        corrected = parsed.stories and source.name == parsed.source and source.page_id not in seen
        if then.agrees_with(told) or corrected:
            return source
    return None


def _received_again(parsed: ParsedPage, told: Facts, seen: Collection[int]) -> Page | None:
    """The page that stood in other bytes before, by its number on a day or by its file's name."""
    pages = (
        Page.objects.select_related("issue__newspaper")
        .filter(
            issue__newspaper__name=told.paper or UNKNOWN_PAPER,
            issue__precision=PRECISIONS[len(told.date)],
            issue__date=first_day(told.date),
        )
        .exclude(pk__in=seen)
        .order_by("position")
    )
    if told.number and len(told.date) == len("2018-05-31"):
        numbered = pages.filter(number=told.number).first()
        if numbered:
            return numbered
    # Without a day two pages may well have one number or one name: their text has to agree.
    for page in pages.filter(sources__name=parsed.source[-MAX_SOURCE_NAME:]).distinct():
        newest = page.sources.order_by("-pk")[0]
        alike = likeness(newest.text, parsed.text) >= SAME_PAGE_RATIO
        if alike and Facts.of_row(page).agrees_with(told):
            return page
    return None


def _known_place(page: Page, source: Source | None, articles: list[Article], told: Facts) -> Place:
    then = _facts_then(page, articles)
    now = Facts.of_row(page)
    told = then.told_again(told)
    target, conflicts = now, []
    for name in FACTS:
        wanted, before, stored = (getattr(each, name) for each in (told, then, now))
        if wanted == before:
            continue
        if stored in (before, wanted):
            target = replace(target, **{name: wanted})
        else:
            conflicts.append(f"{_LABELS[name]}：编辑定为“{stored}”，这次导入为“{wanted}”。")
    newer = source is not None and page.sources.filter(pk__gt=source.pk).exists()
    return Place(page, source, articles, told, target, conflicts, newer)


def _facts_then(page: Page, articles: list[Article]) -> Facts:
    """What imports said of a page; a page without stories keeps no memory but its row."""
    told: dict[str, Any] | None = next(
        (each.as_imported["page"] for each in articles if "page" in each.as_imported), None
    )
    return Facts(*(told[name] for name in FACTS)) if told else Facts.of_row(page)


def margins(
    parsed: ParsedPage, by_hand: dict[str, list[dict[str, Any]]]
) -> tuple[list[str], list[dict[str, Any]]]:
    """The text of a page that stands in no story, as its row keeps it: furniture, leftovers.

    Args:
        by_hand: `Page.leftovers_by_hand`; what editors took into stories stays there, and what
            they put out of them stays out.
    """
    leftovers = [
        {"text": each.text, "start": each.start, "end": each.end} for each in parsed.leftovers
    ]
    if by_hand:
        leftovers = _as_decided(leftovers, by_hand)
    return [printed.text for printed in parsed.furniture], leftovers


def _as_decided(
    leftovers: list[dict[str, Any]], by_hand: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    taken = [fold(each["text"]) for each in by_hand.get("taken", [])]
    left = []
    for each in leftovers:
        if fold(each["text"]) in taken:
            taken.remove(fold(each["text"]))
        else:
            left.append(each)
    said = {fold(each["text"]) for each in left}
    left += [each for each in by_hand.get("added", []) if fold(each["text"]) not in said]
    return sorted(left, key=lambda each: (each["start"] is None, each["start"] or 0))


def first_day(value: str) -> date | None:
    """The date that a date known to the month or the year is stored as."""
    return date.fromisoformat((value + "-01-01")[: len("2018-05-31")]) if value else None
