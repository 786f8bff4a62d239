"""What the paper writes about: its tags and its sections, each with its run over the years."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.company import (
    RECENT_STORIES,
    officials_among,
    reporters_among,
    sections_among,
    tags_among,
)
from articles.conditional import public_page
from articles.forms import LetterForm
from articles.letters import LETTERS, around, under_letter
from articles.models import Article, Tag, TaggedArticle
from articles.models.querysets import has_one
from articles.paging import BY_PINYIN, NEWEST_LISTED, read_page
from articles.runs import run_of
from articles.sections import read_sections
from articles.tag_editing import moved_address

RECENT_TAGS = 24
TAGS_A_PAGE = 120


@public_page
def tag_list(request: HttpRequest) -> HttpResponse:
    """All tags by pinyin, and those of the newest stories before them."""
    form = LetterForm(request.GET)
    used = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    tags = Tag.objects.filter(has_one(used))
    page = read_page(request.GET, under_letter(tags, form.chosen), BY_PINYIN, TAGS_A_PAGE)
    at_start = not form.chosen and not page.before
    context = {
        "form": form,
        "page": page,
        "recent": tags_among(Article.objects.recent(), RECENT_TAGS) if at_start else [],
    } | around(LETTERS, form.chosen)
    return render(request, "articles/tag_list.html", context)


@public_page
def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag: its stories, its run, and who and what else stands in the newest of them."""
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        if address := moved_address(slug):
            return HttpResponsePermanentRedirect(address)
        raise Http404(_("没有这个标签。"))
    stories = Article.objects.published().along("tagged_items", [tag.pk])
    page = read_page(request.GET, stories.for_listing(), NEWEST_LISTED)
    if not page.rows:
        raise Http404(_("没有这个标签的稿件。"))
    tagged = TaggedArticle.objects.published().filter(tag=tag)
    newest = tagged.order_by("-order_key", "-content_object_id").values("content_object")
    newest = newest[:RECENT_STORIES]
    context: dict[str, Any] = {
        "name": tag.name,
        "page": page,
        "run": run_of(
            TaggedArticle.objects.filter(tag=tag),
            Article.objects.timed().filter(tagged_items__tag=tag),
        ),
        "recent": RECENT_STORIES,
        "officials": officials_among(newest),
        "tags": [each for each in tags_among(newest) if each != tag],
        "sections": sections_among(newest),
    }
    return render(request, "articles/tag_detail.html", context)


@public_page
def section_list(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "").replace("\0", "")
    return render(request, "articles/section_list.html", {"page": read_sections(after)})


@public_page
def section_detail(request: HttpRequest, name: str) -> HttpResponse:
    """A section: its stories, its run, and who writes for it and on what of late."""
    stories = Article.objects.published().in_section(name)
    listed = stories.annotate(sort_key=F("order_key")).for_listing()
    page = read_page(request.GET, listed, NEWEST_LISTED)
    if not page.rows:
        raise Http404(_("没有这个栏目。"))
    newest = stories.newest_first().values("pk")[:RECENT_STORIES]
    context: dict[str, Any] = {
        "name": name,
        "section_told": True,
        "page": page,
        "run": run_of(
            Article.objects.listed().in_section(name), Article.objects.timed().in_section(name)
        ),
        "recent": RECENT_STORIES,
        "reporters": reporters_among(newest),
        "officials": officials_among(newest),
        "tags": tags_among(newest),
    }
    return render(request, "articles/section_detail.html", context)
