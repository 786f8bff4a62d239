"""What stands in the head of a page for machines: addresses, previews, references, JSON-LD."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy

from articles.addresses import Site, alternates, canonical
from articles.citations.record import iso
from articles.citing import authors_of
from articles.dates import PartialDate
from articles.models import Article, Issue, Page
from articles.reading import typeset
from articles.search.form import SearchForm
from articles.searches import conditions
from articles.structured import (
    Crumb,
    as_script,
    breadcrumbs,
    news_article,
    office,
    organization,
    person,
    publication_issue,
    website,
)
from people.models import Organization

register = template.Library()

Context = dict[str, Any]

_SUBJECTS = {"tag": gettext_lazy("标签"), "section": gettext_lazy("栏目")}


@register.inclusion_tag("articles/_head_site.html", takes_context=True)
def site_head(context: Context) -> Context:
    """What every page has; nothing where a template is rendered for no request."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {}
    return {
        "canonical": canonical(request),
        "alternates": alternates(request),
        "site_name": _site_name(),
    }


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def website_head(context: Context) -> Context:
    site, name = Site.of(context["request"]), _site_name()
    return _headed(name, as_script(website(name, site)))


@register.inclusion_tag("articles/_head_search.html")
def search_head(form: SearchForm) -> Context:
    """The feeds of what the search found."""
    return {"query": conditions(form)}


@register.inclusion_tag("articles/_follow.html")
def follow_search(form: SearchForm) -> Context:
    return {"query": conditions(form)}


@register.inclusion_tag("articles/_head_story.html", takes_context=True)
def story_head(context: Context, story: Article) -> Context:
    site = Site.of(context["request"])
    issue = story.page.issue
    crumbs = [*_to_issue(issue, site), (story.page.label, site.to(story.page))]
    headline = typeset(story.headline)
    day = PartialDate.of_key(story.order_key)
    picture = next(iter(story.pictures.all()), None)
    return {
        "story": story,
        "address": site.to(story),
        "headline": headline,
        "summary": typeset(story.summary),
        "date": iso(day) if day else "",
        "slashed_date": iso(day).replace("-", "/") if day else "",
        "authors": authors_of(story.bylines.all()),
        "picture": picture,
        "picture_address": picture and site.root + picture.address,
        "data": as_script(
            news_article(story, site), breadcrumbs([*crumbs, (headline, site.to(story))])
        ),
    }


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def page_head(context: Context, page: Page) -> Context:
    site = Site.of(context["request"])
    here = (page.label, site.to(page))
    return _headed(str(page), as_script(breadcrumbs([*_to_issue(page.issue, site), here])))


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def issue_head(context: Context, issue: Issue) -> Context:
    site = Site.of(context["request"])
    data = as_script(publication_issue(issue, site), breadcrumbs(_to_issue(issue, site)))
    return _headed(str(issue), data)


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def subject_head(context: Context, kind: str, name: str, key: str) -> Context:
    """Of the page of a tag or a section; `key` is what its address calls it."""
    site = Site.of(context["request"])
    listed = (str(_SUBJECTS[kind]), site.at(f"{kind}-list"))
    crumbs = [_home(site), listed, (typeset(name), site.at(f"{kind}-detail", key))]
    return _headed(name, as_script(breadcrumbs(crumbs)), kind=f"{kind}s", key=key)


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def reporter_head(context: Context) -> Context:
    return _person_head(context, "reporters", gettext("记者"), "reporter")


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def official_head(context: Context) -> Context:
    return _person_head(context, "officials", gettext("人物"), "official")


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def organization_head(context: Context) -> Context:
    row, site = context["organization"], Site.of(context["request"])
    crumbs = _down_to([*context["path"], row], site)
    return _headed(row.name, as_script(organization(row, site), breadcrumbs(crumbs)))


@register.inclusion_tag("articles/_head_page.html", takes_context=True)
def post_head(context: Context) -> Context:
    post, site = context["post"], Site.of(context["request"])
    crumbs = [*_down_to(context["path"], site), (post.title, site.to(post))]
    return _headed(str(post), as_script(breadcrumbs(crumbs)))


def _person_head(context: Context, kind: str, called: str, view: str) -> Context:
    """Of somebody's page, from what the page itself shows."""
    row, site = context["person"], Site.of(context["request"])
    address = site.at(f"{view}-detail", row.pk)
    titles = [post.title for post in context.get("posts") or []]
    offices = [office(entry, site) for entry, _ in context.get("career") or []]
    crumbs = [_home(site), (called, site.at(f"{view}-list")), (row.name, address)]
    data = as_script(person(row, address, titles, offices), breadcrumbs(crumbs))
    return _headed(row.name, data, kind=kind, key=str(row.pk)) | {"type": "profile"}


def _headed(title: str, data: Any, kind: str = "", key: str = "") -> Context:
    return {"title": typeset(title), "data": data, "kind": kind, "key": key}


def _home(site: Site) -> Crumb:
    return (gettext("首页"), site.at("home"))


def _down_to(path: list[Organization], site: Site) -> list[Crumb]:
    """The way to the last of these organizations, each of which is above the next."""
    officials = (gettext("人物"), site.at("official-list"))
    return [_home(site), officials, *((each.label, site.to(each)) for each in path)]


def _to_issue(issue: Issue, site: Site) -> list[Crumb]:
    issues = (gettext("期次"), site.at("issue-list"))
    return [_home(site), issues, (issue.date_text, site.to(issue))]


def _site_name() -> str:
    return render_to_string("_site_name.html").strip()
