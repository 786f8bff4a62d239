"""What two people have in common in print: paper, role, section, co-signers, posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Self

from django.db.models import Count, F, Max, Min, Q

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import Byline, Mention, PostClaim
from articles.terms import LONGEST_SILENCE

# A name that is misread now and then stands in few stories; one in more is somebody's own.
RARELY = 2  # stories
NAMED = 3  # how many co-signers or sections a reason names

Pair = tuple[int, int]
Post = tuple[int, int | None]  # organization, and the post in it where it is known


class Desk(NamedTuple):
    """Where and as what somebody signs."""

    newspaper: str
    role: str


@dataclass(slots=True)
class Span:
    """From when to when somebody is in print; keys as `Article.order_key`, None: undated."""

    first: int | None = None
    last: int | None = None
    stories: int = 0

    def add(self, first: int | None, last: int | None, stories: int) -> None:
        firsts = [key for key in (self.first, first) if key is not None]
        lasts = [key for key in (self.last, last) if key is not None]
        self.first, self.last = min(firsts, default=None), max(lasts, default=None)
        self.stories += stories

    def is_near(self, other: Span) -> bool:
        """Whether no long time lies between the two; an unknown date speaks against nothing."""
        if None in (self.first, self.last, other.first, other.last):
            return True
        gap = max(_day(self.first), _day(other.first)) - min(_day(self.last), _day(other.last))
        return gap <= LONGEST_SILENCE


@dataclass(slots=True)
class _Signer:
    desks: defaultdict[Desk, Span] = field(default_factory=lambda: defaultdict(Span))
    sections: set[str] = field(default_factory=set)
    cosigners: dict[int, str] = field(default_factory=dict)  # names by person


@dataclass(slots=True)
class Grounds:
    """What is in print of some people, and what two of them have in common there."""

    _signers: defaultdict[int, _Signer] = field(default_factory=lambda: defaultdict(_Signer))
    _posts: defaultdict[int, dict[Post, Span]] = field(default_factory=lambda: defaultdict(dict))
    _labels: dict[Post, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Collection[int]) -> Self:
        """Read with three queries."""
        grounds = cls()
        grounds._read_signatures(people)
        grounds._read_cosigners(people)
        grounds._read_posts(people)
        return grounds

    def as_reporters(self, one: int, other: int, *, alike: bool) -> str:
        """What speaks for two signatures being one person's, in an editor's words.

        Args:
            alike: whether paper and role are enough for a name that is hardly ever seen.
        """
        some, others = self._signers[one], self._signers[other]
        desks = [
            desk
            for desk in some.desks
            if desk in others.desks and some.desks[desk].is_near(others.desks[desk])
        ]
        if not desks:
            return ""
        where = "、".join(f"《{desk.newspaper}》{desk.role}" for desk in desks)
        shared = some.cosigners.keys() & others.cosigners.keys()
        sections = some.sections & others.sections
        seen = min(sum(span.stories for span in each.desks.values()) for each in (some, others))
        if shared:
            why = f"都与{_named(some.cosigners[pk] for pk in shared)}同署"
        elif sections:
            why = f"都写“{_named(sections)}”栏"
        elif alike and seen <= RARELY:
            why = f"其中一名只署过 {seen} 次"
        else:
            return ""
        return f"都署作{where}，{why}"

    def as_officials(self, one: int, other: int) -> str:
        """The same of two who are named with posts."""
        some, others = self._posts[one], self._posts[other]
        near = [post for post in some if post in others and some[post].is_near(others[post])]
        if not near:
            return ""
        held = [post for post in near if post[1] is not None]
        if held:
            return f"都印作{_named(self._labels[post] for post in held)}"
        return f"都在{_named(self._labels[post] for post in near)}任职"

    def _read_signatures(self, people: Collection[int]) -> None:
        rows = Byline.objects.filter(person__in=people).order_by()
        columns = ("person", "article__page__issue__newspaper__name", "role", "article__section")
        for person, newspaper, role, section, *span in rows.values_list(*columns).annotate(
            **_span()
        ):
            signer = self._signers[person]
            signer.desks[Desk(newspaper, role)].add(*span)
            signer.sections |= {section} - {""}

    def _read_cosigners(self, people: Collection[int]) -> None:
        rows = Byline.objects.filter(person__in=people).annotate(
            beside=F("article__bylines__person"), name_beside=F("article__bylines__person__name")
        )
        rows = rows.filter(beside__isnull=False).exclude(beside=F("person")).order_by()
        for person, cosigner, name in rows.values_list(
            "person", "beside", "name_beside"
        ).distinct():
            self._signers[person].cosigners[cosigner] = name

    def _read_posts(self, people: Collection[int]) -> None:
        """The posts that people are said to hold, and the organizations of these alone."""
        claims = PostClaim.objects.filter(
            mention__person__in=people, organization__isnull=False, standing__in=PostClaim.HELD
        )
        columns = ("mention__person", "organization", "post")
        names = ("organization__short_name", "organization__name", "post__title")
        rows = claims.order_by().values_list(*columns, *names).annotate(**_span())
        for person, organization, post, short_name, name, title, *span in rows:
            for key in {(organization, post), (organization, None)}:
                self._posts[person].setdefault(key, Span()).add(*span)
                self._labels[key] = (short_name or name) + (title or "" if key[1] else "")


def met_in_print(people: Collection[int]) -> set[Pair]:
    """Those of `people`, the smaller key first, whom a story signs or names together."""
    pairs: set[Pair] = set()
    for rows, beside in (
        (Byline.objects.all(), "article__bylines__person"),
        (Mention.objects.all(), "article__mentions__person"),
    ):
        together: Any = rows.filter(person__in=people, **{f"{beside}__in": people})
        together = together.filter(**{f"{beside}__gt": F("person")}).order_by()
        pairs |= set(together.values_list("person", beside).distinct())
    return pairs


def _span() -> dict[str, Any]:
    dated = Q(article__order_key__gte=FIRST_DATED_KEY)
    return {
        "first": Min("article__order_key", filter=dated),
        "last": Max("article__order_key", filter=dated),
        "stories": Count("article", distinct=True),
    }


def _day(key: int | None) -> date:
    known = PartialDate.of_key(key or 0)
    return date(known.year, known.month or 1, known.day or 1) if known else date.min


def _named(names: Iterable[str]) -> str:
    listed = sorted(names)
    return "、".join(listed[:NAMED]) + ("等" if len(listed) > NAMED else "")
