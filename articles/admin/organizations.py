"""Organizations: their place in the tree, the names they had, and their posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.public import public_address
from articles.alarms import redraw_alarms
from articles.offices import path_to, public_organizations
from people.admin.base import BaseAdmin
from people.counting import count_related
from people.models import Organization, OrganizationName, Post, Tenure
from people.typed import ModelForm, TabularInline

SHOWN_CHILDREN = 100  # bodies right below one; the list has the rest
BATCH_SIZE = 500  # people a statement; SQLite takes a limited number of parameters


class OrganizationForm(ModelForm[Organization]):
    def clean_parent(self) -> Organization | None:
        """What stands above; nothing may stand below itself."""
        parent: Organization | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance in path_to(parent):
            raise forms.ValidationError("上级不能是本单位或它的下级。")
        return parent


class OrganizationNameInline(TabularInline[OrganizationName, Organization]):
    model = OrganizationName
    extra = 0


class PostInline(TabularInline[Post, Organization]):
    model = Post
    fields = ["title", "order", "single_seat", "holders"]
    readonly_fields = ["holders"]
    extra = 0
    show_change_link = True
    view_on_site = False

    @admin.display(description="任职")
    def holders(self, post: Any) -> int | str:
        return getattr(post, "tenure_total", "") or ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        posts = super().get_queryset(request).select_related("organization")
        return posts.annotate(tenure_total=count_related(Post, "tenures"))


@admin.register(Organization)
class OrganizationAdmin(BaseAdmin[Organization]):
    form = OrganizationForm
    list_display = ["name", "short_name", "kind", "parent", "post_count"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name", "short_name", "other_names__name"]
    search_help_text = "按名称、简称或曾用名查找"
    autocomplete_fields = ["parent"]
    fields = [
        ("name", "short_name"),
        ("kind", "parent"),
        "place",
        "below",
        "key",
    ]
    readonly_fields = ["place", "below", "key"]
    inlines = [OrganizationNameInline, PostInline]

    @admin.display(description="岗位", ordering="post_total")
    def post_count(self, organization: Any) -> int | str:
        return organization.post_total or ""

    @admin.display(description="位置")
    def place(self, organization: Organization) -> SafeString | str:
        above = path_to(organization)[:-1]
        links = format_html_join(" › ", '<a href="{}">{}</a>', map(_link, above))
        return links or "没有上级"

    @admin.display(description="下级单位")
    def below(self, organization: Organization) -> SafeString | str:
        if organization.pk is None:
            return ""
        children = list(organization.children.order_by("kind", "name")[: SHOWN_CHILDREN + 1])
        rows = ((*_link(each), each.get_kind_display()) for each in children[:SHOWN_CHILDREN])
        item = '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>'
        listed = format_html('<ul class="stories">{}</ul>', format_html_join("", item, rows))
        if len(children) > SHOWN_CHILDREN:
            listed += format_html("<p>这里只列出 {} 个。</p>", SHOWN_CHILDREN)
        return listed if children else "没有"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return (
            super().get_queryset(request).annotate(post_total=count_related(Organization, "posts"))
        )

    def autocomplete_label(self, organization: Organization) -> str:
        """Enough to tell 城关镇 of one county from that of another."""
        above = organization.parent
        return f"{organization}（{above}）" if above else str(organization)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            return
        organization: Organization = form.instance
        if "name" in form.changed_data:
            _keep_name(organization, form.initial["name"])
        if {"parent", "kind"} & set(form.changed_data):
            _judge_anew(organization)

    def view_on_site(self, organization: Organization) -> str | None:
        return public_address(organization, public_organizations())


def _link(organization: Organization) -> tuple[str, str]:
    url = reverse("admin:people_organization_change", args=[organization.pk])
    return url, organization.name


def _keep_name(organization: Organization, former: str) -> None:
    """Papers of its time go on calling it by the former name; its own name is no other name."""
    names = OrganizationName.objects.filter(organization=organization)
    names.filter(name=organization.name).delete()
    names.get_or_create(
        organization=organization,
        name=former,
        defaults={"kind": OrganizationName.Kind.FORMER},
    )


def _judge_anew(organization: Organization) -> None:
    """Which posts one person may hold together follows from the tree."""
    posts = Q(post__organization=organization) | Q(post__organization__parent=organization)
    holders = Tenure.objects.filter(posts).order_by().values_list("person", flat=True).distinct()
    people = sorted(holders)
    for start in range(0, len(people), BATCH_SIZE):
        redraw_alarms(people[start : start + BATCH_SIZE])
