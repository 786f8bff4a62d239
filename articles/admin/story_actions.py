"""What editors do to several stories at once: review, publish, withdraw."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from articles.editing import set_status
from articles.models import Article
from people.edit_log import log_edits
from people.typed import ModelAdmin

NAMED = 5  # how many stories a message names

Status = Article.Status


@admin.action(description="审核通过", permissions=["change"])
def review(
    model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> None:
    # What readers see already was reviewed: going back would take it off the site.
    changed, _ = set_status(
        queryset.exclude(status=Status.PUBLISHED), Status.REVIEWED, _editor(request)
    )
    log_edits(request, changed, "审核通过。")
    _report(model_admin, request, "审核通过", changed, skipped=queryset.count() - len(changed))


@admin.action(description="发布", permissions=["publish"])
def publish(
    model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> None:
    chosen = queryset.count()
    changed, held = set_status(queryset, Status.PUBLISHED, _editor(request))
    log_edits(request, changed, "发布。")
    _report(model_admin, request, "已发布", changed, skipped=chosen - len(changed) - len(held))
    if held:
        model_admin.message_user(
            request,
            f"有 {len(held)} 篇没有发布，因为有待核对事项阻止发布：{_names(held)}",
            messages.WARNING,
        )


@admin.action(description="撤下…", permissions=["withdraw"])
def withdraw(
    model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> TemplateResponse | None:
    """Ask first: readers lose what they may have linked to."""
    if "confirmed" not in request.POST:
        return _ask(model_admin, request, queryset)
    reason = request.POST.get("reason", "").strip()
    chosen = queryset.count()
    changed, _ = set_status(queryset, Status.WITHDRAWN, _editor(request), reason)
    log_edits(request, changed, f"撤下：{reason}" if reason else "撤下。")
    _report(model_admin, request, "已撤下", changed, skipped=chosen - len(changed))
    return None


def _editor(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in


def _ask(
    model_admin: ModelAdmin[Article], request: HttpRequest, queryset: QuerySet[Article]
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "撤下稿件",
        "opts": model_admin.opts,
        "articles": queryset.select_related("page__issue__newspaper"),
        "published": queryset.filter(status=Status.PUBLISHED).count(),
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/articles/article/withdraw.html", context)


def _report(
    model_admin: ModelAdmin[Article],
    request: HttpRequest,
    done: str,
    changed: list[Article],
    skipped: int,
) -> None:
    text = f"{done} {len(changed)} 篇。"
    if skipped:
        text += f"另有 {skipped} 篇不需要改动。"
    model_admin.message_user(request, text, messages.SUCCESS if changed else messages.INFO)


def _names(articles: list[Article]) -> str:
    names = "、".join(f"《{article.headline}》" for article in articles[:NAMED])
    return names + (" 等。" if len(articles) > NAMED else "。")
