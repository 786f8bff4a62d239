"""Downloads of the desk: people, posts and tenures, and a reporter's stories of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.byline_export import byline_lines, bylines_of, month_of, months_signed
from articles.exporting import TABLES, Scope, table_lines
from articles.popolo import popolo_pieces
from people.models import Person

_LABELS = {
    "people": "人物（CSV）",
    "posts": "岗位（CSV）",
    "tenures": "任职（CSV）",
    "popolo": "全部（Popolo JSON）",
}


# Whoever only looks on takes away what readers can see, and no more.
SEE, SEE_UNPUBLISHED = "people.view_person", "people.change_person"


class ExportForm(forms.Form):
    what = forms.ChoiceField(
        label="内容", choices=list(_LABELS.items()), widget=forms.RadioSelect, initial="people"
    )
    everything = forms.BooleanField(
        label="连同读者看不到的",
        required=False,
        help_text="未发布的稿件里才有的人物、没有依据的任职也在内；不要公开这样的文件。",
    )

    def __init__(self, *args: Any, may_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_all:
            del self.fields["everything"]

    def scope(self, site: str) -> Scope:
        return Scope(everything=self.cleaned_data.get("everything", False), site=site)


class MonthForm(forms.Form):
    month = forms.CharField()

    def clean_month(self) -> date:
        try:
            return month_of(self.cleaned_data["month"])
        except ValueError as error:
            raise forms.ValidationError("不是月份。") from error


def export_view(request: HttpRequest) -> HttpResponseBase:
    """Choose what to download; with a choice, the file."""
    _refuse_without(SEE, request)
    form = ExportForm(request.GET or None, may_all=request.user.has_perm(SEE_UNPUBLISHED))
    if not form.is_valid():
        context = {"title": "导出人物与任职", "form": form, "opts": Person._meta}
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/people/export.html", base | context)
    what = form.cleaned_data["what"]
    scope = form.scope(_site(request))
    for table in TABLES:
        if what == table:
            return _download(table_lines(table, scope), f"{table}.csv", "text/csv")
    return _download(popolo_pieces(scope), "popolo.json", "application/json")


def bylines_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The months in which somebody signed stories; with a month, the file.

    What is not published is in it: who wrote it is paid for it.
    """
    _refuse_without(SEE_UNPUBLISHED, request)
    person = get_object_or_404(Person, pk=pk)
    form = MonthForm(request.GET)
    if not form.is_valid():
        context = {
            "title": f"{person}的署名稿件",
            "person": person,
            "months": months_signed(bylines_of(person)),
            "opts": Person._meta,
        }
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/people/bylines.html", base | context)
    month = form.cleaned_data["month"]
    lines = byline_lines(bylines_of(person), month, _site(request))
    return _download(lines, f"bylines-{pk}-{month:%Y-%m}.csv", "text/csv")


def _refuse_without(permission: str, request: HttpRequest) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _download(pieces: Iterable[str], name: str, content_type: str) -> HttpResponseBase:
    """The file as it is drawn from the database; nothing of it is kept."""
    response = StreamingHttpResponse(pieces, content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
