"""Tags, and the records that are only read: source texts."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import Exists, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit.models import Tag as PlainTag

from articles.admin.public import public_address
from articles.models import Source, Tag, TaggedArticle
from people.counting import count_related
from people.typed import ModelAdmin

# taggit registers its own tags; those of this archive are another model.
admin.site.unregister(PlainTag)


@admin.register(Tag)
class TagAdmin(ModelAdmin[Tag]):
    list_display = ["name", "story_link", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    fields = ["name", "slug"]
    show_full_result_count = False

    @admin.display(description="稿件", ordering="story_total")
    def story_link(self, tag: Any) -> SafeString:
        url = reverse("admin:articles_article_changelist", query={"tags__id__exact": tag.pk})
        return format_html('<a href="{}">{} 篇</a>', url, tag.story_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        tags = (
            super().get_queryset(request).annotate(story_total=count_related(Tag, "tagged_items"))
        )
        return cast(QuerySet[Tag], tags)

    def view_on_site(self, tag: Tag) -> str | None:
        used = TaggedArticle.objects.published().filter(tag=tag)
        return public_address(tag, Tag.objects.filter(Exists(used)))


class ReadOnlyAdmin(ModelAdmin[Any]):
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
    ordering = ["-received_at", "-id"]
    search_fields = ["name", "sha256"]
    search_help_text = "按文件名或 SHA-256 查找"
    show_full_result_count = False
    fields = ["page", "name", "sha256", "encoding", "reader", "received_at", "printed"]
    readonly_fields = ["printed"]

    @admin.display(description="原文")
    def printed(self, source: Source) -> SafeString:
        return format_html('<div class="source-text">{}</div>', source.text)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).defer("text")
