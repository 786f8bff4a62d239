"""What editors decide about alarms; it stays so, whatever is imported later."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Alarm
from articles.risk import rate

Status = Alarm.Status


def open_alarms() -> QuerySet[Alarm]:
    return Alarm.objects.filter(status=Status.OPEN)


@transaction.atomic
def judge(
    alarms: QuerySet[Alarm], status: str, by: AbstractBaseUser | None, note: str = ""
) -> list[Alarm]:
    """Decide about those of these alarms that are open; returns them."""
    waiting = list(alarms.filter(status=Status.OPEN).select_for_update(of=("self",)))
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in waiting]).update(
        status=status, note=note, decided_by=by, decided_at=timezone.now()
    )
    _rate(waiting)
    return waiting


@transaction.atomic
def reopen(alarms: QuerySet[Alarm]) -> list[Alarm]:
    """Let decided alarms wait for an editor again, with the note there was; returns them."""
    decided = list(alarms.exclude(status=Status.OPEN).select_for_update(of=("self",)))
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in decided]).update(
        status=Status.OPEN, decided_by=None, decided_at=None
    )
    _rate(decided)
    return decided


def _rate(alarms: list[Alarm]) -> None:
    rate(alarm.article_id for alarm in alarms if alarm.article_id is not None)
