"""What the desk of a story has for bringing it before readers, and for taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from articles.admin.publishing import publish_stories, withdraw_stories
from articles.errata import draft
from articles.models import Article, Correction
from articles.views import for_reading, story_context
from people.typed import ModelAdmin, TabularInline

DRAFT = "correction-draft"  # where the session keeps the words proposed last, and for which story

Status = Article.Status


class CorrectionInline(TabularInline[Correction, Article]):
    """What readers were told already; a new one is written with what it is about."""

    model = Correction
    fields = ["text", "made_at"]
    readonly_fields = ["made_at"]
    formfield_overrides = {
        models.TextField: {
            "widget": AdminTextareaWidget(attrs={"rows": 2, "class": "vLargeTextField"})
        }
    }
    extra = 0
    max_num = 0
    verbose_name_plural = "已登出的更正"


class PublishingDesk(ModelAdmin[Article]):
    """Preview, publishing, withdrawing and corrections of a story, for those who may."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_article", "articles.publish_article"])

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_article", "articles.withdraw_article"])

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Article]]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.may_publish = self.has_publish_permission(request)
        form.may_withdraw = self.has_withdraw_permission(request)
        number, words = request.session.get(DRAFT, (None, ""))
        asked = obj is not None and number == obj.pk and "correction" in request.GET
        form.proposed_correction = words if asked else ""
        return form  # type: ignore[no-any-return]

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> list[Any]:
        inlines = list(super().get_inlines(request, obj))
        told = obj is not None and obj.corrections.exists()
        return [*inlines, CorrectionInline] if told else inlines

    def get_urls(self) -> list[URLPattern]:
        views = {
            "preview": self.preview_view,
            "publish": self.publish_view,
            "withdraw": self.withdraw_view,
        }
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"articles_article_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @method_decorator(never_cache)
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The story as readers see it or would; nothing on the way keeps or finds the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        story = get_object_or_404(for_reading(Article.objects.all()), pk=pk)
        shown = Article.objects.published() | Article.objects.filter(pk=pk)
        context = story_context(story, shown) | {"preview": True, "here": "article-detail"}
        response = render(request, "articles/article_detail.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        return publish_stories(request, *_alone(pk)) or redirect(_page(pk))

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        return withdraw_stories(request, *_alone(pk)) or redirect(_page(pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {
            "may_publish": self.has_publish_permission(request),
            "may_withdraw": self.has_withdraw_permission(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def tell_readers(self, request: HttpRequest, form: Any) -> None:
        """Keep the correction that was written; say so where readers may want one."""
        story = form.instance
        if words := form.cleaned_data.get("correction", "").strip():
            editor: Any = request.user
            Correction.objects.create(article=story, text=words, made_by=editor)
            request.session.pop(DRAFT, None)
            messages.success(request, "更正说明已登在稿件末尾。")
            return
        after = Article.objects.values().get(pk=story.pk)
        words = draft(form.state_before, after)
        if form.was_public and words:
            request.session[DRAFT] = [story.pk, words]
            address = reverse(
                "admin:articles_article_change", args=[story.pk], query={"correction": 1}
            )
            text = '读者已经看到过原来的文字。需要说明的话，<a href="{}#correction">写一条更正</a>（已按改动拟好）。'
            messages.info(request, format_html(text, address))


def status_label(article: Article) -> SafeString:
    """The state of a story as lists show it; one that waits for its time says until when."""
    if article.is_timed and article.published_at:
        moment = timezone.localtime(article.published_at)
        return format_html(
            '<span class="status status-timed">定时 {}</span>', f"{moment:%Y-%m-%d %H:%M}"
        )
    label = article.get_status_display()
    return format_html('<span class="status status-{}">{}</span>', article.status, label)


def limit_status(form: Any) -> None:
    """Leave in a story's form only those states to which its editor may bring the story."""
    if "status" in form.fields:
        now = form.instance.status
        form.fields["status"].choices = [
            (status.value, status.label)
            for status in Status
            if status == now or _may(form, now, status)
        ]
    for name, may in (("published_at", form.may_publish), ("withdrawal_note", form.may_withdraw)):
        if name in form.fields:
            form.fields[name].disabled = not may


def _may(form: Any, before: str, after: str) -> bool:
    if after == Status.PUBLISHED and not form.may_publish:
        return False
    # Readers lose it, or it comes back where they were told that it is gone.
    taken_back = before == Status.PUBLISHED or Status.WITHDRAWN in {before, after}
    return form.may_withdraw if taken_back else True


def _alone(pk: int) -> tuple[Any, str]:
    """A selection of one story, and the address of its own page."""
    return Article.objects.filter(pk=get_object_or_404(Article, pk=pk).pk), _page(pk)


def _page(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])
