"""The tags of many stories at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Lower

from articles.models import Article, Tag, TagAlias, TagRedirect
from articles.models.tags import tag_pinyin
from articles.settling import first_free

MAX_SLUG = 90  # characters; leaves room for a number within the column


def find_tags(names: Collection[str]) -> dict[str, Tag]:
    """The tags of these names, made where they are not there; three queries however many.

    Returns:
        By name in lower case: upper and lower case are one tag, and an alias names its tag.
    """
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.lower(), name)
    found = _known(wanted)
    missing = [name for lower, name in wanted.items() if lower not in found]
    return found | {tag.name.lower(): tag for tag in _create(missing)}


def named_tags(names: Collection[str]) -> dict[str, Tag]:
    """Those of the tags that are there already; one query."""
    return _known({name.lower(): name for name in names})


def _known(wanted: dict[str, str]) -> dict[str, Tag]:
    # A database lowers ASCII alone; what is written alike is found all the same.
    alike = Q(lower__in=list(wanted)) | Q(name__in=list(wanted.values()))
    tags = Tag.objects.order_by().annotate(lower=Lower("name")).filter(alike)
    aliases = TagAlias.objects.order_by().annotate(lower=Lower("name")).filter(alike)
    columns = ("id", "name", "slug", "pinyin")
    # Where a tag and an alias were called alike, the tag would go first.
    rows = tags.values_list(Value(0), "name", *columns).union(
        aliases.values_list(Value(1), "name", *(f"tag__{column}" for column in columns)), all=True
    )
    found: dict[str, Tag] = {}
    for _, said, *values in sorted(rows):
        found.setdefault(said.lower(), Tag.from_db(tags.db, columns, values))
    return found


def tagged_values(article: Article, tag: Tag, score: float | None) -> dict[str, Any]:
    """The columns of the row that gives a story a tag."""
    return {
        "content_object": article,
        "order_key": article.listed_key,
        "tag": tag,
        "score": score,
    }


def _create(names: list[str]) -> list[Tag]:
    """New tags; a slug that another name has (C and C++), or once had, gets a number."""
    slugs = {name: Tag().slugify(name)[:MAX_SLUG] for name in names}
    wanted = Q(slug__in=slugs.values())
    taken = _slugs(wanted)
    counts = Counter(slugs.values())
    clashing = [slug for slug, count in counts.items() if slug in taken or count > 1]
    if clashing:
        taken |= _slugs(
            Q(*(("slug__startswith", f"{slug}-") for slug in clashing), _connector=Q.OR)
        )
    tags: list[Tag] = []
    for name, slug in slugs.items():
        free = first_free(slug, taken)
        taken.add(free)
        tags.append(Tag(name=name, slug=free, pinyin=tag_pinyin(name)))
    Tag.objects.bulk_create(tags)
    return tags


def free_slug(name: str, own: Tag | None = None) -> str:
    """An address for a tag of that name that no other has or had."""
    slug = Tag().slugify(name)[:MAX_SLUG]
    held = {own.slug} if own else set()
    own_before = set(own.redirects.values_list("slug", flat=True)) if own else set()
    taken = _slugs(Q(slug=slug) | Q(slug__startswith=f"{slug}-"))
    return first_free(slug, taken - held - own_before)


def _slugs(wanted: Q) -> set[str]:
    """Of these addresses, those that a tag has or had; one query."""
    had = TagRedirect.objects.order_by().filter(wanted).values_list("slug", flat=True)
    return set(Tag.objects.order_by().filter(wanted).values_list("slug", flat=True).union(had))


def remove_unused_tags(tags: Collection[int]) -> None:
    """Delete those that no story has, unless editors gave them another name or address."""
    unused = Tag.objects.filter(pk__in=tags, tagged_items__isnull=True)
    unused.filter(aliases__isnull=True, redirects__isnull=True).delete()
