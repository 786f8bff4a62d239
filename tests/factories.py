"""Rows for tests; a test states only what it is about."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from articles.models import (
    Article,
    Byline,
    Flag,
    Issue,
    Mention,
    Newspaper,
    Page,
    PostClaim,
    Source,
)
from articles.risk import rate
from people.models import Organization, Person, Post, Tenure

_numbers = count(1)


def make_issue(day: date | None = date(2019, 11, 25), precision: str = "day") -> Issue:
    """The issue of that day, made when it is not there."""
    paper, _ = Newspaper.objects.get_or_create(name="河滨晚报")
    precision = precision if day else "none"
    width = {"day": 10, "month": 7, "year": 4}.get(precision, 0)
    slug = day.isoformat()[:width] if day else "undated"
    return Issue.objects.get_or_create(
        newspaper=paper, date=day, precision=precision, defaults={"slug": slug}
    )[0]


def make_page(issue: Issue | None = None, text: str = "版面原文", **values: Any) -> Page:
    issue = issue or make_issue()
    position = values.pop("position", issue.pages.count() + 1)
    page = Page.objects.create(issue=issue, position=position, slug=f"p{position}", **values)
    make_source(page, text)
    return page


def make_source(page: Page, text: str) -> Source:
    return Source.objects.create(
        page=page,
        name=f"{page.slug}.txt",
        sha256=f"{next(_numbers):064x}",
        encoding="utf-8",
        text=text,
    )


def make_article(
    headline: str = "清淤工程开工", page: Page | None = None, **values: Any
) -> Article:
    """A published story, unless `status` says otherwise."""
    page = page or make_page()
    number = next(_numbers)
    defaults = {
        "position": page.articles.count() + 1,
        "key": f"{number:064x}",
        "body": "近日，清淤工程开工。",
        "status": Article.Status.PUBLISHED,
        "published_at": timezone.now(),
        "source": page.sources.first(),
    }
    return Article.objects.create(page=page, headline=headline, **(defaults | values))


def make_person(name: str = "林晓禾", **values: Any) -> Person:
    return Person.objects.create(name=name, **values)


def make_byline(article: Article, name: str = "林晓禾", role: str = "记者") -> Byline:
    """A signature linked to the reporter of that name, made when not there."""
    person, _ = Person.objects.get_or_create(name=name, is_reporter=True)
    return Byline.objects.create(article=article, person=person, name=name, role=role)


def make_mention(article: Article, name: str = "周立群", posts: list[str] | None = None) -> Mention:
    """A mention linked to the official of that name, made when not there."""
    person, _ = Person.objects.get_or_create(name=name, is_official=True)
    return Mention.objects.create(
        article=article, person=person, name=name, posts=["区长"] if posts is None else posts
    )


def make_flag(article: Article, **values: Any) -> Flag:
    defaults = {"code": "orphan-text", "message": "署名之后还有文字。"}
    flag = Flag.objects.create(page=article.page, article=article, **(defaults | values))
    rate([article.pk])
    return flag


def make_organization(
    name: str = "柳河区", kind: str = "division", parent: Organization | None = None, **values: Any
) -> Organization:
    """The organization of that name below `parent`, made when it is not there."""
    return Organization.objects.get_or_create(
        name=name, parent=parent, defaults={"kind": kind} | values
    )[0]


def make_post(
    organization: Organization | None = None,
    title: str = "区长",
    single_seat: bool = True,
    **values: Any,
) -> Post:
    """The post of that title, made when it is not there."""
    return Post.objects.get_or_create(
        organization=organization or make_organization(),
        title=title,
        defaults={"single_seat": single_seat} | values,
    )[0]


def make_claim(
    mention: Mention, post: Post | None = None, standing: str = "current", **values: Any
) -> PostClaim:
    """That the mention prints the post; in its own words, unless `printed` says otherwise."""
    defaults = {
        "article": mention.article,
        "position": mention.claims.count() + 1,
        "printed": str(post) if post else mention.posts[0],
        "organization": post.organization if post else None,
    }
    return PostClaim.objects.create(
        mention=mention, post=post, standing=standing, **(defaults | values)
    )


def make_tenure(
    person: Person,
    post: Post,
    start: date | None = None,
    end: date | None = None,
    **values: Any,
) -> Tenure:
    """A tenure as drawn from print, to the day, unless `values` say otherwise."""
    defaults = {
        "start_precision": "day" if start else "none",
        "start_basis": Tenure.Basis.FIRST_SEEN if start else "",
        "end_precision": "day" if end else "none",
        "end_basis": Tenure.Basis.LAST_SEEN if end else "",
    }
    return Tenure.objects.create(
        person=person, post=post, start=start, end=end, **(defaults | values)
    )


def fill_archive(issues: int, stories: int) -> None:
    """That many issues, one a day, each with that many stories on one page."""
    first = make_issue(date(2019, 1, 1))
    Issue.objects.bulk_create(
        Issue(
            newspaper=first.newspaper,
            date=first.date + timedelta(days=day),
            precision="day",
            slug=(first.date + timedelta(days=day)).isoformat(),
        )
        for day in range(1, issues)
    )
    Page.objects.bulk_create(
        Page(issue=issue, position=1, slug="p1", number="A01")
        for issue in Issue.objects.filter(pages=None)
    )
    Article.objects.bulk_create(
        Article(
            page=page,
            position=number,
            key=str(number),
            order_key=int(page.issue.date.strftime("%Y%m%d")) * 10**8 + 999 - number,
            headline=f"稿件{number}",
            status="published",
            published_at=timezone.now(),
        )
        for page in Page.objects.filter(articles=None).select_related("issue")
        for number in range(1, stories + 1)
    )
