"""Posts and organizations as the paper shows them: who held what, and who on a given day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.career_charts import chart_of_post, statuses_of
from articles.careers import entries, quoted, shown
from articles.conditional import public_page
from articles.forms import OnADayForm
from articles.offices import (
    MOST_CHILDREN,
    MOST_HOLDERS,
    UPWARDS,
    by_kind,
    path_to,
    posts_at,
    public_organizations,
    public_posts,
)
from articles.on_a_day import MOST_ROWS, staff_on
from articles.paging import Order, read_page
from articles.sightings import sightings_of
from people.models import Organization, Tenure

HOLDERS_A_PAGE = 30
SIGHTINGS_A_PAGE = 30
DIVISIONS_OFFERED = 200

BY_START = Order("start_key", numeric=True)
NEWEST_SIGHTINGS = Order("order_key", descending=True, numeric=True)


@public_page
def tenure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All sightings of one person in one post, the newest first."""
    row = get_object_or_404(shown(Tenure.objects.filter(pk=pk)))
    page = read_page(request.GET, sightings_of(row), NEWEST_SIGHTINGS, SIGHTINGS_A_PAGE)
    evidence = quoted(mention.claim for mention in page.rows)
    context = {
        "entry": entries([row])[0],
        "page": page,
        "evidence": [evidence[mention.claim] for mention in page.rows],
    }
    return render(request, "people/tenure_detail.html", context)


@public_page
def post_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone in print in one post, in the order of their coming."""
    posts = public_posts().select_related(f"organization__{UPWARDS}")
    post = get_object_or_404(posts, pk=pk)
    page = read_page(request.GET, shown(Tenure.objects.filter(post=post)), BY_START, HOLDERS_A_PAGE)
    holders = entries(page.rows)
    context = {
        "post": post,
        "path": path_to(post.organization),
        "page": page,
        "holders": holders,
        "chart": chart_of_post(holders),
        "statuses": statuses_of(holders),
    }
    return render(request, "people/post_detail.html", context)


@public_page
def organization_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An organization in its tree, and its posts with who was last in them."""
    organizations = public_organizations().select_related(UPWARDS)
    organization = get_object_or_404(organizations.prefetch_related("other_names"), pk=pk)
    below = public_organizations().filter(parent=organization).order_by("name", "pk")
    children = list(below[: MOST_CHILDREN + 1])
    context = {
        "organization": organization,
        "path": path_to(organization)[:-1],
        "children": by_kind(children[:MOST_CHILDREN]),
        "cut": MOST_CHILDREN if len(children) > MOST_CHILDREN else 0,
        "most_holders": MOST_HOLDERS,
        "offices": posts_at(organization),
    }
    return render(request, "people/organization_detail.html", context)


def officials_on(request: HttpRequest, form: OnADayForm) -> HttpResponse:
    """The answer to the form, or the form again with what is wrong."""
    context: dict[str, Any] = {
        "on_a_day": form,
        "divisions": divisions_offered(),
        "most": MOST_ROWS,
    }
    if form.is_valid():
        day, organization = form.cleaned_data["on"], form.cleaned_data["organization"]
        staff, more = staff_on(day, organization)
        # An address says the number; readers are asked by name.
        context["on_a_day"] = OnADayForm(
            initial={"on": form["on"].value(), "organization": organization}
        )
        context |= {"day": day, "organization": organization, "staff": staff, "more": more}
    else:
        context["candidates"] = [(each, path_to(each)) for each in form.candidates]
    return render(request, "people/on_a_day.html", context)


def divisions_offered() -> list[Organization]:
    """Places to choose from while typing; any other organization can be typed as well."""
    places = public_organizations().filter(kind=Organization.Kind.DIVISION)
    return list(places.order_by("name", "pk")[:DIVISIONS_OFFERED])
