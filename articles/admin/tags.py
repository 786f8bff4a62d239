"""Tags: found by name or pinyin, renamed, given other names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, Q, QuerySet, Value
from django.db.models.functions import Length, Replace
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit.models import Tag as PlainTag

from articles.admin.public import public_address
from articles.admin.tag_merging import TagMergingDesk
from articles.models import Tag, TagAlias, TaggedArticle
from articles.tag_editing import TagError, check_name, rename
from people.admin.base import BaseAdmin
from people.counting import count_related
from people.typed import ModelForm, TabularInline

# taggit registers its own tags; those of this archive are another model.
admin.site.unregister(PlainTag)


def _free_name(typed: str, own: Tag | None) -> str:
    name = typed.strip()
    try:
        check_name(name, own)
    except TagError as error:
        raise forms.ValidationError(str(error)) from None
    return name


class TagForm(ModelForm[Tag]):
    slug = forms.SlugField(
        label="网址名",
        max_length=100,
        required=False,
        allow_unicode=True,
        help_text="留空或不改：跟着名称走。改名、改网址以后，原来的网址仍转到这里，原来的名称成为别称。",
    )

    def clean_name(self) -> str:
        return _free_name(self.cleaned_data["name"], self.instance if self.instance.pk else None)


class AliasForm(ModelForm[TagAlias]):
    def clean_name(self) -> str:
        own = self.instance.tag if self.instance.tag_id else None
        return _free_name(self.cleaned_data["name"], own)


class AliasInline(TabularInline[TagAlias, Tag]):
    model = TagAlias
    form = AliasForm
    extra = 1
    verbose_name_plural = "别称（导入时提取到这些词，就用这个标签）"


@admin.register(Tag)
class TagAdmin(TagMergingDesk, BaseAdmin[Tag]):
    form = TagForm
    change_list_template = "admin/articles/tag/change_list.html"
    change_form_template = "admin/articles/tag/change_form.html"
    list_display = ["name", "story_link", "slug"]
    search_fields = ["name"]
    search_help_text = "按名称或拼音的开头查找，如 文明、wenming"
    ordering = ["name"]
    fields = ["name", "slug"]
    inlines = [AliasInline]
    actions = ["merge_chosen"]
    list_per_page = 50

    @admin.display(description="稿件", ordering="story_total")
    def story_link(self, tag: Any) -> SafeString:
        url = reverse("admin:articles_article_changelist", query={"tags__id__exact": tag.pk})
        return format_html('<a href="{}">{} 篇</a>', url, tag.story_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        tags: QuerySet[Any] = super().get_queryset(request)
        if _is_autocomplete(request):
            return tags
        counted: QuerySet[Tag] = tags.annotate(story_total=count_related(Tag, "tagged_items"))
        return counted

    def get_ordering(self, request: HttpRequest) -> Any:
        # Of names that begin alike the shortest first: what was typed whole comes before all.
        return [Length("name"), "name"] if _is_autocomplete(request) else self.ordering

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Tag], search_term: str
    ) -> tuple[QuerySet[Tag], bool]:
        """Those whose name, an alias or the pinyin of the name begins so; in the same query."""
        word = search_term.strip()
        return (queryset.filter(_beginning(word)) if word else queryset), False

    def view_on_site(self, tag: Tag) -> str | None:
        used = TaggedArticle.objects.published().filter(tag=tag)
        return public_address(tag, Tag.objects.filter(Exists(used)))

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        slug = form.cleaned_data["slug"] if "slug" in form.changed_data else ""
        rename(obj, form.cleaned_data["name"], slug)
        obj.refresh_from_db()


def _is_autocomplete(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"


def _beginning(word: str) -> Q:
    """Tags called so, by their name or another, or read so: 文明, wenming."""
    aliased = TagAlias.objects.filter(name__istartswith=word).values("tag")
    found = Q(name__istartswith=word) | Q(pk__in=aliased)
    letters = word.lower().replace(" ", "")
    if letters.isascii():
        # Its first letter leaves the others out before the syllables are joined.
        near = Q(pinyin__startswith=letters[0])
        joined = Replace("pinyin", Value(" "), Value(""))
        reads = Tag.objects.filter(near).annotate(joined=joined).filter(joined__startswith=letters)
        found |= Q(pk__in=reads.values("pk"))
    return found
