"""The boxes from which readers take citations: of a story, and of a list of stories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from articles.addresses import Site
from articles.citation_views import MOST_CITED
from articles.citations.formats import FORMATS
from articles.citations.gbt import gbt
from articles.citing import citation_of
from articles.models import Article

register = template.Library()

Context = dict[str, Any]

_FILES = [each for each in FORMATS.values() if each.name != "gbt"]


@register.inclusion_tag("articles/_cite_story.html", takes_context=True)
def cite_story(context: Context, story: Article) -> Context:
    """A story that was loaded with its signatures, its issue and its paper."""
    citation = citation_of(story, Site.of(context["request"]), timezone.localdate())
    return {
        "online": gbt(citation),
        "printed": gbt(replace(citation, address="", accessed=None)),
        "files": [
            {
                "label": each.label,
                "suffix": each.suffix,
                "address": reverse("article-cite", args=[story.pk, each.name]),
                "text": "".join(each.write([citation])),
            }
            for each in _FILES
        ],
    }


@register.inclusion_tag("articles/_cite_list.html", takes_context=True)
def cite_list(context: Context, view: str) -> Context:
    """The stories of the list that the page shows, by the same conditions; `view` writes them."""
    asked = context["request"].GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return {
        "most": MOST_CITED,
        "files": [
            {"label": each.label, "address": reverse(view, args=[each.name]) + query}
            for each in FORMATS.values()
        ],
    }
