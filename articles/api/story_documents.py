"""Stories as documents: what is loaded for them, and how the rows are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from articles.api.references import Addresses
from articles.api.story_schemas import (
    CorrectionNote,
    NamedOfficial,
    Paragraph,
    PictureNote,
    PrintedOn,
    Signature,
    Story,
    StoryEntry,
    TagReference,
    TextPlace,
    UnderstoodPost,
)
from articles.models import Article, ArticleQuerySet, Byline, Mention, PostClaim, TaggedArticle
from articles.paragraphs import Paragraph as BodyParagraph
from articles.paragraphs import paragraphs

_UNREAD = ("as_imported", "spans", "edited_fields")


def with_all_printed(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Load whole stories with all that `whole_story` tells of them; eight queries."""
    claims = PostClaim.objects.select_related("organization", "post__organization")
    mentions = Mention.objects.select_related("person").order_by("position", "id")
    mentions = mentions.prefetch_related(Prefetch("claims", claims.order_by("position")))
    return (
        stories.select_related("page__issue__newspaper")
        .defer(*_UNREAD)
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("person").order_by("position", "id")),
            Prefetch("mentions", mentions),
            Prefetch("tagged_items", TaggedArticle.objects.select_related("tag").order_by("id")),
            "corrections",
            "pictures",
        )
    )


def story_entry(story: Article, addresses: Addresses) -> StoryEntry:
    return StoryEntry(**_entry(story, addresses))


def whole_story(story: Article, addresses: Addresses) -> Story:
    """All of a story that `with_all_printed` loaded."""
    parts = paragraphs(story.body)
    return Story(
        **_entry(story, addresses),
        dateline=story.dateline,
        body=[Paragraph(kind=part.kind, text=part.text) for part in parts],
        byline_text=story.byline_text.splitlines(),
        bylines=[
            Signature(role=each.role, name=each.name, person=addresses.signer(each.person))
            for each in story.bylines.all()
        ],
        credit=story.credit,
        event_date=story.event_date or None,
        officials=[_official(each, parts, addresses) for each in story.mentions.all()],
        tags=[
            TagReference(slug=each.tag.slug, **addresses.tag(each.tag).model_dump())
            for each in story.tagged_items.all()
        ],
        corrections=[
            CorrectionNote(text=each.text, made_at=_to_the_second(each.made_at))
            for each in story.corrections.all()
        ],
        pictures=[_picture(each, addresses) for each in story.pictures.all()],
    )


def _entry(story: Article, addresses: Addresses) -> dict[str, Any]:
    return {
        **addresses.story(story).model_dump(),
        "kicker": story.kicker,
        "deck": story.deck,
        "section": story.section,
        "summary": story.summary,
        "source": PrintedOn(
            issue=addresses.issue(story.page.issue),
            page=addresses.page(story.page),
            page_number=story.page.number,
            page_name=story.page.name,
            position=story.position,
        ),
        "published_at": _to_the_second(story.published_at),
        "updated_at": _to_the_second(story.updated_at),
    }


def _official(mention: Any, parts: Sequence[BodyParagraph], addresses: Addresses) -> NamedOfficial:
    return NamedOfficial(
        name=mention.name,
        posts=mention.posts,
        understood=[
            UnderstoodPost(
                printed=claim.printed,
                standing=claim.standing,
                organization=claim.organization and addresses.organization(claim.organization),
                post=claim.post and addresses.post(claim.post),
            )
            for claim in mention.claims.all()
        ],
        person=addresses.official(mention.person),
        place=_place(mention, parts),
    )


def _place(mention: Any, parts: Sequence[BodyParagraph]) -> TextPlace | None:
    """Where the name stands, in the paragraph that holds its first character."""
    if mention.start is None or mention.end is None:
        return None
    for part in parts:
        if part.text_start <= mention.start < part.end:
            start, end = mention.start - part.text_start, mention.end - part.text_start
            return TextPlace(paragraph=part.index, start=start, end=min(end, len(part.text)))
    return None


def _picture(picture: Any, addresses: Addresses) -> PictureNote:
    return PictureNote(
        url=addresses.of(picture),
        width=picture.width,
        height=picture.height,
        caption=picture.caption,
        credit=picture.credit,
        alternative=picture.alternative,
    )


def _to_the_second(time: Any) -> datetime:
    return time.replace(microsecond=0)  # type: ignore[no-any-return]
