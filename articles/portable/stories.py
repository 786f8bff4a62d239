"""The stories of a portable issue: compared with those of the archive, or made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from django.utils import timezone

from articles.claims import understand_mentions, write_claims
from articles.flagging import PERSON_UNCLEAR
from articles.homes import home_of
from articles.likeness import likeness
from articles.linking import Unclear
from articles.listing import list_new
from articles.matching import SAME_STORY_RATIO
from articles.models import (
    Article,
    Byline,
    Correction,
    Flag,
    Mention,
    Page,
    Picture,
    TaggedArticle,
    order_key,
)
from articles.picture_files import take_photograph
from articles.pictures import PictureError, read_photograph
from articles.portable.cast import Cast
from articles.portable.checking import PortableError
from articles.portable.pages import add_flags
from articles.portable.schema import StoryPart
from articles.ranking import redraw_order_alarms
from articles.risk import rate
from articles.story_fields import BY_HAND, FIELDS
from articles.tagging import find_tags, tagged_values
from articles.variants import propose_variants

OpenPicture = Callable[[str], IO[bytes]]


def says_the_same(row: Article, story: StoryPart) -> bool:
    """Whether a stored story says what this one does, with the same names and tags."""
    if any(getattr(row, name) != getattr(story.fields, name) for name in FIELDS):
        return False
    signed = {(each.role, each.name) for each in row.bylines.all()}
    named = {each.name: each.posts for each in row.mentions.all()}
    tagged = {each.tag.name.lower() for each in row.tagged_items.select_related("tag")}
    return (
        signed == {(each.role, each.name) for each in story.bylines}
        and named == {each.name: each.posts for each in story.mentions}
        and tagged == {each.name.lower() for each in story.tags}
    )


def stands_otherwise(story: StoryPart, rows: Iterable[Article]) -> bool:
    """Whether the page has this story already, in another reading."""
    return any(likeness(row.body, story.fields.body) >= SAME_STORY_RATIO for row in rows)


def add_stories(
    stories: Sequence[StoryPart],
    page: Page,
    cast: Cast,
    *,
    publish: bool,
    picture: OpenPicture | None,
) -> list[int]:
    """Make these stories with all that hangs on them.

    Args:
        picture: opens the file of a picture; None: pictures are left out.
    """
    sources = dict(page.sources.values_list("sha256", "pk"))
    pairs = [(_article(story, page, sources, publish=publish), story) for story in stories]
    Article.objects.bulk_create([row for row, _ in pairs])
    _add_people(pairs, page, cast)
    _add_tags(pairs)
    for row, story in pairs:
        add_flags(page, row, story.flags)
        Correction.objects.bulk_create(
            Correction(article=row, text=each.text, made_at=each.made_at)
            for each in story.corrections
        )
        if picture:
            _add_pictures(row, story, picture)
    keys = [row.pk for row, _ in pairs]
    redraw_order_alarms(set(keys))
    if publish:
        list_new(keys)
    rate(keys)
    return keys


def _article(story: StoryPart, page: Page, sources: dict[str, int], *, publish: bool) -> Article:
    # Without the import behind it every word is as good as an editor's.
    edited = story.edited_fields if story.as_imported else [*BY_HAND]
    status = Article.Status.PUBLISHED
    if not publish:
        # Who published it there has not decided here.
        edited = [name for name in edited if name != "status"]
        status = Article.Status.IMPORTED
    return Article(
        page=page,
        source_id=sources.get(story.source or ""),
        key=story.key,
        order_key=order_key(page, story.fields.position),
        status=status,
        published_at=min(story.published_at, timezone.now()) if publish else None,
        edited_fields=edited,
        spans=[list(span) for span in story.spans],
        as_imported=story.as_imported,
        **story.fields.model_dump(),
    )


def _add_people(pairs: list[tuple[Article, StoryPart]], page: Page, cast: Cast) -> None:
    bylines = [
        (
            Byline(
                article=row,
                order_key=row.listed_key,
                role=each.role,
                name=each.name,
                position=each.position,
            ),
            each.person,
        )
        for row, story in pairs
        for each in story.bylines
    ]
    mentions = [
        (
            Mention(
                article=row,
                order_key=row.listed_key,
                **each.model_dump(exclude={"person"}),
            ),
            each.person,
        )
        for row, story in pairs
        for each in story.mentions
    ]
    named = [row for row, _ in mentions]
    understood = understand_mentions(named, home_of(page))
    unclear = cast.link(page.issue.newspaper, bylines, mentions, understood)
    Byline.objects.bulk_create([row for row, _ in bylines])
    Mention.objects.bulk_create(named)
    write_claims(named, understood)
    _ask(page, unclear)
    rows: list[Byline | Mention] = [*named, *(row for row, _ in bylines)]
    propose_variants({row.person_id for row in rows if row.person_id is not None})


def _ask(page: Page, unclear: list[Unclear]) -> None:
    Flag.objects.bulk_create(
        Flag(page=page, article=each.article, code=PERSON_UNCLEAR, message=each.message)
        for each in unclear
    )


def _add_tags(pairs: list[tuple[Article, StoryPart]]) -> None:
    names = [each.name for _, story in pairs for each in story.tags]
    tags = find_tags(names) if names else {}
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for row, story in pairs:
        for each in story.tags:
            tag = tags[each.name.lower()]
            # Two names may be one tag here.
            rows.setdefault((row.pk, tag.pk), tagged_values(row, tag, each.score))
    TaggedArticle.objects.bulk_create(TaggedArticle(**values) for values in rows.values())


def _add_pictures(row: Article, story: StoryPart, opened: OpenPicture) -> None:
    for each in story.pictures:
        picture = Picture(
            article=row, **each.model_dump(include={"position", "caption", "credit", "alternative"})
        )
        try:
            with opened(each.file) as file:
                take_photograph(picture, read_photograph(file))
        except PictureError as error:
            raise PortableError(f"{each.file}：{error}") from error
        picture.save()
