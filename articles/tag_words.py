"""The words that editors want as tags, or never: what their work on stories proposes for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet

from articles.models import RejectedTag, TaggedArticle, TagWord
from articles.models.querysets import has_one

Verdict = TagWord.Verdict

# So many stories on which editors agreed: two who added a word meant it, three who took one away.
ENOUGH_ADDED = 2
ENOUGH_REJECTED = 3
MOST_PROPOSED = 50  # of each kind, the most frequent


@dataclass(frozen=True, slots=True)
class Proposal:
    name: str
    stories: int


def proposed_words() -> list[Proposal]:
    """Tags that editors keep adding by hand, for the dictionary; one query."""
    by_hand = TaggedArticle.objects.filter(score__isnull=True).order_by()
    return _most(by_hand.values_list("tag__name"), "tag__name", ENOUGH_ADDED)


def proposed_stops() -> list[Proposal]:
    """Tags that editors keep taking away, to be found no more; one query."""
    return _most(RejectedTag.objects.order_by().values_list("name"), "name", ENOUGH_REJECTED)


def _most(rows: QuerySet[Any, Any], name: str, least: int) -> list[Proposal]:
    """The words on which enough stories agree and nobody has decided."""
    decided = TagWord.objects.filter(name=OuterRef(name))
    counted = rows.annotate(stories=Count("pk")).filter(stories__gte=least)
    found = counted.exclude(has_one(decided)).order_by("-stories", name)[:MOST_PROPOSED]
    return [Proposal(*row) for row in found]


@transaction.atomic
def decide_words(names: Collection[str], verdict: str) -> list[TagWord]:
    """Keep what an editor decided about these words, whatever was decided before."""
    return [
        TagWord.objects.update_or_create(name=name, defaults={"verdict": verdict})[0]
        for name in names
    ]
