"""What the paper printed beside a name, and how much of it is understood as a post."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import Byline, Mention, PostClaim
from articles.models.querysets import has_one

_MONTH = 10**10  # of an order key; what is left counts the month: yyyymm
_DATED = Q(order_key__gte=FIRST_DATED_KEY)


@dataclass(frozen=True, slots=True)
class PostInPrint:
    """A post, or a role of a signature, and the stories that print it for one person."""

    title: str
    stories: int
    first: PartialDate | None  # None: only in issues without a date
    last: PartialDate | None


@dataclass(slots=True)
class PostSeen:
    """How one post of a person was printed, and in which months."""

    forms: Counter[str] = field(default_factory=Counter)
    months: set[PartialDate] = field(default_factory=set)

    @property
    def printed(self) -> list[str]:
        """The forms, the most frequent first."""
        return [form for form, _ in self.forms.most_common()]


class _Tally:
    """Counts and dates by title, as they come in from rows."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.keys: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, title: str, stories: int, *keys: int | None) -> None:
        self.counts[title] += stories
        self.keys[title] += filter(None, keys)

    def posts(self) -> list[PostInPrint]:
        """The newest first."""
        newest_first = sorted(
            self.counts, key=lambda title: max(self.keys[title], default=0), reverse=True
        )
        return [
            PostInPrint(
                title,
                self.counts[title],
                _date(min, self.keys[title]),
                _date(max, self.keys[title]),
            )
            for title in newest_first
        ]


def _date(pick: Callable[[list[int]], int], keys: list[int]) -> PartialDate | None:
    return PartialDate.of_key(pick(keys)) if keys else None


def roles_in_print(bylines: QuerySet[Byline]) -> list[PostInPrint]:
    """The roles of signatures; one query."""
    tally = _Tally()
    for row in _dated(bylines.order_by().values("role")):
        tally.add(row["role"], row["stories"], row["first"], row["last"])
    return tally.posts()


def posts_of(person: int, placed: Collection[int]) -> tuple[dict[int, PostSeen], list[PostInPrint]]:
    """What was printed beside an official's name; two queries.

    Args:
        placed: the posts that the page shows with their tenures.

    Returns:
        How each of those was printed, and as printed what belongs to none of them.
    """
    seen: defaultdict[int, PostSeen] = defaultdict(PostSeen)
    open_posts = _Tally()
    claims = PostClaim.objects.published().filter(mention__person=person).order_by()
    months = claims.annotate(month=F("order_key") / _MONTH)
    for row in _dated(months.values("printed", "post", "standing", "month")):
        if row["post"] in placed and row["standing"] != PostClaim.Standing.NOMINEE:
            post = seen[row["post"]]
            post.forms[row["printed"]] += row["stories"]
            if row["first"] and (day := PartialDate.of_key(row["first"])):
                post.months.add(day)
        else:
            open_posts.add(row["printed"], row["stories"], row["first"], row["last"])
    # Nothing was drawn yet from what these print.
    unread = Mention.objects.published().filter(person=person)
    unread = unread.filter(~Q(has_one(PostClaim.objects.filter(mention=OuterRef("pk")))))
    for row in _dated(unread.order_by().values("posts")):
        for title in row["posts"]:
            open_posts.add(title, row["stories"], row["first"], row["last"])
    return dict(seen), open_posts.posts()


def _dated(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.annotate(
        stories=Count("article", distinct=True),
        first=Min("order_key", filter=_DATED),
        last=Max("order_key", filter=_DATED),
    )
    return counted
