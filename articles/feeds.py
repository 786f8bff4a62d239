"""Feeds of the newest stories, for programs that ask again and again."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.addresses import Site
from articles.channels import CHANNELS, STORIES_A_FEED, Channel, everything
from articles.citations.record import one_line
from articles.citing import authors_of
from articles.feed_formats import FEED_FORMATS
from articles.models import Article, ArticleQuerySet, Byline, Correction, TaggedArticle
from articles.reading import typeset
from articles.search.form import SearchForm
from articles.search.shedding import shed
from articles.searches import channel_of

FRESH_SECONDS = 300  # how long a reader's program may do without asking


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    return answer(request, form, everything(Site.of(request)))


@require_safe
def feed_of(request: HttpRequest, form: str, kind: str, key: str) -> HttpResponse:
    """The feed of one section, tag or person; 301 where it was merged into another."""
    find, follow = CHANNELS[kind]
    channel = find(Site.of(request), key)
    if channel is None:
        now = follow(key)
        if now is None:
            raise Http404(gettext("没有这个订阅。"))
        return HttpResponsePermanentRedirect(reverse("feed-of", args=[form, kind, now]))
    return answer(request, form, channel, may_be_empty=False)


@require_safe
@shed
def feed_of_search(request: HttpRequest, form: str) -> HttpResponse:
    """The feed of what a search finds; it may find nothing yet."""
    response = answer(request, form, channel_of(SearchForm(request.GET), Site.of(request)))
    response["X-Robots-Tag"] = "noindex"
    return response


def answer(
    request: HttpRequest, form: str, channel: Channel, *, may_be_empty: bool = True
) -> HttpResponse:
    """The feed, or 304 after one query where nothing in it has changed.

    By its ETag alone: the time of the last change cannot tell that a story was withdrawn.
    """
    state = list(_changes(channel.stories)[:STORIES_A_FEED])
    if not state and not may_be_empty:
        raise Http404(gettext("没有这个订阅。"))
    etag = _etag(form, channel, state)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _written(request, form, channel, [pk for pk, *_ in state])
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    if state:
        latest = max(moment for _, *moments in state for moment in moments if moment)
        response["Last-Modified"] = http_date(latest.timestamp())
    return response


def _changes(stories: ArticleQuerySet) -> Any:
    """Of each story its id, and when it was published, changed and corrected."""
    return stories.values_list("pk", "published_at", "updated_at", _corrected())


def _corrected() -> Subquery:
    rows = Correction.objects.filter(article=OuterRef("pk")).order_by().values("article")
    return Subquery(rows.values_list(Max("made_at")))


def _etag(form: str, channel: Channel, state: list[Any]) -> str:
    told = repr((form, channel.title, channel.page, state))
    return f'"{sha256(told.encode()).hexdigest()[:32]}"'


def _written(request: HttpRequest, form: str, channel: Channel, pks: list[int]) -> HttpResponse:
    site = Site.of(request)
    name = render_to_string("_site_name.html").strip()
    written = FEED_FORMATS[form](
        title=one_line(f"{channel.title} · {name}"),
        link=channel.page,
        description=gettext("最近 %(count)s 篇以内的稿件。") % {"count": STORIES_A_FEED},
        language=settings.LANGUAGE_CODE,
        author_name=name,
        feed_url=site.root + request.get_full_path(),
    )
    rows = {story.pk: story for story in _loaded(pks)}
    for story in (rows[pk] for pk in pks if pk in rows):
        _add(written, story, site.to(story))
    return HttpResponse(written.writeString("utf-8"), content_type=written.content_type)


def _loaded(pks: list[int]) -> ArticleQuerySet:
    """The stories with what a feed says of them; three queries."""
    bylines = Byline.objects.order_by("position", "id")
    tagged = TaggedArticle.objects.select_related("tag")
    return (
        Article.objects.published()
        .filter(pk__in=pks)
        .for_listing()
        .annotate(corrected_at=_corrected())
        .prefetch_related(Prefetch("bylines", bylines), Prefetch("tagged_items", tagged))
    )


def _add(written: SyndicationFeed, story: Any, address: str) -> None:
    page = story.page
    printed = f"《{page.issue.newspaper.name}》{page.issue.date_text} {page.label}"
    text = one_line(typeset(f"{printed}：{story.summary}" if story.summary else printed))
    published: datetime = story.published_at
    written.add_item(
        title=one_line(typeset(story.headline)),
        link=address,
        description=escape(text),
        text=text,
        unique_id=address,
        unique_id_is_permalink=True,
        pubdate=published,
        updateddate=max(published, story.corrected_at or published),
        authors=[one_line(name) for name in authors_of(story.bylines.all())],
        categories=[one_line(item.tag.name) for item in story.tagged_items.all()],
    )
