"""The archive as a search engine of browsers (https://github.com/dewitt/opensearch)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from articles.addresses import Site
from articles.search.shedding import shed
from articles.search.suggestions import suggest


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    site = Site.of(request)
    context = {
        "itself": site.at("opensearch"),
        "search": site.at("search"),
        "suggestions": site.at("opensearch-suggestions"),
        "feed": site.at("feed-of-search", "atom"),
        "icon": request.build_absolute_uri(static("newsroom/icon.svg")),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "articles/opensearch.xml", context, content_type=kind)


@require_safe
@shed
def suggestions(request: HttpRequest) -> HttpResponse:
    """What `search.suggest` finds, in the form of the OpenSearch suggestions extension."""
    typed = request.GET.get("q", "")
    site, found = Site.of(request), suggest(typed)
    columns = (
        [each["name"] for each in found],
        [each["kind"] for each in found],
        [site.root + each["url"] for each in found],
    )
    response = JsonResponse([typed, *columns], safe=False)
    response["Content-Type"] = "application/x-suggestions+json"
    response["X-Robots-Tag"] = "noindex"
    return response
