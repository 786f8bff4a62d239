"""The plan of an upload: each page with what became of its text, and what would be stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import dropwhile
from typing import Any

from articles.drafts import Draft
from articles.ingest.errors import PageError
from articles.ingest.flags import BLOCKING
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import ParsedPage
from articles.models import Article, Page, Upload, UploadedFile
from articles.placing import UNKNOWN_PAPER, Facts
from articles.plan_differences import Difference, differences
from articles.planning import Outcome, PagePlan, StoryPlan, plan_page
from articles.printed_kinds import Run, printed_runs
from articles.storage import check_storable, lexicon_from_archive
from articles.uploading import page_file


@dataclass(frozen=True, slots=True)
class PlannedFlag:
    message: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class PlannedStory:
    """A story as it would stand, beside the row it would change."""

    number: int  # on the page, from 1; 0 for one that the page has no more
    outcome: Outcome
    article: Article | None
    fields: dict[str, Any]
    signed: str = ""
    officials: list[tuple[str, str]] = field(default_factory=list)  # name, posts
    tags: list[str] = field(default_factory=list)
    flags: list[PlannedFlag] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        return any(flag.blocking for flag in self.flags)


@dataclass(slots=True)
class PlannedPage:
    """One file of an upload: refused with the reason, or planned."""

    file: UploadedFile
    refused: str = ""
    parsed: ParsedPage | None = None
    outcome: Outcome | None = None
    page: Page | None = None  # the stored one it is
    superseded: bool = False
    facts: dict[str, str] = field(default_factory=dict)  # what the page would say of itself
    moves: list[str] = field(default_factory=list)  # what its row says otherwise
    conflicts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    stories: list[PlannedStory] = field(default_factory=list)
    flags: list[PlannedFlag] = field(default_factory=list)
    same_as: str = ""  # another file of the upload with the same text

    @property
    def needs_a_look(self) -> bool:
        differs = {Outcome.CHANGED, Outcome.CONFLICT, Outcome.REMOVED, Outcome.MISSING}
        return bool(self.same_as) or any(story.outcome in differs for story in self.stories)


def plan_upload(upload: Upload) -> list[PlannedPage]:
    """Read and plan all files of the upload as an import would; nothing is written.

    Costs some 60 ms a page, and the same queries for each.
    """
    lexicon = lexicon_from_archive()
    planned: list[PlannedPage] = []
    seen: set[int] = set()
    texts: dict[str, str] = {}
    for file in upload.files.order_by("position"):
        page = _plan(file, lexicon, seen)
        if page.parsed is not None:
            page.same_as = texts.get(page.parsed.sha256, "")
            texts.setdefault(page.parsed.sha256, file.path)
        if page.page is not None and not file.left_out:
            seen.add(page.page.pk)
        planned.append(page)
    return planned


def _plan(file: UploadedFile, lexicon: Lexicon, seen: set[int]) -> PlannedPage:
    source = page_file(file)
    try:
        parsed = read_page(source.data, source.name, source.hints, lexicon)
        check_storable(parsed)
    except PageError as error:
        return PlannedPage(file, refused=str(error))
    plan = plan_page(parsed, seen)
    place = plan.place
    told = place.target if place.page else Facts.told_by(parsed)
    return PlannedPage(
        file,
        parsed=parsed,
        outcome=plan.outcome,
        page=place.page,
        superseded=place.superseded,
        facts={
            "paper": told.paper,
            "date": told.date,
            "number": told.number,
            "name": told.name,
        },
        moves=_moves(place.page, told),
        conflicts=place.conflicts,
        runs=[*dropwhile(_is_blank, printed_runs(parsed))],
        stories=_stories(plan),
        flags=[PlannedFlag(row.message, row.blocking) for row in plan.flags.open_on_page()],
    )


def _is_blank(run: Run) -> bool:
    return not run.text.strip()


def _moves(page: Page | None, told: Facts) -> list[str]:
    """How the stored page would be called otherwise."""
    if page is None:
        return []
    now = Facts.of_row(page)
    labels = {"paper": "报纸", "date": "日期", "number": "版次", "name": "版名"}
    return [
        f"{label}：{getattr(now, name) or _UNKNOWN[name]} → {getattr(told, name)}"
        for name, label in labels.items()
        if getattr(now, name) != getattr(told, name)
    ]


_UNKNOWN = {"paper": UNKNOWN_PAPER, "date": "日期待定", "number": "未标", "name": "无"}


def _stories(plan: PagePlan) -> list[PlannedStory]:
    """In the order of print; then those that are stored and not found again."""
    numbers = {id(story): place for place, story in enumerate(_drafted(plan), start=1)}
    return [_story(story, numbers.get(id(story), 0)) for story in plan.stories]


def _drafted(plan: PagePlan) -> list[StoryPlan]:
    return [story for story in plan.stories if story.draft]


def _story(story: StoryPlan, number: int) -> PlannedStory:
    draft, article = story.draft, story.article
    if draft is None:
        fields = {"headline": article.headline} if article else {}
        return PlannedStory(number, story.outcome, article, fields)
    return PlannedStory(
        number,
        story.outcome,
        article,
        draft.fields,
        signed=_signed(draft),
        officials=[(each.name, "、".join(each.posts)) for each in draft.mentions],
        tags=[keyword.text for keyword in draft.tags],
        flags=[PlannedFlag(each.message, each.code in BLOCKING) for each in draft.flags],
        conflicts=story.conflicts,
        differences=differences(story),
    )


def _signed(draft: Draft) -> str:
    """By role, as printed: 记者 林晓禾、沈一舟."""
    roles: dict[str, list[str]] = {}
    for role, name in draft.bylines:
        roles.setdefault(role, []).append(name)
    return "　".join(f"{role} {'、'.join(names)}" for role, names in roles.items())
