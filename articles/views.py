"""Pages of stories: the front page, the list, and one story."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles.company import sections_among
from articles.conditional import public_page
from articles.forms import ArticleFilterForm
from articles.front_page import front_page
from articles.models import (
    Article,
    ArticleQuerySet,
    Byline,
    Mention,
    TaggedArticle,
)
from articles.moved_stories import where_it_is
from articles.paging import NEWEST_LISTED, read_page
from articles.reading import Anchor, story_parts
from articles.related_stories import related_to
from articles.sentences import anchor_of, name_places


@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", front_page(timezone.localdate()))


@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    form = ArticleFilterForm(request.GET)
    page = read_page(request.GET, form.stories().for_listing(), NEWEST_LISTED)
    context = {"form": form, "page": page, "sections": sections_among(Article.objects.recent())}
    return render(request, "articles/article_list.html", context)


@public_page
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    public = Article.objects.published()
    story = for_reading(public).filter(pk=pk).first()
    if story is None:
        if moved := where_it_is(pk):
            return HttpResponsePermanentRedirect(moved.get_absolute_url())
        withdrawn = Article.objects.withdrawn().only("withdrawal_note").filter(pk=pk).first()
        if withdrawn:
            context = {"note": withdrawn.withdrawal_note}
            return render(request, "articles/article_withdrawn.html", context, status=410)
        raise Http404("没有这篇稿件。")
    return render(request, "articles/article_detail.html", story_context(story, public))


def story_context(story: Article, shown: ArticleQuerySet) -> dict[str, Any]:
    """What the page of a story prints, among those of `shown` that stand on its page."""
    neighbours = list(shown.filter(page=story.page).for_listing().newest_first())
    place = neighbours.index(story)
    links = {
        mention.name: reverse("official-detail", args=[mention.person_id])
        for mention in story.mentions.all()
        if mention.person and mention.person.is_official
    }
    return {
        "story": story,
        "parts": story_parts(story.body, links, story.dateline, _anchors(story)),
        "neighbours": neighbours,
        "related": related_to(story),
        "previous": neighbours[place - 1] if place else None,
        "next": neighbours[place + 1] if place + 1 < len(neighbours) else None,
    }


def _anchors(story: Article) -> list[Anchor]:
    """The places to which evidence leads: wherever those whom the story names are named."""
    return [
        Anchor(start, end, anchor_of(mention, start))
        for mention in story.mentions.all()
        for start, end in name_places(story.body, mention)
    ]


def for_reading(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Load whole stories with everyone and everything they are printed with."""
    bylines = Byline.objects.select_related("person").order_by("position", "id")
    mentions = Mention.objects.select_related("person").order_by("position", "id")
    tagged = TaggedArticle.objects.select_related("tag").order_by(
        F("score").desc(nulls_first=True), "id"
    )
    return (
        stories.select_related("page__issue__newspaper")
        .prefetch_related(Prefetch("bylines", bylines))
        .prefetch_related(Prefetch("mentions", mentions))
        .prefetch_related(Prefetch("tagged_items", tagged), "corrections", "pictures")
    )
