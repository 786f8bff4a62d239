"""Import runs: what came of each file, going on with one that stopped, and undoing one."""

from __future__ import annotations

import shlex
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.records import ReadOnlyAdmin
from articles.models import ImportRun, RunPage
from articles.paging import KeysetPage, Order, read_page
from articles.run_summary import COUNT_LABELS, counts_text
from articles.undo_runs import Undone, look_ahead, undo_run
from articles.uploading import uploads_of

PAGES_SHOWN = 100
UNDONE_AT_ONCE = 20  # pages; a request takes some seconds for them
BY_POSITION = Order("position", numeric=True)
# The options of the command, by the names under which a run keeps them.
SWITCHES = ("publish", "strict")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    change_form_template = "admin/articles/run.html"
    list_display = ["started_at", "status", "sender", "result", "refused_count", "undone_at"]
    list_filter = ["status"]
    list_select_related = ["made_by"]
    ordering = ["-id"]

    @admin.display(description="谁")
    def sender(self, run: ImportRun) -> str:
        return str(run.made_by) if run.made_by else "命令"

    @admin.display(description="结果")
    def result(self, run: ImportRun) -> str:
        return counts_text(run)

    @admin.display(description="被拒")
    def refused_count(self, run: ImportRun) -> int | str:
        return len(run.refused) or ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).defer("marks")

    def get_urls(self) -> list[URLPattern]:
        undo = path(
            "<int:pk>/undo/",
            self.admin_site.admin_view(self.undo_view),
            name="articles_importrun_undo",
        )
        return [undo, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        run = context.get("original")
        if run is not None:
            context |= _told(request, run)
        return super().render_change_form(request, context, *args, **kwargs)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what will go, what will return and what stays; then do it, so many pages a time."""
        if not request.user.has_perm("articles.undo_run"):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=pk)
        below = request.GET.get("below", "")
        place = int(below) if below.isdecimal() and len(below) < 10 else None
        if request.method == "POST":
            return _undo(request, run, place)
        context = admin.site.each_context(request) | {
            "title": "撤销导入",
            "run": run,
            "foreseen": look_ahead(run, place, UNDONE_AT_ONCE),
            "batch": UNDONE_AT_ONCE,
            "opts": ImportRun._meta,
        }
        return TemplateResponse(request, "admin/articles/run_undo.html", context)


def _undo(request: HttpRequest, run: ImportRun, below: int | None) -> HttpResponse:
    by = cast(AbstractBaseUser, request.user)
    done = undo_run(run, by, below, limit=UNDONE_AT_ONCE)
    messages.success(request, f"已撤销：{_undone_text(done)}。")
    if done.kept:
        messages.warning(
            request, f"{len(done.kept)} 版在导入之后有变动，保持现状；原因见“撤销这次导入”。"
        )
    if done.rest is not None:
        address = reverse("admin:articles_importrun_undo", args=[run.pk])
        return redirect(f"{address}?below={done.rest}")
    return redirect("admin:articles_importrun_change", run.pk)


def _undone_text(done: Undone) -> str:
    return f"移除 {len(done.removed)} 版，恢复 {len(done.returned)} 版"


def _told(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    """What the page of a run shows; a fixed number of queries."""
    rows = RunPage.objects.filter(run=run).select_related("page__issue__newspaper").defer("before")
    pages: KeysetPage[RunPage] = read_page(request.GET, rows, BY_POSITION, PAGES_SHOWN)
    left = RunPage.objects.filter(run=run, undone_at=None).exists()
    return {
        "pages": pages,
        "files": [
            (row, COUNT_LABELS.get(row.outcome, row.outcome), _stories(row)) for row in pages.rows
        ],
        "counts": counts_text(run),
        "may_undo": left and request.user.has_perm("articles.undo_run"),
        "waiting": _waiting(request, run),
        "command": "" if run.made_by_id else _command(run),
    }


def _stories(row: RunPage) -> str:
    return "，".join(
        f"{COUNT_LABELS.get(name, name)} {count}" for name, count in row.stories.items()
    )


def _waiting(request: HttpRequest, run: ImportRun) -> int | None:
    """The upload whose files are still there, if whoever asks may go on with it."""
    own = uploads_of(cast(AbstractBaseUser, request.user)).filter(pk=run.upload_id or 0)
    return own.values_list("pk", flat=True).first()


def _command(run: ImportRun) -> str:
    """What was typed, to be typed again."""
    parts = ["python", "manage.py", "import_issue", *map(str, run.paths)]
    for name, value in run.options.items():
        parts += [f"--{name}"] if name in SWITCHES else [f"--{name}", str(value)]
    return shlex.join(parts)
