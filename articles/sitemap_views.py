"""Sitemaps as XML (https://www.sitemaps.org/protocol.html), and what robots are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from articles.addresses import Site
from articles.citations.record import one_line
from articles.conditional import public_page
from articles.dates import PartialDate
from articles.models import Article, ArticleQuerySet
from articles.reading import typeset
from articles.sitemaps import KINDS, LISTS, Url, ranges, urls
from people.models import Precision

XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

# What the news of search engines takes: the last two days, and so many stories.
NEWS_DAYS = 2
MOST_NEWS = 1000


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All maps: two queries for each kind of pages, and one for the news."""
    site = Site.of(request)
    maps = [site.at("sitemap-lists")]
    if _news().exists():
        maps.append(site.at("sitemap-news"))
    for name, kind in KINDS.items():
        maps += [site.at("sitemap-of", name, number) for number in ranges(kind)]
    lines = (f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in maps)
    text = f'{HEAD}<sitemapindex xmlns="{MAPS}">\n{"".join(lines)}</sitemapindex>\n'
    return HttpResponse(text, content_type=XML)


@public_page
def lists(request: HttpRequest) -> StreamingHttpResponse:
    site = Site.of(request)
    return _sent(_lines((site.at(view), None) for view in LISTS))


@public_page
def sitemap(request: HttpRequest, kind: str, number: str) -> StreamingHttpResponse:
    """The pages of a kind whose ids are in the range of that number."""
    rows = urls(KINDS[kind], int(number), Site.of(request))
    first = next(rows, None)
    if first is None:
        raise Http404(gettext("没有这张站点地图。"))
    return _sent(_lines(chain([first], rows)))


@public_page
def news(request: HttpRequest) -> StreamingHttpResponse:
    """The stories of the last two days, each with its headline; one query."""
    site = Site.of(request)
    stories = _news().newest_first().select_related("page__issue__newspaper")
    rows = stories.only("headline", "page__issue__date", "page__issue__newspaper__name")[:MOST_NEWS]
    return _sent((_news_line(story, site) for story in rows), f' xmlns:news="{NEWS}"')


def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": Site.of(request).at("sitemap")}
    return render(request, "articles/robots.txt", context, content_type="text/plain; charset=utf-8")


def _news() -> ArticleQuerySet:
    """Stories of papers of today and yesterday."""
    today = timezone.localdate()
    since = today - timedelta(days=NEWS_DAYS - 1)
    return Article.objects.published().filter(
        order_key__gte=PartialDate(since.year, since.month, since.day).first_key,  # an index
        page__issue__date__range=(since, today),
        page__issue__precision=Precision.DAY,
    )


def _lines(rows: Iterable[Url]) -> Iterator[str]:
    for address, changed in rows:
        when = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(address)}</loc>{when}</url>\n"


def _news_line(story: Article, site: Site) -> str:
    issue = story.page.issue
    return (
        f"<url><loc>{escape(site.to(story))}</loc><news:news>"
        f"<news:publication><news:name>{escape(one_line(issue.newspaper.name))}</news:name>"
        "<news:language>zh-cn</news:language></news:publication>"
        f"<news:publication_date>{issue.date_value}</news:publication_date>"
        f"<news:title>{escape(one_line(typeset(story.headline)))}</news:title>"
        "</news:news></url>\n"
    )


def _sent(lines: Iterator[str], more: str = "") -> StreamingHttpResponse:
    opening = f'{HEAD}<urlset xmlns="{MAPS}"{more}>\n'
    return StreamingHttpResponse(chain([opening], lines, ["</urlset>\n"]), content_type=XML)
