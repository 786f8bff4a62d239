"""Bringing stories before readers and taking them back: what would happen, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from articles.editing import BATCH_SIZE, is_blocked, set_status
from articles.models import Article, Flag

Status = Article.Status

SHOWN_READY = 12  # stories of a large number that stand for all
SHOWN_HELD = 50


@dataclass(frozen=True, slots=True)
class PublishingPlan:
    """What publishing a selection would do to it."""

    ready: int
    returning: int  # of those, how many were withdrawn
    timed: int  # of those, how many wait for a time of their own
    held: int  # kept back by flags
    public: int  # before readers already
    merged: int  # stand in another story
    sample: list[Article]
    held_back: list[Article]  # each with the flags as `reasons`


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    ready: int
    public: int  # of those, how many readers see now
    timed: int  # of those, how many would come out at a time that is set
    withdrawn: int  # already
    sample: list[Article]


def plan_publishing(stories: QuerySet[Article]) -> PublishingPlan:
    """Count and show; three queries and one for the flags, however many stories."""
    stories = stories.order_by()
    now = timezone.now()
    public = Q(status=Status.PUBLISHED, published_at__lte=now)
    merged = Q(merged_into__isnull=False)
    open_ones = ~public & ~merged
    ready = open_ones & Q(blocked=False)
    marked = stories.annotate(blocked=is_blocked())
    counts = marked.aggregate(
        ready=Count("pk", filter=ready),
        returning=Count("pk", filter=ready & Q(status=Status.WITHDRAWN)),
        timed=Count("pk", filter=ready & Q(status=Status.PUBLISHED)),
        held=Count("pk", filter=open_ones & Q(blocked=True)),
        public=Count("pk", filter=public & ~merged),
        merged=Count("pk", filter=merged),
    )
    reasons = Prefetch("flags", Flag.objects.blocking().order_by("pk"), to_attr="reasons")
    held_back = _shown(marked.filter(open_ones, blocked=True))[:SHOWN_HELD]
    return PublishingPlan(
        **counts,
        sample=list(_shown(marked.filter(ready))[:SHOWN_READY]),
        held_back=list(held_back.prefetch_related(reasons)),
    )


def plan_withdrawal(stories: QuerySet[Article]) -> WithdrawalPlan:
    """Count and show; two queries, however many stories."""
    stories = stories.order_by()
    ready = ~Q(status=Status.WITHDRAWN)
    published, now = Q(status=Status.PUBLISHED), timezone.now()
    counts = stories.aggregate(
        ready=Count("pk", filter=ready),
        public=Count("pk", filter=published & Q(published_at__lte=now)),
        timed=Count("pk", filter=published & Q(published_at__gt=now)),
        withdrawn=Count("pk", filter=~ready),
    )
    return WithdrawalPlan(**counts, sample=list(_shown(stories.filter(ready))[:SHOWN_READY]))


def _shown(stories: QuerySet[Article]) -> QuerySet[Article]:
    newest = stories.order_by("-order_key", "-id").select_related("page__issue__newspaper")
    return newest.defer("body", "as_imported", "spans")


def publish(
    stories: QuerySet[Article], by: AbstractBaseUser, at: datetime | None = None
) -> tuple[list[Article], list[Article]]:
    """Let readers see these stories now, or from that time on.

    Returns:
        The stories that changed, and those held back by a flag.
    """
    note = f"定时 {timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
    return set_status(stories, Status.PUBLISHED, by, note, at=at)


@transaction.atomic
def withdraw(
    stories: QuerySet[Article], by: AbstractBaseUser, *, public_note: str = "", reason: str = ""
) -> list[Article]:
    """Take these stories from readers.

    Args:
        public_note: what readers are told who come to the address of one.
        reason: for the desk alone.

    Returns:
        The stories that changed.
    """
    changed, _ = set_status(stories, Status.WITHDRAWN, by, reason)
    numbers = [article.pk for article in changed]
    for start in range(0, len(numbers), BATCH_SIZE):
        batch = Article.objects.filter(pk__in=numbers[start : start + BATCH_SIZE])
        batch.update(withdrawal_note=public_note)
    return changed
