"""The editors' desk for people, the bodies they serve and the posts they hold."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.counting import count_related
from people.edit_log import log_edits
from people.models import Official, Organization, OtherName, Person, Post, Reporter, Tenure
from people.typed import ModelAdmin, StackedInline, TabularInline

SHOWN_STORIES = 20  # the newest stories on a person's page; the list has the rest
TENURE_FIELDS: list[str | list[str] | tuple[str, ...] | tuple[()]] = [
    ("post", "status"),
    ("start", "start_precision", "start_basis"),
    ("end", "end_precision", "end_basis"),
]


class OtherNameInline(TabularInline[OtherName, Person]):
    model = OtherName
    extra = 0


class TenureInline(StackedInline[Tenure, Person]):
    model = Tenure
    fields = TENURE_FIELDS
    autocomplete_fields = ["post"]
    extra = 0


@admin.register(Person)
class PersonAdmin(ModelAdmin[Person]):
    list_display = ["name", "pinyin", "kinds", "story_count", "mention_count", "confirmed"]
    list_filter = ["confirmed", "is_reporter", "is_official"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "pinyin"]
    search_help_text = "按姓名、别名或拼音查找"
    ordering = ["pinyin", "id"]
    actions = ["confirm"]
    inlines = [OtherNameInline, TenureInline]
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
        """By name, other name, or pinyin with or without its blanks."""
        joined = Replace("pinyin", Value(" "), Value(""))
        queryset = queryset.alias(joined_pinyin=joined)
        for word in search_term.split():
            other = OtherName.objects.filter(person=OuterRef("pk"), name__icontains=word)
            queryset = queryset.filter(
                Q(name__icontains=word)
                | Q(pinyin__icontains=word)
                | Q(joined_pinyin__icontains=word)
                | Exists(other)
            )
        return queryset, False

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


@admin.register(Reporter)
class ReporterAdmin(PersonAdmin):
    list_filter = ["confirmed", "is_official"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_reporter": True, **super().get_changeform_initial_data(request)}


@admin.register(Official)
class OfficialAdmin(PersonAdmin):
    list_filter = ["confirmed", "is_reporter"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_official": True, **super().get_changeform_initial_data(request)}


class PostInline(TabularInline[Post, Organization]):
    model = Post
    extra = 0
    show_change_link = True


@admin.register(Organization)
class OrganizationAdmin(ModelAdmin[Organization]):
    list_display = ["name", "short_name", "parent", "post_count"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
    show_full_result_count = False
    inlines = [PostInline]

    @admin.display(description="岗位", ordering="post_total")
    def post_count(self, organization: Any) -> int:
        return int(organization.post_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return (
            super().get_queryset(request).annotate(post_total=count_related(Organization, "posts"))
        )


@admin.register(Post)
class PostAdmin(ModelAdmin[Post]):
    list_display = ["title", "organization", "single_seat", "tenure_count"]
    list_filter = ["single_seat"]
    list_select_related = ["organization"]
    search_fields = ["title", "organization__name", "organization__short_name"]
    autocomplete_fields = ["organization"]
    show_full_result_count = False

    @admin.display(description="任职", ordering="tenure_total")
    def tenure_count(self, post: Any) -> int:
        return int(post.tenure_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        posts = super().get_queryset(request).select_related("organization")
        return posts.annotate(tenure_total=count_related(Post, "tenures"))


@admin.register(Tenure)
class TenureAdmin(ModelAdmin[Tenure]):
    list_display = ["person", "post", "start", "end", "status"]
    list_filter = ["status", "start_basis", "end_basis"]
    list_select_related = ["person", "post__organization"]
    search_fields = ["person__name", "post__title", "post__organization__name"]
    autocomplete_fields = ["person", "post"]
    show_full_result_count = False
    fields = ["person", *TENURE_FIELDS]


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
