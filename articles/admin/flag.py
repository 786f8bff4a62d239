"""The queue: what an editor should look at."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.flag_labels import LABELS, code_label
from articles.corrections import accept, what_changed
from articles.editing import resolve_flags
from articles.models import Flag
from articles.risk import rate
from people.admin.base import BaseAdmin
from people.edit_log import log_edits
from people.typed import ModelAdmin, ModelForm


class StateFilter(admin.SimpleListFilter):
    title = "处理情况"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Flag]) -> list[tuple[str, str]]:
        return [("open", "待处理"), ("resolved", "已处理")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flag]) -> QuerySet[Flag] | None:
        if self.value() in {"open", "resolved"}:
            return queryset.filter(resolved_at__isnull=self.value() == "open")
        return None


class CodeFilter(admin.SimpleListFilter):
    title = "种类"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Flag]) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name, "")
        codes = [*LABELS] if asked in LABELS or not asked else [*LABELS, asked]
        return [(code, code_label(code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flag]) -> QuerySet[Flag] | None:
        return queryset.filter(code=self.value()) if self.value() else None


class FlagForm(ModelForm[Flag]):
    done = forms.BooleanField(label="已处理", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["done"] = self.instance.resolved_at is not None


@admin.register(Flag)
class FlagAdmin(BaseAdmin[Flag]):
    form = FlagForm
    list_display = ["message", "kind", "state", "story", "page"]
    list_filter = [StateFilter, "blocking", CodeFilter]
    list_select_related = ["article", "page__issue__newspaper"]
    list_per_page = 50
    ordering = ["-id"]
    search_fields = ["message", "article__headline", "resolution"]
    autocomplete_fields = ["page", "article"]
    actions = ["mark_resolved", "accept_proposals"]
    as_raised = ["page", "article", "code", "message"]

    @admin.display(description="种类", ordering="code")
    def kind(self, flag: Flag) -> str:
        return code_label(flag.code)

    @admin.display(description="情况", ordering="resolved_at")
    def state(self, flag: Flag) -> SafeString:
        css, text = "open", "待处理"
        if flag.resolved_at:
            css, text = "resolved", "已处理"
        elif flag.blocking:
            css, text = "blocking", "阻止发布"
        return format_html('<span class="status status-{}">{}</span>', css, text)

    @admin.display(description="稿件", ordering="article")
    def story(self, flag: Flag) -> SafeString | str:
        if flag.article is None:
            return "（整版）"
        url = reverse("admin:articles_article_change", args=[flag.article.pk])
        return format_html('<a href="{}">{}</a>', url, flag.article.headline)

    def get_fields(self, request: HttpRequest, obj: Flag | None = None) -> Any:
        if obj is None:
            return [*self.as_raised, "blocking"]
        about = ["page", "story", "kind", "message"]
        return [*about, "blocking", "done", "resolution", "resolved_at", "resolved_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Flag | None = None) -> Any:
        if obj is None:
            return []
        return ["page", "story", "kind", "message", "resolved_at", "resolved_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return False  # what was found stays on record: a flag is ticked off

    def has_accept_permission(self, request: HttpRequest) -> bool:
        """Taking a proposal changes the story as well as the flag."""
        return request.user.has_perms(["articles.change_flag", "articles.change_article"])

    def save_model(self, request: HttpRequest, obj: Flag, form: Any, change: bool) -> None:
        if "done" in form.changed_data:
            done = form.cleaned_data["done"]
            obj.resolved_at = timezone.now() if done else None
            obj.resolved_by = request.user if done else None  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        if obj.article_id is not None:
            rate([obj.article_id])

    @admin.action(description="标为已处理", permissions=["change"])
    def mark_resolved(self, request: HttpRequest, queryset: QuerySet[Flag]) -> None:
        flags = list(queryset.filter(resolved_at__isnull=True))
        number = resolve_flags(queryset, request.user)  # type: ignore[arg-type]
        log_edits(request, flags, "标为已处理。")
        self.message_user(request, f"已处理 {number} 条待核对事项。", messages.SUCCESS)

    @admin.action(description="采纳所选建议", permissions=["accept"])
    def accept_proposals(self, request: HttpRequest, queryset: QuerySet[Flag]) -> None:
        open_flags = queryset.filter(resolved_at__isnull=True, article__isnull=False)
        flags = open_flags.exclude(found="").select_related("article").order_by("article", "pk")
        done, refused = 0, []
        for article, group in groupby(flags, key=lambda flag: flag.article):
            if article is None:
                continue
            accepted = accept(article, list(group), request.user)  # type: ignore[arg-type]
            if accepted.done:
                log_edits(request, [article], "".join(map(what_changed, accepted.done)))
                log_edits(request, accepted.done, "采纳建议。")
            done += len(accepted.done)
            refused += [f"《{article.headline}》{reason}" for _, reason in accepted.refused]
        without = queryset.count() - done - len(refused)
        text = f"采纳 {done} 条建议。" + (f"另有 {without} 条没有建议或已处理。" if without else "")
        self.message_user(request, text, messages.SUCCESS if done else messages.INFO)
        for reason in refused:
            self.message_user(request, reason, messages.WARNING)
