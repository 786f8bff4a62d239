"""The archive as it was printed: stories, issues, pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import Field

from articles.api.archive_documents import page_entry
from articles.api.archive_schemas import (
    IssueList,
    PageList,
    PrintedPage,
    SourceText,
    WholeIssue,
    WholePage,
)
from articles.api.cursors import BY_ID, next_address, read_page, read_rows
from articles.api.parameters import Dated, Id, Paged, Slug, StoryFilter, Text, days_of
from articles.api.problems import PROBLEMS
from articles.api.references import addresses_of
from articles.api.story_documents import story_entry, whole_story, with_all_printed
from articles.api.story_schemas import Story, StoryList
from articles.models import Article, Issue, Page
from articles.paging import NEWEST_LISTED, Order

router = Router(tags=["报纸"])

NEWEST_ISSUES = Order("date", descending=True)
MOST_UNDATED = 100  # one a newspaper


class PageFilter(Paged):
    issue: Text | None = Field(None, description="哪一期：期的网址名。")


@router.get("/stories", response={200: StoryList, **PROBLEMS}, summary="稿件列表")
def stories(request: HttpRequest, wanted: Query[StoryFilter]) -> Any:
    """已发布的稿件，新的一期在前，同一期按版面上的先后。各条件可以并用。"""
    found = wanted.stories().for_listing()
    return StoryList(**read_page(request, found, NEWEST_LISTED, wanted, story_entry))


@router.get("/stories/{id}", response={200: Story, **PROBLEMS}, summary="一篇稿件")
def story(request: HttpRequest, id: Id) -> Any:
    """印在报上的全部内容，以及由此认出的署名者、任公职的人、标签。"""
    found = with_all_printed(Article.objects.published()).filter(pk=id).first()
    if found is None:
        raise Http404("没有这篇稿件，或不公开。")
    return whole_story(found, addresses_of(request))


@router.get("/issues", response={200: IssueList, **PROBLEMS}, summary="期列表")
def issues(request: HttpRequest, wanted: Query[Dated]) -> Any:
    """有已发布稿件的各期，新的在前；日期待定的（每种报纸至多一期）都加在最后一页末尾。"""
    published = Issue.objects.published().select_related("newspaper")
    first, last = days_of(wanted.since, wanted.until)
    dated = published.filter(date__gte=first, date__lte=last)
    rows, cursor = read_rows(dated, NEWEST_ISSUES, wanted.cursor, wanted.limit)
    if not (cursor or wanted.since or wanted.until):
        rows += published.filter(date__isnull=True).order_by("id")[:MOST_UNDATED]
    addresses = addresses_of(request)
    items = [addresses.issue(each) for each in rows]
    return IssueList(items=items, next=next_address(request, cursor))


@router.get("/issues/{slug}", response={200: WholeIssue, **PROBLEMS}, summary="一期")
def issue(request: HttpRequest, slug: Slug) -> Any:
    """一期的各版和版上的稿件，按报上的先后。"""
    found = Issue.objects.published().select_related("newspaper").filter(slug=slug).first()
    if found is None:
        raise Http404("没有这一期，或不公开。")
    printed = with_stories(found.pages.published().order_by("position"))
    for each in printed:
        each.issue = found
    addresses = addresses_of(request)
    return WholeIssue(
        **addresses.issue(found).model_dump(),
        pages=[
            PrintedPage(
                **page_entry(each, addresses).model_dump(exclude={"issue"}),
                stories=[addresses.story(story) for story in in_print_order(each)],
            )
            for each in printed
        ],
    )


@router.get("/pages", response={200: PageList, **PROBLEMS}, summary="版列表")
def pages(request: HttpRequest, wanted: Query[PageFilter]) -> Any:
    """有已发布稿件的各版，按编号。"""
    found = Page.objects.published().select_related("issue__newspaper")
    if wanted.issue is not None:
        found = found.filter(issue__in=Issue.objects.filter(slug=wanted.issue))
    return PageList(**read_page(request, found, BY_ID, wanted, page_entry))


@router.get("/pages/{id}", response={200: WholePage, **PROBLEMS}, summary="一版")
def page(request: HttpRequest, id: Id) -> Any:
    """一版上的稿件和收到的原文。"""
    published = Page.objects.published().select_related("issue__newspaper")
    found: Any = with_stories(published).filter(pk=id).first()
    if found is None:
        raise Http404("没有这一版，或不公开。")
    addresses = addresses_of(request)
    return WholePage(
        **page_entry(found, addresses).model_dump(),
        stories=[addresses.story(each) for each in in_print_order(found)],
        source=_source(found),
    )


def with_stories(pages: QuerySet[Page]) -> QuerySet[Any]:
    """Load with pages what of their stories `in_print_order` tells."""
    # Sorted, a database could read all stories along the index of the list.
    told = Article.objects.published().order_by().only("id", "headline", "page", "order_key")
    return pages.prefetch_related(Prefetch("articles", told, to_attr="stories"))


def in_print_order(page: Any) -> list[Article]:
    return sorted(page.stories, key=lambda story: (-story.order_key, -story.pk))


def _source(page: Page) -> SourceText | None:
    """The newest text of a page, where it gives away nothing."""
    source = page.sources.published().order_by("-received_at", "-id").first()
    if source is None:
        return None
    return SourceText(
        name=source.name, sha256=source.sha256, encoding=source.encoding, text=source.text
    )
