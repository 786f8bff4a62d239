"""References from one document of the API to others, with addresses for people and programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles.api.common_schemas import (
    IssueReference,
    KnownDate,
    Precision,
    Reference,
    StoryReference,
)
from articles.models import Article, Issue, Page, Tag
from people.models import Organization, Person, Post

NAMESPACE = "api-v1"


class Addresses:
    """Writes addresses that begin with that of the site, https://news.example.cn."""

    def __init__(self, site: str = "") -> None:
        self.site = site

    def of(self, row: Any) -> str:
        """The page of a row, for people."""
        return f"{self.site}{row.get_absolute_url()}"

    def page_of(self, name: str, key: int) -> str:
        return f"{self.site}{reverse(name, args=[key])}"

    def api(self, name: str, key: int | str) -> str:
        return f"{self.site}{reverse(f'{NAMESPACE}:{name}', args=[key])}"

    def issue(self, issue: Issue) -> IssueReference:
        return IssueReference(
            slug=issue.slug,
            paper=issue.newspaper.name,
            date=known_date(issue.date_value),
            html=self.of(issue),
            api=self.api("issue", issue.slug),
        )

    def page(self, page: Page) -> Reference:
        return self._reference("page", page, page.label)

    def story(self, story: Article) -> StoryReference:
        return StoryReference(
            id=story.pk,
            headline=story.headline,
            html=self.of(story),
            api=self.api("story", story.pk),
        )

    def signer(self, person: Person | None) -> Reference | None:
        """Who signed, if there is a page of them as a reporter."""
        if person is None or not person.is_reporter:
            return None
        return self._person(person, "reporter-detail")

    def official(self, person: Person | None) -> Reference | None:
        """Who is named, if there is a page of them as an official."""
        if person is None or not person.is_official:
            return None
        return self._person(person, "official-detail")

    def person(self, person: Person) -> Reference:
        return self._person(person, "official-detail" if person.is_official else "reporter-detail")

    def _person(self, person: Person, page: str) -> Reference:
        return Reference(
            id=person.pk,
            name=person.name,
            html=self.page_of(page, person.pk),
            api=self.api("person", person.pk),
        )

    def organization(self, organization: Organization) -> Reference:
        return self._reference("organization", organization, organization.name)

    def post(self, post: Post) -> Reference:
        return self._reference("post", post, str(post))

    def tag(self, tag: Tag) -> Reference:
        return self._reference("tag", tag, tag.name)

    def _reference(self, kind: str, row: Any, name: str) -> Reference:
        return Reference(id=row.pk, name=name, html=self.of(row), api=self.api(kind, row.pk))


def addresses_of(request: HttpRequest) -> Addresses:
    """Addresses at the site that was asked."""
    return Addresses(request.build_absolute_uri("/").rstrip("/"))


_PRECISIONS: dict[int, Precision] = {0: "none", 4: "year", 7: "month", 10: "day"}


def known_date(value: str) -> KnownDate:
    """Of an ISO 8601 date cut to what is known; "" for none."""
    return KnownDate(value=value or None, precision=_PRECISIONS[len(value)])
