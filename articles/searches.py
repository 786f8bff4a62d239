"""A search as a list of stories: to be followed, and to be cited."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext

from articles.addresses import Site
from articles.channels import STORIES_A_FEED, Channel
from articles.models import Article
from articles.search.form import SearchForm
from articles.search.hits import Hits
from articles.search.names import people_meant
from articles.search.ranking import POOL, ranked
from articles.search.results import marks_for


def found_by(form: SearchForm, most: int, *, newest: bool = False) -> list[int]:
    """The first stories that readers may see, in the order asked for or the newest first.

    Raises:
        Http404: nothing was asked for, or so little that the search answers nothing.
    """
    if not form.is_valid() or not form.is_asked:
        raise Http404(gettext("没有这样的检索。"))
    meant = people_meant(form.query.wanted)
    hits = Hits(form.query, form.filters, meant)
    if not hits.are_led_to:
        raise Http404(gettext("没有这样的检索。"))
    if newest or not form.by_relevance:
        rows = hits.newest(most)
    else:
        rows = ranked(hits.newest(POOL), marks_for(form.query, meant).ways)[:most]
    return [story for _, story in rows]


def channel_of(form: SearchForm, site: Site) -> Channel:
    """What the search finds, the newest first."""
    found = found_by(form, STORIES_A_FEED, newest=True)
    stories = Article.objects.published().filter(pk__in=found).newest_first()
    words = [form.cleaned_data["q"], *(value for _, _, value in form.chosen())]
    title = gettext("检索：%(words)s") % {"words": " ".join(filter(None, words))}
    return Channel(title, f"{site.at('search')}?{conditions(form)}", stories)


def conditions(form: SearchForm) -> str:
    """What was asked for, as an address writes it: without the order, which changes nothing."""
    asked = [(name, form.data.get(name, "").strip()) for name in form.fields if name != "order"]
    return urlencode([(name, value) for name, value in asked if value])
