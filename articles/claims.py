"""What printed posts claim: which post of which organization, drawn anew whenever they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from articles.appointments import turn_of
from articles.homes import home_of
from articles.models import Article, Mention, PostClaim
from articles.office_rows import organization_rows, post_rows
from people.models import Organization
from people.offices.gazetteer import Division
from people.offices.records import Body, HeldPost
from people.offices.understanding import understand

MAX_PRINTED = 120  # characters, as the column


@dataclass(frozen=True, slots=True)
class Understood:
    """What the posts of some mentions mean, and the rows of the organizations they are of."""

    posts: dict[int, tuple[HeldPost, ...]]  # by the identity of the mention
    rows: dict[Body, Organization]

    def of(self, mention: Mention) -> tuple[HeldPost, ...]:
        return self.posts[id(mention)]

    def organizations(self, mention: Mention) -> set[int]:
        return {self.rows[each.body].pk for each in self.of(mention) if each.body in self.rows}


def understand_mentions(mentions: Sequence[Mention], home: Division | None) -> Understood:
    """What the posts of each mention mean on a page of that place.

    Makes the organizations that the archive does not know yet.
    """
    return _understood({id(mention): understand(mention.posts, home) for mention in mentions})


def _understood(posts: dict[int, tuple[HeldPost, ...]]) -> Understood:
    held = (each.body for posts in posts.values() for each in posts)
    return Understood(posts, organization_rows(body for body in held if body))


def write_claims(mentions: Sequence[Mention], understood: Understood) -> None:
    """Put the claims of these saved mentions in the place of those they had.

    A fixed number of queries for one mention and for a hundred; those of a mention whose
    claims stay as they are keep their rows.
    """
    rows = understood.rows
    held = [each for mention in mentions for each in understood.of(mention)]
    posts = post_rows(held, rows)
    wanted: dict[tuple[int, int], PostClaim] = {}
    for mention in mentions:
        turn = _turn(mention)
        for position, each in enumerate(understood.of(mention), start=1):
            wanted[mention.pk, position] = PostClaim(
                article=mention.article,
                mention=mention,
                order_key=mention.order_key,
                position=position,
                printed=each.printed[:MAX_PRINTED],
                organization=rows.get(each.body) if each.body else None,
                post=posts.get((each.body, each.title)) if each.body else None,
                standing=turn or each.standing,
            )
    _replace([mention.pk for mention in mentions], wanted)


def _turn(mention: Mention) -> str | None:
    if mention.start is None or mention.end is None:
        return None
    return turn_of(mention.article.body, mention.start, mention.end)


_COLUMNS = ("article_id", "order_key", "printed", "organization_id", "post_id", "standing")


def _replace(mentions: Sequence[int], wanted: Mapping[tuple[int, int], PostClaim]) -> None:
    stored = {
        (row.mention_id, row.position): row
        for row in PostClaim.objects.filter(mention__in=mentions)
    }
    same = {
        place
        for place, row in stored.items()
        if place in wanted and _values(row) == _values(wanted[place])
    }
    gone = [row.pk for place, row in stored.items() if place not in same]
    if gone:
        PostClaim.objects.filter(pk__in=gone).delete()
    PostClaim.objects.bulk_create([row for place, row in wanted.items() if place not in same])


def _values(row: PostClaim) -> list[object]:
    return [getattr(row, name) for name in _COLUMNS]


def redraw_claims(articles: Iterable[Article]) -> None:
    """Draw the claims of stored stories anew, each as a story of its page's district."""
    keys = [article.pk for article in articles]
    if not keys:
        return
    mentions = list(
        Mention.objects.filter(article__in=keys)
        .select_related("article__page__district")
        .defer("article__as_imported", "article__spans")
        .order_by("pk")
    )
    posts = {
        id(mention): understand(mention.posts, home_of(mention.article.page))
        for mention in mentions
    }
    write_claims(mentions, _understood(posts))
