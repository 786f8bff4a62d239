"""Organizations and posts as readers find them: what is public, where it stands, who held it."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from articles.careers import term_of
from articles.models import PostClaim
from articles.models.querysets import has_one
from articles.sightings import supported
from people.models import Organization, Post, Tenure

# 国 / 省 / 市 / 区 / 街道 / 社区 and a body there: no tree is deeper.
MOST_LEVELS = 8
UPWARDS = "__".join(["parent"] * (MOST_LEVELS - 1))

MOST_CHILDREN = 500
MOST_POSTS = 200
MOST_HOLDERS = 5  # of each post, on the page of its organization

_Kind = Organization.Kind

# In the order in which papers name the bodies of one place, then the places below it.
KINDS = (
    _Kind.PARTY,
    _Kind.CONGRESS,
    _Kind.GOVERNMENT,
    _Kind.CONSULTATIVE,
    _Kind.DISCIPLINE,
    _Kind.COURT,
    _Kind.PROCURATORATE,
    _Kind.MILITARY,
    _Kind.MASS,
    _Kind.DEPARTMENT,
    _Kind.INSTITUTION,
    _Kind.OTHER,
    _Kind.DIVISION,
    _Kind.TOWNSHIP,
    _Kind.VILLAGE,
)


# Whose posts are those of the place itself: its leaders.
LEADING = KINDS[: KINDS.index(_Kind.MILITARY)]

_RANKS = {kind.value: rank for rank, kind in enumerate(KINDS)}

Holders = list[tuple[Tenure, str]]  # each with the words for from when to when


def rank(organization: Organization) -> int:
    """Where its kind stands in the order of KINDS."""
    return _RANKS[organization.kind]


def public_posts() -> QuerySet[Post]:
    """Posts that a published story prints, or that an editor confirmed somebody in."""
    printed = PostClaim.objects.published().filter(post=OuterRef("pk"))
    confirmed = Tenure.objects.filter(post=OuterRef("pk"), status=Tenure.Status.CONFIRMED)
    return Post.objects.filter(has_one(printed) | Exists(confirmed))


def public_organizations() -> QuerySet[Organization]:
    """Organizations that a published story means or that have public posts, and all above these.

    What only unpublished stories name stays out of sight, and with it what they put above.
    """
    itself = _known_by("", OuterRef("pk"))
    # Most have something of their own; only of the others the tree is climbed down.
    has_children = Exists(Organization.objects.filter(parent=OuterRef("pk")))
    below = Q(has_children) & _known_by("__in", ItselfAndBelow(OuterRef("pk")))
    return Organization.objects.filter(itself | below)


def _known_by(lookup: str, organizations: Combinable) -> Q:
    """Whether print or an editor shows readers something of these organizations."""
    claims = PostClaim.objects.published()
    printed = claims.filter(**{f"organization{lookup}": organizations})
    # An editor may have moved a post here from where it was printed.
    held = claims.filter(**{f"post__organization{lookup}": organizations})
    confirmed = Tenure.objects.filter(
        **{f"post__organization{lookup}": organizations}, status=Tenure.Status.CONFIRMED
    )
    return Q(has_one(printed)) | Q(has_one(held)) | Q(Exists(confirmed))


def path_to(organization: Organization) -> list[Organization]:
    """The organization and those above it, from the top; no query after `UPWARDS` was loaded."""
    path = [organization]
    while path[0].parent_id and len(path) < MOST_LEVELS and path[0].parent:
        path.insert(0, path[0].parent)
    return path


class ItselfAndBelow(Func):
    """The ids of the organization of that id and of all below it, for `__in`."""

    # UNION drops what was found before, so that even a circle of parents comes to an end.
    template = (
        "(WITH RECURSIVE below (id) AS ("
        "SELECT top.id FROM people_organization top WHERE top.id = %(expressions)s "
        "UNION "
        "SELECT child.id FROM people_organization child JOIN below ON child.parent_id = below.id"
        ") SELECT id FROM below)"
    )
    arity = 1
    output_field = BigIntegerField()


def posts_at(organization: Organization) -> list[tuple[Organization, list[tuple[Post, Holders]]]]:
    """The posts of an organization and of the bodies that lead it, with who was last in each.

    In the order in which papers name them; two queries.
    """
    its_own = Q(organization=organization)
    leading = Q(organization__parent=organization, organization__kind__in=LEADING)
    rows = public_posts().filter(its_own | leading).select_related("organization")
    posts = list(rows.order_by("order", "title", "pk")[:MOST_POSTS])
    posts.sort(key=lambda post: _place(post.organization, organization))
    holders: defaultdict[int, Holders] = defaultdict(list)
    for tenure in latest_holders(posts):
        holders[tenure.post_id].append((tenure, term_of(tenure)))
    return [
        (body, [(post, holders[post.pk]) for post in held])
        for body, held in groupby(posts, key=lambda post: post.organization)
    ]


def _place(body: Organization, top: Organization) -> tuple[bool, int, str, int]:
    return (body != top, rank(body), body.name, body.pk)


def latest_holders(posts: list[Post]) -> QuerySet[Tenure]:
    """Who was last in each of the posts, the latest first; a fixed number for each."""
    undated = Q(start__isnull=True, end__isnull=True)
    rows: QuerySet[Any] = supported(Tenure.objects.filter(post__in=posts)).annotate(
        recent_key=Case(
            When(undated, then=Value(0)), default=F("end_key"), output_field=BigIntegerField()
        )
    )
    place = Window(
        RowNumber(),
        partition_by="post",
        order_by=[F("recent_key").desc(), F("start_key").desc(), F("pk").desc()],
    )
    newest: QuerySet[Any] = rows.annotate(place=place)
    return newest.filter(place__lte=MOST_HOLDERS).select_related("person").order_by("post", "place")


def by_kind(organizations: list[Organization]) -> list[tuple[str, list[Organization]]]:
    """Organizations under the names of their kinds, as papers order them."""
    groups = [
        (str(kind.label), [each for each in organizations if each.kind == kind]) for kind in KINDS
    ]
    return [(name, group) for name, group in groups if group]
