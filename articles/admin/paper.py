"""Newspapers and their issues."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.public import public_address
from articles.admin.story_filters import IssueYearFilter
from articles.editing import refresh_order_keys
from articles.models import Article, Issue, Newspaper, Page
from articles.settling import UNDATED, issue_slug
from people.admin.base import BaseAdmin
from people.counting import count_related
from people.models import Precision
from people.typed import ModelForm, TabularInline


@admin.register(Newspaper)
class NewspaperAdmin(BaseAdmin[Newspaper]):
    list_display = ["name", "issue_count"]
    search_fields = ["name"]

    @admin.display(description="期数", ordering="issue_total")
    def issue_count(self, newspaper: Any) -> int:
        return int(newspaper.issue_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newspaper]:
        return (
            super().get_queryset(request).annotate(issue_total=count_related(Newspaper, "issues"))
        )


class IssueForm(ModelForm[Issue]):
    """An issue's date and its address, which follows the date unless it is typed."""

    slug = forms.SlugField(
        label="网址名",
        max_length=40,
        required=False,
        help_text="出现在网址里：2018-05-31、2018-05、undated；发布后不宜改动。留空则按日期填写。",
    )

    def clean_slug(self) -> str:
        """What was typed; one left blank, or that says of a dated issue that it is not, is made."""
        slug: str = self.cleaned_data["slug"]
        date, precision = self.cleaned_data.get("date"), self.cleaned_data.get("precision", "")
        dated = date is not None and precision not in ("", Precision.NONE)
        if slug and not (dated and slug.startswith(UNDATED)):
            return slug
        return issue_slug(Issue(date=date, precision=precision).date_value if dated else "")


class PageInline(TabularInline[Page, Issue]):
    model = Page
    fields = ["position", "number", "name", "slug", "story_count"]
    readonly_fields = ["story_count"]
    extra = 0
    show_change_link = True
    view_on_site = False  # the page's own form knows whether readers may see it

    @admin.display(description="稿件")
    def story_count(self, page: Any) -> int | str:
        return getattr(page, "story_total", "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).annotate(story_total=count_related(Page, "articles"))


@admin.register(Issue)
class IssueAdmin(BaseAdmin[Issue]):
    form = IssueForm
    list_display = ["date_text", "newspaper", "page_count", "story_link", "slug"]
    list_display_links = ["date_text"]
    list_filter = [IssueYearFilter, "newspaper", "precision"]
    ordering = ["-date", "-id"]
    search_fields = ["slug", "newspaper__name"]
    search_help_text = "按日期查找，如 2018-05"
    fields = ["newspaper", ("date", "precision"), "slug"]
    inlines = [PageInline]

    @admin.display(description="日期", ordering="date")
    def date_text(self, issue: Issue) -> str:
        return issue.date_text

    @admin.display(description="版数", ordering="page_total")
    def page_count(self, issue: Any) -> int:
        return int(issue.page_total)

    @admin.display(description="稿件", ordering="story_total")
    def story_link(self, issue: Any) -> SafeString:
        url = reverse("admin:articles_article_changelist", query={"issue": issue.pk})
        return format_html('<a href="{}">{} 篇</a>', url, issue.story_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        totals = {
            "page_total": count_related(Issue, "pages"),
            "story_total": count_related(Issue, "pages__articles"),
        }
        return super().get_queryset(request).select_related("newspaper").annotate(**totals)

    def view_on_site(self, issue: Issue) -> str | None:
        return public_address(issue, Issue.objects.published())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # The date of the issue and the places of its pages are what stories sort by.
        refresh_order_keys(Article.objects.filter(page__issue=form.instance))
