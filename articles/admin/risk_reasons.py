"""What makes a story risky, in the words of a row of the review queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.admin.flag_labels import code_label
from articles.models import Hold
from articles.reviewing import Band, band_of


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    number: int
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A story of the queue as `articles.admin.reviewing.loaded` loads it."""

    article: Any
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
        article = self.article
        kinds = Counter((not flag.blocking, code_label(flag.code)) for flag in article.flags_open)
        reasons = [
            Reason(label, number, blocking=not free)
            for (free, label), number in sorted(kinds.items())
        ]
        names = [
            ("不知是谁", len(article.named_unknown)),
            ("署名不知是谁", len(article.signed_unknown)),
            ("疑点", len(article.alarms_open)),
        ]
        return reasons + [Reason(label, number) for label, number in names if number]
