"""Reporters and officials as the paper shows them: who they are, and in which stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.forms import LetterForm
from articles.letters import LETTERS_OF_NAMES, under_letter
from articles.models import Article, Byline, Mention
from articles.models.querysets import Links, has_one
from articles.moved_people import moved_people
from articles.paging import BY_PINYIN, NEWEST_LISTED, read_page
from people.models import Official, Person, Reporter

Listed = TypeVar("Listed", bound=Person)

PEOPLE_A_PAGE = 120


@dataclass(frozen=True, slots=True)
class PostInPrint:
    """A post, or a role of a signature, and the stories that print it for one person."""

    title: str
    stories: int
    first: PartialDate | None  # None: only in issues without a date
    last: PartialDate | None


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


@require_safe
def reporter_list(request: HttpRequest) -> HttpResponse:
    return _people_list(request, reporters(), "people/reporter_list.html")


@require_safe
def official_list(request: HttpRequest) -> HttpResponse:
    return _people_list(request, officials(), "people/official_list.html")


def _people_list(request: HttpRequest, people: QuerySet[Listed], template: str) -> HttpResponse:
    form = LetterForm(request.GET)
    shown = under_letter(people, form.chosen)
    context = {
        "form": form,
        "letter": form.chosen.upper(),
        "letters": LETTERS_OF_NAMES,
        "page": read_page(request.GET, shown, BY_PINYIN, PEOPLE_A_PAGE),
    }
    return render(request, template, context)


@require_safe
@moved_people("reporter-detail", reporters)
def reporter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    reporter = get_object_or_404(reporters().prefetch_related("other_names"), pk=pk)
    context = _detail(request, reporter, "bylines") | {
        "posts": posts_in_print(Byline.objects.published().filter(person=reporter), "role")
    }
    return render(request, "people/reporter_detail.html", context)


@require_safe
@moved_people("official-detail", officials)
def official_detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(officials().prefetch_related("other_names"), pk=pk)
    context = _detail(request, official, "mentions") | {
        "posts": posts_in_print(Mention.objects.published().filter(person=official), "posts")
    }
    return render(request, "people/official_detail.html", context)


def _detail(request: HttpRequest, person: Person, links: Links) -> dict[str, Any]:
    """A person and a page of the stories that those link rows tie to them."""
    stories = Article.objects.published().along(links, [person.pk])
    return {
        "person": person,
        "page": read_page(request.GET, stories.for_listing(), NEWEST_LISTED),
    }


def posts_in_print(printed: QuerySet[Byline] | QuerySet[Mention], field: str) -> list[PostInPrint]:
    """What the paper printed beside a name, the newest first; one query.

    `field` holds one post or a list of them; what the database counts for equal lists is
    put together here for each post.
    """
    key = "order_key"
    dated = Q(**{f"{key}__gte": FIRST_DATED_KEY})
    rows = (
        printed.order_by()
        .values(field)
        .annotate(
            stories=Count("article", distinct=True),
            first=Min(key, filter=dated),
            last=Max(key, filter=dated),
        )
    )
    counts: Counter[str] = Counter()
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        for title in [row[field]] if isinstance(row[field], str) else row[field]:
            counts[title] += row["stories"]
            keys[title] += filter(None, [row["first"], row["last"]])
    newest_first = sorted(counts, key=lambda title: max(keys[title], default=0), reverse=True)
    return [
        PostInPrint(title, counts[title], _date(min, keys[title]), _date(max, keys[title]))
        for title in newest_first
    ]


def _date(pick: Callable[[list[int]], int], keys: list[int]) -> PartialDate | None:
    return PartialDate.of_key(pick(keys)) if keys else None
