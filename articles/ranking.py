"""Leaders of one place named together in another order than custom has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from articles.alarms import fitting
from articles.models import Alarm, Mention, PostClaim
from articles.risk import rate
from people.models import Organization

# Custom has an order for the leaders of a place, not for the heads of its departments.
LAST_LEADER = 110  # as `Post.order`

# What parts the members of a list, 区委书记甲、区长乙，副区长丙和丁.
_SEPARATORS = "、，,和及 \u3000"

_LEADING = (
    Organization.Kind.PARTY,
    Organization.Kind.GOVERNMENT,
    Organization.Kind.CONGRESS,
    Organization.Kind.CONSULTATIVE,
    Organization.Kind.DISCIPLINE,
    Organization.Kind.COURT,
    Organization.Kind.PROCURATORATE,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A leader where the text names them."""

    mention: Mention
    place: int  # the division led
    order: int  # of the highest post there
    title: str

    def __str__(self) -> str:
        return f"{self.title}{self.mention.name}"


def redraw_order_alarms(articles: Collection[int]) -> None:
    """Raise one alarm for each story whose list of leaders breaks the customary order.

    One that is no longer so is dropped, unless an editor decided about it. Three queries, and
    three to write.
    """
    if not articles:
        return
    wanted = {alarm.key: alarm for alarm in fitting(_alarms(articles))}
    held = Alarm.objects.filter(article__in=articles, kind=Alarm.Kind.ORDER)
    known = {alarm.key: alarm for alarm in held}
    gone = [
        alarm.pk
        for key, alarm in known.items()
        if alarm.status == Alarm.Status.OPEN
        and (key not in wanted or wanted[key].message != alarm.message)
    ]
    if gone:
        Alarm.objects.filter(pk__in=gone).delete()
    kept = {key for key, alarm in known.items() if alarm.pk not in gone}
    raised = [alarm for key, alarm in wanted.items() if key not in kept]
    Alarm.objects.bulk_create(raised, ignore_conflicts=True)
    if gone or raised:
        rate(articles)


def _alarms(articles: Collection[int]) -> Iterator[Alarm]:
    claims = (
        PostClaim.objects.held()
        .filter(
            article__in=articles,
            mention__start__isnull=False,
            post__order__lte=LAST_LEADER,
            organization__kind__in=_LEADING,
            organization__parent__kind=Organization.Kind.DIVISION,
        )
        .select_related("mention", "organization", "post__organization", "article")
        .defer("article__as_imported", "article__spans")
    )
    by_story: defaultdict[int, list[PostClaim]] = defaultdict(list)
    for claim in claims:
        by_story[claim.article_id].append(claim)
    for pk, rows in sorted(by_story.items()):
        if pair := _out_of_order(rows[0].article.body, _named(rows)):
            first, second = pair
            yield Alarm(
                kind=Alarm.Kind.ORDER,
                key=f"order:{pk}",
                message=f"{first}排在{second}之前，与惯例不合；姓名或职务可能有误。",
                article_id=pk,
            )


def _named(claims: Iterable[PostClaim]) -> list[_Named]:
    """Each leader at each place once, with the highest post there, as the text names them."""
    highest: dict[tuple[int, int], _Named] = {}
    for claim in claims:
        if claim.organization is None or claim.organization.parent_id is None or not claim.post:
            continue
        key = (claim.mention_id, claim.organization.parent_id)
        held = highest.get(key)
        if held is None or claim.post.order < held.order:
            highest[key] = _Named(claim.mention, key[1], claim.post.order, str(claim.post))
    return sorted(highest.values(), key=lambda each: each.mention.start or 0)


def _out_of_order(body: str, named: list[_Named]) -> tuple[_Named, _Named] | None:
    """The first who stands in a list right before somebody who comes first by custom."""
    for before, each in pairwise(named):
        if each.place == before.place and each.order < before.order and _listed(body, before, each):
            return before, each
    return None


def _listed(body: str, one: _Named, other: _Named) -> bool:
    """Whether the second follows in a list: nothing stands between but marks and their posts.

    副区长甲陪同区长乙 is no list.
    """
    between = body[one.mention.end : other.mention.start]
    for post in sorted(other.mention.posts, key=len, reverse=True):
        between = between.replace(post, "", 1)
    return bool(between) and not between.strip(_SEPARATORS)
