"""The archive as it was printed: issues, and their pages."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.conditional import public_page
from articles.forms import YearForm
from articles.issue_calendar import calendar_of, years_at_first, years_in_print
from articles.models import Article, Issue, IssueQuerySet, Page


@public_page
def issue_list(request: HttpRequest) -> HttpResponse:
    """The newest years of the calendar and the undated issues, or one year."""
    form = YearForm(request.GET)
    year = form.cleaned_data["year"] if form.is_valid() else None
    years = years_in_print()
    shown = [year] if year else years_at_first(years)
    context = {
        "form": form,
        "year": year,
        "years": years,
        "calendar": calendar_of(shown, undated=not year),
        "is_empty": bool(year) and year not in years,
    }
    return render(request, "articles/issue_list.html", context)


@public_page
def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.published().select_related("newspaper"), slug=slug)
    stories = Article.objects.published().for_listing().newest_first()
    pages = (
        issue.pages.published()
        .order_by("position")
        .prefetch_related(Prefetch("articles", stories, to_attr="stories"))
    )
    previous, following = _neighbours(issue)
    context = {"issue": issue, "pages": pages, "previous": previous, "next": following}
    return render(request, "articles/issue_detail.html", context)


def _neighbours(issue: Issue) -> tuple[Issue | None, Issue | None]:
    """The issues of the same paper before and after this one; an undated one has none."""
    if issue.date is None:
        return None, None
    others = Issue.objects.published().filter(newspaper=issue.newspaper).select_related("newspaper")

    def beyond(direction: str) -> IssueQuerySet:
        same_day = Q(date=issue.date, **{f"pk__{direction}": issue.pk})
        return others.filter(Q(**{f"date__{direction}": issue.date}) | same_day)

    return (
        beyond("lt").order_by("-date", "-pk").first(),
        beyond("gt").order_by("date", "pk").first(),
    )


@public_page
def page_detail(request: HttpRequest, issue_slug: str, slug: str) -> HttpResponse:
    """A page; `?source` also prints its text as received."""
    pages = list(
        Page.objects.published()
        .filter(issue__slug=issue_slug)
        .select_related("issue__newspaper")
        .order_by("position")
    )
    place = next((place for place, page in enumerate(pages) if page.slug == slug), None)
    if place is None:
        raise Http404("没有这一版。")
    page = pages[place]
    sources = page.sources.published().order_by("-received_at", "-id")
    asked = "source" in request.GET
    context = {
        "page": page,
        "pages": pages,
        "stories": Article.objects.published().filter(page=page).for_listing().newest_first(),
        "source": (sources if asked else sources.defer("text")).first(),
        "source_asked": asked,
        "previous": pages[place - 1] if place else None,
        "next": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return render(request, "articles/page_detail.html", context)
