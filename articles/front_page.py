"""The front page: the newest issue, this day in earlier years, and what is in the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from articles.company import sections_among, tags_among
from articles.models import Article, Issue, Mention, Page
from people.models import Official

# A bound keeps the page as quick when the archive is large.
NEWEST_ISSUES = 5
STORIES_AN_ISSUE = 4  # of those before the newest
SECONDS = 2  # stories told beside the lead
HEADLINES = 9  # of the other stories of the newest issue
EARLIER_YEARS = 6
OLDEST = 150  # years: how far back a paper can go
RECENT_TAGS = 24
PEOPLE = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """An issue with those of its stories that are told; `years`: how long ago, on this day."""

    issue: Issue
    stories: list[Article]
    years: int = 0


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest issue: its first story, those told beside it, and headlines page by page."""

    issue: Issue
    lead: Article
    seconds: list[Article]
    pages: list[tuple[Page, list[Article]]]


def front_page(today: date) -> dict[str, Any]:
    """What the front page of this day prints; nine queries, however large the archive."""
    issues = list(Issue.objects.published().newest(NEWEST_ISSUES).for_listing())
    newest = _newest(issues[0]) if issues else None
    on_this_day = _on_this_day(today)
    by_issue = _first_stories([*issues[1:], *on_this_day])
    earlier = [Telling(issue, by_issue[issue.pk]) for issue in issues[1:]]
    anniversaries = [
        Telling(issue, by_issue[issue.pk][:2], today.year - issue.date.year)
        for issue in on_this_day
        if issue.date and by_issue[issue.pk]
    ]
    recent = Article.objects.recent()
    return {
        "newest": newest,
        "today": today,
        "anniversaries": anniversaries,
        "earlier": earlier,
        "sections": sections_among(recent),
        "people": _people_in_the_news(recent),
        "tags": tags_among(recent, RECENT_TAGS),
    }


def _newest(issue: Issue) -> Newest | None:
    stories = Article.objects.published().filter(page__issue=issue)
    leading = stories.leading(HEADLINES, "page").newest_first().for_listing()
    found = list(leading.prefetch_related("pictures"))
    if not found:
        return None
    by_page: dict[int, list[Article]] = {}
    for story in found[1 + SECONDS :]:
        by_page.setdefault(story.page_id, []).append(story)
    share = max(1, HEADLINES // max(1, len(by_page)))
    pages = [(rows[0].page, rows[:share]) for rows in list(by_page.values())[:HEADLINES]]
    return Newest(issue, found[0], found[1 : 1 + SECONDS], pages)


def _on_this_day(today: date) -> list[Issue]:
    """The issues of the same day in earlier years.

    They are asked for by their dates, each found in an index: issues are few beside stories.
    """
    years = range(max(1, today.year - OLDEST), today.year)
    days = [today.replace(year=year) for year in years if _is_a_day(today, year)]
    issues = Issue.objects.published().filter(date__in=days, precision="day")
    newest = issues.order_by("-date", "-pk").select_related("newspaper")
    return list(newest[:EARLIER_YEARS])


def _is_a_day(day: date, year: int) -> bool:
    try:
        day.replace(year=year)
    except ValueError:  # the 29th of February
        return False
    return True


def _first_stories(issues: list[Issue]) -> dict[int, list[Article]]:
    """The first stories of each issue, as printed."""
    by_issue: dict[int, list[Article]] = {issue.pk: [] for issue in issues}
    stories = Article.objects.published().filter(page__issue__in=list(by_issue))
    leading = stories.leading(STORIES_AN_ISSUE, "page__issue").newest_first().for_listing()
    for story in leading.prefetch_related("pictures"):
        by_issue[story.page.issue_id].append(story)
    return by_issue


def _people_in_the_news(recent: QuerySet[Article, Any]) -> list[Official]:
    printed = Mention.objects.published().filter(person=OuterRef("pk")).exclude(posts=[])
    latest = printed.order_by("-order_key", "-article_id")
    return list(
        Official.objects.filter(mentions__article__in=recent)
        .annotate(
            stories=Count("mentions"),
            posts=Subquery(latest.values("posts")[:1]),
        )
        .order_by("-stories", "pinyin", "pk")[:PEOPLE]
    )
