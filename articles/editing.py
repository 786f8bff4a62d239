"""What a person's work on stories leaves behind, so that no import undoes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.claims import redraw_claims
from articles.history import Cause, record_all
from articles.listing import relist
from articles.models import Article, Flag, Revision, order_key
from articles.ranking import redraw_order_alarms
from articles.risk import rate
from articles.states import states_of
from articles.story_fields import FIELDS
from articles.tenures import people_named, redraw_tenures

BATCH_SIZE = 500  # rows a statement; SQLite takes a limited number of parameters

State = dict[str, Any]


def snapshot(article: Article) -> State:
    """What is stored of all that an editor can change, by the names of `edited_fields`.

    Where in the text a mention stands is left out: that follows from the body.
    """
    stored = Article.objects.filter(pk=article.pk).values(*FIELDS, "status", "published_at").get()
    return {
        **{name: stored[name] for name in FIELDS},
        "status": (stored["status"], stored["published_at"]),
        "bylines": list(
            article.bylines.order_by("position", "pk").values_list("role", "name", "person")
        ),
        "mentions": list(
            article.mentions.order_by("position", "pk").values_list("name", "posts", "person")
        ),
        "tags": sorted(article.tagged_items.values_list("tag", flat=True)),
    }


def record_edit(article: Article, before: State) -> list[str]:
    """Note in `edited_fields` what differs from `before`, and let mentions follow the body.

    Returns:
        The names of what changed, in the order of `snapshot`; an empty list wrote nothing.
    """
    after = snapshot(article)
    changed = [name for name, value in after.items() if value != before[name]]
    if not changed:
        return []
    if "body" in changed or "mentions" in changed:
        anchor_mentions(article)
        redraw_claims([article])
        redraw_order_alarms([article.pk])
    if _PUBLIC_CLAIMS.intersection(changed):
        redraw_tenures(people_named([article.pk]) | _linked(before) | _linked(after))
    mark_edited(article, changed)
    article.save(update_fields=["edited_fields", "updated_at"])
    return changed


# What a tenure is drawn from: who is named with which posts where readers see it, and how.
_PUBLIC_CLAIMS = {"body", "mentions", "status"}


def _linked(state: State) -> set[int]:
    return {person for _, _, person in state["mentions"] if person is not None}


def mark_edited(article: Article, names: Iterable[str]) -> None:
    """Add to `edited_fields` what is not there yet; the caller saves."""
    held = list(article.edited_fields)
    article.edited_fields = held + [name for name in names if name not in held]


def anchor_mentions(article: Article) -> None:
    """Place each mention where the body prints its name: nearest to where it stood.

    One whose name the body no longer prints has no place.
    """
    body = Article.objects.values_list("body", flat=True).get(pk=article.pk)
    for mention in article.mentions.all():
        start = _nearest(body, mention.name, mention.start or 0)
        end = None if start is None else start + len(mention.name)
        if (start, end) != (mention.start, mention.end):
            mention.start, mention.end = start, end
            mention.save(update_fields=["start", "end"])


def _nearest(text: str, name: str, place: int) -> int | None:
    before = text.rfind(name, 0, place + len(name))
    after = text.find(name, place)
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - place)) if found else None


@transaction.atomic
def set_status(
    articles: QuerySet[Article],
    status: Article.Status,
    by: AbstractBaseUser | None = None,
    note: str = "",
    at: datetime | None = None,
) -> tuple[list[Article], list[Article]]:
    """Give stories a status as an editor's decision.

    A story is published with no open flag that blocks it, or not at all. Withdrawing keeps
    the time of publication. What stands in another story stays as it is.

    Args:
        note: for the versions of the stories, why.
        at: from when on readers see what is published; at once without it, also what was to
            come out later.

    Returns:
        The stories that changed, and those held back by a flag; others had the status.
    """
    now = timezone.now()
    there = Q(status=status)
    if status == Article.Status.PUBLISHED:
        there &= Q(published_at__lte=now)
    rows = articles.filter(merged_into=None).exclude(there).annotate(blocked=is_blocked())
    changed: list[Article] = []
    held: list[Article] = []
    for article in rows.defer("body", "as_imported", "spans"):
        if status == Article.Status.PUBLISHED and article.blocked:
            held.append(article)
            continue
        article.status = status
        if status == Article.Status.PUBLISHED:
            article.published_at = at or _past(article.published_at, now) or now
        article.updated_at = now
        mark_edited(article, ["status"])
        changed.append(article)
    _keep_status(changed, Cause(Revision.Kind.STATUS, by, note))
    return changed, held


def _keep_status(changed: list[Article], cause: Cause) -> None:
    for start in range(0, len(changed), BATCH_SIZE):
        batch = changed[start : start + BATCH_SIZE]
        before = states_of([article.pk for article in batch])
        Article.objects.bulk_update(
            batch, ["status", "published_at", "updated_at", "edited_fields"]
        )
        record_all(before, cause)
    relist([article.pk for article in changed])


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment <= now else None


def is_blocked() -> Exists:
    return Exists(Flag.objects.blocking().filter(article=OuterRef("pk")))


@transaction.atomic(savepoint=False)
def resolve_flags(
    flags: QuerySet[Flag], user: AbstractBaseUser | None, resolution: str = ""
) -> int:
    """Tick off those of `flags` that are open; an empty `resolution` keeps what is written.

    Returns:
        How many were open.
    """
    values: dict[str, Any] = {"resolved_at": timezone.now(), "resolved_by": user}
    if resolution:
        values["resolution"] = resolution
    waiting = flags.filter(resolved_at__isnull=True)
    about = waiting.filter(article__isnull=False).order_by()
    stories = set(about.values_list("article", flat=True))
    number = waiting.update(**values)
    rate(stories)
    return number


@transaction.atomic
def refresh_order_keys(articles: QuerySet[Article]) -> int:
    """Sort stories anew after the date of their issue or the place of their page changed.

    Returns:
        How many stories moved.
    """
    moved = []
    rows = articles.select_related("page__issue").defer("body", "as_imported", "spans")
    for article in rows.iterator(chunk_size=BATCH_SIZE):
        key = order_key(article.page, article.position)
        if key != article.order_key:
            article.order_key = key
            moved.append(article)
    Article.objects.bulk_update(moved, ["order_key"], batch_size=BATCH_SIZE)
    relist([article.pk for article in moved])
    return len(moved)
