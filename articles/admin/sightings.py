"""Where stories print a person, row by row, for an editor to give some to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from articles.models import Article, Byline, Mention
from articles.sentences import Quotation, quotation
from people.models import Organization, Person


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a story prints a person."""

    row: Mention | Byline
    article: Article
    printed: str  # the posts or the role, and the name
    quotation: Quotation | None = None  # None for a signature


def newest(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Mentions or bylines with their stories, the newest issue first, seen by readers or not."""
    stories = rows.select_related("article__page__issue__newspaper")
    return stories.defer("article__as_imported", "article__spans").order_by(
        "-article__order_key", "-article", "pk"
    )


def mention_sightings(mentions: Iterable[Mention]) -> list[Sighting]:
    return [
        Sighting(mention, mention.article, str(mention), quotation(mention.article, mention))
        for mention in mentions
    ]


def byline_sightings(bylines: Iterable[Byline]) -> list[Sighting]:
    return [Sighting(byline, byline.article, str(byline)) for byline in bylines]


def organizations_of(person: Person) -> list[Organization]:
    """The organizations whose posts are printed beside the name, with `mentions_there`."""
    named = Q(claims__mention__person=person)
    there = Count("claims__mention", filter=named, distinct=True)
    organizations = Organization.objects.filter(named).annotate(mentions_there=there)
    return list(organizations.order_by("-mentions_there", "name"))
