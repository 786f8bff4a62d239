"""Tags: found by name or pinyin, renamed, given other names, merged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet, Value
from django.db.models.functions import Length, Replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit.models import Tag as PlainTag

from articles.admin.public import public_address
from articles.models import Tag, TagAlias, TaggedArticle
from articles.tag_editing import TagError, check_name, merge, merging, rename
from people.admin.base import BaseAdmin
from people.counting import count_related
from people.edit_log import log_edits
from people.typed import ModelForm, TabularInline

MOST_MERGED = 50  # at once: a page of the list

# taggit registers its own tags; those of this archive are another model.
admin.site.unregister(PlainTag)


class TagForm(ModelForm[Tag]):
    slug = forms.SlugField(
        label="网址名",
        max_length=100,
        required=False,
        allow_unicode=True,
        help_text="留空或不改：跟着名称走。改名、改网址以后，原来的网址仍转到这里，原来的名称成为别称。",
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        try:
            check_name(name, self.instance if self.instance.pk else None)
        except TagError as error:
            raise forms.ValidationError(str(error)) from None
        return name


class AliasForm(ModelForm[TagAlias]):
    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        try:
            check_name(name, self.instance.tag if self.instance.tag_id else None)
        except TagError as error:
            raise forms.ValidationError(str(error)) from None
        return name


class AliasInline(TabularInline[TagAlias, Tag]):
    model = TagAlias
    form = AliasForm
    extra = 1
    verbose_name_plural = "别称（导入时提取到这些词，就用这个标签）"


class MergeForm(forms.Form):
    """Which of the chosen tags stays, or which other."""

    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), widget=forms.MultipleHiddenInput)
    kept = forms.ModelChoiceField(
        Tag.objects.all(), required=False, empty_label=None, widget=forms.RadioSelect
    )
    other = forms.ModelChoiceField(
        Tag.objects.all(),
        required=False,
        widget=AutocompleteSelect(TagAlias._meta.get_field("tag"), admin.site),
    )

    def chosen(self) -> Tag | None:
        return self.cleaned_data.get("other") or self.cleaned_data.get("kept")


@admin.register(Tag)
class TagAdmin(BaseAdmin[Tag]):
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

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_tag", "articles.delete_tag"])

    @admin.action(description="合并…", permissions=["merge"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse:
        keys = list(queryset.values_list("pk", flat=True)[:MOST_MERGED])
        query = {"tags": keys}
        return HttpResponseRedirect(reverse("admin:articles_tag_merge", query=query))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name="articles_tag_merge"), *super().get_urls()]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Say what merging will do; then do it."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        form = MergeForm(request.POST or request.GET)
        form.is_valid()
        tags = list(form.cleaned_data.get("tags", [])[:MOST_MERGED])
        if not tags:
            messages.warning(request, "没有选标签，或标签已经不在。")
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        kept = form.chosen()
        others = [tag for tag in tags if tag != kept]
        if request.method == "POST" and "confirmed" in request.POST and kept and others:
            return self._merge(request, kept, others)
        form.fields["kept"].queryset = Tag.objects.filter(pk__in=[tag.pk for tag in tags])  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | {
            "title": "合并标签",
            "opts": self.opts,
            "form": form,
            "tags": tags,
            "kept": kept if others else None,
            "mergings": merging(kept, others) if kept else [],
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Tag, others: list[Tag]) -> HttpResponse:
        names = "、".join(f"“{tag}”" for tag in others)
        try:
            moved = merge(kept, others)
        except TagError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        log_edits(request, [kept], f"并入{names}。")
        text = (
            f"{names}并入“{kept}”，{moved} 篇稿件改用它；原来的名称成为别称，原来的网址转到这里。"
        )
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[kept.pk]))


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
