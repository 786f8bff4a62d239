"""What an editor compares to judge an alarm: tenures with their sentences, or a story's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from articles.alarms import posts_of
from articles.careers import Entry, Evidence, entries, evidence_of, for_quoting, shown
from articles.dates import FIRST_DATED_KEY
from articles.models import Alarm, Article, Mention, PostClaim
from articles.spans import within
from people.models import Person, Post, Tenure

SHOWN_OUTSIDE = 5  # stories outside a tenure, the first
Kind = Alarm.Kind


@dataclass(slots=True)
class Side:
    """One person in one post, from when to when and by which sentences."""

    person: Person
    post: Post
    entries: list[Entry] = field(default_factory=list)
    outside: list[Evidence] = field(default_factory=list)  # what the dates leave out


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a story in pieces of plain text, each with the name that follows it."""

    pieces: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Leader:
    """Whom a story's list names, in its order, with the posts that were understood."""

    name: str
    posts: str
    place: int  # of the highest in the customary order, smaller first


@dataclass(slots=True)
class AlarmEvidence:
    sides: list[Side] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)


def evidence_for(alarm: Alarm) -> AlarmEvidence:
    """A fixed number of queries for each kind of alarm."""
    if alarm.kind == Kind.ORDER and alarm.article:
        return _of_story(alarm.article)
    found = AlarmEvidence(_sides(alarm))
    if alarm.kind == Kind.OUTSIDE_TENURE:
        for side in found.sides:
            side.outside = list(_outside(side))
    return found


def _sides(alarm: Alarm) -> list[Side]:
    people = [person for person in (alarm.person, alarm.other) if person]
    posts = Post.objects.select_related("organization").in_bulk(posts_of(alarm))
    held = Tenure.objects.filter(person__in=people, post__in=posts)
    by_pair: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries(shown(held)):
        by_pair[entry.tenure.person_id, entry.tenure.post_id].append(entry)
    return [
        Side(person, post, by_pair[person.pk, post.pk])
        for person in people
        for post in posts.values()
    ]


def _outside(side: Side) -> Iterator[Evidence]:
    """The first stories that print the person in the post outside all confirmed tenures."""
    claims = PostClaim.objects.published().held().filter(order_key__gte=FIRST_DATED_KEY)
    claims = claims.filter(mention__person=side.person, post=side.post)
    for entry in side.entries:
        if entry.tenure.status == Tenure.Status.CONFIRMED:
            claims = claims.exclude(within(entry.tenure))
    rows = for_quoting(claims).order_by("order_key", "pk")[:SHOWN_OUTSIDE]
    return map(evidence_of, rows)


def _of_story(article: Article) -> AlarmEvidence:
    mentions = list(
        article.mentions.filter(start__isnull=False)
        .order_by("start", "pk")
        .prefetch_related("claims__post__organization")
    )
    leaders = [(mention, _posts(mention)) for mention in mentions]
    named = [(mention, posts) for mention, posts in leaders if posts]
    return AlarmEvidence(
        lines=list(_lines(article.body, [mention for mention, _ in named])),
        leaders=[
            Leader(mention.name, "、".join(map(str, posts)), posts[0].order)
            for mention, posts in named
        ],
    )


def _posts(mention: Mention) -> list[Post]:
    """What the mention claims, the highest first."""
    held = {
        claim.post
        for claim in mention.claims.all()
        if claim.post and claim.standing in PostClaim.HELD
    }
    return sorted(held, key=lambda post: (post.order, post.pk))


def _lines(body: str, mentions: Iterable[Mention]) -> Iterator[Line]:
    """The lines of the body that name two of these people or more, with the names apart."""
    by_line: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for mention in mentions:
        start, end = mention.start or 0, mention.end or 0
        first = body.rfind("\n", 0, start) + 1
        last = body.find("\n", end)
        by_line[first, len(body) if last < 0 else last].append((start, end))
    for (first, last), places in by_line.items():
        if len(places) < 2:
            continue
        pieces, before = [], first
        for start, end in places:
            if start >= before:
                pieces.append((body[before:start], body[start:end]))
                before = end
        yield Line([*pieces, (body[before:last], "")])
