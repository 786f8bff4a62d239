"""The review queue: which story comes next, who works on it, and many approved at once."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.editing import set_status
from articles.models import (
    Article,
    ArticleQuerySet,
    Flag,
    Hold,
    Newspaper,
    Page,
    PageQuerySet,
    UnsavedEdit,
)
from articles.paging import Order
from articles.risk import BLOCKED, DOUBTFUL, rate, weight_of

Status = Article.Status

HOLD_MINUTES = 30  # a story is somebody's for so long after they last worked on it
# What needs an editor most comes first; of equals what waits longest, and that is within a page
# the order of print.
BY_RISK = Order("risk", descending=True, numeric=True, ids_ascend=True)
MOST_APPROVED = 500  # at once
_FEW = 5000  # rows that a statement names without trouble
_TRIED = 10  # editors may press at the same moment, so many hardly do
SAMPLE = 8  # enough to see what the others are like, few enough to read


@dataclass(frozen=True, slots=True)
class Band:
    """Stories of about the same risk, as an editor calls them; `last` is taken in."""

    name: str
    label: str
    first: int
    last: int | None


BANDS = (
    Band("blocked", "阻止发布", BLOCKED, None),
    Band("doubtful", "需要细看", DOUBTFUL, BLOCKED - 1),
    Band("slight", "小疑问", 1, DOUBTFUL - 1),
    Band("clear", "无待核对事项", 0, 0),
)


def band_of(risk: int) -> Band:
    return next(band for band in BANDS if risk >= band.first)


def waiting() -> ArticleQuerySet:
    """Stories that an import brought in and nobody has reviewed; not those joined to another."""
    return Article.objects.filter(status=Status.IMPORTED, merged_into__isnull=True)


def in_band(stories: ArticleQuerySet, band: Band) -> ArticleQuerySet:
    if band.last is None:
        return stories.filter(risk__gte=band.first)
    return stories.filter(risk__gte=band.first, risk__lte=band.last)


# Which stories of the queue: few are named one by one, of many it is said what they have.
Chosen = list[int] | Q


def chosen_stories(conditions: Sequence[Chosen]) -> ArticleQuerySet:
    """The stories of the queue that fulfil all these conditions.

    Where few are named they are looked up: a database that does not know how few they are
    would look for them along the whole queue.
    """
    stories = waiting()
    if any(isinstance(each, list) for each in conditions):
        stories = _off_the_index()
    for each in conditions:
        stories = stories.filter(Q(pk__in=each) if isinstance(each, list) else each)
    return stories


def _off_the_index() -> ArticleQuerySet:
    """The stories of the queue, in words that no index of the queue serves."""
    state, joined = Coalesce("status", Value("")), Coalesce("merged_into_id", Value(0))
    return Article.objects.alias(state=state, joined=joined).filter(state=Status.IMPORTED, joined=0)


def with_flag(code: str) -> Chosen:
    """Stories of which a flag of that code is open.

    Many are soon met along the queue, none above the place where the flag's weight puts them.
    """
    flags = Flag.objects.open().filter(code=code, article__isnull=False).order_by()
    found = list(flags.values_list("article", flat=True)[: _FEW + 1])
    if len(found) <= _FEW:
        return found
    return Q(Exists(flags.filter(article=OuterRef("pk"))), risk__gte=weight_of(code))


def of_issues(address: str) -> Chosen:
    """Stories of the issues whose address begins so: 2018-05-31, 2018-05, undated."""
    return _on(Page.objects.filter(issue__slug__startswith=address))


def of_newspaper(newspaper: Newspaper) -> Chosen:
    return _on(Page.objects.filter(issue__newspaper=newspaper))


def _on(pages: PageQuerySet) -> Chosen:
    pages = pages.order_by()
    found = list(pages.values_list("pk", flat=True)[: _FEW + 1])
    if len(found) > _FEW:
        return Q(page__in=pages)
    stories = _off_the_index().filter(page__in=found).order_by()
    keys = list(stories.values_list("pk", flat=True)[: _FEW + 1])
    return keys if len(keys) <= _FEW else Q(page__in=found)


def held_by(editor: AbstractBaseUser) -> Chosen:
    holds = Hold.objects.filter(editor=editor.pk, until__gt=timezone.now())
    return list(holds.values_list("article", flat=True)[:_FEW])  # nobody holds as many


def held_by_others(editor: AbstractBaseUser) -> Exists:
    holds = Hold.objects.filter(article=OuterRef("pk"), until__gt=timezone.now())
    return Exists(holds.exclude(editor=editor.pk))


def claim(article: int, editor: AbstractBaseUser) -> bool:
    """Take a story for oneself, or keep it on; False where another editor holds it."""
    now = timezone.now()
    until = now + timedelta(minutes=HOLD_MINUTES)
    free = Hold.objects.filter(Q(editor=editor.pk) | Q(until__lte=now), article=article)
    if free.update(editor=editor, until=until):
        return True
    # Of two who take it at once, the row of one is ignored.
    Hold.objects.bulk_create(
        [Hold(article_id=article, editor_id=editor.pk, until=until)], ignore_conflicts=True
    )
    return Hold.objects.filter(article=article, editor=editor.pk).exists()


def renew(article: int, editor: AbstractBaseUser) -> datetime | None:
    """Keep what one holds for longer; until when, or None where one does not hold it."""
    now = timezone.now()
    until = now + timedelta(minutes=HOLD_MINUTES)
    own = Hold.objects.filter(article=article, editor=editor.pk, until__gt=now)
    return until if own.update(until=until) else None


def release(article: int, editor: AbstractBaseUser) -> None:
    Hold.objects.filter(article=article, editor=editor.pk).delete()


def hold_on(article: int) -> Hold | None:
    """Who works on a story now."""
    holds = Hold.objects.filter(article=article, until__gt=timezone.now())
    return holds.select_related("editor").first()


def take_next(
    stories: ArticleQuerySet, editor: AbstractBaseUser, after: tuple[int, int] | None = None
) -> Article | None:
    """Claim the first of these stories that no other editor holds.

    Args:
        after: risk and id of the story left; those before it come again at the end.
    """
    free = stories.exclude(held_by_others(editor)).only("risk").order_by(*BY_RISK.fields())
    if after:
        free = free.filter(BY_RISK.beyond(*after))
    for article in free[:_TRIED]:  # the first, unless somebody takes it this very moment
        if claim(article.pk, editor):
            return article
    return None


@dataclass(frozen=True, slots=True)
class Batch:
    """Stories to approve together; `seen_at` is when an editor was shown the sample."""

    stories: list[int]
    seen_at: datetime

    def sample(self) -> list[int]:
        return random.sample(self.stories, min(SAMPLE, len(self.stories)))


def batch_to_approve(
    stories: ArticleQuerySet, editor: AbstractBaseUser, highest: int, number: int
) -> Batch:
    """The first `number` of these stories with no more risk than `highest`, least risk first."""
    seen_at = timezone.now()
    low = stories.filter(risk__lte=highest).exclude(held_by_others(editor))
    keys = low.order_by("risk", "pk").values_list("pk", flat=True)[: min(number, MOST_APPROVED)]
    return Batch(list(keys), seen_at)


@transaction.atomic
def approve(
    stories: Collection[int], highest: int, seen_at: datetime, editor: AbstractBaseUser
) -> list[Article]:
    """Let these stories be reviewed, but for those that are not what the editor was shown.

    Left alone is what was reviewed or changed meanwhile, carries more risk than `highest`, is
    held by another editor, or has words in it that somebody has not saved.
    """
    chosen = waiting().filter(pk__in=stories)
    held = list(chosen.order_by("pk").select_for_update().values_list("pk", flat=True))
    rate(held)
    unsaved = UnsavedEdit.objects.filter(article=OuterRef("pk"))
    ready = (
        chosen.filter(risk__lte=highest, updated_at__lte=seen_at)
        .exclude(held_by_others(editor))
        .exclude(Exists(unsaved))
    )
    changed, _ = set_status(ready, Status.REVIEWED, editor, "成批审核")
    Hold.objects.filter(article__in=changed).delete()
    return changed
