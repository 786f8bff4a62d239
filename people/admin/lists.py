"""Long lists on the desk: a page of rows and whether more follow, of which nobody knows how many."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from people.typed import ModelAdmin

Row = TypeVar("Row", bound=Model)

# So many rows are paged through; what lies beyond is found by search and filters.
REACH = 10_000
# So many are sorted by a column of the editor's choice; no index helps with most.
MOST_SORTED = 5_000


class UncountedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Reads one row more than a page has, to know whether another follows, and counts none."""

    count = REACH

    def page(self, number: int | str) -> UncountedPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        found = list(self.object_list[start : start + self.per_page + 1])
        if number > 1 and not found:
            raise EmptyPage("没有这一页。")
        return UncountedPage(found, number, self)


class UncountedPage(Page):  # type: ignore[type-arg]  # not generic at run time
    def __init__(self, found: list[Any], number: int, paginator: UncountedPaginator) -> None:
        super().__init__(found[: paginator.per_page], number, paginator)
        self.more = len(found) > paginator.per_page

    def has_next(self) -> bool:
        return self.more and self.number < self.paginator.num_pages


class LongList(ChangeList):
    """A list that reads no more than it shows, and sorts only what it can sort at once."""

    more: bool
    page_num: int

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        if ORDER_VAR in self.params and rows.order_by()[MOST_SORTED : MOST_SORTED + 1].exists():
            del self.params[ORDER_VAR]
            text = f"超过 {MOST_SORTED} 项，没有按这一列排序：先用筛选或搜索缩小范围。"
            messages.info(request, text)
            rows = super().get_queryset(request, exclude_parameters)
        return rows

    def get_results(self, request: HttpRequest) -> None:
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        try:
            page = self.paginator.page(self.page_num)
        except EmptyPage as error:
            raise IncorrectLookupParameters from error
        self.more = page.has_next()
        self.multi_page = self.more or page.has_previous()
        self.result_list = page.object_list
        if self.list_editable:  # a formset asks again
            self.result_list = self.queryset.filter(pk__in=[row.pk for row in page.object_list])
        self.result_count = page.start_index() - 1 + len(page.object_list)
        self.full_result_count, self.show_full_result_count = None, False
        self.can_show_all, self.show_admin_actions = False, True

    @property
    def previous_address(self) -> str:
        if self.page_num == 1:
            return ""
        return self.get_query_string({PAGE_VAR: self.page_num - 1})

    @property
    def next_address(self) -> str:
        return self.get_query_string({PAGE_VAR: self.page_num + 1}) if self.more else ""

    @property
    def ends_early(self) -> bool:
        """Whether there are rows that no page reaches."""
        return bool(self.page_num == self.paginator.num_pages)

    @property
    def counted(self) -> str:
        """How many there are, as far as is known: 37, 50+."""
        open_ended = self.more or self.ends_early
        return f"{self.result_count}+" if open_ended else str(self.result_count)


class LongListAdmin(ModelAdmin[Row]):
    """An admin whose list and choices cost the same whatever the number of rows."""

    paginator = UncountedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the table for each filter

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongList
