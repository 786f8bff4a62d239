"""Two tags become one, with all it takes to undo that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from articles.models import Article, Tag, TagAlias, TaggedArticle, TagMerge, TagRedirect
from articles.models.querysets import has_one
from articles.row_images import batches, columns_of, insert, take
from articles.tag_editing import TagError, lead_on
from articles.tagging import named_tags


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging one tag into another would do."""

    tag: Tag
    stories: int  # that have it
    both: int  # of these, that have the other already
    aliases: list[str]


def merging(kept: Tag, others: Collection[Tag]) -> list[Merging]:
    """What merging these tags would do; three queries a tag."""
    return [
        Merging(
            tag,
            tag.tagged_items.count(),
            _with(tag, kept).count(),
            list(tag.aliases.values_list("name", flat=True)),
        )
        for tag in others
    ]


def _with(tag: Tag, other: Tag) -> QuerySet[TaggedArticle]:
    """The rows of a tag whose stories have the other as well."""
    same = TaggedArticle.objects.filter(tag=other, content_object=OuterRef("content_object"))
    return TaggedArticle.objects.filter(has_one(same), tag=tag)


@transaction.atomic
def merge(kept: Tag, others: Collection[Tag], by: AbstractBaseUser | None = None) -> list[TagMerge]:
    """Let the stories of these tags have `kept` instead; the tags go, their names stay its own.

    Returns:
        What was done, for each tag that went.

    Raises:
        TagError: one of them is gone, or is `kept` itself.
    """
    keys = {kept.pk, *(tag.pk for tag in others)}
    held = Tag.objects.select_for_update().filter(pk__in=keys).order_by("pk").in_bulk()
    if len(held) < len(others) + 1:
        raise TagError("没有合并：有的标签已经不在，或要合并的就是它自己。")
    return [_merge(held[kept.pk], held[key], by) for key in sorted(keys - {kept.pk})]


def _merge(kept: Tag, tag: Tag, by: AbstractBaseUser | None) -> TagMerge:
    both = _with(tag, kept)
    record: dict[str, Any] = {
        "tag": {name: getattr(tag, name) for name in columns_of(Tag)},
        "both": list(take(both, columns_of(TaggedArticle)).values()),
    }
    both.delete()
    for name, rows in (
        ("moved", TaggedArticle.objects.filter(tag=tag)),
        ("aliases", tag.aliases),
        ("redirects", tag.redirects),
    ):
        record[name] = list(rows.order_by().values_list("pk", flat=True))
        rows.update(tag=kept)
    tag.merges.update(kept=kept)
    name, slug = tag.name, tag.slug
    tag.delete()
    if name.lower() != kept.name.lower():
        TagAlias.objects.update_or_create(name=name, defaults={"tag": kept})
    lead_on(slug, kept)
    return TagMerge.objects.create(
        kept=kept, name=name, record=record, merged_by_id=by.pk if by else None
    )


def newest_merge(tag: Tag) -> TagMerge | None:
    """The merge into a tag that can be undone: of several the newest comes first."""
    merges = TagMerge.objects.filter(kept=tag, undone_at=None)
    return merges.defer("record").order_by("-pk").first()


@transaction.atomic
def undo_merge(merge: TagMerge) -> Tag:
    """Let a tag be there again, with its stories, its other names and its addresses.

    A story from which an editor took `kept` meanwhile gets neither; what was given `kept`
    since, also under the other name, stays with it.

    Raises:
        TagError: it is undone already, a later merge is in the way, or another tag has the name.
    """
    merge = TagMerge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge.pk)
    kept, record = merge.kept, merge.record
    newest = newest_merge(kept)
    if merge.undone_at is not None:
        raise TagError("这次合并已经撤销过了。")
    if newest is not None and newest.pk != merge.pk:
        raise TagError(f"没有撤销：这之后又并入了“{newest.name}”，请先撤销那一次。")
    other = named_tags([merge.name]).get(merge.name.lower())
    if other is not None and other.pk != kept.pk:
        raise TagError(f"没有撤销：“{merge.name}”现在是标签“{other}”的名称或别称。")
    if other is not None and other.name.lower() == merge.name.lower():
        raise TagError(f"没有撤销：标签“{other}”现在就叫这个名称。")
    slug = record["tag"]["slug"]
    if Tag.objects.filter(slug=slug).exists():
        raise TagError("没有撤销：另一个标签现在用着它的网址。")
    TagAlias.objects.filter(name=merge.name, tag=kept).delete()
    TagRedirect.objects.filter(slug=slug, tag=kept).delete()
    insert(Tag, record["tag"])
    tag: Tag = Tag.objects.get(pk=record["tag"]["id"])
    _take_back(tag, kept, record)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    return tag


def _take_back(tag: Tag, kept: Tag, record: dict[str, Any]) -> None:
    for model, name in (
        (TaggedArticle, "moved"),
        (TagAlias, "aliases"),
        (TagRedirect, "redirects"),
    ):
        for batch in batches(record[name]):
            model._default_manager.filter(pk__in=batch, tag=kept).update(tag=tag)
    both = {row["content_object_id"]: row for row in record["both"]}
    for batch in batches(both):
        stories = Article.objects.filter(pk__in=batch, tagged_items__tag=kept)
        TaggedArticle.objects.bulk_create(
            TaggedArticle(**both[story.pk] | {"order_key": story.listed_key, "tag_id": tag.pk})
            for story in stories.only("order_key", "status")
        )
