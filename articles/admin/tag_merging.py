"""Tags merged on the desk, after saying what that will do, and parted again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.models import Tag, TagAlias, TagMerge
from articles.tag_editing import TagError
from articles.tag_merging import merge, merging, newest_merge, undo_merge
from people.edit_log import log_edits
from people.typed import ModelAdmin

MOST_MERGED = 50  # at once: a page of the list


class MergeForm(forms.Form):
    """Which of the chosen tags stays, or which other."""

    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), widget=forms.MultipleHiddenInput)
    kept = forms.ModelChoiceField(
        Tag.objects.all(), required=False, empty_label=None, widget=forms.RadioSelect
    )
    other = forms.ModelChoiceField(
        Tag.objects.all(),
        required=False,
        widget=AutocompleteSelect(TagAlias._meta.get_field("tag"), admin.site),
    )

    def chosen(self) -> Tag | None:
        return self.cleaned_data.get("other") or self.cleaned_data.get("kept")


class TagMergingDesk(ModelAdmin[Tag]):
    """The ways from a list or a page of tags to where they are merged, and where that is undone."""

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_tag", "articles.delete_tag"])

    @admin.action(description="合并…", permissions=["merge"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse:
        keys = list(queryset.values_list("pk", flat=True)[:MOST_MERGED])
        query = {"tags": keys}
        return HttpResponseRedirect(reverse("admin:articles_tag_merge", query=query))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("merge/", view(self.merge_view), name="articles_tag_merge"),
            path("merges/<int:pk>/undo/", view(self.unmerge_view), name="articles_tag_unmerge"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        tag = context.get("original")
        if tag is not None and self.has_merge_permission(request):
            context |= {"may_merge": True, "merge": newest_merge(tag)}
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Say what merging will do; then do it."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        form = MergeForm(request.POST or request.GET)
        form.is_valid()
        tags = list(form.cleaned_data.get("tags", [])[:MOST_MERGED])
        if not tags:
            messages.warning(request, "没有选标签，或标签已经不在。")
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        kept = form.chosen()
        others = [tag for tag in tags if tag != kept]
        if request.method == "POST" and "confirmed" in request.POST and kept and others:
            return self._merge(request, kept, others)
        form.fields["kept"].queryset = Tag.objects.filter(pk__in=[tag.pk for tag in tags])  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | {
            "title": "合并标签",
            "opts": self.opts,
            "form": form,
            "tags": tags,
            "kept": kept if others else None,
            "mergings": merging(kept, others) if kept else [],
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Tag, others: list[Tag]) -> HttpResponse:
        names = "、".join(f"“{tag}”" for tag in others)
        try:
            done = merge(kept, others, request.user)  # type: ignore[arg-type]
        except TagError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        log_edits(request, [kept], f"并入{names}。")
        moved = sum(len(each.record["moved"]) for each in done)
        text = (
            f"{names}并入“{kept}”，{moved} 篇稿件改用它；原来的名称成为别称，原来的网址转到这里。"
            "要退回，请按“撤销合并”。"
        )
        messages.success(request, text)
        return HttpResponseRedirect(_page(kept))

    def unmerge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what will come back; then bring it back."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        merged = get_object_or_404(TagMerge.objects.select_related("kept"), pk=pk)
        if request.method == "POST":
            return self._unmerge(request, merged)
        context = self.admin_site.each_context(request) | {
            "title": "撤销合并",
            "opts": self.opts,
            "merge": merged,
            "stories": len(merged.record["moved"]) + len(merged.record["both"]),
            "aliases": len(merged.record["aliases"]),
        }
        return TemplateResponse(request, "admin/articles/tag/unmerge.html", context)

    def _unmerge(self, request: HttpRequest, merged: TagMerge) -> HttpResponse:
        try:
            tag = undo_merge(merged)
        except TagError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(_page(merged.kept))
        log_edits(request, [merged.kept, tag], f"撤销“{tag}”并入“{merged.kept}”。")
        messages.success(request, f"“{tag}”又是单独的标签了，稿件、别称和网址都已退回。")
        return HttpResponseRedirect(_page(tag))


def _page(tag: Tag) -> str:
    return reverse("admin:articles_tag_change", args=[tag.pk])
