"""Undoing a repair: the stories of the page stand again as they did before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from articles.claims import redraw_claims
from articles.editing import anchor_mentions
from articles.history import Cause, record_all
from articles.listing import relist
from articles.models import Article, Page, Repair, Revision
from articles.putting_back import put_back
from articles.ranking import redraw_order_alarms
from articles.repairing import FOLLOWING, ROWS, RepairError
from articles.restoring import undo_step
from articles.row_images import Changes, columns_of, insert, take_all, write
from articles.states import State, changed_names, states_of
from articles.story_fields import LABELS
from articles.tenures import people_named, redraw_tenures

_NOTE = "撤销："

# By label, what others hang on first.
_MODELS: list[type[Model]] = [Page, Article, *ROWS]
_TABLES = {model._meta.label: model for model in _MODELS} | {FOLLOWING: Article}


def undo(step: Revision, by: AbstractBaseUser | None) -> None:
    """Take back one step of a story, with all that it did to others.

    Raises:
        RepairError: a story that the step touched was changed since.
        RestoreError: see `undo_step`.
    """
    if step.repair is None:
        undo_step(step, by)
    else:
        undo_repair(step.repair, by)


@transaction.atomic
def undo_repair(repair: Repair, by: AbstractBaseUser | None) -> list[Article]:
    """Put all back that a repair wrote; a story that it made goes.

    Returns:
        The stories that are as they were.

    Raises:
        RepairError: it is undone already, or a story that it touched was changed since.
    """
    repair = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    if repair.undone_at is not None:
        raise RepairError("这一步已经撤销过了。")
    Page.objects.select_for_update(of=("self",)).get(pk=repair.page_id)
    steps = {step.article_id: step for step in repair.revisions.select_related("article")}
    now = states_of(steps.keys())
    _refuse_if_changed(steps.values(), now)
    changes: dict[str, Changes] = repair.changes
    made = {image["id"] for image in changes.get(Article._meta.label, {}).get("made", [])}
    kept = [step for key, step in steps.items() if key not in made]
    people = people_named(list(steps))
    _put_rows_back(changes)
    stories = _put_states_back(kept)
    keys = [article.pk for article in stories]
    redraw_claims(stories)
    redraw_order_alarms(keys)
    redraw_tenures(people | people_named(keys))
    repair.undone_at = timezone.now()
    repair.save(update_fields=["undone_at"])
    before = {step.article_id: now[step.article_id] for step in kept}
    undoes = {step.article_id: step for step in kept}
    cause = Cause(Revision.Kind.UNDO, by, f"{_NOTE}{repair.note}", undoes=undoes)
    record_all(before, cause)
    return stories


def _refuse_if_changed(steps: Iterable[Revision], now: dict[int, State]) -> None:
    """A story may have gone elsewhere on its page since, but must say what the repair left."""
    for step in steps:
        names = [
            LABELS[name]
            for name in changed_names(step.state, now[step.article_id])
            if name != "position"
        ]
        if names:
            raise RepairError(
                f"没有撤销：《{step.article.headline}》这之后又改过{'、'.join(names)}，"
                "请先撤销后来的改动。"
            )


def _put_rows_back(changes: dict[str, Changes]) -> None:
    models = {label: model for label, model in _TABLES.items() if label in changes}
    for label, model in models.items():
        _write_back(model, changes[label])
    # What hangs on a story goes before the story does, and comes back after it.
    for label, model in reversed(models.items()):
        made = [image["id"] for image in changes[label]["made"]]
        model._default_manager.filter(pk__in=made).delete()
    for label, model in models.items():
        for image in changes[label]["before"]:
            if str(image["id"]) not in changes[label]["after"]:
                _bring_back(model, image)
    if FOLLOWING in changes:
        relist([int(key) for key in changes[FOLLOWING]["after"]])


def _write_back(model: type[Model], changes: Changes) -> None:
    """Set the columns that the repair changed and nobody since."""
    before = {image["id"]: image for image in changes["before"]}
    after = {int(key): columns for key, columns in changes["after"].items()}
    now = take_all(model, after, columns_of(model))
    for key in after.keys() & now.keys():
        columns = {
            name: before[key][name] for name, value in after[key].items() if now[key][name] == value
        }
        write(model, [key], columns)


def _bring_back(model: type[Model], image: dict[str, Any]) -> None:
    """Store a row again that went; what stands in its place by now is drawn anew instead."""
    try:
        with transaction.atomic():
            insert(model, image)
    except IntegrityError:
        return


def _put_states_back(steps: Iterable[Revision]) -> list[Article]:
    """What the rows do not say yet: those of names and tags may have been made anew since."""
    earlier = {
        step.article_id: step.article.revisions.get(number=step.number - 1).state for step in steps
    }
    stories = list(
        Article.objects.filter(pk__in=earlier).select_related(
            "page__issue__newspaper", "page__district"
        )
    )
    now = states_of(earlier.keys())
    for article in stories:
        state = earlier[article.pk]
        names = [name for name in changed_names(now[article.pk], state) if name != "position"]
        if names:
            put_back(article, state, names)
            anchor_mentions(article)
    return stories
