"""What editors do to several stories at once: review, publish, withdraw."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from articles.admin.publishing import publish_stories, withdraw_stories
from articles.editing import set_status
from articles.models import Article
from people.edit_log import log_edits
from people.typed import ModelAdmin

Status = Article.Status


@admin.action(description="审核通过", permissions=["change"])
def review(
    model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> None:
    # What readers see already was reviewed: going back would take it off the site. What was
    # taken from them comes back by the one who may.
    chosen, waiting = queryset.count(), queryset.filter(status=Status.IMPORTED)
    editor: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
    changed, _ = set_status(waiting, Status.REVIEWED, editor)
    log_edits(request, changed, "审核通过。")
    text = f"审核通过 {len(changed)} 篇。"
    if skipped := chosen - len(changed):
        text += f"另有 {skipped} 篇不需要改动。"
    model_admin.message_user(request, text, messages.SUCCESS if changed else messages.INFO)


@admin.action(description="发布…", permissions=["publish"])
def publish(
    _model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> TemplateResponse | None:
    return publish_stories(request, queryset, request.get_full_path())


@admin.action(description="撤下…", permissions=["withdraw"])
def withdraw(
    _model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> TemplateResponse | None:
    return withdraw_stories(request, queryset, request.get_full_path())
