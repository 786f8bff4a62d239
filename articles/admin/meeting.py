"""Two editors in one story: what both began with, what is stored now, what was typed, and a choice.

Whoever saves second is shown each field that the first changed, and nothing typed is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

from articles.admin.fields import PostsField
from articles.admin.posted_rows import posted_rows, rows_as_chosen
from articles.history import stood_at
from articles.models import Article
from articles.states import State, changed_names, in_words, state_of
from articles.story_fields import GROUPS, LABELS
from articles.text_diff import Piece, compare
from people.models import Person
from people.typed import ModelAdmin

TAKE = "take_"
MINE, THEIRS = "mine", "theirs"
CHOICES = [(MINE, "用我的"), (THEIRS, "用对方的（我写的这一栏不算）")]


@dataclass(frozen=True, slots=True)
class Met:
    """A field in which two editors met; the lines say what each changed of the first."""

    label: str
    base: list[str] | None  # lines; None where it is not known what both began with
    theirs: list[list[Piece]]
    mine: list[list[Piece]]
    choice: forms.BoundField


def add_choices(form: forms.ModelForm[Any]) -> None:
    """Take up the choices that a form was posted with."""
    for key in form.data:
        if key.startswith(TAKE) and key.removeprefix(TAKE) in LABELS:
            form.fields[key] = _choice(key)


def chosen_before(form: forms.ModelForm[Any]) -> list[forms.BoundField]:
    """The choices that a form was posted with, to be shown again where it was refused."""
    return [form[key] for key in form.fields if key.startswith(TAKE)]


def _choice(key: str) -> forms.ChoiceField:
    label = LABELS[key.removeprefix(TAKE)]
    return forms.ChoiceField(label=label, choices=CHOICES, required=False, widget=forms.RadioSelect)


def apply_choices(form: forms.ModelForm[Any], stored: Article) -> None:
    """Put what the other editor wrote where the editor chose it; rows are chosen elsewhere."""
    for key, choice in list(form.cleaned_data.items()):
        name = key.removeprefix(TAKE)
        if not key.startswith(TAKE) or choice != THEIRS or name in ("bylines", "mentions"):
            continue
        value = list(stored.tags.all()) if name == "tags" else getattr(stored, name)
        form.cleaned_data[name] = value
        form.errors.pop(name, None)


def meet(form: forms.ModelForm[Any], stored: Article) -> list[Met]:
    """What is to be chosen; the form is made to show the choices, and its own words."""
    now = state_of(stored)
    base = stood_at(stored, form.cleaned_data.get("version") or "")
    mine = _posted_state(form, now)
    untouched = set(changed_names(base, now)) if base else set(changed_names(mine, now))
    names = [name for name in changed_names(mine, now) if name in untouched]
    data = cast(QueryDict, form.data).copy()
    rows = []
    for name in names:
        key = f"{TAKE}{name}"
        form.fields[key] = _choice(key)
        only_theirs = base is not None and name not in changed_names(base, mine)
        data[key] = THEIRS if only_theirs else MINE
    form.data = data
    for name in names:
        before = in_words(name, base) if base else None
        theirs, own = in_words(name, now), in_words(name, mine)
        rows.append(
            Met(
                LABELS[name],
                None if before is None else before.split("\n"),
                _marked(own if before is None else before, theirs),
                _marked(theirs if before is None else before, own),
                form[f"{TAKE}{name}"],
            )
        )
    return rows


def _marked(before: str, after: str) -> list[list[Piece]]:
    return [pair.merged for pair in compare(before, after)]


def _posted_state(form: forms.ModelForm[Any], now: State) -> State:
    """The story as this form would save it; what it does not have is as it is stored."""
    state = dict(now)
    for name in now:
        if name in form.cleaned_data:
            value = form.cleaned_data[name]
            state[name] = value.isoformat() if hasattr(value, "isoformat") else value
    if "tags" in form.cleaned_data:
        state["tags"] = [{"tag_name": str(tag)} for tag in form.cleaned_data["tags"]]
    for prefix in ("bylines", "mentions"):
        posted = posted_rows(form.data, prefix)
        if posted is not None:
            state[prefix] = _rows(posted)
    return state


def _rows(posted: list[dict[str, str]]) -> list[dict[str, Any]]:
    kept = [row for row in posted if "DELETE" not in row and (row.get("name") or row.get("person"))]
    keys = {int(row["person"]) for row in kept if row.get("person", "").isdecimal()}
    people = Person.objects.in_bulk(keys)
    rows = []
    for row in sorted(kept, key=lambda row: int(row.get("position") or 0)):
        chosen = row.get("person", "")
        person = people.get(int(chosen)) if chosen.isdecimal() else None
        rows.append(
            {
                "role": row.get("role", "").strip(),
                "name": row.get("name", "").strip() or (person.name if person else ""),
                "posts": PostsField().to_python(row.get("posts", "")),
                "person": person.pk if person else None,
                "person_name": person.name if person else None,
            }
        )
    return rows


class MeetingDesk(ModelAdmin[Article]):
    """Rows of names as the editor chose them, and as they are still there."""

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk and prefix in GROUPS:
            stored = list(inline.model.objects.filter(article=obj).order_by("position", "pk"))
            chosen = request.POST.get(f"{TAKE}{prefix}", "")
            kwargs["data"] = rows_as_chosen(kwargs["data"], prefix, stored, chosen)
        return kwargs
