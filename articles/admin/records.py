"""The records that are only read: source texts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Source
from people.admin.base import BaseAdmin


class ReadOnlyAdmin(BaseAdmin[Any]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["name", "page", "encoding", "received_at"]
    list_select_related = ["page__issue__newspaper"]
    ordering = ["-id"]  # as they were received
    search_fields = ["name", "sha256"]
    search_help_text = "按文件名或 SHA-256 查找"
    fields = ["page", "name", "sha256", "encoding", "reader", "received_at", "printed"]
    readonly_fields = ["printed"]

    @admin.display(description="原文")
    def printed(self, source: Source) -> SafeString:
        return format_html('<div class="source-text">{}</div>', source.text)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).defer("text")
