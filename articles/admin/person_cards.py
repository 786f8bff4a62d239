"""A person at a glance, to be told apart from another: names, posts, years, newest sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from articles.alarms import span_text
from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import Article, Byline, Mention
from articles.sentences import Quotation, quotation
from people.models import Organization, OtherName, Person, Tenure

SHOWN_SIGHTINGS = 4  # of each kind, the newest


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a story prints a person."""

    row: Mention | Byline
    article: Article
    printed: str  # the posts or the role, and the name
    quotation: Quotation | None = None  # None for a signature


@dataclass(frozen=True, slots=True)
class PersonCard:
    person: Person
    other_names: list[OtherName]
    tenures: list[tuple[Tenure, str]]  # with the time in the post
    mentions: int
    bylines: int
    first: PartialDate | None  # None: in no issue with a date
    last: PartialDate | None
    sightings: list[Sighting]


def person_card(person: Person) -> PersonCard:
    """Load what tells a person apart; the same queries however much is printed of them."""
    tenures = person.tenures.select_related("post__organization").order_by("start", "pk")
    seen = [_extent(rows) for rows in (person.mentions.all(), person.bylines.all())]
    firsts = [each["first"] for each in seen if each["first"]]
    lasts = [each["last"] for each in seen if each["last"]]
    return PersonCard(
        person,
        list(person.other_names.all()),
        [(tenure, span_text(tenure)) for tenure in tenures],
        seen[0]["number"],
        seen[1]["number"],
        PartialDate.of_key(min(firsts)) if firsts else None,
        PartialDate.of_key(max(lasts)) if lasts else None,
        [
            *mention_sightings(newest(person.mentions.all())[:SHOWN_SIGHTINGS]),
            *byline_sightings(newest(person.bylines.all())[:SHOWN_SIGHTINGS]),
        ],
    )


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


def _extent(rows: QuerySet[Any]) -> dict[str, Any]:
    dated = Q(article__order_key__gte=FIRST_DATED_KEY)
    key = "article__order_key"
    return rows.order_by().aggregate(
        number=Count("pk"), first=Min(key, filter=dated), last=Max(key, filter=dated)
    )
