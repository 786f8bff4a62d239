"""The rows of organizations and posts for what printed titles were understood to mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from people.models import Organization, Post
from people.offices.records import Body, HeldPost

# Characters, as the columns; what is longer was read out of running text.
MAX_NAME, MAX_SHORT_NAME, MAX_KEY = 120, 60, 400
MAX_TITLE = 60

Posts = dict[tuple[Body, str], Post]


def organization_rows(bodies: Iterable[Body]) -> dict[Body, Organization]:
    """The row of each body, made with those above it where it is not there yet.

    One query where all are known; one or two more for each level of the tree that has new ones.
    """
    above = {each for body in bodies for each in _with_all_above(body)}
    wanted = {body: key_of(body) for body in above if _fits(body)}
    known = Organization.objects.filter(key__in=set(wanted.values()))
    rows = {row.key: row for row in known if row.key}
    missing: defaultdict[int, dict[str, Body]] = defaultdict(dict)
    # One key may come with two short names, or none: the longer one is kept.
    for body, key in sorted(wanted.items(), key=lambda item: (item[1], item[0].short_name)):
        if key not in rows:
            missing[key.count("/")][key] = body
    for depth in sorted(missing):
        rows |= _make(missing[depth], rows)
    return {body: rows[key] for body, key in wanted.items()}


def key_of(body: Body) -> str:
    """The names from the top of the tree down; see `Organization.key`."""
    return f"{key_of(body.parent)}/{body.name}" if body.parent else body.name


def key_of_post(body: Body, title: str) -> str:
    """See `Post.key`."""
    return f"{key_of(body)}/{title}"


def _fits(body: Body) -> bool:
    names = all(len(each.name) <= MAX_NAME for each in _with_all_above(body))
    return names and len(key_of(body)) <= MAX_KEY


def post_rows(held: Iterable[HeldPost], rows: dict[Body, Organization]) -> Posts:
    """The row of each post that has a title and a known organization; two queries at most.

    One that an editor made by hand is taken over by its title; one that was renamed or moved
    is found by what it was understood as.
    """
    wanted = {
        (each.body, each.title): each
        for each in held
        if each.body is not None and each.body in rows and 0 < len(each.title) <= MAX_TITLE
    }
    if not wanted:
        return {}
    keys = {place: key_of_post(*place) for place in wanted}
    by_hand = Q(
        organization__in={rows[body].pk for body, _ in wanted},
        title__in={title for _, title in wanted},
    )
    known = list(Post.objects.filter(Q(key__in=keys.values()) | by_hand))
    by_key = {row.key: row for row in known if row.key}
    by_title = {(row.organization_id, row.title): row for row in known}
    posts: Posts = {}
    new: list[Post] = []
    for place, each in sorted(wanted.items(), key=lambda item: (item[1].order, item[0][1])):
        key, titled = keys[place], (rows[place[0]].pk, place[1])
        row = by_key.get(key) or by_title.get(titled)
        if row is None:
            row = Post(organization=rows[place[0]], title=place[1], key=key)
            row.single_seat, row.order = each.single_seat, each.order
            new.append(row)
        elif row.key is None:
            row.key = key
            row.save(update_fields=["key"])
        by_key[key] = by_title[titled] = posts[place] = row
    Post.objects.bulk_create(new)
    return posts


def _with_all_above(body: Body | None) -> Iterable[Body]:
    while body is not None:
        yield body
        body = body.parent


def _make(bodies: dict[str, Body], above: Mapping[str, Organization]) -> dict[str, Organization]:
    """Rows of one level, by key; what stands there under the name is taken, not made twice.

    One that an editor made by hand is taken over for good; one that has a key of its own was
    renamed or moved to where this one would stand.
    """
    made = {
        key: Organization(
            name=body.name,
            short_name=body.short_name if len(body.short_name) <= MAX_SHORT_NAME else "",
            kind=body.kind,
            parent=above[key_of(body.parent)] if body.parent else None,
            key=key,
        )
        for key, body in bodies.items()
    }
    named = Organization.objects.filter(name__in={body.name for body in bodies.values()})
    taken = {(row.parent_id, row.name): row for row in named}
    for key, row in made.items():
        if found := taken.get((row.parent_id, row.name)):
            made[key] = found
            if found.key is None:
                found.key = key
                found.save(update_fields=["key"])
    Organization.objects.bulk_create([row for row in made.values() if row.pk is None])
    return made
