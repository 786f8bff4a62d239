"""The history of a story: its versions with what each changed, any two compared, any one restored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.models import Article, Revision
from articles.restoring import imported_state, restore_all_imported, restore_revision
from articles.states import State, differences, state_of
from articles.text_diff import LinePair, changes_only, compare
from people.edit_log import log_edits
from people.typed import ModelAdmin

VERSIONS_A_PAGE = 20
ENTRIES_SHOWN = 50

NOW, IMPORTED = "now", "imported"


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field that differs, line beside line."""

    name: str
    label: str
    pairs: list[LinePair]


@dataclass(frozen=True, slots=True)
class Version:
    row: Revision
    fields: list[FieldDiff]  # what it changed


def field_diffs(one: State, other: State) -> list[FieldDiff]:
    return [
        FieldDiff(each.name, each.label, changes_only(compare(each.before, each.after)))
        for each in differences(one, other)
    ]


class HistoryDesk(ModelAdmin[Article]):
    """The pages of a story's history, in the place of Django's own."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/history/compare/",
                view(self.compare_view),
                name="articles_article_compare",
            ),
            path(
                "<int:pk>/history/restore/",
                view(self.restore_view),
                name="articles_article_restore",
            ),
        ]
        return [*own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self._story(request, object_id)
        rows = article.revisions.select_related("made_by", "repair").defer("repair__changes")
        before = request.GET.get("before", "")
        if before.isdecimal():
            rows = rows.filter(number__lt=int(before))
        # One more than is shown, for what the last one shown changed.
        listed = list(rows.order_by("-number")[: VERSIONS_A_PAGE + 1])
        context = self._context(request, article, "历史") | {
            "versions": list(_versions(listed))[:VERSIONS_A_PAGE],
            "newest": not before,
            "older": listed[VERSIONS_A_PAGE - 1].number if len(listed) > VERSIONS_A_PAGE else None,
            "imported": bool(article.as_imported),
            "entries": _entries(article),
            "may_restore": self.has_change_permission(request, article),
        }
        return render(request, "admin/articles/article/history.html", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._story(request, pk)
        chosen = [request.GET.get("from", IMPORTED), request.GET.get("to", NOW)]
        (before, one), (after, other) = (_named(article, name) for name in chosen)
        if IMPORTED in chosen:  # it says nothing of what no import decides
            one, other = other | one, one | other
        context = self._context(request, article, f"{before}与{after}的差别") | {
            "before": before,
            "after": after,
            "fields": field_diffs(one, other),
        }
        return render(request, "admin/articles/article/compare.html", context)

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._story(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        editor: Any = request.user
        chosen = request.POST.get("version", "")
        if chosen == IMPORTED:
            made = restore_all_imported(article, editor)
        else:
            made = restore_revision(_numbered(article, chosen), editor)
        if made:
            log_edits(request, [article], f"{made.note}。")
            messages.success(request, f"{made.note}。发布状态没有变。")
            _tell_of_others(request, article, made)
        else:
            messages.info(request, "稿件现在就是这样，没有改动。")
        return redirect(reverse("admin:articles_article_history", args=[pk]))

    def _story(self, request: HttpRequest, pk: int | str) -> Article:
        article = get_object_or_404(Article.objects.select_related("page__issue"), pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _context(self, request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": f"{title}：{article.headline}",
            "opts": self.opts,
            "article": article,
        }


def _tell_of_others(request: HttpRequest, article: Article, made: Revision) -> None:
    """Say so where text went to another story since: going back did not fetch it from there."""
    moved = article.revisions.filter(repair__undone_at=None, repair__isnull=False)
    if "body" in made.changed and (last := moved.order_by("-number").first()):
        messages.warning(
            request,
            f"别的稿件没有跟着变（{last.note}）：请核对有没有重复或缺少的文字；"
            "要把那一步整个退回，请在稿件页上按“撤销”。",
        )


def _versions(rows: list[Revision]) -> Iterable[Version]:
    """Each with what it changed of the one before it."""
    for row, before in zip_longest(rows, rows[1:]):
        yield Version(row, field_diffs(before.state, row.state) if before else [])


def _entries(article: Article) -> list[LogEntry]:
    """The log of edits, as it is kept of everything on the desk."""
    content_type = ContentType.objects.get_for_model(Article)
    rows = LogEntry.objects.filter(content_type=content_type, object_id=str(article.pk))
    return list(rows.select_related("user").order_by("-action_time")[:ENTRIES_SHOWN])


def _named(article: Article, name: str) -> tuple[str, State]:
    """What one end of a comparison is called, and what it says."""
    if name == NOW:
        return "现在", state_of(article)
    if name == IMPORTED:
        if not article.as_imported:
            raise Http404("这一篇不是导入的。")
        return "导入时", imported_state(article)
    revision = _numbered(article, name)
    return f"第 {revision.number} 版", revision.state


def _numbered(article: Article, number: str) -> Revision:
    if not number.isdecimal():
        raise Http404("没有这一版。")
    return get_object_or_404(article.revisions, number=int(number))
