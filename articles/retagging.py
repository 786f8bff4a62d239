"""Finding the tags of stored stories anew, with the words that editors want or stopped since."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from articles.drafts import PREFIXES, best_keywords
from articles.history import Cause, record_all
from articles.ingest.keywords import ArchiveWords, find_keywords
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import Keyword
from articles.models import Article, ArticleQuerySet, Retagging, Revision, TaggedArticle
from articles.rows import Rows
from articles.states import states_of
from articles.tagging import find_tags, named_tags, remove_unused_tags, tagged_values
from articles.turns import take_turn

STORIES_A_BATCH = 50  # in one transaction: a second or so
SAMPLE = 100  # stories that a preview looks at
EXAMPLES = 10  # of them, shown one by one
_DRAWN = 3000  # numbers drawn to find a sample among a large set

# What the words of a story are; where an editor changed these, the import's own tags differ.
_TEXTS = ("kicker", "headline", "deck", "body")
NOTE = "重新提取标签"


@dataclass(slots=True)
class Change:
    """What finding the tags of one story anew would do."""

    article: Article
    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    looked_at: int
    changes: list[Change]  # of EXAMPLES stories at most
    changed: int
    gained: list[tuple[str, int]]  # the most frequent first
    lost: list[tuple[str, int]]


def stories_of(retagging: Retagging) -> ArticleQuerySet:
    """The stories that it is about, those in an editor's hands among them."""
    stories = Article.objects.filter(merged_into__isnull=True)
    if retagging.issue_id:
        return stories.filter(page__issue=retagging.issue_id)
    if retagging.year:
        return stories.filter(page__issue__date__year=retagging.year)
    return stories


def preview(retagging: Retagging, lexicon: Lexicon) -> Preview:
    """What would come of some of these stories, without writing anything."""
    changes = _changes(_sample(stories_of(retagging)), lexicon)
    differing = [change for change in changes if change.gained or change.lost]
    gained = Counter(name for change in differing for name in change.gained)
    lost = Counter(name for change in differing for name in change.lost)
    return Preview(
        len(changes),
        differing[:EXAMPLES],
        len(differing),
        gained.most_common(),
        lost.most_common(),
    )


def _sample(stories: ArticleQuerySet) -> list[Article]:
    """Some of the stories, by chance; three queries however many there are."""
    keys = list(stories.order_by().values_list("pk", flat=True)[: _DRAWN + 1])
    if len(keys) > _DRAWN:
        ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
        numbers = range(ends["first"], ends["last"] + 1)
        drawn = random.sample(numbers, min(_DRAWN, len(numbers)))
        keys = list(stories.filter(pk__in=drawn).order_by().values_list("pk", flat=True)) or keys
    chosen = random.sample(keys, min(SAMPLE, len(keys)))
    return list(_loaded(stories.filter(pk__in=chosen)))


def _loaded(stories: ArticleQuerySet) -> ArticleQuerySet:
    return stories.prefetch_related("mentions", "bylines", "tagged_items__tag").order_by("pk")


def _changes(articles: Sequence[Article], lexicon: Lexicon) -> list[Change]:
    free = [article for article in articles if is_free(article)]
    found = {article.pk: keywords_of(article, lexicon) for article in free}
    known = named_tags({keyword.text for keywords in found.values() for keyword in keywords})
    changes = []
    for article in free:
        # A word that is another name of a tag is that tag; one that is none is new.
        names = {
            str(known.get(keyword.text.lower(), keyword.text)) for keyword in found[article.pk]
        }
        held = {str(item.tag) for item in article.tagged_items.all()}
        changes.append(Change(article, sorted(names - held), sorted(held - names)))
    return changes


def is_free(article: Article) -> bool:
    """Whether an import says which tags the story has, and no editor."""
    return bool(article.as_imported) and "tags" not in article.edited_fields


def keywords_of(article: Article, lexicon: Lexicon) -> list[Keyword]:
    """What the importer finds in a story as it stands, best first."""
    names = {row.name for row in (*article.mentions.all(), *article.bylines.all())}
    headlines = [article.kicker, article.headline, *article.deck.split(" ")]
    found = find_keywords(
        list(filter(None, headlines)),
        [_without_prefix(line) for line in article.body.split("\n") if line],
        ArchiveWords(lexicon.stop_tags, lexicon.wanted_tags),
        frozenset(names),
    )
    return best_keywords(found)


def _without_prefix(line: str) -> str:
    for prefix in filter(None, PREFIXES.values()):
        line = line.removeprefix(prefix)
    return line


@transaction.atomic
def go_on(retagging: Retagging, lexicon: Lexicon) -> bool:
    """Find the tags of the next stories anew; False where none is left.

    Stopped at any moment, it goes on where it was.
    """
    take_turn()
    held = Retagging.objects.select_for_update().get(pk=retagging.pk)
    if held.finished_at is not None:
        return False
    rows = _loaded(stories_of(held).filter(pk__gt=held.last))
    articles = list(rows.select_for_update(of=("self",))[:STORIES_A_BATCH])
    if not articles:
        Retagging.objects.filter(pk=held.pk).update(finished_at=timezone.now())
        return False
    changes = _write([each for each in articles if is_free(each)], lexicon, held)
    Retagging.objects.filter(pk=held.pk).update(
        last=articles[-1].pk,
        seen=F("seen") + len(articles),
        changed=F("changed") + len(changes),
        gained=F("gained") + sum(len(change.gained) for change in changes),
        lost=F("lost") + sum(len(change.lost) for change in changes),
    )
    return True


def _write(articles: list[Article], lexicon: Lexicon, retagging: Retagging) -> list[Change]:
    """Bring the tags of these stories in line with their words; returns what that changed."""
    found = {article.pk: keywords_of(article, lexicon) for article in articles}
    names = {keyword.text for keywords in found.values() for keyword in keywords}
    tags = find_tags(names) if names else {}
    rows = Rows(TaggedArticle, ("order_key", "score"))
    changes = []
    for article in articles:
        held = {item.tag_id: item for item in article.tagged_items.all()}
        wanted: dict[int, dict[str, Any]] = {}
        for keyword in found[article.pk]:
            tag = tags[keyword.text.lower()]
            wanted.setdefault(tag.pk, tagged_values(article, tag, keyword.score))
        if held.keys() != wanted.keys():
            rows.bring(held, wanted)
            changes.append(_change(article, held, wanted))
    before = states_of([change.article.pk for change in changes]) if changes else {}
    rows.delete_gone()
    rows.save()
    _remember([change.article for change in changes], found)
    if before:
        by: Any = retagging.started_by
        record_all(before, Cause(Revision.Kind.EDIT, by, NOTE))
    remove_unused_tags(rows.values_of_gone("tag_id"))
    return changes


def _change(article: Article, held: dict[int, Any], wanted: dict[int, dict[str, Any]]) -> Change:
    return Change(
        article,
        [str(values["tag"]) for key, values in wanted.items() if key not in held],
        [str(item.tag) for key, item in held.items() if key not in wanted],
    )


def _remember(articles: Iterable[Article], found: dict[int, list[Keyword]]) -> None:
    """Let the next import find what was found now, in stories whose words are the import's."""
    told = []
    for article in articles:
        article.updated_at = timezone.now()
        if not set(_TEXTS) & set(article.edited_fields):
            said = [[keyword.text, keyword.score] for keyword in found[article.pk]]
            article.as_imported = article.as_imported | {"tags": said}
        told.append(article)
    if told:
        Article.objects.bulk_update(told, ["as_imported", "updated_at"])
