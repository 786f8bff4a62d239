"""A portable issue as rows: what the archive does not have is added, what it has stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles.history import Cause, record_all
from articles.listing import list_new
from articles.models import (
    Article,
    Flag,
    ImportRun,
    Issue,
    Newspaper,
    Page,
    Revision,
    RunPage,
)
from articles.placing import MAX_SOURCE_NAME, PRECISIONS, first_day
from articles.planning import Outcome
from articles.portable.cast import Cast
from articles.portable.checking import CheckedIssue, PortableError
from articles.portable.pages import find_page, new_page
from articles.portable.schema import IssuePart, PagePart
from articles.portable.stories import add_stories, says_the_same, stands_otherwise
from articles.run_pages import Before, marks, page_digests
from articles.settling import issue_slug
from articles.states import states_of
from articles.turns import take_turn


@dataclass(slots=True)
class StoredIssue:
    """What storing an issue did, or would do."""

    name: str
    pages: Counter[Outcome] = field(default_factory=Counter)
    stories: Counter[Outcome] = field(default_factory=Counter)
    published: int = 0
    notices: list[str] = field(default_factory=list)

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """For whoever ran the import."""
        if dry_run:
            yield "试运行，什么也没有写入。"
        counts = " · ".join(
            f"{word} {self.stories[outcome]}"
            for word, outcome in (
                ("新", Outcome.NEW),
                ("同", Outcome.UNCHANGED),
                ("不同", Outcome.CONFLICT),
            )
        )
        line = f"{self.name}：{self.pages.total()} 版 {self.stories.total()} 篇：{counts}"
        yield f"{line}；发布 {self.published}" if self.published else line
        yield from (f"  · {notice}" for notice in self.notices)

    @property
    def wrote(self) -> bool:
        return self.pages.total() > self.pages[Outcome.UNCHANGED] or self.published > 0


def store_issue(
    checked: CheckedIssue, path: str, *, publish: bool = False, dry_run: bool = False
) -> StoredIssue:
    """Store what is not there yet, all of it or nothing.

    Storing the same issue twice writes nothing the second time. A story that stands in the
    archive is never overwritten: where it says something else, that is told.

    Args:
        path: where the issue came from, for the log.
        publish: new stories are published, with the time they have; they wait for an editor
            otherwise, as those of any import.

    Raises:
        PortableError: it contradicts itself, and nothing was stored.
    """
    try:
        with transaction.atomic():
            stored = _Storing(checked, path, publish=publish, dry_run=dry_run).run()
            transaction.set_rollback(dry_run)
    except (IntegrityError, DataError) as error:
        raise PortableError("这一期的内容自相矛盾，什么也没有存。") from error
    return stored


class _Storing:
    def __init__(self, checked: CheckedIssue, path: str, *, publish: bool, dry_run: bool) -> None:
        self.checked = checked
        self.path = path
        self.publish = publish
        self.dry_run = dry_run
        self.document: IssuePart = checked.document
        self.cast = Cast(self.document.people)
        self.seen: set[int] = set()
        self.run_row = ImportRun(paths=[path], options={"publish": True} if publish else {})

    def run(self) -> StoredIssue:
        take_turn()
        self.run_row.marks = marks()
        stored = StoredIssue(f"{self.document.newspaper} {self.document.date}".strip())
        for position, part in enumerate(self.document.pages, start=1):
            self._page(part, position, stored)
        if stored.wrote:
            self.run_row.finished_at = timezone.now()
            self.run_row.status = ImportRun.Status.FINISHED
            self.run_row.counts = {"pages": stored.pages.total()} | {
                str(outcome): number for outcome, number in stored.stories.items() if number
            }
            self.run_row.save()
        return stored

    def _page(self, part: PagePart, position: int, stored: StoredIssue) -> None:
        page = find_page(part, self.document, self.seen)
        held = {row.key: row for row in page.articles.all()} if page else {}
        missing = [each for each in part.stories if each.key not in held]
        left = {each.key for each in missing if stands_otherwise(each, held.values())}
        added = [each for each in missing if each.key not in left]
        ready = self._ready(part, held)
        self._compare(part, held, left, stored)
        stored.stories[Outcome.NEW] += len(added)
        outcome = Outcome.NEW if page is None else Outcome.CHANGED
        if page is not None:
            self.seen.add(page.pk)
        if page is not None and not added and not ready:
            stored.pages[Outcome.UNCHANGED] += 1
            return
        stored.pages[outcome] += 1
        before = Before.of(page) if page else None
        page = page or new_page(part, self._issue(), self.checked.texts)
        self.seen.add(page.pk)
        new = add_stories(
            added,
            page,
            self.cast,
            publish=self.publish,
            picture=None if self.dry_run else self.checked.picture,
        )
        self._publish(ready, self.path)
        stored.published += len(ready) + (len(new) if self.publish else 0)
        kept: dict[str, Any] = (
            {"rows": before.changes()} if before else {"page": page_digests(page)}
        )
        self._log(page, position, outcome, kept)

    def _issue(self) -> Issue:
        """The issue of that paper and date, made when it is not there."""
        newspaper, _ = Newspaper.objects.get_or_create(name=self.document.newspaper)
        day = self.document.date
        wanted = {"date": first_day(day), "precision": PRECISIONS[len(day)]}
        issue = Issue.objects.filter(newspaper=newspaper, **wanted).first()
        if issue is None:
            free = not Issue.objects.filter(slug=self.document.slug).exists()
            slug = self.document.slug if free else issue_slug(day)
            issue = Issue.objects.create(newspaper=newspaper, slug=slug, **wanted)
        return issue

    def _compare(
        self, part: PagePart, held: dict[str, Article], left: set[str], stored: StoredIssue
    ) -> None:
        """Say which stories stand in the archive, and which of them in other words."""
        for story in part.stories:
            row = held.get(story.key)
            if story.key in left or (row is not None and not says_the_same(row, story)):
                stored.stories[Outcome.CONFLICT] += 1
                stored.notices.append(
                    f"《{story.fields.headline}》档案里已有，文字或人物、标签不同，没有改动。"
                )
            elif row is not None:
                stored.stories[Outcome.UNCHANGED] += 1

    def _ready(self, part: PagePart, held: dict[str, Article]) -> list[Article]:
        """Stories that came before without being published, and may be now."""
        if not self.publish:
            return []
        waiting = [
            row
            for story in part.stories
            if (row := held.get(story.key))
            and row.status == Article.Status.IMPORTED
            and "status" not in row.edited_fields
            and says_the_same(row, story)
        ]
        pages = {row.page_id for row in waiting}
        blocking = Flag.objects.blocking().filter(page__in=pages)
        blocked = set(blocking.values_list("article", flat=True)) if waiting else set()
        return [row for row in waiting if not blocked & {row.pk, None}]

    def _publish(self, ready: list[Article], path: str) -> None:
        keys = [row.pk for row in ready]
        if not keys:
            return
        before, now = states_of(keys), timezone.now()
        Article.objects.filter(pk__in=keys).update(
            status=Article.Status.PUBLISHED, published_at=now, updated_at=now
        )
        list_new(keys)
        record_all(before, Cause(Revision.Kind.IMPORT, None, path))

    def _log(self, page: Page, position: int, outcome: Outcome, kept: dict[str, Any]) -> None:
        if self.run_row.pk is None:
            self.run_row.save()
        RunPage.objects.create(
            run=self.run_row,
            page=page,
            position=position,
            source=f"{self.path}#{page.slug}"[-MAX_SOURCE_NAME:],
            outcome=outcome,
            before=kept,
        )
