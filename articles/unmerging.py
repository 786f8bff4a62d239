"""Undoing a merge: every row back as it was, except what somebody changed since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone

from articles.merging import MergeError
from articles.models import Alarm
from articles.row_images import Changes, Image, columns_of, insert, take_all, write
from articles.tenures import redraw_tenures
from articles.turns import take_turn
from people.edit_log import log_edits_of
from people.models import Person, PersonMerge, PersonPair, Tenure

# Rows of these tables in this status are nobody's work: they may go and are drawn again.
_DRAWN: dict[type[Model], str] = {Tenure: Tenure.Status.INFERRED, Alarm: Alarm.Status.OPEN}

MAX_LEFT = 20  # what is reported by name

# The columns of a table that only make sense together.
_TOGETHER: dict[type[Model], set[str]] = {PersonPair: {"one_id", "other_id"}}


@dataclass(slots=True)
class Undone:
    """Who is back, and what was left as it stands because it was changed after the merge."""

    person: Person
    left: list[str] = field(default_factory=list)


@transaction.atomic
def undo_merge(merge: PersonMerge, by: AbstractBaseUser | None) -> Undone:
    """Part two people again as they were before.

    What came to the one kept after the merge stays there, rows that are gone stay gone, and a
    value that somebody changed since is left and reported.

    Raises:
        MergeError: it was undone before, or a later merge has to be undone first.
    """
    take_turn()
    merge = PersonMerge.objects.select_for_update().select_related("kept").get(pk=merge.pk)
    refuse_undoing(merge)
    record: dict[str, Changes] = merge.record
    undoing = _Undoing(merge)
    # The one who is back comes first, since the others point to them; what the one kept is,
    # last, since that depends on what stays with them.
    undoing.bring_back(Person, record[Person._meta.label])
    for label, changes in record.items():
        model = apps.get_model(label)
        if model is not Person:
            undoing.put_back(model, changes)
            undoing.bring_back(model, changes)
    undoing.put_back(Person, record[Person._meta.label])
    redraw_tenures([merge.kept_id, merge.merged_id])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    person = Person.objects.get(pk=merge.merged_id)
    log_edits_of(by, [merge.kept, person], f"撤销了“{merge.merged_name}”的并入。")
    return Undone(person, undoing.left)


def refuse_undoing(merge: PersonMerge) -> None:
    """Raise MergeError where the merge cannot be undone, or not yet."""
    if merge.undone_at is not None:
        raise MergeError("这次合并已经撤销过了。")
    # A merge into the one kept, or of the one kept into another, which it then counts as: it
    # built on this one.
    newer = PersonMerge.objects.filter(kept=merge.kept_id, undone_at=None, pk__gt=merge.pk)
    latest = newer.order_by("-pk").select_related("kept").defer("record").first()
    if latest is not None:
        raise MergeError(f"这之后又把“{latest.merged_name}”并入了“{latest.kept}”，请先撤销那一次。")


class _Undoing:
    """One merge on its way back, table by table."""

    def __init__(self, merge: PersonMerge) -> None:
        self.merge = merge
        self.left: list[str] = []

    def put_back(self, model: type[Model], changes: Changes) -> None:
        """Take away the rows that the merge made, and undo its changes to others.

        What somebody changed since stays, and what is gone stays gone.
        """
        before = {int(image["id"]): image for image in changes["before"]}
        after = {int(key): columns for key, columns in changes["after"].items()}
        made = {int(image["id"]): image for image in changes["made"]}
        now = take_all(model, [*after, *made], columns_of(model))
        for key in made.keys() & now.keys():
            if now[key] == made[key] or _is_drawn(model, now[key]):
                model._default_manager.filter(pk=key).delete()
            else:
                self._leave(model, key)
        alike: defaultdict[str, list[int]] = defaultdict(list)  # rows by what is set in them
        for key in after.keys() & now.keys():
            columns = self._to_set(model, before[key], after[key], now[key])
            for name in sorted(after[key].keys() - columns.keys()):
                self._leave(model, key, name)
            alike[json.dumps(columns, sort_keys=True)].append(key)
        for columns_text, keys in alike.items():
            write(model, keys, json.loads(columns_text))

    def _to_set(self, model: type[Model], before: Image, after: Image, now: Image) -> Image:
        theirs = _changed_since(model, before, before | after, now)
        if model is Person:
            theirs |= self._flags_in_use(after)
        columns = {name: before[name] for name in after if name not in theirs}
        return _without_what_is_gone(model, columns)

    def _flags_in_use(self, flags: Collection[str]) -> set[str]:
        """What the one kept has become by stories that were imported or edited since."""
        kept, since = self.merge.kept, self.merge.merged_at
        used = {
            "is_reporter": kept.bylines.filter(article__updated_at__gt=since),
            "is_official": kept.mentions.filter(article__updated_at__gt=since),
        }
        return {name for name, rows in used.items() if name in flags and rows.exists()}

    def bring_back(self, model: type[Model], changes: Changes) -> None:
        """Store the rows again that went, unless what they were about is gone or entered anew."""
        for image in changes["before"]:
            if str(image["id"]) in changes["after"]:
                continue
            columns = _without_what_is_gone(model, image)
            stored = columns.keys() == image.keys() and _inserted(model, columns)
            if not stored and not _is_drawn(model, image):
                self.left.append(f"{model._meta.verbose_name}（已不能恢复）")

    def _leave(self, model: type[Model], key: int, column: str = "") -> None:
        if len(self.left) >= MAX_LEFT:
            return
        labels = {each.attname: each.verbose_name for each in model._meta.concrete_fields}
        about = f"的{labels[column]}" if column else ""
        row = model._default_manager.get(pk=key)
        self.left.append(f"{model._meta.verbose_name}“{row}”{about}")


def _inserted(model: type[Model], image: Image) -> bool:
    try:
        with transaction.atomic():
            insert(model, image)
    except IntegrityError:  # the same name, or the same pair, was entered meanwhile
        return False
    return True


def _changed_since(model: type[Model], before: Image, merged: Image, now: Image) -> set[str]:
    """The columns that somebody changed after the merge."""
    if _is_drawn(model, before):
        return set() if _is_drawn(model, now) else set(now)
    changed = {name for name, value in merged.items() if value != now[name]}
    together = _TOGETHER.get(model, set())
    return changed | together if changed & together else changed


def _is_drawn(model: type[Model], image: Image) -> bool:
    return model in _DRAWN and image["status"] == _DRAWN[model]


def _without_what_is_gone(model: type[Model], columns: Image) -> Image:
    """The columns, but where one points to a row that is gone: empty if it may be, else left out."""
    kept = dict(columns)
    for each in model._meta.concrete_fields:
        value = kept.get(each.attname)
        if not isinstance(each, ForeignKey) or value is None:
            continue
        if not each.related_model._default_manager.filter(pk=value).exists():
            del kept[each.attname]
            if each.null:
                kept[each.attname] = None
    return kept
