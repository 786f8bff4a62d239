"""Which stored story each parsed story is, across better and worse readings of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from articles.drafts import Draft
from articles.likeness import bigram_likeness, bigrams
from articles.models import Article

# A better segmenter moves a paragraph or two; two stories of one page share far less.
SAME_STORY_RATIO = 0.6  # 0 to 1

# A body shorter than this is too little to compare without the headline.
SHORT_BODY = 60  # characters


def pair_stories(
    articles: list[Article], drafts: list[Draft]
) -> list[tuple[Article | None, Draft | None]]:
    """Which stored story each draft is: by its key, else by the likest text.

    Returns:
        Every draft in order of print, then the stored stories that none of them is.
    """
    keyed = {article.key: article for article in articles}
    found = {draft.key: keyed[draft.key] for draft in drafts if draft.key in keyed}
    taken = {article.pk for article in found.values()}
    open_articles = [
        article
        for article in articles
        if article.pk not in taken and (article.as_imported or is_parted(article))
    ]
    open_drafts = [draft for draft in drafts if draft.key not in found]
    for article, draft in _likest(open_articles, open_drafts):
        found[draft.key] = article
        taken.add(article.pk)
    pairs: list[tuple[Article | None, Draft | None]] = [
        (found.get(draft.key), draft) for draft in drafts
    ]
    return pairs + [(article, None) for article in articles if article.pk not in taken]


def _likest(articles: list[Article], drafts: list[Draft]) -> Iterator[tuple[Article, Draft]]:
    """Pairs of the same story, the likest first, each story once."""
    stored = [bigrams(_whole(_known(article))) for article in articles]
    drafted = [bigrams(_whole(draft.fields)) for draft in drafts]
    ranked = sorted(
        (-bigram_likeness(one, other), row, column)
        for row, one in enumerate(stored)
        for column, other in enumerate(drafted)
    )
    rows, columns = set(), set()
    for unlike, row, column in ranked:
        if -unlike >= SAME_STORY_RATIO and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield articles[row], drafts[column]


def is_parted(article: Article) -> bool:
    """Whether an editor decided which text of the page the story is."""
    return "spans" in article.edited_fields


def _known(article: Article) -> dict[str, Any]:
    """What an import may find again of a story: of one that an editor split off, what it says."""
    return article.as_imported or {"body": article.body, "headline": article.headline}


def _whole(fields: dict[str, Any]) -> str:
    """The body; a story of a few words is known by its headline as well."""
    body = str(fields.get("body", ""))
    return body if len(body) >= SHORT_BODY else f"{fields.get('headline', '')}{body}"
