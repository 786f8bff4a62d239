"""Filters of the list of stories: what blocks them, where and when they were printed."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Flag, Issue
from people.admin.base import is_key
from people.typed import ModelAdmin

Choices = list[tuple[str, str]]
UNDATED = "undated"
LATEST = 2000  # stories

_YEAR = re.compile(r"[12][0-9]{3}")


class BlockingFlagFilter(admin.SimpleListFilter):
    title = "待核对事项"
    parameter_name = "flags"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        return [("blocking", "有阻止发布的"), ("open", "有待核对的"), ("none", "没有")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        of_story = {"article": OuterRef("pk")}
        match self.value():
            case "blocking":
                return queryset.filter(Exists(Flag.objects.blocking().filter(**of_story)))
            case "open":
                return queryset.filter(Exists(Flag.objects.open().filter(**of_story)))
            case "none":
                return queryset.exclude(Exists(Flag.objects.open().filter(**of_story)))
        return None


class TimedFilter(admin.SimpleListFilter):
    title = "定时"
    parameter_name = "timed"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        return [("yes", "定时待发")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        if self.value() != "yes":
            return None
        return queryset.filter(status=Article.Status.PUBLISHED, published_at__gt=timezone.now())


class YearFilter(admin.SimpleListFilter):
    """The years of the archive, from its first issue to its last."""

    title = "年份"
    parameter_name = "year"
    date_field = "page__issue__date"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Choices:
        ends = Issue.objects.aggregate(first=Min("date"), last=Max("date"))
        first, last = ends["first"], ends["last"]
        years = range(last.year, first.year - 1, -1) if first else []
        return [*((str(year), f"{year}年") for year in years), (UNDATED, "日期待定")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value() or ""
        if value == UNDATED:
            return queryset.filter(**{f"{self.date_field}__isnull": True})
        if not _YEAR.fullmatch(value):
            return None
        return queryset.filter(**{f"{self.date_field}__year": int(value)})


class PageYearFilter(YearFilter):
    date_field = "issue__date"


class IssueYearFilter(YearFilter):
    date_field = "date"


class SectionFilter(admin.SimpleListFilter):
    """The sections of late: to find all that there ever were would be to read all stories."""

    title = "栏目"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        newest = Article.objects.order_by("-pk").values("section")[:LATEST]
        names = set(newest.values_list("section", flat=True)) | {self.value() or ""}
        return [(name, name) for name in sorted(names) if name]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        return queryset.filter(section=self.value()) if self.value() else None


class IssueFilter(admin.SimpleListFilter):
    """The issues of the chosen year; of all years together they would be too many to list."""

    title = "期"
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        issues = Issue.objects.select_related("newspaper")
        year, issue = request.GET.get("year", ""), request.GET.get(self.parameter_name, "")
        if _YEAR.fullmatch(year):
            issues = issues.filter(date__year=int(year))
        elif is_key(issue):
            issues = issues.filter(pk=issue)
        else:
            return []
        return [(str(each.pk), str(each)) for each in issues]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        value = self.value() or ""
        return queryset.filter(page__issue_id=int(value)) if is_key(value) else None
