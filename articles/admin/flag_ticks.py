"""Flags shown beside a story or a page, ticked off in the same form and the same save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from articles.admin.flag_labels import code_label
from articles.corrections import ACCEPTED, what_changed
from articles.editing import resolve_flags
from articles.models import Flag, FlagQuerySet
from people.typed import ModelForm


@dataclass(frozen=True, slots=True)
class FlagRow:
    """An open flag and its fields; without them the user may only read it."""

    flag: Flag
    done: forms.BoundField | None = None
    resolution: forms.BoundField | None = None
    accept: forms.BoundField | None = None  # where its proposal can be taken here

    @property
    def kind(self) -> str:
        return code_label(self.flag.code)

    @property
    def has_place(self) -> bool:
        return self.flag.start is not None and self.flag.end is not None


class FlagTicksForm(ModelForm[Any]):
    """A form with fields more for each open flag: done, what was found, its proposal taken.

    The fields are printed outside the form element, so they name the form they belong to.
    """

    may_tick = False  # set by the admin from the user's permissions

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_flags = list(self.flags_shown().open()) if self.instance.pk else []
        if self.may_tick:
            for flag in self.open_flags:
                self._add_fields(flag)

    def flags_shown(self) -> FlagQuerySet:
        """The flags to show beside this object, resolved ones included."""
        raise NotImplementedError

    def can_correct(self, flag: Flag) -> bool:
        """Whether the text that the flag is about is in this form."""
        return False

    def _add_fields(self, flag: Flag) -> None:
        form_id = {"form": f"{self._meta.model._meta.model_name}_form"}
        self.fields[f"done_{flag.pk}"] = forms.BooleanField(
            label=f"已处理：{flag.message}",
            required=False,
            widget=forms.CheckboxInput(attrs=form_id),
        )
        if flag.found and self.can_correct(flag):
            self.fields[f"accept_{flag.pk}"] = forms.BooleanField(
                label=what_changed(flag).removesuffix("。"),
                required=False,
                widget=forms.CheckboxInput(attrs=form_id),
            )
        self.fields[f"resolution_{flag.pk}"] = forms.CharField(
            label="处理结果",
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs=form_id | {"placeholder": "处理结果（可不填）"}),
        )

    def flag_rows(self) -> list[FlagRow]:
        if not self.may_tick:
            return [FlagRow(flag) for flag in self.open_flags]
        return [self._row(flag) for flag in self.open_flags]

    def _row(self, flag: Flag) -> FlagRow:
        done, resolution, accept = (
            self[name] if (name := f"{each}_{flag.pk}") in self.fields else None
            for each in ("done", "resolution", "accept")
        )
        return FlagRow(flag, done, resolution, accept)

    def accepted(self) -> list[Flag]:
        """The flags whose proposal this form takes; only after it was validated."""
        return [flag for flag in self.open_flags if self.cleaned_data.get(f"accept_{flag.pk}")]

    def ticked(self) -> list[Flag]:
        """The flags this form says are done; only after it was validated."""
        accepted = self.accepted()
        return [
            flag
            for flag in self.open_flags
            if flag in accepted or self.cleaned_data.get(f"done_{flag.pk}")
        ]

    def tick_off(self, user: AbstractBaseUser) -> int:
        """Resolve what was ticked, each with its own words; returns how many."""
        accepted = self.accepted()
        return sum(
            resolve_flags(
                Flag.objects.filter(pk=flag.pk),
                user,
                self.cleaned_data[f"resolution_{flag.pk}"]
                or (ACCEPTED if flag in accepted else ""),
            )
            for flag in self.ticked()
        )
