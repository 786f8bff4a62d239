"""The tags of many stories at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Q
from django.db.models.functions import Lower

from articles.models import Tag
from articles.models.tags import tag_pinyin
from articles.settling import first_free

MAX_SLUG = 90  # characters; leaves room for a number within the column


def find_tags(names: Collection[str]) -> dict[str, Tag]:
    """The tags of these names, made where they are not there; three queries however many.

    Returns:
        By name in lower case: upper and lower case are one tag.
    """
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.lower(), name)
    found: dict[str, Tag] = {}
    known = Tag.objects.annotate(lower=Lower("name")).filter(
        Q(lower__in=wanted) | Q(name__in=wanted.values())
    )
    for tag in known.order_by("pk"):
        found.setdefault(tag.name.lower(), tag)
    missing = [name for lower, name in wanted.items() if lower not in found]
    return found | {tag.name.lower(): tag for tag in _create(missing)}


def _create(names: list[str]) -> list[Tag]:
    """New tags; a slug that another name has (C and C++) gets a number."""
    slugs = {name: Tag().slugify(name)[:MAX_SLUG] for name in names}
    taken = set(Tag.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
    counts = Counter(slugs.values())
    clashing = [slug for slug, count in counts.items() if slug in taken or count > 1]
    if clashing:
        numbered = Q(*(("slug__startswith", f"{slug}-") for slug in clashing), _connector=Q.OR)
        taken.update(Tag.objects.filter(numbered).values_list("slug", flat=True))
    tags: list[Tag] = []
    for name, slug in slugs.items():
        free = first_free(slug, taken)
        taken.add(free)
        tags.append(Tag(name=name, slug=free, pinyin=tag_pinyin(name)))
    Tag.objects.bulk_create(tags)
    return tags


def remove_unused_tags(tags: Collection[int]) -> None:
    Tag.objects.filter(pk__in=tags, tagged_items__isnull=True).delete()
