"""The desk's lists and pages of people, with the ways to merging them and parting them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles.admin.exports import bylines_view, export_view
from articles.admin.merging import merge_view, unmerge_view
from articles.admin.splitting import move_view, split_view
from articles.admin.tenures import TenureKeeper
from people.admin import OfficialAdmin, PersonAdmin, ReporterAdmin
from people.models import Official, Person, PersonMerge, Reporter
from people.typed import ModelAdmin


@admin.action(description="合并所选两人…", permissions=["merge"])
def merge_chosen(
    model_admin: ModelAdmin[Person], request: HttpRequest, queryset: QuerySet[Person]
) -> HttpResponse | None:
    """Go where the two are compared; whoever is confirmed, or has more stories, is kept."""
    chosen: list[Any] = list(queryset[:3])
    if len(chosen) != 2:
        model_admin.message_user(request, "请正好选两个人。", messages.WARNING)
        return None
    kept, merged = sorted(
        chosen,
        key=lambda person: (
            not person.confirmed,
            -person.byline_total - person.mention_total,
            person.pk,
        ),
    )
    query = {"kept": kept.pk, "merged": merged.pk}
    return HttpResponseRedirect(reverse("admin:people_person_merge", query=query))


class MergingDesk(ModelAdmin[Any]):
    """The ways from a list or a page of people to the pages where they are merged and parted."""

    change_form_template = "admin/people/merge_tools.html"
    change_list_template = "admin/people/person_list.html"

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.merge_person")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context: dict[str, Any] = {"may_merge": self.has_merge_permission(request)}
        if object_id.isdecimal():
            merges = PersonMerge.objects.filter(kept=int(object_id), undone_at=None)
            context["merge"] = merges.defer("record").order_by("-pk").first()
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))


@admin.register(Person)
class PersonDesk(MergingDesk, TenureKeeper, PersonAdmin):
    actions = [*PersonAdmin.actions, merge_chosen]

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
            ("merge/", merge_view, "merge"),
            ("merges/<int:pk>/undo/", unmerge_view, "unmerge"),
            ("mentions/<int:pk>/move/", move_view, "move"),
            ("<int:pk>/split/", split_view, "split"),
            ("export/", export_view, "export"),
            ("<int:pk>/bylines/", bylines_view, "bylines"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"people_person_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]


@admin.register(Reporter)
class ReporterDesk(MergingDesk, TenureKeeper, ReporterAdmin):
    actions = [*ReporterAdmin.actions, merge_chosen]


@admin.register(Official)
class OfficialDesk(MergingDesk, TenureKeeper, OfficialAdmin):
    actions = [*OfficialAdmin.actions, merge_chosen]
