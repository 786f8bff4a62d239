"""Undoing an import, page by page: exactly where nobody has done anything since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, ImportRun, Page, RunPage, Source
from articles.risk import rate
from articles.taking_back import put_back
from articles.touched_since import touched_since
from articles.turns import take_turn
from articles.unused import Unused
from people.edit_log import log_edits_of

BATCH_SIZE = 50  # pages looked through at once

TAKEN = "它原来的位置已有别的内容，不能放回。"


@dataclass(slots=True)
class Kept:
    """A page of the run that stays as it is, and why."""

    row: RunPage
    reasons: list[str]


@dataclass(slots=True)
class Undone:
    """What became of pages, or would become of them."""

    removed: list[RunPage] = field(default_factory=list)  # they came with the run, and are gone
    returned: list[RunPage] = field(default_factory=list)  # they are what they were before
    kept: list[Kept] = field(default_factory=list)
    rest: int | None = None  # the position below which pages were not looked at; None: all were

    def sort_in(self, row: RunPage) -> None:
        (self.removed if "page" in row.before else self.returned).append(row)


def look_ahead(run: ImportRun, below: int | None = None, limit: int = BATCH_SIZE) -> Undone:
    """What `undo_run` would do, with the same queries for one page and for `limit`."""
    rows, rest = _next(run, below, limit)
    found = Undone(rest=rest)
    reasons = touched_since(rows)
    for row in rows:
        if row.pk in reasons:
            found.kept.append(Kept(row, reasons[row.pk]))
        else:
            found.sort_in(row)
    return found


def undo_run(
    run: ImportRun,
    by: AbstractBaseUser | None,
    below: int | None = None,
    limit: int | None = None,
) -> Undone:
    """Take the pages of a run back to before it, the last first, each in one transaction.

    What a run made and nothing needs any more goes with its pages. Rows that are drawn from
    others (tenures, alarms, proposals) are drawn anew, not put back.

    Args:
        below: go on with the pages before this position, and
        limit: look at so many at most; for a run too long for one request.
    """
    done = Undone()
    while limit is None or limit > 0:
        rows, done.rest = _next(run, below, min(limit or BATCH_SIZE, BATCH_SIZE))
        for row in rows:
            reasons = _undo_page(row)
            if reasons:
                done.kept.append(Kept(row, reasons))
            else:
                done.sort_in(row)
        if done.rest is None:
            break
        below, limit = done.rest, None if limit is None else limit - len(rows)
    if done.rest is None and not _left(run).exists():
        run.undone_at, run.undone_by_id = timezone.now(), by.pk if by else None
        run.save(update_fields=["undone_at", "undone_by"])
    number = len(done.removed) + len(done.returned)
    if number:
        log_edits_of(by, [run], f"撤销了其中 {number} 版。")
    return done


def _left(run: ImportRun) -> QuerySet[RunPage]:
    return RunPage.objects.filter(run=run, undone_at=None)


def _next(run: ImportRun, below: int | None, limit: int) -> tuple[list[RunPage], int | None]:
    """The next pages to undo, the last first, and the position to go on below."""
    rows = _left(run).select_related("run", "page__issue__newspaper").order_by("-position")
    if below is not None:
        rows = rows.filter(position__lt=below)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].position if len(found) > limit else None


def _undo_page(row: RunPage) -> list[str]:
    """Undo one page whole; or nothing of it, and say why."""
    try:
        with transaction.atomic():
            take_turn()
            row = (
                RunPage.objects.select_for_update(of=("self",))
                .select_related("run", "page")
                .get(pk=row.pk)
            )
            if row.undone_at is not None:
                return []
            reasons = touched_since([row]).get(row.pk, [])
            if reasons:
                return reasons
            if row.page is not None:
                _take_back(row, row.page)
            RunPage.objects.filter(pk=row.pk).update(undone_at=timezone.now())
    except IntegrityError:
        return [TAKEN]
    return []


def _take_back(row: RunPage, page: Page) -> None:
    stories = list(page.articles.order_by().values_list("pk", flat=True))
    unused = Unused.by(page, stories, row.run)
    stays: list[int] = []
    if "page" in row.before:
        _remove(page, stories)
    else:
        stays = put_back(page, row.before["rows"])
        unused.note(page, stays)
    unused.remove()
    rate(stays)


def _remove(page: Page, stories: Sequence[int]) -> None:
    Article.objects.filter(pk__in=stories).delete()
    Source.objects.filter(page=page).delete()
    page.delete()
