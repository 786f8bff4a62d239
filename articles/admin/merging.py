"""The desk's pages where two rows become one person, and where that is undone."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.dossiers import Dossier, Held, dossiers
from articles.admin.fields import PersonSelect
from articles.merge_plan import plan_merge
from articles.merging import MergeError, merge_people
from articles.models import Mention
from articles.splitting import mark_different
from articles.unmerging import refuse_undoing, undo_merge
from people.models import Person, PersonMerge, PersonPair

SHOWN_CANDIDATES = 12


def person_field(**values: Any) -> forms.ModelChoiceField[Person]:
    """A choice of one person, found by name or pinyin."""
    widget = PersonSelect(Mention._meta.get_field("person"), admin.site)
    return forms.ModelChoiceField(Person.objects.all(), widget=widget, **values)


class CoupleForm(forms.Form):
    """Who is to be merged into whom, as the address of the page says it."""

    kept = person_field(label="保留")
    merged = person_field(label="并入的人物", required=False, help_text="输入姓名或拼音后选取。")

    def clean(self) -> dict[str, Any]:
        kept, merged = self.cleaned_data.get("kept"), self.cleaned_data.get("merged")
        if kept is not None and kept == merged:
            self.add_error("merged", "选的是同一个人。")
        return self.cleaned_data


def editor_of(request: HttpRequest, permission: str = "people.merge_person") -> AbstractBaseUser:
    """Whoever asks, if they may do that to people."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return cast(AbstractBaseUser, request.user)


def person_page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def person_cards(*people: Person) -> list[tuple[Dossier, list[tuple[str, Held]]]]:
    """All that tells these people apart, each with every post, the earliest first."""
    prefetch_related_objects(people, "other_names")
    found = dossiers(people, official=True, reporter=True)
    return [(each, [("", held) for held in each.held]) for each in found]


def desk_page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any]
) -> TemplateResponse:
    base = admin.site.each_context(request) | {"title": title, "opts": Person._meta}
    return TemplateResponse(request, template, base | context)


def merge_view(request: HttpRequest) -> HttpResponse:
    """Choose the other one, compare the two, decide."""
    editor = editor_of(request)
    form = CoupleForm(request.POST or request.GET)
    if not form.is_valid() or form.cleaned_data["merged"] is None:
        return _choose(request, form)
    kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
    if request.method == "POST":
        try:
            return _decide(request, kept, merged, editor)
        except MergeError as error:
            messages.error(request, str(error))
            return redirect("admin:people_person_changelist")
    return desk_page(
        request,
        "admin/people/merge.html",
        f"合并：{kept}与{merged}",
        {
            "plan": plan_merge(kept, merged),
            "cards": person_cards(kept, merged),
            "turned": reverse(
                "admin:people_person_merge", query={"kept": merged.pk, "merged": kept.pk}
            ),
        },
    )


def _choose(request: HttpRequest, form: CoupleForm) -> HttpResponse:
    kept = form.cleaned_data.get("kept")
    if kept is None:
        messages.error(request, "要合并的人物已经不在：可能刚被合并或删除。")
        return redirect("admin:people_person_changelist")
    context = {
        "kept": kept,
        "form": form if "merged" in form.errors else CoupleForm(initial={"kept": kept}),
        "candidates": _candidates(kept),
        "media": form.media,
    }
    return desk_page(request, "admin/people/merge_choose.html", f"{kept}与谁是同一人", context)


def _candidates(person: Person) -> list[Person]:
    """Who may be meant: of the same name, of the same sound, or proposed as a variant."""
    open_pairs = PersonPair.objects.filter(status=PersonPair.Status.OPEN)
    proposed = Q(pk__in=open_pairs.filter(one=person).values("other")) | Q(
        pk__in=open_pairs.filter(other=person).values("one")
    )
    alike = Q(name=person.name) | Q(pinyin=person.pinyin) | Q(other_names__name=person.name)
    people = Person.objects.filter(alike | proposed).exclude(pk=person.pk).distinct()
    return list(people.order_by("pinyin", "pk")[:SHOWN_CANDIDATES])


def _decide(
    request: HttpRequest, kept: Person, merged: Person, editor: AbstractBaseUser
) -> HttpResponse:
    if "different" in request.POST:
        mark_different(kept, merged, editor)
        messages.success(request, f"已记下：“{kept}”与“{merged}”不是同一人。")
        return HttpResponseRedirect(person_page(kept))
    merge = merge_people(kept, merged, editor)
    undo = reverse("admin:people_person_unmerge", args=[merge.pk])
    text = '已把“{}”并入“{}”。<a href="{}">撤销合并</a>'
    messages.success(request, format_html(text, merged, kept, undo))
    return HttpResponseRedirect(person_page(kept))


def unmerge_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will come back, and put it back."""
    editor = editor_of(request)
    merges = PersonMerge.objects.select_related("kept", "merged_by")
    merge = get_object_or_404(merges, pk=pk)
    refusal = ""
    try:
        refuse_undoing(merge)
        if request.method == "POST":
            undone = undo_merge(merge, editor)
            _report(request, undone.person, undone.left)
            return HttpResponseRedirect(person_page(undone.person))
    except MergeError as error:
        refusal = str(error)
    context = {"merge": merge, "refusal": refusal, "standing": _merges_into(merge.kept)}
    return desk_page(request, "admin/people/merge_undo.html", "撤销合并", context)


def _merges_into(person: Person) -> QuerySet[PersonMerge]:
    merges = PersonMerge.objects.filter(kept=person, undone_at=None)
    return merges.select_related("merged_by").defer("record").order_by("-pk")


def _report(request: HttpRequest, person: Person, left: list[str]) -> None:
    messages.success(request, f"已撤销：“{person}”恢复为单独的人物（编号 {person.pk}）。")
    if left:
        text = f"合并之后又有人改过，保持现状：{'；'.join(left)}。"
        messages.warning(request, text)
