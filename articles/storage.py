"""Storing parsed pages, each in one transaction, and reading back what the archive knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.applying import apply_plan
from articles.history import Cause, record_all
from articles.ingest.errors import PageError
from articles.ingest.flags import BLOCKING
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import ParsedPage
from articles.listing import list_new
from articles.models import Article, Page, Revision, TagWord
from articles.placing import MAX_PAPER
from articles.planning import Outcome, PagePlan, StoryPlan, plan_page
from articles.run_pages import Before, page_digests
from articles.states import states_of
from articles.turns import take_turn
from people.models import OtherName, Person

Verdict = TagWord.Verdict


@dataclass(frozen=True, slots=True)
class Notice:
    """An open flag, as the end of an import lists it."""

    page: str
    headline: str  # "" for a flag of the whole page
    message: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a page did, or a plan of it would do."""

    page: Page | None
    outcome: Outcome
    stories: Counter[Outcome]
    published: int
    notices: list[Notice]
    before: dict[str, Any] = field(default_factory=dict)  # as `RunPage.before`, where asked for

    @property
    def wrote(self) -> bool:
        return self.outcome != Outcome.UNCHANGED or self.published > 0


@transaction.atomic
def store_page(
    parsed: ParsedPage,
    *,
    publish: bool = False,
    seen: Collection[int] = (),
    keep_before: bool = False,
) -> Stored:
    """Store one page whole, or nothing of it.

    Storing the same page twice writes nothing the second time.

    Args:
        publish: also publish its stories that are still in status imported and have no open
            flag that blocks, nor has the page.
        seen: see `articles.placing.find_place`.
        keep_before: also return what it takes to undo it.

    Raises:
        PageError: the database cannot hold the page.
    """
    check_storable(parsed)
    take_turn()
    plan = plan_page(parsed, seen)
    stands = plan.place.page
    touched = keep_before and stands and (plan.writes or (publish and _some_wait(plan)))
    before = Before.of(stands) if stands and touched else None
    page = apply_plan(plan)
    published = _publish(plan) if publish else 0
    kept: dict[str, Any] = {}
    if keep_before:
        kept = {"rows": before.changes()} if before else {"page": page_digests(page)}
    return Stored(page, plan.outcome, plan.counts(), published, _notices(plan), kept)


def check_storable(parsed: ParsedPage) -> None:
    """Refuse what no column can hold.

    Raises:
        PageError: with what to do about it.
    """
    if "\0" in parsed.text:
        raise PageError("原文里有空字符（NUL），多半不是文本文件；请换一份原文。")
    if len(parsed.paper) > MAX_PAPER:
        raise PageError(f"报名超过 {MAX_PAPER} 个字：{parsed.paper[:20]}……")


def preview(parsed: ParsedPage, seen: Collection[int] = ()) -> Stored:
    """What `store_page` would do, without doing it."""
    plan = plan_page(parsed, seen)
    found = [
        _notice(plan, _headline(story), flag.message, flag.code in BLOCKING)
        for story in plan.stories
        if story.draft
        for flag in story.draft.flags
    ]
    asked = [
        _notice(plan, _headline(story), message, blocking=False)
        for story in plan.stories
        for message in story.conflicts
    ]
    page = [_notice(plan, "", row.message, row.blocking) for row in plan.flags.open_on_page()]
    return Stored(plan.place.page, plan.outcome, plan.counts(), 0, page + found + asked)


def lexicon_from_archive() -> Lexicon:
    """The packaged words, people confirmed by editors, and words they want as a tag or never."""
    confirmed = Person.objects.filter(confirmed=True).values_list("name", flat=True)
    others = OtherName.objects.filter(person__confirmed=True).values_list("name", flat=True)
    verdicts = TagWord.objects.values_list("name", "verdict")
    words = {verdict: [name for name, each in verdicts if each == verdict] for verdict in Verdict}
    return Lexicon.packaged(
        names=[*confirmed, *others],
        stop_tags=words[Verdict.STOPPED],
        wanted_tags=words[Verdict.WANTED],
    )


def _notices(plan: PagePlan) -> list[Notice]:
    headlines = {each.article.pk: _headline(each) for each in plan.stories if each.article}
    return [
        _notice(plan, headlines.get(row.article_id or 0, ""), row.message, row.blocking)
        for row in plan.flags.open()
    ]


def _notice(plan: PagePlan, headline: str, message: str, blocking: bool) -> Notice:
    return Notice(plan.parsed.source, headline, message, blocking)


def _headline(story: StoryPlan) -> str:
    if story.article:
        return story.article.headline
    return str(story.draft.fields["headline"]) if story.draft else ""


def _some_wait(plan: PagePlan) -> bool:
    """Whether a stored story may be published by this import."""
    return any(each.status == Article.Status.IMPORTED for each in plan.place.articles)


def _publish(plan: PagePlan) -> int:
    """Publish what waits, came from an import and has nothing against it; one update."""
    held = {flag.article_id for flag in plan.flags.open() if flag.blocking}
    if None in held:  # something is wrong with the whole page
        return 0
    articles = {article.pk: article for article in plan.place.articles}
    articles |= {story.article.pk: story.article for story in plan.stories if story.article}
    ready = [
        article.pk
        for article in articles.values()
        if article.status == Article.Status.IMPORTED
        and article.pk not in held
        and "status" not in article.edited_fields
        and article.as_imported
        and not article.as_imported.get("missing")
    ]
    if not ready:
        return 0
    stored = [article.pk for article in plan.place.articles if article.pk in ready]
    before = states_of(stored) if stored else {}
    now = timezone.now()
    published = Article.objects.filter(pk__in=ready).update(
        status=Article.Status.PUBLISHED, published_at=now, updated_at=now
    )
    list_new(ready)
    if before:
        record_all(before, Cause(Revision.Kind.IMPORT, None, plan.parsed.source))
    return published
