"""What editors do to tags: rename, give them other names, refuse them; old addresses lead on."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from articles.models import Article, RejectedTag, Tag, TagAlias, TagRedirect
from articles.tagging import free_slug, named_tags


class TagError(ValueError):
    """Why a tag cannot be changed so; its text tells an editor."""


def check_name(name: str, own: Tag | None) -> None:
    """Refuse a name for a tag that another tag has.

    Raises:
        TagError: with what to do about it.
    """
    other = named_tags([name]).get(name.lower())
    if other is None or (own is not None and other.pk == own.pk):
        return
    if other.name.lower() == name.lower():
        raise TagError(f"已经有标签“{other}”：要并成一个，请用“合并”。")
    raise TagError(f"“{name}”是标签“{other}”的别称。")


@transaction.atomic
def rename(tag: Tag, name: str, slug: str = "") -> None:
    """Give a tag another name; what imports find under the old one goes on being this tag.

    Args:
        slug: the address, where it is not to follow from the name.

    Raises:
        TagError: another tag has the name.
    """
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    check_name(name, tag)
    before_name, before_slug = tag.name, tag.slug
    if name != before_name:
        TagAlias.objects.annotate(lower=Lower("name")).filter(
            Q(lower=name.lower()) | Q(name=name), tag=tag
        ).delete()
        if name.lower() != before_name.lower():
            TagAlias.objects.get_or_create(name=before_name, defaults={"tag": tag})
    tag.name = name
    tag.slug = slug or (free_slug(name, tag) if name != before_name else before_slug)
    tag.save()
    lead_on(before_slug, tag)


def lead_on(slug: str, tag: Tag) -> None:
    """Let an address that a tag had lead to it; one that a tag has again is its own."""
    if slug != tag.slug:
        TagRedirect.objects.update_or_create(slug=slug, defaults={"tag": tag})
    TagRedirect.objects.filter(slug=tag.slug).delete()


def note_rejected(article: Article, before: Collection[int]) -> None:
    """Remember which tags an editor took from a story, of those that the importer found there.

    A tag that went to another story with the words it is about, as in a split, is not rejected.

    Args:
        before: the tags that the story had.
    """
    after = article.tagged_items.values_list("tag", flat=True)
    gone = _found_as(article, set(before) - set(after))
    come = _found_as(article, set(after) - set(before))
    article.rejected_tags.filter(name__in=come).delete()
    RejectedTag.objects.bulk_create(
        [RejectedTag(article=article, name=name) for name in gone], ignore_conflicts=True
    )


def _found_as(article: Article, tags: Collection[int]) -> list[str]:
    """The words as which the importer found these tags in a story."""
    names = set(Tag.objects.filter(pk__in=tags).values_list("name", flat=True))
    names.update(TagAlias.objects.filter(tag__in=tags).values_list("name", flat=True))
    lowered = {name.lower() for name in names}
    found = (name for name, _ in article.as_imported.get("tags", []))
    return [name for name in found if name.lower() in lowered]


def moved_address(slug: str) -> str | None:
    """Where a tag that had this address is now."""
    redirect = TagRedirect.objects.filter(slug=slug).select_related("tag").first()
    return redirect.tag.get_absolute_url() if redirect else None
