"""Tenures on the desk, beside the sentences of print they rest on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from articles.admin.tenure_forms import (
    FIELDS,
    TenureForm,
    TenureFormSet,
    dispute_printed,
    keep_terms_beside,
)
from articles.careers import entries, shown, term_of
from articles.tenures import redraw_tenures
from people.admin import OtherNameInline
from people.admin.base import BaseAdmin
from people.edit_log import log_edits
from people.models import Person, Tenure
from people.typed import ModelAdmin, StackedInline


class TenureInline(StackedInline[Tenure, Person]):
    model = Tenure
    form = TenureForm
    formset = TenureFormSet
    fields = FIELDS
    autocomplete_fields = ["post"]
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        return super().get_queryset(request).select_related("person", "post__organization")


class TenureKeeper(ModelAdmin[Any]):
    """A person's page that draws anew what follows from the tenures an editor saved there."""

    inlines = [OtherNameInline, TenureInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if isinstance(formset, TenureFormSet) and formset.has_changed():
                _tell_disputed(request, len(formset.disputed))
                _redraw(request, {form.instance.pk})


@admin.register(Tenure)
class TenureAdmin(BaseAdmin[Tenure]):
    form = TenureForm
    list_display = ["person", "post", "term", "status", "start_basis", "end_basis"]
    list_filter = ["status", "start_basis", "end_basis", "post__organization__kind"]
    list_select_related = ["person", "post__organization"]
    list_per_page = 50
    ordering = ["person_id", "start", "id"]
    search_fields = ["person__name", "post__title", "post__organization__name"]
    search_help_text = "按姓名、职务或单位查找"
    autocomplete_fields = ["person", "post"]
    fields = ["person", *FIELDS, "evidence"]
    readonly_fields = ["evidence"]

    @admin.display(description="任期", ordering="start")
    def term(self, tenure: Tenure) -> str:
        return term_of(tenure)

    @admin.display(description="见报依据")
    def evidence(self, tenure: Tenure) -> str:
        if tenure.pk is None:
            return ""
        rows = entries(shown(Tenure.objects.filter(pk=tenure.pk)))
        context = {"entry": rows[0] if rows else None}
        return render_to_string("admin/people/_tenure_evidence.html", context)

    def save_model(self, request: HttpRequest, obj: Tenure, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _redraw(request, {obj.person_id, form.initial.get("person", obj.person_id)})
        if not Tenure.objects.filter(pk=obj.pk).exists():
            text = "报上没有依据，“推断”的任职随之取消；要保留请改为“已确认”。"
            messages.warning(request, text)

    def delete_model(self, request: HttpRequest, obj: Tenure) -> None:
        self._delete(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tenure]) -> None:
        self._delete(request, list(queryset))

    def _delete(self, request: HttpRequest, tenures: list[Tenure]) -> None:
        people = {tenure.person_id for tenure in tenures}
        disputed = dispute_printed(tenures)
        kept = {tenure.pk for tenure in disputed}
        numbers = [tenure.pk for tenure in tenures if tenure.pk not in kept]
        Tenure.objects.filter(pk__in=numbers).delete()
        log_edits(request, disputed, "删除：改为“有争议”。")
        _tell_disputed(request, len(disputed))
        _redraw(request, people)


def _tell_disputed(request: HttpRequest, number: int) -> None:
    if number:
        text = f"其中 {number} 段任职报上有依据，没有删去，改为“有争议”：程序不会再推断出来。"
        messages.warning(request, text)


def _redraw(request: HttpRequest, people: Collection[int]) -> None:
    if beside := keep_terms_beside(people):
        text = f"同一人同一岗位另有 {beside} 段推断的任期，一并转为“已确认”，请核对。"
        messages.info(request, text)
    redraw_tenures(people)
