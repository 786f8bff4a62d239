"""A later import that reads otherwise than an editor wrote: both side by side, and a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from articles.admin.flag_ticks import FlagTicksForm
from articles.editing import resolve_flags
from articles.flagging import EDIT_CONFLICT
from articles.models import Flag
from articles.restoring import imported_state, restore_imported
from articles.states import changed_names, in_words, state_of
from articles.story_fields import LABELS
from articles.text_diff import LinePair, changes_only, compare

CHOICE = "conflict_"
KEPT, IMPORTED = "保留编辑的", "用导入的"

_NAMES = {label: name for name, label in LABELS.items()}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with what an editor wrote and what the import says."""

    label: str
    pairs: list[LinePair]
    choice: forms.BoundField


def field_of(flag: Flag) -> str | None:
    """The field that the flag of a conflict is about, as its message begins."""
    return _NAMES.get(flag.message.partition("：")[0]) if flag.code == EDIT_CONFLICT else None


def offer_imported(form: FlagTicksForm) -> list[Conflict]:
    """Add a choice for each field about which an import still asks."""
    asked = {
        name
        for flag in form.open_flags
        if flag.article_id == form.instance.pk and (name := field_of(flag))
    }
    if not form.may_tick or not asked:
        return []
    now = state_of(form.instance)
    imported = now | imported_state(form.instance)
    conflicts = []
    for name in changed_names(now, imported):
        if name in asked:
            key = f"{CHOICE}{name}"
            form.fields[key] = forms.ChoiceField(
                label=LABELS[name],
                choices=[(KEPT, KEPT), (IMPORTED, IMPORTED)],
                required=False,
                widget=forms.RadioSelect,
            )
            pairs = changes_only(compare(in_words(name, now), in_words(name, imported)))
            conflicts.append(Conflict(LABELS[name], pairs, form[key]))
    return conflicts


def settle_conflicts(form: FlagTicksForm, by: AbstractBaseUser) -> None:
    """Take what the import says where that was chosen, and tick off what was asked."""
    chosen: dict[str, Any] = {
        key.removeprefix(CHOICE): choice
        for key, choice in form.cleaned_data.items()
        if key.startswith(CHOICE) and choice
    }
    restore_imported(form.instance, [name for name, each in chosen.items() if each == IMPORTED])
    for name, choice in chosen.items():
        about = [flag.pk for flag in form.open_flags if field_of(flag) == name]
        flags = Flag.objects.filter(pk__in=about, article=form.instance)
        resolve_flags(flags, by, choice)
