"""A run of the importer: read each file, store it or refuse it, and say what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.ingest.errors import PageError
from articles.ingest.hints import merge_hints
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import PageHints, ParsedPage
from articles.models import ImportRun, RunPage, Upload
from articles.placing import MAX_SOURCE_NAME
from articles.planning import Outcome
from articles.received import PageFile, Refused
from articles.run_pages import marks
from articles.storage import Notice, Stored, check_storable, preview, store_page
from articles.workers import read_files

MAX_NOTICES = 20  # a list that an editor still reads; the rest is counted


@dataclass(frozen=True, slots=True)
class Options:
    hints: PageHints = field(default_factory=PageHints)  # of every page, before its own
    publish: bool = False
    dry_run: bool = False
    compare: bool = True  # whether a dry run asks the archive what would change
    strict: bool = False  # all or nothing
    jobs: int = 1

    def told(self) -> dict[str, str | bool]:
        """What was said of all pages, by the names of the command's options."""
        hints = self.hints
        told = {"paper": hints.paper, "date": hints.date.value or "", "page": hints.number}
        switches = {"publish": self.publish, "strict": self.strict}
        return {name: value for name, value in (told | switches).items() if value}


@dataclass(slots=True)
class Summary:
    """What came of a run so far."""

    pages: Counter[Outcome] = field(default_factory=Counter)
    stories: Counter[Outcome] = field(default_factory=Counter)
    published: int = 0
    refused: list[Refused] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)  # the first MAX_NOTICES, blocking first
    more_notices: int = 0

    def add(self, stored: Stored) -> None:
        self.pages[stored.outcome] += 1
        self.stories += stored.stories
        self.published += stored.published
        # The sort keeps the order of the pages among equals.
        known = sorted([*self.notices, *stored.notices], key=lambda notice: not notice.blocking)
        self.more_notices += max(len(known) - MAX_NOTICES, 0)
        self.notices = known[:MAX_NOTICES]

    @property
    def wrote(self) -> bool:
        return self.pages.total() > self.pages[Outcome.UNCHANGED] or self.published > 0


Listener = Callable[[ParsedPage | Refused], None]


def _ignore(read: ParsedPage | Refused) -> None:
    """Listens to nothing."""


class Import:
    """One run; at any moment `summary` says what came of the files so far."""

    def __init__(self, options: Options, lexicon: Lexicon) -> None:
        self.summary = Summary()
        self.options = options
        self._lexicon = lexicon
        self._listen: Listener = _ignore
        self._seen: set[int] = set()
        self._positions = 0  # of the pages logged so far
        self._log = ImportRun()

    @property
    def log(self) -> ImportRun:
        """The row of the run; unsaved where it neither stored nor refused anything."""
        return self._log

    @property
    def rolled_back(self) -> bool:
        """Whether nothing was stored because one file was refused."""
        return self.options.strict and bool(self.summary.refused)

    def run(
        self,
        files: Iterable[PageFile | Refused],
        paths: list[str],
        listen: Listener | None = None,
        *,
        by: AbstractBaseUser | None = None,
        upload: Upload | None = None,
    ) -> Summary:
        """Import the files in order.

        Args:
            paths: what the person gave, for the log. Nothing is logged of a run that neither
                stored nor refused anything.
            listen: told of each page that was read, and of each file that was refused.
            by: who sent the files, and
            upload: in which upload; None for the command.
        """
        self._listen = listen or _ignore
        self._log = ImportRun(paths=paths, options=self.options.told(), upload=upload)
        self._log.made_by_id = by.pk if by else None
        if self.options.strict and not self.options.dry_run:
            with transaction.atomic():
                self._take_all(files)
                transaction.set_rollback(self.rolled_back)
        else:
            self._take_all(files)
        self._end_log()
        return self.summary

    def _take_all(self, files: Iterable[PageFile | Refused]) -> None:
        for read in read_files(self._with_hints(files), self._lexicon, self.options.jobs):
            if isinstance(read, Refused):
                self._refuse(read)
            else:
                self._take(*read)
            if not self.options.strict and self._log.pk is None:
                self._begin_log()

    def _with_hints(self, files: Iterable[PageFile | Refused]) -> Iterator[PageFile | Refused]:
        for file in files:
            if isinstance(file, PageFile):
                hints = merge_hints(self.options.hints, file.hints)
                yield replace(file, hints=hints)
            else:
                yield file

    def _take(self, path: str, page: ParsedPage) -> None:
        try:
            check_storable(page)
        except PageError as error:
            self._refuse(Refused(path, str(error)))
            return
        self._listen(page)
        if self.rolled_back or not self.options.compare:
            return  # nothing will be kept: only what is refused is of interest
        stored = preview(page, self._seen) if self.options.dry_run else self._store(page)
        if stored.page:
            self._seen.add(stored.page.pk)
        self.summary.add(stored)

    @transaction.atomic
    def _store(self, page: ParsedPage) -> Stored:
        """Store the page together with the record of it: one is never there without the other."""
        if self._log.pk is None and not self._log.marks:
            self._log.marks = marks()
        stored = store_page(page, publish=self.options.publish, seen=self._seen, keep_before=True)
        if stored.wrote:
            if self._log.pk is None:
                self._log.save()
            self._positions += 1
            RunPage.objects.create(
                run=self._log,
                page=stored.page,
                position=self._positions,
                source=page.source[-MAX_SOURCE_NAME:],
                outcome=stored.outcome,
                stories=_story_counts(stored.stories, stored.published),
                before=stored.before,
            )
        return stored

    def _refuse(self, refused: Refused) -> None:
        self._listen(refused)
        self.summary.refused.append(refused)

    def _begin_log(self) -> None:
        """Log the run with the first file it refuses, so that one that never ends is seen."""
        if not self.options.dry_run and self.summary.refused:
            self._log.save()

    def _end_log(self) -> None:
        summary = self.summary
        if self.options.dry_run or not (summary.wrote or summary.refused):
            return
        self._log.finished_at = timezone.now()
        self._log.status = ImportRun.Status.FAILED if summary.refused else ImportRun.Status.FINISHED
        if not self.rolled_back:
            self._log.counts = _counts(summary)
        self._log.refused = [
            {"source": each.path, "reason": each.reason} for each in summary.refused
        ]
        self._log.save()


def _counts(summary: Summary) -> dict[str, int]:
    """The figures of a run as its log keeps them: pages, stories by outcome, and the rest."""
    refused = {"refused": len(summary.refused)} if summary.refused else {}
    stories = _story_counts(summary.stories, summary.published)
    return {"pages": summary.pages.total(), **stories, **refused}


def _story_counts(stories: Counter[Outcome], published: int) -> dict[str, int]:
    counts = {str(outcome): count for outcome, count in stories.items() if count}
    return counts | ({"published": published} if published else {})
