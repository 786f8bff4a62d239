"""The rows of organizations and posts for what printed titles were understood to mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from people.models import Organization, Post
from people.offices.records import Body, HeldPost

MAX_KEY = 400  # characters, as the column

Posts = dict[tuple[Body, str], Post]


def organization_rows(bodies: Iterable[Body]) -> dict[Body, Organization]:
    """The row of each body, made with those above it where it is not there yet.

    One query where all are known; one or two more for each level of the tree that has new ones.
    """
    wanted = {each for body in bodies for each in _with_all_above(body)}
    wanted = {body for body in wanted if len(key_of(body)) <= MAX_KEY}
    by_key = {key_of(body): body for body in wanted}
    known = Organization.objects.filter(key__in=by_key)
    rows = {by_key[row.key]: row for row in known if row.key}
    missing: defaultdict[int, list[Body]] = defaultdict(list)
    for body in wanted - rows.keys():
        missing[key_of(body).count("/")].append(body)
    for depth in sorted(missing):
        rows |= _make(sorted(missing[depth], key=key_of), rows)
    return rows


def key_of(body: Body) -> str:
    """The names from the top of the tree down; see `Organization.key`."""
    return f"{key_of(body.parent)}/{body.name}" if body.parent else body.name


def post_rows(held: Iterable[HeldPost], rows: dict[Body, Organization]) -> Posts:
    """The row of each post that has a title and a known organization; two queries at most."""
    wanted = {
        (each.body, each.title): each
        for each in held
        if each.body is not None and each.body in rows and each.title
    }
    if not wanted:
        return {}
    known = Post.objects.filter(
        organization__in={rows[body].pk for body, _ in wanted},
        title__in={title for _, title in wanted},
    )
    stored = {(row.organization_id, row.title): row for row in known}
    posts: Posts = {}
    new: list[Post] = []
    for (body, title), each in sorted(wanted.items(), key=lambda item: (item[1].order, item[0][1])):
        organization = rows[body]
        row = stored.get((organization.pk, title))
        if row is None:
            row = Post(
                organization=organization,
                title=title,
                single_seat=each.single_seat,
                order=each.order,
            )
            stored[organization.pk, title] = row
            new.append(row)
        posts[body, title] = row
    Post.objects.bulk_create(new)
    return posts


def _with_all_above(body: Body | None) -> Iterable[Body]:
    while body is not None:
        yield body
        body = body.parent


def _make(bodies: Collection[Body], above: dict[Body, Organization]) -> dict[Body, Organization]:
    """Rows of one level; one that an editor made by hand is taken over by its name and place."""
    made = {
        body: Organization(
            name=body.name,
            short_name=body.short_name,
            kind=body.kind,
            parent=above[body.parent] if body.parent else None,
            key=key_of(body),
        )
        for body in bodies
    }
    by_hand = Organization.objects.filter(key=None, name__in={body.name for body in bodies})
    taken = {(row.parent_id, row.name): row for row in by_hand}
    for body, row in made.items():
        if found := taken.get((row.parent_id, body.name)):
            found.key = key_of(body)
            found.save(update_fields=["key"])
            made[body] = found
    Organization.objects.bulk_create([row for row in made.values() if row.pk is None])
    return made
