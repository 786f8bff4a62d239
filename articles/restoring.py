"""Going back: a story as it was imported, as a version says, or before its last change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.editing import record_edit, snapshot
from articles.history import Cause, record, record_all
from articles.models import Article, Flag, Revision
from articles.putting_back import put_back
from articles.states import PUBLISHING, State, changed_names, state_of
from articles.story_fields import FIELDS


class RestoreError(ValueError):
    """Why a story cannot go back, in words for an editor."""


def restorable(article: Article) -> dict[str, str]:
    """The fields that stand otherwise than they were imported, and what the import said."""
    imported = article.as_imported
    return {
        name: str(imported[name])
        for name in FIELDS
        if name in imported and imported[name] != getattr(article, name)
    }


def imported_state(article: Article) -> State:
    """What the last import said, as a state; a name is who it is now, or was at first.

    Without what no import decides; empty for a story that no import brought.
    """
    imported = article.as_imported
    if not imported:
        return {}
    first = article.revisions.order_by("number").values_list("state", flat=True).first()
    known = [*([first] if first else []), state_of(article)]
    signing = {(row["role"], row["name"]): row for each in known for row in each["bylines"]}
    named = {row["name"]: row for each in known for row in each["mentions"]}
    state = {name: imported[name] for name in FIELDS if name in imported}
    state["bylines"] = [
        {"role": role, "name": name} | _person(signing.get((role, name)))
        for role, name in imported.get("bylines", [])
    ]
    state["mentions"] = [
        dict(mention) | _person(named.get(mention["name"]))
        for mention in imported.get("mentions", [])
    ]
    state["tags"] = [{"tag_name": name, "score": score} for name, score in imported.get("tags", [])]
    return state


def _person(row: dict[str, Any] | None) -> dict[str, Any]:
    held = row or {}
    return {"person": held.get("person"), "person_name": held.get("person_name")}


@transaction.atomic
def restore_imported(article: Article, names: Iterable[str]) -> None:
    """Go back to what was imported; the next import may change these fields again.

    The caller keeps the version.

    Args:
        names: of FIELDS and GROUPS; what the import did not say is left as it is.
    """
    state = imported_state(article)
    names = [name for name in names if name in state]
    if not names:
        return
    before = snapshot(article)
    put_back(article, state, names, link=True)
    record_edit(article, before)
    article.edited_fields = [name for name in article.edited_fields if name not in names]
    article.save(update_fields=["edited_fields", "updated_at"])


@transaction.atomic
def restore_all_imported(article: Article, by: AbstractBaseUser | None) -> Revision | None:
    """The whole story as it was imported, as a new version."""
    article = _held(article)
    before = state_of(article)
    names = changed_names(before, before | imported_state(article))
    restore_imported(article, [name for name in names if name != "position"])
    return record(article, Revision.Kind.RESTORE, by, before, "恢复为导入时的内容")


@transaction.atomic
def restore_revision(revision: Revision, by: AbstractBaseUser | None) -> Revision | None:
    """Let a story say again what a version says, as a new version; None where it does.

    Whether readers see it stays as it is. Its place on the page goes back only if a later
    version moved it: otherwise it moved because of the stories around it.
    """
    article = _held(revision.article)
    before = state_of(article)
    later = article.revisions.filter(number__gt=revision.number)
    moved = any("position" in changed for changed in later.values_list("changed", flat=True))
    names = [
        name
        for name in changed_names(before, revision.state)
        if name not in PUBLISHING and (name != "position" or moved)
    ]
    _go_back(article, revision.state, names)
    note = f"恢复到第 {revision.number} 版"
    return record(article, Revision.Kind.RESTORE, by, before, note)


def last_step(article: Article) -> Revision | None:
    """The newest change of a story that is not undone and is no undoing itself."""
    undone: set[int] = set()
    steps = article.revisions.select_related("repair", "made_by").defer("state", "repair__changes")
    for step in steps.order_by("-number"):
        if step.kind == Revision.Kind.UNDO:
            undone.add(step.undoes_id or 0)
        elif step.kind != Revision.Kind.BEFORE and step.pk not in undone:
            return step
    return None


@transaction.atomic
def undo_step(step: Revision, by: AbstractBaseUser | None) -> Revision | None:
    """Take back one change of one story, in the fields that it changed.

    A step of a repair is undone by `articles.undoing_repairs`.

    Raises:
        RestoreError: the story would be published again, and a flag blocks that.
    """
    article = _held(step.article)
    before = state_of(article)
    earlier = article.revisions.get(number=step.number - 1).state
    if "status" in step.changed:
        _refuse_publishing(article, earlier)
    _go_back(article, earlier, step.changed)
    note = f"撤销第 {step.number} 版（{step.get_kind_display()}）"
    made = record_all(
        {article.pk: before}, Cause(Revision.Kind.UNDO, by, note, undoes={article.pk: step})
    )
    return made[0] if made else None


def _refuse_publishing(article: Article, state: State) -> None:
    publishes = (
        state["status"] == Article.Status.PUBLISHED and article.status != Article.Status.PUBLISHED
    )
    if publishes and Flag.objects.blocking().filter(article=article).exists():
        raise RestoreError("没有撤销：撤销后会重新发布，而这篇还有待核对事项阻止发布。")


def _held(article: Article) -> Article:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related("page__issue__newspaper", "page__district")
        .get(pk=article.pk)
    )


def _go_back(article: Article, state: State, names: Collection[str]) -> None:
    if names:
        before = snapshot(article)
        put_back(article, state, names)
        record_edit(article, before)
