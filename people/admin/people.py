"""People on the editors' desk: what their lists and pages show.

They are registered where stories are known: merging people moves what stories say of them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.admin.base import BaseAdmin
from people.admin.search import people_found
from people.counting import count_related
from people.edit_log import log_edits
from people.models import OtherName, Person, Reporter
from people.typed import TabularInline

SHOWN_STORIES = 20  # the newest stories on a person's page; the list has the rest


class OtherNameInline(TabularInline[OtherName, Person]):
    model = OtherName
    extra = 0


class PersonAdmin(BaseAdmin[Person]):
    list_display = ["name", "pinyin", "kinds", "story_count", "mention_count", "confirmed"]
    list_filter = ["confirmed", "is_reporter", "is_official"]
    list_per_page = 50
    search_fields = ["name", "pinyin"]
    search_help_text = "按姓名、别名、拼音或拼音首字母查找，如 周立群、zhouliqun、zlq"
    ordering = ["pinyin", "id"]
    actions = ["confirm"]
    inlines = [OtherNameInline]
    fields = [
        ("name", "pinyin"),
        ("is_reporter", "is_official", "confirmed"),
        "note",
        "signed",
        "mentioned",
    ]
    readonly_fields = ["signed", "mentioned"]

    @admin.display(description="列入")
    def kinds(self, person: Person) -> str:
        return _kinds(person)

    @admin.display(description="署名", ordering="byline_total")
    def story_count(self, person: Any) -> int | str:
        return person.byline_total or ""

    @admin.display(description="见报", ordering="mention_total")
    def mention_count(self, person: Any) -> int | str:
        return person.mention_total or ""

    @admin.display(description="最近署名的稿件")
    def signed(self, person: Any) -> SafeString | str:
        newest = person.bylines.select_related("article__page__issue")
        return _story_list((each.article, each.role) for each in _newest(newest))

    @admin.display(description="最近见报")
    def mentioned(self, person: Any) -> SafeString | str:
        newest = person.mentions.select_related("article__page__issue")
        return _story_list((each.article, "、".join(each.posts)) for each in _newest(newest))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                byline_total=count_related(Person, "bylines"),
                mention_total=count_related(Person, "mentions"),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        return people_found(queryset, search_term), False

    def view_on_site(self, person: Any) -> str | None:
        """Where readers find the person; nowhere while no story they may see names them."""
        signs = isinstance(person, Reporter) or not person.is_official
        printed = person.bylines if signs else person.mentions
        listed = person.is_reporter or not signs
        return person.get_absolute_url() if listed and printed.published().exists() else None

    def autocomplete_label(self, person: Any) -> str:
        """Enough to tell people of one name apart."""
        stories = person.byline_total + person.mention_total
        parts = [_kinds(person), f"{stories} 篇", person.note[:20]]
        return f"{person.name}（{'，'.join(filter(None, parts))}）"

    @admin.action(description="确认", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        people = list(queryset.filter(confirmed=False))
        Person.objects.filter(pk__in=[person.pk for person in people]).update(confirmed=True)
        log_edits(request, people, "确认。")
        self.message_user(request, f"已确认 {len(people)} 人。", messages.SUCCESS)


class ReporterAdmin(PersonAdmin):
    list_filter = ["confirmed", "is_official"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_reporter": True, **super().get_changeform_initial_data(request)}


class OfficialAdmin(PersonAdmin):
    list_filter = ["confirmed", "is_reporter"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_official": True, **super().get_changeform_initial_data(request)}


def _kinds(person: Person) -> str:
    kinds = [("作者", person.is_reporter), ("公职", person.is_official)]
    return "、".join(name for name, held in kinds if held)


def _newest(rows: Any) -> Any:
    return rows.order_by("-article__order_key").defer("article__body")[:SHOWN_STORIES]


def _story_list(stories: Any) -> SafeString | str:
    rows = [
        (
            article.page.issue.date_text,
            reverse("admin:articles_article_change", args=[article.pk]),
            article.headline,
            detail,
        )
        for article, detail in stories
    ]
    item = '<li>{} <a href="{}">{}</a> <span class="quiet">{}</span></li>'
    return (
        format_html('<ul class="stories">{}</ul>', format_html_join("", item, rows))
        if rows
        else "没有"
    )
