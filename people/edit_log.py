"""The log of edits, written for many rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest


def log_edits(request: HttpRequest, rows: Sequence[Model], message: str) -> None:
    """Note in the history of each row what the user did to it, in one statement."""
    user_id = request.user.pk
    if rows and user_id is not None:
        LogEntry.objects.log_actions(user_id, rows, CHANGE, message)
