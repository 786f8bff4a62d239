"""Pages of stories: the front page, the list, and one story."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.company import sections_among, tags_among
from articles.conditional import public_page
from articles.forms import ArticleFilterForm
from articles.models import (
    Article,
    ArticleQuerySet,
    Byline,
    Issue,
    Mention,
    TaggedArticle,
)
from articles.moved_stories import where_it_is
from articles.paging import NEWEST_LISTED, read_page
from articles.reading import Anchor, story_parts
from articles.sentences import anchor_of, name_places
from people.models import Official

# The front page tells of these; a bound keeps it as quick when the archive is large.
NEWEST_ISSUES = 5
STORIES_AN_ISSUE = 7
RECENT_TAGS = 24


@public_page
def home(request: HttpRequest) -> HttpResponse:
    issues = list(Issue.objects.published().newest(NEWEST_ISSUES).for_listing())
    stories = Article.objects.published().filter(page__issue__in=issues)
    by_issue: dict[int, list[Article]] = {issue.pk: [] for issue in issues}
    for story in stories.leading(STORIES_AN_ISSUE).newest_first().for_listing():
        by_issue[story.page.issue_id].append(story)
    fronts = [(issue, by_issue[issue.pk]) for issue in issues]
    recent = Article.objects.recent()
    lead = next((stories[0] for _, stories in fronts[:1] if stories), None)
    context = {
        "lead_picture": lead and lead.pictures.first(),
        "front": fronts[0] if fronts else None,
        "earlier": fronts[1:],
        "sections": sections_among(recent),
        "people": _people_in_the_news(recent),
        "tags": tags_among(recent, RECENT_TAGS),
    }
    return render(request, "articles/home.html", context)


def _people_in_the_news(recent: QuerySet[Article, Any]) -> list[Official]:
    printed = Mention.objects.published().filter(person=OuterRef("pk")).exclude(posts=[])
    latest = printed.order_by("-order_key", "-article_id")
    return list(
        Official.objects.filter(mentions__article__in=recent)
        .annotate(
            stories=Count("mentions"),
            posts=Subquery(latest.values("posts")[:1]),
        )
        .order_by("-stories", "pinyin", "pk")[:12]
    )


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
