"""Pages: the stories in print order beside the text as received."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.desk import DeskAdmin
from articles.admin.flag_ticks import FlagTicksForm
from articles.admin.public import public_address
from articles.admin.story_filters import PageYearFilter
from articles.editing import refresh_order_keys
from articles.models import Flag, FlagQuerySet, Page, Source
from articles.redrawing import redraw_page
from articles.source_map import SourceLine, page_map
from articles.tenures import people_named, redraw_tenures
from people.counting import count_related


class PageForm(FlagTicksForm):
    def flags_shown(self) -> FlagQuerySet:
        return Flag.objects.filter(page=self.instance).select_related("article")


@admin.register(Page)
class PageAdmin(DeskAdmin[Page]):
    form = PageForm
    list_display = ["label", "issue", "story_count", "flag_count"]
    list_filter = [PageYearFilter, "issue__newspaper", "issue__precision"]
    ordering = ["-id"]  # what came last comes first, along the key
    search_fields = ["number", "name", "issue__slug", "issue__newspaper__name"]
    search_help_text = "按版次、版名或日期查找，如 A05、2018-05"
    show_full_result_count = False
    autocomplete_fields = ["issue", "district"]
    fields = [
        "issue",
        ("position", "number"),
        ("name", "slug"),
        "district",
        "stories",
        "furniture_lines",
        "leftover_texts",
    ]
    readonly_fields = ["stories", "furniture_lines", "leftover_texts"]

    @admin.display(description="版", ordering="position")
    def label(self, page: Page) -> str:
        return page.label

    @admin.display(description="稿件", ordering="story_total")
    def story_count(self, page: Any) -> SafeString:
        url = reverse("admin:articles_article_changelist", query={"page__id__exact": page.pk})
        return format_html('<a href="{}">{} 篇</a>', url, page.story_total)

    @admin.display(description="待核对", ordering="flag_total")
    def flag_count(self, page: Any) -> int | str:
        return page.flag_total or ""

    @admin.display(description="稿件（按版内次序）")
    def stories(self, page: Page) -> SafeString | str:
        articles = page.articles.filter(merged_into=None).order_by("position", "pk")
        articles = articles.only("headline", "status", "page")
        rows = (
            (
                reverse("admin:articles_article_change", args=[article.pk]),
                article.headline,
                article.status,
                article.get_status_display(),
            )
            for article in articles
        )
        item = '<li><a href="{}">{}</a> <span class="status status-{}">{}</span></li>'
        return format_html('<ol class="stories">{}</ol>', format_html_join("", item, rows))

    @admin.display(description="版面文字")
    def furniture_lines(self, page: Page) -> SafeString | str:
        lines = ((str(line),) for line in page.furniture)
        return format_html_join("", '<div class="printed">{}</div>', lines) or "没有"

    @admin.display(description="未归入稿件的文字")
    def leftover_texts(self, page: Page) -> SafeString | str:
        texts = ((leftover.get("text", ""),) for leftover in page.leftovers)
        return format_html_join("", '<div class="printed">{}</div>', texts) or "没有"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        totals = {
            "story_total": count_related(Page, "articles"),
            "flag_total": count_related(Page, "flags", Q(flags__resolved_at__isnull=True)),
        }
        pages = super().get_queryset(request).select_related("issue__newspaper")
        return pages.annotate(**totals)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_order_keys(form.instance.articles.all())
        form.tick_off(request.user)
        if change and "district" in form.changed_data:
            _understand_anew(form.instance)

    def view_on_site(self, page: Page) -> str | None:
        return public_address(page, Page.objects.published())

    def source_of(self, row: Page) -> Source | None:
        return row.sources.first()

    def source_lines(self, row: Page, source: Source) -> list[SourceLine]:
        return page_map(row, source)


def _understand_anew(page: Page) -> None:
    """Which posts its stories mean follows from the place the page is of; so do tenures."""
    stories = list(page.articles.values_list("pk", flat=True))
    people = people_named(stories)
    redraw_page(page)
    redraw_tenures(people | people_named(stories))
