"""Stories: the list to work through, and the desk where one is edited beside its source."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import admin
from django.db.models import Count, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.desk import DeskAdmin
from articles.admin.fields import PersonSelect
from articles.admin.history import HistoryDesk
from articles.admin.import_conflicts import settle_conflicts
from articles.admin.meeting import MeetingDesk
from articles.admin.naming_desk import MarkedTextDesk
from articles.admin.pictures import PictureInline, PicturesDesk
from articles.admin.publishing_desk import PublishingDesk, status_label
from articles.admin.repairs import RepairDesk
from articles.admin.review_bar import ReviewDesk
from articles.admin.story_actions import publish, review, withdraw
from articles.admin.story_filters import (
    BlockingFlagFilter,
    IssueFilter,
    SectionFilter,
    TimedFilter,
    YearFilter,
)
from articles.admin.story_form import BylineForm, MentionForm, StoryForm
from articles.admin.story_search import SearchDesk
from articles.admin.tag_evidence import tag_evidence
from articles.admin.unsaved import UnsavedDesk
from articles.editing import mark_edited, record_edit, snapshot
from articles.history import record
from articles.models import Article, Byline, Flag, Mention, Revision, Source
from articles.restoring import restore_imported
from articles.source_map import SourceLine, story_map
from articles.states import state_of
from articles.story_fields import BY_HAND, LABELS
from articles.tag_editing import note_rejected
from people.typed import TabularInline

Row = TypeVar("Row", bound=Model)


class NamesInline(TabularInline[Row, Article]):
    """Names printed in a story, each with the person behind it."""

    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return super().get_queryset(request).select_related("person")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person":
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BylineInline(NamesInline[Byline]):
    model = Byline
    form = BylineForm
    fields = ["role", "name", "person", "position"]


class MentionInline(NamesInline[Mention]):
    model = Mention
    form = MentionForm
    fields = ["name", "posts", "person", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        return super().get_queryset(request).select_related("article")


@admin.register(Article)
class ArticleAdmin(
    RepairDesk,
    MarkedTextDesk,
    ReviewDesk,
    UnsavedDesk,
    PublishingDesk,
    PicturesDesk,
    HistoryDesk,
    MeetingDesk,
    SearchDesk,
    DeskAdmin[Article],
):
    form = StoryForm
    list_display = ["headline", "place", "section", "state", "open_flags", "byline"]
    list_filter = [
        "status",
        TimedFilter,
        BlockingFlagFilter,
        YearFilter,
        IssueFilter,
        "page__issue__newspaper",
        SectionFilter,
    ]
    list_select_related = ["page__issue__newspaper"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-order_key", "-id"]
    actions = [review, publish, withdraw]
    autocomplete_fields = ["page"]
    inlines = [BylineInline, MentionInline, PictureInline]
    fieldsets = [
        ("标题", {"fields": ["kicker", "headline", "deck", ("section", "event_date")]}),
        ("正文", {"fields": ["dateline", "body"], "classes": ["story-words"]}),
        ("署名原文与标签", {"fields": ["byline_text", "credit", "tags", "tags_found", "summary"]}),
        (
            "发布",
            {
                "fields": ["status", "published_at", "withdrawal_note"],
                "classes": ["publishing"],
                "description": "保存不会改变状态；要让读者看到，在这里选“已发布”再保存。",
            },
        ),
        (
            "入库信息",
            {
                "fields": ["page_link", "position", "edited", "updated_at", "key"],
                "classes": ["collapse"],
            },
        ),
    ]
    readonly_fields = ["tags_found", "page_link", "edited", "updated_at", "key"]

    @admin.display(description="期与版", ordering="order_key")
    def place(self, article: Article) -> str:
        return f"{article.page.issue.date_text} {article.page.label}"

    @admin.display(description="状态", ordering="status")
    def state(self, article: Article) -> SafeString:
        return status_label(article)

    @admin.display(description="待核对", ordering="flags_open")
    def open_flags(self, article: Any) -> str | SafeString:
        if not article.flags_open:
            return ""
        css = "flags is-blocking" if article.flags_blocking else "flags"
        return format_html('<span class="{}">{}</span>', css, article.flags_open)

    @admin.display(description="署名")
    def byline(self, article: Article) -> str:
        return " ".join(byline.name for byline in article.bylines.all())

    @admin.display(description="版")
    def page_link(self, article: Article) -> SafeString:
        url = reverse("admin:articles_page_change", args=[article.page_id])
        return format_html('<a href="{}">{}</a>', url, article.page)

    @admin.display(description="标签的依据")
    def tags_found(self, article: Article) -> SafeString:
        return tag_evidence(article)

    @admin.display(description="人工改过")
    def edited(self, article: Article) -> str:
        names = [LABELS.get(name, name) for name in article.edited_fields]
        return "、".join(names) + "（再导入时不会覆盖）" if names else "没有"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return articles
        if request.method == "GET":  # who chose one before it was merged is told so
            articles = articles.filter(merged_into=None)
        return (
            articles.annotate(
                flags_open=_count_flags(Flag.objects.open()),
                flags_blocking=_count_flags(Flag.objects.blocking()),
            )
            .prefetch_related("bylines")
            .defer("body", "as_imported", "spans")
        )

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        merged = obj is not None and obj.merged_into_id is not None
        return not merged and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # the next import would bring it back: a story is withdrawn

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is not None:
            return self.fieldsets
        first = ("版", {"fields": ["page"], "description": "补录的稿件排在这一版的最后。"})
        return [first, *self.fieldsets[:-1]]

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            last = obj.page.articles.aggregate(last=Max("position"))["last"] or 0
            obj.position, obj.key, obj.source = last + 1, uuid4().hex, obj.page.sources.first()
            mark_edited(obj, BY_HAND)
            super().save_model(request, obj, form, change)
            return
        form.before, form.state_before = snapshot(obj), state_of(obj)
        # An unchanged story keeps its `updated_at`: other editors' open forms stay good.
        if form.story_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            if "tags" in record_edit(form.instance, form.before):
                note_rejected(form.instance, form.before["tags"])
            restore_imported(form.instance, form.cleaned_data["restore"])
            editor: Any = request.user
            settle_conflicts(form, editor)
            form.tick_off(editor)
            self.tell_readers(request, form)
            record(form.instance, Revision.Kind.EDIT, editor, form.state_before)

    def view_on_site(self, article: Article) -> str | None:
        return article.get_absolute_url() if article.is_public else None

    def source_of(self, row: Article) -> Source | None:
        return row.source or row.page.sources.first()

    def source_lines(self, row: Article, source: Source) -> list[SourceLine]:
        return story_map(row, source)


def _count_flags(flags: QuerySet[Flag]) -> Coalesce:
    """How many of `flags` each story has; a join would multiply the rows."""
    counted = flags.filter(article=OuterRef("pk")).order_by().values("article")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)
