"""The flags of a page and its stories, brought in line with what an import says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Self

from articles.ingest import records
from articles.ingest.flags import BLOCKING, MESSAGES
from articles.models import Article, Flag, Page

EDIT_CONFLICT = "edit-conflict"
NOT_FOUND_AGAIN = "not-found-again"
PERSON_UNCLEAR = "person-unclear"

Said = tuple[str, str, int | None]  # code, message, start


@dataclass(slots=True)
class FlagBook:
    """All flags of one page, read with one query and written with two."""

    rows: list[Flag]
    _new: list[Flag] = field(default_factory=list)
    _dropped: list[Flag] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page | None) -> Self:
        return cls(list(Flag.objects.filter(page=page)) if page else [])

    @property
    def changed(self) -> bool:
        return bool(self._new or self._dropped)

    def bring(
        self,
        article: Article | None,
        raised: Iterable[records.Flag],
        before: Collection[Said] | None,
    ) -> None:
        """Raise what the importer raises; drop what is open and it raised before and no more.

        What was resolved stays resolved, and what a person raised stays.

        Args:
            before: what it raised last time; None where that is not known, and the importer's
                codes tell.
        """
        wanted = {(each.code, each.message, each.start): each for each in raised}
        held = {_said(row) for row in self._about(article)}
        for said, each in wanted.items():
            if said not in held:
                self._add(article, each)
        for row in self._about(article):
            said = _said(row)
            ours = said in before if before is not None else row.code in MESSAGES
            if row.resolved_at is None and ours and said not in wanted:
                self._drop(row)

    def ask(self, article: Article | None, code: str, message: str) -> None:
        """Raise something once: not again while it is open, nor after it was resolved."""
        if all(_said(row)[:2] != (code, message) for row in self._about(article)):
            self._add(article, records.Flag(code, message))

    def settle(self, article: Article, code: str, still: Iterable[str] = ()) -> None:
        """Drop the open flags of this code, except those that speak of a name in `still`."""
        quoted = [f"“{name}”" for name in still]
        for row in self._about(article):
            about = any(name in row.message for name in quoted)
            if row.code == code and row.resolved_at is None and not about:
                self._drop(row)

    def save(self, page: Page) -> None:
        for row in self._new:
            row.page = page
        Flag.objects.bulk_create(self._new)
        if self._dropped:
            Flag.objects.filter(pk__in=[row.pk for row in self._dropped]).delete()

    def open(self) -> list[Flag]:
        return [row for row in self.rows if row.resolved_at is None]

    def open_on_page(self) -> list[Flag]:
        """Those of the page as a whole."""
        return [row for row in self.open() if row.article_id is None]

    def _about(self, article: Article | None) -> list[Flag]:
        key = article.pk if article else None
        return [row for row in self.rows if row.article_id == key]

    def _add(self, article: Article | None, raised: records.Flag) -> None:
        row = Flag(article=article, blocking=raised.code in BLOCKING, **asdict(raised))
        self._new.append(row)
        self.rows.append(row)

    def _drop(self, row: Flag) -> None:
        self._dropped.append(row)
        self.rows.remove(row)


def _said(row: Flag) -> Said:
    return (row.code, row.message, row.start)
