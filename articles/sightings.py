"""Which print shows somebody in a post, and which tenures readers may therefore see.

All of it is asked along the index of a person's mentions: a post may be in print every day,
with other people in it, and reading its claims through for each of its holders takes minutes.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, ExtractDay, ExtractMonth, ExtractYear

from articles.models import Mention, PostClaim
from articles.models.querysets import has_one
from people.models import Precision, Tenure

# The digits of `Article.order_key`: yyyymmdd, then eight for the place within the day.
_YEAR, _MONTH, _DAY = 10**12, 10**10, 10**8
_BEYOND_ALL = 10**16

_HELD = PostClaim.HELD


def supported(tenures: QuerySet[Tenure]) -> QuerySet[Any]:
    """Those that published print supports or an editor confirmed, with the keys of their ends."""
    rows = tenures.filter(person__is_official=True).annotate(
        start_key=_key("start", unknown=0, filler=0, tail=0),
        end_key=_key("end", unknown=_BEYOND_ALL, filler=99, tail=_DAY - 1),
    )
    return rows.filter(Q(status=Tenure.Status.CONFIRMED) | has_one(sightings()))


def sightings(*standings: str) -> QuerySet[Any]:
    """The public mentions that show the person in the post within the term; see `oldest`.

    Of the `supported` tenure of the outer query, each with the id of its `claim`, which holds
    the post unless other standings are given.
    """
    post, person = OuterRef(OuterRef("post")), OuterRef("person")
    return _claiming(person, post, OuterRef("start_key"), OuterRef("end_key"), standings or _HELD)


def sightings_of(tenure: Any) -> QuerySet[Any]:
    """The same of one tenure that came from `supported`."""
    return _claiming(tenure.person_id, tenure.post_id, tenure.start_key, tenure.end_key, _HELD)


def _claiming(
    person: Any, post: Any, first_key: Any, last_key: Any, standings: tuple[str, ...]
) -> QuerySet[Any]:
    claims = PostClaim.objects.filter(mention=OuterRef("pk"), post=post, standing__in=standings)
    mentions: QuerySet[Any] = Mention.objects.published().filter(
        person=person, order_key__gte=first_key, order_key__lte=last_key
    )
    first = claims.order_by("position").values("pk")[:1]
    claiming: QuerySet[Any] = mentions.annotate(claim=Subquery(first))
    return claiming.filter(claim__isnull=False)


def oldest(mentions: QuerySet[Any]) -> Subquery:
    return Subquery(mentions.order_by("order_key", "article_id").values("claim")[:1])


def newest(mentions: QuerySet[Any]) -> Subquery:
    return Subquery(mentions.order_by("-order_key", "-article_id").values("claim")[:1])


def count(mentions: QuerySet[Any]) -> Coalesce:
    counted = mentions.order_by().values("person").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _key(name: str, *, unknown: int, filler: int, tail: int) -> Coalesce:
    """The order key that a tenure's end stands for, `filler` where month or day is open."""
    to_month = {f"{name}_precision__in": [Precision.DAY, Precision.MONTH]}
    month = Case(When(**to_month, then=ExtractMonth(name)), default=filler)
    day = Case(When(**{f"{name}_precision": Precision.DAY}, then=ExtractDay(name)), default=filler)
    key: Combinable = ExtractYear(name) * _YEAR + month * _MONTH + day * _DAY + tail
    # As wide as the column it is compared with, or the index could not be used.
    return Coalesce(Cast(key, BigIntegerField()), unknown, output_field=BigIntegerField())
