"""What the archive holds of several people, side by side, for an editor to tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Window
from django.db.models.functions import RowNumber

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import Article, Byline, Mention, PostClaim
from articles.sentences import Quotation, quotation
from articles.spans import partial
from people.models import Person, Tenure

SHOWN_POSTS = 3  # where no day tells which
SHOWN_SIGHTINGS = 2  # of each kind, the newest
_STORY = "article__page__issue__newspaper"
_UNREAD = ("article__as_imported", "article__spans", "article__byline_text")


@dataclass(frozen=True, slots=True)
class Held:
    """A post, and the time it was held: as an editor or the archive holds, or as printed."""

    organization: int | None
    post: int | None
    label: str
    first: PartialDate | None
    last: PartialDate | None
    basis: str

    def covers(self, day: PartialDate) -> bool:
        starts = self.first is None or self.first.first_key <= day.last_key
        ends = self.last is None or self.last.last_key >= day.first_key
        return starts and ends


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and as what somebody signs."""

    newspaper: str
    role: str
    stories: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """One of the newest stories that print a person."""

    article: Article
    printed: str  # posts or role, with the name
    quotation: Quotation | None = None  # None for a signature


@dataclass(slots=True)
class Dossier:
    person: Person
    held: list[Held] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)
    mentions: int = 0
    bylines: int = 0
    keys: list[int] = field(default_factory=list)  # of the first and last dated stories
    sightings: list[Sighting] = field(default_factory=list)
    agrees: list[str] = field(default_factory=list)
    disagrees: list[str] = field(default_factory=list)

    @property
    def first(self) -> PartialDate | None:
        return PartialDate.of_key(min(self.keys, default=0))

    @property
    def last(self) -> PartialDate | None:
        return PartialDate.of_key(max(self.keys, default=0))

    def posts_at(self, day: PartialDate | None) -> list[tuple[str, Held]]:
        """The posts of that day, or else the last before it and the first after, with when."""
        if day is None:
            return [("", each) for each in self.held[-SHOWN_POSTS:]]
        then = [("当时", each) for each in self.held if each.covers(day)]
        if then:
            return then
        before = [each for each in self.held if each.last and each.last.last_key < day.first_key]
        after = [each for each in self.held if each.first and each.first.first_key > day.last_key]
        before.sort(key=lambda each: each.last.last_key if each.last else 0)
        after.sort(key=lambda each: each.first.first_key if each.first else 0)
        return [
            *(("此前", each) for each in before[-1:]),
            *(("此后", each) for each in after[:1]),
        ]

    @property
    def other_names(self) -> str:
        return "、".join(other.name for other in self.person.other_names.all())


def dossiers(people: Sequence[Person], *, official: bool, reporter: bool) -> list[Dossier]:
    """Read what is stored of these people, in their order.

    Four queries for officials, two for reporters, however many they are; `other_names` is to
    be loaded with them.
    """
    found = {person.pk: Dossier(person) for person in people}
    if official:
        _add_extents(found)
        _add_posts(found)
        _add_mentions(found)
    if reporter:
        _add_desks(found)
        _add_bylines(found)
    return list(found.values())


def _span() -> dict[str, Any]:
    dated = Q(article__order_key__gte=FIRST_DATED_KEY)
    return {
        "rows": Count("pk"),
        "first": Min("article__order_key", filter=dated),
        "last": Max("article__order_key", filter=dated),
    }


def _add_extents(found: dict[int, Dossier]) -> None:
    rows = Mention.objects.filter(person__in=found).order_by().values_list("person")
    for person, number, *keys in rows.annotate(**_span()):
        found[person].mentions = number
        found[person].keys += [key for key in keys if key]


def _add_posts(found: dict[int, Dossier]) -> None:
    """Tenures, and what is printed beyond them: in stories that are not out, say."""
    tenures = Tenure.objects.filter(person__in=found).select_related("post__organization")
    for tenure in tenures.order_by("start", "pk"):
        found[tenure.person_id].held.append(
            Held(
                tenure.post.organization_id,
                tenure.post_id,
                str(tenure.post),
                partial(tenure.start, tenure.start_precision) if tenure.start else None,
                partial(tenure.end, tenure.end_precision) if tenure.end else None,
                tenure.get_status_display(),
            )
        )
    claims = PostClaim.objects.filter(
        mention__person__in=found, organization__isnull=False, standing__in=PostClaim.HELD
    )
    columns = ("mention__person", "organization", "post")
    names = ("organization__short_name", "organization__name", "post__title")
    rows = claims.order_by(F("post").asc(nulls_last=True)).values_list(*columns, *names)
    for person, organization, post, short_name, name, title, _, first, last in rows.annotate(
        **_span()
    ):
        held = found[person].held
        if any(post == each.post if post else organization == each.organization for each in held):
            continue
        label = (short_name or name) + (title or "")
        ends = (PartialDate.of_key(first or 0), PartialDate.of_key(last or 0))
        held.append(Held(organization, post, label, *ends, "见报"))


def _add_mentions(found: dict[int, Dossier]) -> None:
    for mention in _newest(Mention.objects.filter(person__in=found)):
        quoted = quotation(mention.article, mention)
        sighting = Sighting(mention.article, str(mention), quoted)
        found[mention.person_id].sightings.append(sighting)


def _add_desks(found: dict[int, Dossier]) -> None:
    rows = Byline.objects.filter(person__in=found).order_by()
    columns = ("person", f"{_STORY}__name", "role")
    desks: defaultdict[int, list[Desk]] = defaultdict(list)
    for person, newspaper, role, number, *keys in rows.values_list(*columns).annotate(**_span()):
        desks[person].append(Desk(newspaper, role, number))
        found[person].bylines += number
        found[person].keys += [key for key in keys if key]
    for person, listed in desks.items():
        found[person].desks = sorted(listed, key=lambda desk: -desk.stories)


def _add_bylines(found: dict[int, Dossier]) -> None:
    for byline in _newest(Byline.objects.filter(person__in=found)):
        found[byline.person_id].sightings.append(Sighting(byline.article, str(byline)))


def _newest(rows: Any) -> Iterable[Any]:
    """The newest few rows of each person, with their stories."""
    place = Window(
        RowNumber(), partition_by="person", order_by=[F("article__order_key").desc(), "-pk"]
    )
    newest = rows.annotate(place=place).filter(place__lte=SHOWN_SIGHTINGS)
    return newest.select_related(_STORY).defer(*_UNREAD).order_by("person", "place")  # type: ignore[no-any-return]
