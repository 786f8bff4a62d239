"""What an import would do to the stored stories, decided without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import prefetch_related_objects

from articles.drafts import Draft, draft_page, label
from articles.flagging import FlagBook, Said
from articles.ingest.pipeline import READER_VERSION
from articles.ingest.records import ParsedPage
from articles.matching import pair_stories
from articles.models import Article
from articles.placing import Facts, Place, find_place, margins
from articles.story_fields import FIELDS, GROUPS


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"  # changed, where an editor's words stand and stay
    REMOVED = "removed"  # stored by an import, in no editor's hands, and not found again
    MISSING = "missing"  # not found again, and kept


@dataclass(slots=True)
class StoryPlan:
    outcome: Outcome
    draft: Draft | None  # None: the page has no such story any more
    article: Article | None  # None: not stored yet
    updates: dict[str, Any] = field(default_factory=dict)  # columns to write
    groups: set[str] = field(default_factory=set)  # of GROUPS, to bring in line with the draft
    conflicts: list[str] = field(default_factory=list)
    flags_before: list[Said] = field(default_factory=list)  # raised by the last import


@dataclass(slots=True)
class PagePlan:
    parsed: ParsedPage
    place: Place
    stories: list[StoryPlan]
    flags: FlagBook  # of the page and its stories; those of the page are already compared
    page_differs: bool = False  # the page itself, its stories aside

    def memory(self) -> dict[str, Any]:
        """What `Article.as_imported` keeps of the page, to compare the next import with."""
        return asdict(self.place.told)

    @property
    def outcome(self) -> Outcome:
        if self.place.page is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.writes else Outcome.UNCHANGED

    @property
    def writes(self) -> bool:
        """Whether the page or a story of it differs from what is stored."""
        return self.page_differs or any(
            story.outcome != Outcome.UNCHANGED for story in self.stories
        )

    def counts(self) -> Counter[Outcome]:
        return Counter(story.outcome for story in self.stories)


def plan_page(parsed: ParsedPage, seen: Collection[int] = ()) -> PagePlan:
    """Compare a parsed page with what is stored; costs a number of queries of its own only.

    Args:
        seen: see `find_place`.
    """
    place = find_place(parsed, seen)
    flags = FlagBook.of(place.page)
    if place.superseded:  # newer bytes speak for this page
        kept = [StoryPlan(Outcome.UNCHANGED, None, article) for article in place.articles]
        return PagePlan(parsed, place, kept, flags)
    pairs = pair_stories(place.articles, draft_page(parsed.stories))
    prefetch_related_objects(
        [article for article, draft in pairs if article and draft and _differs(article, draft)],
        "bylines__person",
        "mentions__person",
        "tagged_items__tag",
    )
    plan = PagePlan(parsed, place, list(_plans(pairs)), flags)
    dated = bool(place.target.date)
    raised = [each for each in parsed.flags if not (dated and each.code == "date-unknown")]
    flags.bring(None, raised, before=None)
    plan.page_differs = flags.changed or _page_differs(plan)
    return plan


def _page_differs(plan: PagePlan) -> bool:
    place, page, memory = plan.place, plan.place.page, plan.memory()
    if page is None or place.source is None:
        return True
    return (
        place.source.reader != READER_VERSION
        or place.target != Facts.of_row(page)
        or (page.furniture, page.leftovers) != margins(plan.parsed, page.leftovers_by_hand)
        or any(each.as_imported.get("page", memory) != memory for each in place.articles)
    )


def _plans(pairs: list[tuple[Article | None, Draft | None]]) -> Iterator[StoryPlan]:
    for article, draft in pairs:
        if article is None:
            yield StoryPlan(Outcome.NEW, draft, None)
        elif draft is not None:
            yield _compare(article, draft)
        # What an editor wrote by hand no import can find, and what he joined none has to.
        elif article.as_imported and article.merged_into_id is None:
            if _in_no_hands(article):
                yield StoryPlan(Outcome.REMOVED, None, article)
            elif not article.as_imported.get("missing"):
                yield StoryPlan(Outcome.MISSING, None, article)


def _compare(article: Article, draft: Draft) -> StoryPlan:
    if not _differs(article, draft):
        return StoryPlan(Outcome.UNCHANGED, draft, article)
    plan = StoryPlan(Outcome.CHANGED, draft, article)
    before, now = article.as_imported, draft.as_imported()
    plan.flags_before = [
        (flag["code"], flag["message"], flag["start"]) for flag in before.get("flags", [])
    ]
    for name in FIELDS:
        wanted, stored = now[name], getattr(article, name)
        if wanted == before.get(name) or wanted == stored:
            continue
        if is_edited(article, name):
            plan.conflicts += _conflict(name, stored, wanted)
        else:
            plan.updates[name] = wanted
    for name in GROUPS:
        if name not in article.edited_fields:
            plan.groups.add(name)
        elif _said(now[name]) not in (_said(before.get(name, [])), _said(_stored(article, name))):
            plan.conflicts += _conflict(name, _text(_stored(article, name)), _text(now[name]))
    if plan.conflicts:
        plan.outcome = Outcome.CONFLICT
    return plan


def is_edited(article: Article, name: str) -> bool:
    """Whether a person's word stands in the field: on record, or because it tells otherwise."""
    stored = getattr(article, name)
    # A field that older imports did not know of is nobody's; a story without any is a person's.
    said = article.as_imported.get(name, stored) if article.as_imported else None
    return name in article.edited_fields or bool(stored != said)


def _in_no_hands(article: Article) -> bool:
    return (
        article.status == Article.Status.IMPORTED
        and not article.edited_fields
        # It may have gone elsewhere on the page because a story before it was split.
        and not any(is_edited(article, name) for name in FIELDS if name != "position")
    )


def _differs(article: Article, draft: Draft) -> bool:
    said = {name: value for name, value in article.as_imported.items() if name != "page"}
    return said != draft.as_imported() or article.key != draft.key


def _conflict(name: str, stored: str, wanted: str) -> list[str]:
    # The order on the page and the summary are not what the paper says: nobody is asked.
    if name in ("position", "summary"):
        return []
    return [f"{_LABELS.get(name) or label(name)}：编辑定为“{stored}”，这次导入为“{wanted}”。"]


def _stored(article: Article, group: str) -> list[Any]:
    """The rows of a group in the form of `Draft.as_imported`."""
    if group == "bylines":
        return [[byline.role, byline.name] for byline in article.bylines.all()]
    if group == "mentions":
        return [{"name": each.name, "posts": each.posts} for each in article.mentions.all()]
    return [[item.tag.name, item.score] for item in article.tagged_items.all()]


def _said(group: list[Any]) -> list[str]:
    """What a group says, whatever its order, its places in the text and its scores."""
    return sorted(_one(each) for each in group)


def _one(each: Any) -> str:
    if isinstance(each, dict):
        return f"{'、'.join(each['posts'])}{each['name']}"
    return " ".join(part for part in each if isinstance(part, str))


def _text(group: list[Any]) -> str:
    return "，".join(_one(each) for each in group)


_LABELS = {"bylines": "署名", "mentions": "文中提及", "tags": "标签"}
