"""The search page, and the suggestions while a reader types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search.advice import advice_for
from articles.search.counts import count
from articles.search.facets import address, chosen, groups, ways_on
from articles.search.form import SearchForm
from articles.search.hits import Hits
from articles.search.names import people_meant
from articles.search.results import marks_for, page_of
from articles.search.shedding import shed
from articles.search.suggestions import suggest


@require_safe
@shed
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid() and form.is_asked:
        context |= _found(form, request.GET.get("after", ""))
    # After the form was read: what was wrong in it is no filter.
    context["chosen"] = chosen(form)
    response = render(request, "articles/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _found(form: SearchForm, after: str) -> dict[str, Any]:
    query = form.query
    meant = people_meant(query.wanted)
    hits = Hits(query, form.filters, meant)
    if not hits.are_led_to:
        return {"query": query, "too_little": True}
    counts = count(hits)
    if not counts.total:
        advice = advice_for(query, form.filters, meant)
        return {"query": query, "advice": advice, "ways": ways_on(form, advice)}
    page = page_of(hits, marks_for(query, meant), after, by_relevance=form.by_relevance)
    return {
        "query": query,
        "page": page,
        "counts": counts,
        "groups": groups(form, counts),
        "start": address(form.data) if after else "",
    }


@require_safe
@shed
def suggestions(request: HttpRequest) -> HttpResponse:
    """People, tags and posts that begin like `q`."""
    response = JsonResponse({"suggestions": suggest(request.GET.get("q", ""))})
    response["X-Robots-Tag"] = "noindex"
    return response
