"""What goes along when text goes from one story to another: names, signatures, tags, flags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import F, Max

from articles.flagging import PERSON_UNCLEAR
from articles.models import (
    Article,
    Byline,
    Correction,
    Flag,
    Mention,
    TaggedArticle,
)

# Where in the text it went to something stands that stood at this place; None where it stayed.
NewPlace = Callable[[int], int | None]


def follow_text(
    first: Article, second: Article, place: NewPlace, goes: Callable[[int], bool]
) -> None:
    """Let what text of `first` carries go with it to `second`; both say already what they say.

    Args:
        place: for the characters of the body that `first` had.
        goes: whether this character of the source is in `second` now.
    """
    names = _follow_mentions(first, second, place)
    _follow_bylines(first, second)
    _follow_tags(first, second)
    _follow_flags(first, second, goes, names)


def _follow_mentions(first: Article, second: Article, place: NewPlace) -> set[str]:
    """Returns the names that went."""
    gone = []
    for mention in first.mentions.all():
        start = None if mention.start is None else place(mention.start)
        if start is not None:
            mention.start, mention.end = start, start + len(mention.name)
            gone.append(mention)
    _add_mentions(gone, second)
    return {mention.name for mention in gone}


def _add_mentions(mentions: Sequence[Mention], story: Article) -> None:
    """Give mentions to a story; where it names somebody already, it gets the posts as well."""
    held = {row.name: row for row in story.mentions.all()}
    known, moved, doubled = [], [], []
    for mention in mentions:
        same = held.get(mention.name)
        if same is None:
            moved.append(mention)
            continue
        doubled.append(mention.pk)
        same.posts = list(dict.fromkeys([*same.posts, *mention.posts]))
        same.person_id = same.person_id or mention.person_id
        known.append(same)
    if doubled:
        Mention.objects.filter(pk__in=doubled).delete()
        Mention.objects.bulk_update(known, ["posts", "person"])
    _give(Mention, moved, story, ["start", "end"])


def _give(model: type[Any], rows: Sequence[Any], story: Article, columns: Sequence[str]) -> None:
    """Make these rows those of `story`, listed where it is."""
    name = "content_object" if model is TaggedArticle else "article"
    for row in rows:
        setattr(row, name, story)
        row.order_key = story.listed_key
    if rows:
        model.objects.bulk_update(rows, [name, "order_key", *columns])


def _copy(model: type[Any], rows: Sequence[Any], story: Article) -> None:
    """Give `story` the same rows, for what both stories print."""
    name = "content_object" if model is TaggedArticle else "article"
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.order_key = story.listed_key
        setattr(row, name, story)
    model.objects.bulk_create(rows)


def _follow_bylines(first: Article, second: Article) -> None:
    """A signature goes with the line that prints it, and stands in both where both print it."""
    kept, gone = (_solid(story.byline_text) for story in (first, second))
    rows = [row for row in first.bylines.all() if _solid(row.name) in gone]
    held = set(second.bylines.values_list("role", "name"))
    rows = [row for row in rows if (row.role, row.name) not in held]
    _give(Byline, [row for row in rows if _solid(row.name) not in kept], second, [])
    _copy(Byline, [row for row in rows if _solid(row.name) in kept], second)


def _follow_tags(first: Article, second: Article) -> None:
    kept, gone = _text(first), _text(second)
    held = set(second.tagged_items.values_list("tag", flat=True))
    items = first.tagged_items.select_related("tag")
    rows = [item for item in items if item.tag.name.lower() in gone and item.tag_id not in held]
    _give(TaggedArticle, [row for row in rows if row.tag.name.lower() not in kept], second, [])
    _copy(TaggedArticle, [row for row in rows if row.tag.name.lower() in kept], second)


def _follow_flags(
    first: Article, second: Article, goes: Callable[[int], bool], names: Iterable[str]
) -> None:
    quoted = [f"“{name}”" for name in names]
    text = _text(second)
    moved = []
    for flag in first.flags.all():
        if flag.code == PERSON_UNCLEAR:
            follows = any(name in flag.message for name in quoted)
        elif flag.start is not None:
            follows = goes(flag.start)
        else:
            follows = bool(flag.found) and flag.found.lower() in text
        if follows:
            moved.append(flag.pk)
    Flag.objects.filter(pk__in=moved).update(article=second)


def follow_whole(first: Article, second: Article, shift: int) -> None:
    """Let all that `second` carries go to `first`.

    Args:
        shift: how much later in the body of `first` the text of `second` stands.
    """
    mentions = list(second.mentions.all())
    for mention in mentions:
        if mention.start is not None and mention.end is not None:
            mention.start, mention.end = mention.start + shift, mention.end + shift
    _add_mentions(mentions, first)
    held = set(first.bylines.values_list("role", "name"))
    last = len(held)
    new = [row for row in second.bylines.all() if (row.role, row.name) not in held]
    for row in new:
        row.position += last
    _give(Byline, new, first, ["position"])
    second.bylines.all().delete()
    tagged = set(first.tagged_items.values_list("tag", flat=True))
    items = second.tagged_items.select_related("tag")
    _give(TaggedArticle, [row for row in items if row.tag_id not in tagged], first, [])
    second.tagged_items.all().delete()
    Flag.objects.filter(article=second).update(article=first)
    last = first.pictures.aggregate(last=Max("position"))["last"] or 0
    second.pictures.update(article=first, position=F("position") + last)
    Correction.objects.filter(article=second).update(article=first)


def _solid(text: str) -> str:
    return "".join(text.split())


def _text(story: Article) -> str:
    texts = [story.kicker, story.headline, story.deck, story.body]
    return "\n".join(texts).lower()
