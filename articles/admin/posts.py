"""Posts: the seat, its place among the leaders, and who was in it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.public import public_address
from articles.careers import term_of
from articles.models import PostClaim
from articles.offices import public_posts
from articles.tenures import redraw_tenures
from people.admin.base import BaseAdmin
from people.counting import count_related
from people.models import Post

SHOWN_HOLDERS = 20  # the newest; the list of tenures has the rest


@admin.register(Post)
class PostAdmin(BaseAdmin[Post]):
    list_display = ["title", "organization", "single_seat", "order", "tenure_count"]
    list_filter = ["single_seat", "organization__kind"]
    list_select_related = ["organization"]
    list_per_page = 50
    ordering = ["organization_id", "title"]
    search_fields = ["title", "organization__name", "organization__short_name"]
    search_help_text = "按职务或单位查找"
    autocomplete_fields = ["organization"]
    fields = ["organization", "title", ("single_seat", "order"), "holders"]
    readonly_fields = ["holders"]

    @admin.display(description="任职", ordering="tenure_total")
    def tenure_count(self, post: Any) -> int | str:
        return post.tenure_total or ""

    @admin.display(description="任此职者（新的在前）")
    def holders(self, post: Post) -> SafeString | str:
        if post.pk is None:
            return ""
        newest = post.tenures.select_related("person").order_by(
            F("start").desc(nulls_last=True), "-pk"
        )
        rows = [
            (
                reverse("admin:people_tenure_change", args=[each.pk]),
                each.person.name,
                term_of(each),
                each.get_status_display(),
            )
            for each in newest[:SHOWN_HOLDERS]
        ]
        item = '<li><a href="{}">{}</a> {} <span class="quiet">{}</span></li>'
        return (
            format_html('<ul class="stories">{}</ul>', format_html_join("", item, rows))
            if rows
            else "没有"
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        posts = super().get_queryset(request).select_related("organization")
        return posts.annotate(tenure_total=count_related(Post, "tenures"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # A seat for one parts long silences, and raises alarms, where one of many does not.
        if change and {"single_seat", "organization", "title"} & set(form.changed_data):
            redraw_tenures(_people_in(form.instance))

    def view_on_site(self, post: Post) -> str | None:
        return public_address(post, public_posts())


def _people_in(post: Post) -> set[int]:
    """Whom print or a tenure puts there."""
    printed = PostClaim.objects.filter(post=post, mention__person__isnull=False).order_by()
    held = post.tenures.order_by().values_list("person", flat=True)
    return {*printed.values_list("mention__person", flat=True).distinct(), *held}
