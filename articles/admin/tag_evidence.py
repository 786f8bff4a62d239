"""Why a story has its tags: what the import gave each, and the sentence in which it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article, TaggedArticle
from articles.sentences import Quotation, quotation_at


@dataclass(frozen=True, slots=True)
class Evidence:
    item: TaggedArticle
    quotation: Quotation | None  # None where the story has the word nowhere


def tag_evidence(article: Article) -> SafeString:
    """The tags of a story as a list; two queries."""
    items = article.tagged_items.select_related("tag").prefetch_related("tag__aliases")
    rows = [Evidence(item, _quotation(article, item)) for item in items]
    return render_to_string("admin/articles/article/_tag_evidence.html", {"rows": rows})


def _quotation(article: Article, item: TaggedArticle) -> Quotation | None:
    """The first place of the text that has the tag, by its name or another; else the headline."""
    names = [item.tag.name, *(alias.name for alias in item.tag.aliases.all())]
    for name in names:
        if (start := article.body.find(name)) >= 0:
            return quotation_at(article, (start, start + len(name)))
    for text in (article.kicker, article.headline, article.deck):
        for name in names:
            before, found, after = text.partition(name)
            if found:
                return Quotation(before, found, after)
    return None
