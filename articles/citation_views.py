"""Citations as files: of one story, and of the stories that a reader narrowed the list to."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.addresses import Site
from articles.citations.formats import FORMATS, Format
from articles.citing import citations_of, for_citing
from articles.forms import ArticleFilterForm
from articles.models import Article
from articles.paging import NEWEST_LISTED
from articles.search.form import SearchForm
from articles.search.shedding import shed
from articles.searches import found_by

# What fits a reference manager and a reader's patience; who wants more wants an export.
MOST_CITED = 500


@require_safe
def cite_story(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    form = format_named(name)
    story = get_object_or_404(for_citing(Article.objects.published()), pk=pk)
    return as_file(request, [story], form, f"article-{pk}")


@require_safe
def cite_list(request: HttpRequest, name: str) -> HttpResponse:
    """The first MOST_CITED stories of the list that the same conditions give as a page."""
    form = format_named(name)
    narrowed = ArticleFilterForm(request.GET)
    stories = for_citing(narrowed.stories()).order_by(*NEWEST_LISTED.fields())
    return as_file(request, stories[:MOST_CITED], form, "articles")


@require_safe
@shed
def cite_found(request: HttpRequest, name: str) -> HttpResponse:
    """The first MOST_CITED stories that the same search finds, in its order."""
    form = format_named(name)
    found = found_by(SearchForm(request.GET), MOST_CITED)
    rows = for_citing(Article.objects.published().filter(pk__in=found)).in_bulk()
    return as_file(request, [rows[pk] for pk in found if pk in rows], form, "search")


def format_named(name: str) -> Format:
    """The format; Http404 where there is none of that name."""
    try:
        return FORMATS[name]
    except KeyError:
        raise Http404(gettext("没有这种引文格式。")) from None


def as_file(
    request: HttpRequest, stories: Iterable[Article], form: Format, name: str
) -> HttpResponse:
    pieces = form.write(citations_of(stories, Site.of(request)))
    response = HttpResponse("".join(pieces), content_type=f"{form.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.suffix}"'
    response["X-Robots-Tag"] = "noindex"
    return response
