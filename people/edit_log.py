"""The log of edits, written for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.http import HttpRequest


def log_edits(request: HttpRequest, rows: Sequence[Model], message: str) -> None:
    """Note in the history of each row what the user did to it, in one statement."""
    log_edits_of(request.user, rows, message)


def log_edits_of(
    user: AbstractBaseUser | AnonymousUser | None, rows: Sequence[Model], message: str
) -> None:
    """The same for whom no request is at hand; what nobody did is not noted."""
    if rows and user is not None and user.pk is not None:
        LogEntry.objects.log_actions(user.pk, rows, CHANGE, message)
