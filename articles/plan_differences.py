"""Where a planned import differs from what is stored, field by field, for an editor to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from articles.models import Article
from articles.planning import StoryPlan
from articles.story_fields import FIELDS, GROUPS, LABELS

# Comparing costs the product of the lengths; beyond this, paragraphs are compared whole.
MAX_COMPARED = 4_000_000  # characters by characters

Piece = tuple[Literal["same", "gone", "came"], str]


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    pieces: list[Piece]
    kept: bool  # an editor's word stands, and stays

    @property
    def is_long(self) -> bool:
        return sum(len(text) for _, text in self.pieces) > 80


def differences(story: StoryPlan) -> list[Difference]:
    """What of a stored story the import says otherwise; nothing of one it does not touch.

    The rows beside the story are those that planning has loaded.
    """
    article, draft = story.article, story.draft
    if article is None or draft is None:
        return []
    wanted = draft.as_imported()
    found = []
    for name, before, now in _values(article, wanted, story):
        kept = any(said.startswith(f"{LABELS[name]}：") for said in story.conflicts)
        changed = name in story.updates or name in story.groups
        if before != now and (kept or changed):
            found.append(Difference(LABELS[name], compare(before, now), kept))
    return found


def _values(
    article: Article, wanted: dict[str, Any], story: StoryPlan
) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        if name in story.updates or story.conflicts:
            yield name, str(getattr(article, name)), str(wanted[name])
    for name in GROUPS:
        if name in story.groups or story.conflicts:
            yield name, *_group(article, name, wanted)


def _group(article: Article, name: str, wanted: dict[str, Any]) -> tuple[str, str]:
    if name == "bylines":
        before = [f"{each.role} {each.name}" for each in article.bylines.all()]
        now = [f"{role} {signed}" for role, signed in wanted[name]]
    elif name == "mentions":
        before = [str(each) for each in article.mentions.all()]
        now = ["、".join(each["posts"]) + each["name"] for each in wanted[name]]
    else:
        before = [item.tag.name for item in article.tagged_items.all()]
        now = [tag for tag, _ in wanted[name]]
    return "，".join(sorted(before)), "，".join(sorted(now))


def compare(before: str, now: str) -> list[Piece]:
    """The two texts as one: what both have, what is gone, what came."""
    if len(before) * len(now) > MAX_COMPARED:
        return list(_compare(before.splitlines(keepends=True), now.splitlines(keepends=True)))
    return list(_compare(before, now))


def _compare(before: str | list[str], now: str | list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for code, start, end, new_start, new_end in matcher.get_opcodes():
        if code == "equal":
            yield "same", "".join(before[start:end])
            continue
        if start < end:
            yield "gone", "".join(before[start:end])
        if new_start < new_end:
            yield "came", "".join(now[new_start:new_end])
