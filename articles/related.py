"""What stands beside the stories of a page: signatures, people named, tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from articles.claims import redraw_claims, understand_mentions, write_claims
from articles.drafts import Draft
from articles.editing import anchor_mentions
from articles.flagging import PERSON_UNCLEAR, FlagBook
from articles.homes import home_of
from articles.linking import link_people, remove_unused
from articles.models import Article, Byline, Mention, Page, TaggedArticle
from articles.planning import Outcome, StoryPlan
from articles.ranking import redraw_order_alarms
from articles.rows import Rows
from articles.tagging import find_tags, remove_unused_tags, tagged_values
from articles.tenures import people_named, redraw_tenures
from articles.variants import propose_variants


@dataclass(slots=True)
class Left:
    """People and tags that lost a story, and may be left without any."""

    people: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)

    def note_stories(self, articles: list[Article]) -> None:
        """Note what stories hold that are about to be deleted."""
        if not articles:
            return
        for model in (Byline, Mention):
            held = model.objects.filter(article__in=articles, person__isnull=False)
            self.people.update(held.values_list("person", flat=True))
        tagged = TaggedArticle.objects.filter(content_object__in=articles)
        self.tags.update(tagged.values_list("tag", flat=True))

    def remove_unused(self) -> None:
        """Delete those that nothing holds any more; after all rows are written."""
        if self.people:
            redraw_tenures(self.people)
            remove_unused(self.people)
        if self.tags:
            remove_unused_tags(self.tags)


def write_related(stories: list[StoryPlan], page: Page, flags: FlagBook, left: Left) -> None:
    """Bring what stands beside the stories in line with their drafts, all at once.

    Someone whom a story already names keeps the person they were linked to.
    """
    _hold(stories)
    bylines, mentions, tagged = _bylines(stories), _mentions(stories), _tagged(stories)
    left.people |= bylines.values_of_gone("person_id") | mentions.values_of_gone("person_id")
    left.tags |= tagged.values_of_gone("tag_id")
    for rows in (bylines, mentions, tagged):
        rows.delete_gone()
    written = [*mentions.new, *mentions.changed]
    understood = understand_mentions(written, home_of(page))
    unclear = link_people(page.issue.newspaper, bylines.unlinked(), mentions.unlinked(), understood)
    bylines.save("person")
    mentions.save("person")
    tagged.save()
    write_claims(written, understood)
    read_anew = list(_follow(stories))
    redraw_claims(read_anew)
    _follow_up(stories, written, [article.pk for article in read_anew])
    propose_variants(
        {row.person_id for row in (*bylines.new, *mentions.new) if row.person_id is not None}
    )
    for story in stories:
        stored = story.draft is not None and story.outcome != Outcome.NEW
        if story.article and stored and {"bylines", "mentions"} <= story.groups:
            names = bylines.unclear(story.article) | mentions.unclear(story.article)
            flags.settle(story.article, PERSON_UNCLEAR, names)
    for each in unclear:
        flags.ask(each.article, PERSON_UNCLEAR, each.message)


def _follow_up(stories: list[StoryPlan], written: list[Mention], read_anew: list[int]) -> None:
    """Draw what follows from the mentions: alarms, and tenures where readers see the story."""
    redraw_order_alarms({*read_anew, *(row.article_id for row in written)})
    seen = {story.article.pk for story in stories if story.article and story.article.listed_key}
    people = {row.person_id for row in written if row.article_id in seen}
    redraw_tenures({pk for pk in people if pk is not None} | people_named(seen & {*read_anew}))


def _hold(stories: list[StoryPlan]) -> None:
    """Let nobody change the status of stored stories whose rows are about to be written.

    It says where the rows are listed, and may have changed since the stories were read.
    """
    held = {story.article.pk: story.article for story in stories if story.article and story.groups}
    stored = Article.objects.filter(pk__in=held).order_by("pk").select_for_update()
    for pk, status in stored.values_list("pk", "status"):
        held[pk].status = status


def _follow(stories: list[StoryPlan]) -> Iterator[Article]:
    """Place mentions anew where an editor's body, or an editor's mentions, are not the draft's.

    Yields the stories whose sentences say something else now of those they name.
    """
    for story in stories:
        article, draft = story.article, story.draft
        if article is None or draft is None or story.outcome == Outcome.NEW:
            continue
        edited_body = "mentions" in story.groups and article.body != draft.fields["body"]
        edited_mentions = "mentions" not in story.groups and "body" in story.updates
        if edited_body or edited_mentions:
            anchor_mentions(article)
        if edited_body or "body" in story.updates:
            yield article


def _written(stories: list[StoryPlan], group: str) -> Iterator[tuple[Article, Draft, bool]]:
    """The stories whose group is to follow the draft, and whether they are new."""
    for story in stories:
        if story.article and story.draft and group in story.groups:
            yield story.article, story.draft, story.outcome == Outcome.NEW


def _bylines(stories: list[StoryPlan]) -> Rows:
    rows = Rows(Byline, ("order_key", "position"))
    for article, draft, new in _written(stories, "bylines"):
        held = {} if new else {(row.role, row.name): row for row in article.bylines.all()}
        wanted = {
            (role, name): {
                "article": article,
                "order_key": article.listed_key,
                "position": position,
                "role": role,
                "name": name,
            }
            for position, (role, name) in enumerate(draft.bylines, start=1)
        }
        rows.bring(held, wanted)
    return rows


def _mentions(stories: list[StoryPlan]) -> Rows:
    rows = Rows(Mention, ("order_key", "position", "posts", "start", "end", "rule"))
    for article, draft, new in _written(stories, "mentions"):
        held = {} if new else {row.name: row for row in article.mentions.all()}
        wanted = {
            mention.name: {
                "article": article,
                "order_key": article.listed_key,
                "position": position,
                **asdict(mention),
            }
            for position, mention in enumerate(draft.mentions, start=1)
        }
        rows.bring(held, wanted)
    return rows


def _tagged(stories: list[StoryPlan]) -> Rows:
    rows = Rows(TaggedArticle, ("order_key", "score"))
    written = list(_written(stories, "tags"))
    names = [keyword.text for _, draft, _ in written for keyword in draft.tags]
    tags = find_tags(names) if names else {}
    for article, draft, new in written:
        held = {} if new else {item.tag_id: item for item in article.tagged_items.all()}
        wanted: dict[int, dict[str, Any]] = {}
        for keyword in draft.tags:  # best first: of two that are one tag the better
            tag = tags[keyword.text.lower()]
            wanted.setdefault(tag.pk, tagged_values(article, tag, keyword.score))
        rows.bring(held, wanted)
    return rows
