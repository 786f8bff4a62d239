"""What makes a story risky, in the words of a row of the review queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.admin.flag_labels import code_label
from articles.models import Alarm, Article, Hold
from articles.reviewing import Band, band_of


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    number: int
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A story of the queue as `articles.admin.reviewing.loaded` loads it."""

    article: Article
    editor: AbstractBaseUser
    address: str = ""  # of the story as one of the queue

    @property
    def band(self) -> Band:
        return band_of(self.article.risk)

    @property
    def hold(self) -> Hold | None:
        """Who has it now; a claim that ran out is none."""
        hold: Hold | None = getattr(self.article, "hold", None)
        return hold if hold and hold.until > timezone.now() else None

    @property
    def is_mine(self) -> bool:
        return self.hold is not None and self.hold.editor_id == self.editor.pk

    @property
    def is_taken(self) -> bool:
        return self.hold is not None and not self.is_mine

    @property
    def reasons(self) -> list[Reason]:
        """Flags by kind, those that block first; then names and alarms."""
        article: Article = self.article
        flags = [flag for flag in article.flags.all() if flag.resolved_at is None]
        kinds = Counter((not flag.blocking, code_label(flag.code)) for flag in flags)
        reasons = [
            Reason(label, number, blocking=not free)
            for (free, label), number in sorted(kinds.items())
        ]
        unknown = [row for row in article.mentions.all() if row.person_id is None]
        unsigned = [row for row in article.bylines.all() if row.person_id is None]
        alarms = [row for row in article.alarms.all() if row.status == Alarm.Status.OPEN]
        named = (("不知是谁", unknown), ("署名不知是谁", unsigned), ("疑点", alarms))
        return reasons + [Reason(label, len(rows)) for label, rows in named if rows]
