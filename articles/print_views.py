"""The archive as it was printed: issues, and their pages."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.conditional import public_page
from articles.forms import YearForm
from articles.models import Article, Issue, Page

# About two months of a daily; whoever looks further back picks a year.
ISSUES_AT_ONCE = 60


@public_page
def issue_list(request: HttpRequest) -> HttpResponse:
    """The newest issues, or all of one year; the undated stand at the end of the newest."""
    form = YearForm(request.GET)
    year = form.cleaned_data["year"] if form.is_valid() else None
    published = Issue.objects.published()
    if year:
        shown = published.for_listing().filter(date__year=year).order_by("-date", "-id")
        undated = published.none()
    else:
        shown = published.filter(date__isnull=False).newest(ISSUES_AT_ONCE).for_listing()
        undated = published.for_listing().filter(date__isnull=True).order_by("id")
    context = {
        "form": form,
        "year": year,
        "years": published.dates("date", "year", order="DESC"),
        "issues": shown,
        "undated": undated,
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
    return render(request, "articles/issue_detail.html", {"issue": issue, "pages": pages})


@public_page
def page_detail(request: HttpRequest, issue_slug: str, slug: str) -> HttpResponse:
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
    context = {
        "page": page,
        "stories": Article.objects.published().filter(page=page).for_listing().newest_first(),
        "source": page.sources.published().order_by("-received_at", "-id").first(),
        "previous": pages[place - 1] if place else None,
        "next": pages[place + 1] if place + 1 < len(pages) else None,
    }
    return render(request, "articles/page_detail.html", context)
