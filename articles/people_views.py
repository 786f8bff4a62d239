"""Reporters and officials as the paper shows them: who they are, and in which stories."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.career_charts import chart_of_person, statuses_of
from articles.careers import entries, shown
from articles.columns import by_month, by_year
from articles.company import (
    RECENT_STORIES,
    newest_stories,
    officials_among,
    reporters_among,
    sections_among,
    stories_by_month,
    stories_by_year,
    tags_among,
)
from articles.conditional import public_page
from articles.forms import LetterForm, OnADayForm
from articles.letters import LETTERS_OF_NAMES, around, under_letter
from articles.models import Article, Byline, Mention
from articles.models.querysets import Links, has_one
from articles.moved_people import moved_people
from articles.office_views import divisions_offered, officials_on
from articles.paging import BY_PINYIN, NEWEST_LISTED, read_page
from articles.printed_posts import posts_of, roles_in_print
from people.models import Official, Person, Reporter, Tenure

Listed = TypeVar("Listed", bound=Person)

PEOPLE_A_PAGE = 120
MOST_TENURES = 60  # of one person; nobody holds more


def reporters() -> QuerySet[Reporter]:
    """Those who signed a story that readers may see."""
    signed = Byline.objects.published().filter(person=OuterRef("pk"))
    people: QuerySet[Reporter] = Reporter.objects.filter(has_one(signed))
    return people.annotate(
        role=Subquery(signed.order_by("-order_key", "-article_id").values("role")[:1])
    )


def officials() -> QuerySet[Official]:
    """Those whom a story names that readers may see, with the posts of the newest."""
    named = Mention.objects.published().filter(person=OuterRef("pk"))
    newest = named.exclude(posts=[]).order_by("-order_key", "-article_id")
    people: QuerySet[Official] = Official.objects.filter(has_one(named))
    return people.annotate(posts=Subquery(newest.values("posts")[:1]))


def officials_to_open() -> QuerySet[Official]:
    """Also those whom no story names, but an editor confirmed in a post."""
    named = Mention.objects.published().filter(person=OuterRef("pk"))
    confirmed = Tenure.objects.filter(person=OuterRef("pk"), status=Tenure.Status.CONFIRMED)
    people: QuerySet[Official] = Official.objects.filter(has_one(named) | Exists(confirmed))
    return people


@public_page
def reporter_list(request: HttpRequest) -> HttpResponse:
    return _people_list(request, reporters(), "people/reporter_list.html")


@public_page
def official_list(request: HttpRequest) -> HttpResponse:
    """All officials by name; with a day and an organization, who held its posts on that day."""
    form = OnADayForm(request.GET)
    if form.is_asked:
        return officials_on(request, form)
    context = {"on_a_day": OnADayForm(), "divisions": divisions_offered()}
    return _people_list(request, officials(), "people/official_list.html", context)


def _people_list(
    request: HttpRequest,
    people: QuerySet[Listed],
    template: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    form = LetterForm(request.GET)
    listed = under_letter(people, form.chosen)
    page = read_page(request.GET, listed, BY_PINYIN, PEOPLE_A_PAGE)
    context = {"form": form, "page": page} | around(LETTERS_OF_NAMES, form.chosen)
    return render(request, template, context | (more or {}))


@public_page
@moved_people("reporter-detail", reporters)
def reporter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    reporter = get_object_or_404(reporters().prefetch_related("other_names"), pk=pk)
    signed = Byline.objects.published().filter(person=reporter)
    newest = newest_stories(signed)
    months = stories_by_month(signed)
    context = _detail(request, reporter, "bylines") | {
        "posts": roles_in_print(signed),
        "years": by_year(stories_by_year(months)),
        "months": by_month(months),
        "sections": sections_among(newest),
        "tags": tags_among(newest),
        "recent": RECENT_STORIES,
        "company": reporters_among(newest, reporter.pk),
    }
    return render(request, "people/reporter_detail.html", context)


@public_page
@moved_people("official-detail", officials_to_open)
def official_detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(officials_to_open().prefetch_related("other_names"), pk=pk)
    named = Mention.objects.published().filter(person=official)
    career = entries(shown(official.tenures.all())[:MOST_TENURES])
    seen, posts = posts_of(official.pk, {entry.tenure.post_id for entry in career})
    context = _detail(request, official, "mentions") | {
        "career": [(entry, seen.get(entry.tenure.post_id)) for entry in career],
        "chart": chart_of_person(career, seen),
        "statuses": statuses_of(career),
        "posts": posts,
        "years": by_year(stories_by_year(stories_by_month(named))),
        "recent": RECENT_STORIES,
        "company": officials_among(newest_stories(named), official.pk),
    }
    return render(request, "people/official_detail.html", context)


def _detail(request: HttpRequest, person: Person, links: Links) -> dict[str, Any]:
    """A person and a page of the stories that those link rows tie to them."""
    stories = Article.objects.published().along(links, [person.pk])
    return {
        "person": person,
        "page": read_page(request.GET, stories.for_listing(), NEWEST_LISTED),
    }
