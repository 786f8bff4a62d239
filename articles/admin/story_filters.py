"""Filters of the list of stories: what blocks them, and the issue they were printed in."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Flag, Issue
from people.typed import ModelAdmin

Choices = list[tuple[str, str]]
UNDATED = "undated"


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
    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        years = Issue.objects.dates("date", "year", order="DESC")
        return [*((str(day.year), f"{day.year}年") for day in years), (UNDATED, "日期待定")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        value = self.value() or ""
        if value == UNDATED:
            return queryset.filter(page__issue__date__isnull=True)
        return queryset.filter(page__issue__date__year=value) if value.isdecimal() else None


class IssueFilter(admin.SimpleListFilter):
    """The issues of the chosen year; of all years together they would be too many to list."""

    title = "期"
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Article]) -> Choices:
        issues = Issue.objects.select_related("newspaper")
        year, issue = request.GET.get("year", ""), request.GET.get(self.parameter_name, "")
        if year.isdecimal():
            issues = issues.filter(date__year=year)
        elif issue.isdecimal():
            issues = issues.filter(pk=issue)
        else:
            return []
        return [(str(each.pk), str(each)) for each in issues]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> QuerySet[Article] | None:
        value = self.value() or ""
        return queryset.filter(page__issue_id=int(value)) if value.isdecimal() else None
