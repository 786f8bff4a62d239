"""Where stories are listed, copied to the rows that tie them to people and tags.

Whatever writes a story's order key or status by other means than `Article.save` calls `relist`
in the same transaction; a row that is made takes its key from its story. A wrong copy could
cost a story its place in a list, but show nothing: what is public is asked of the story.
Tenures are drawn from what is public, and so they follow here as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, F, OuterRef, Subquery, When

from articles.models import Article, Byline, Mention, PostClaim, TaggedArticle
from articles.tenures import extend_tenures, people_named, redraw_tenures

BATCH_SIZE = 500  # stories a statement; SQLite takes a limited number of parameters


def relist(articles: Sequence[int]) -> None:
    """Bring what is copied and drawn from these stories in line with them."""
    _copy_keys(articles)
    for start in range(0, len(articles), BATCH_SIZE):
        redraw_tenures(people_named(articles[start : start + BATCH_SIZE]))


def list_new(articles: Sequence[int]) -> None:
    """The same for stories that stood in no list before: what they add is added."""
    _copy_keys(articles)
    for start in range(0, len(articles), BATCH_SIZE):
        extend_tenures(articles[start : start + BATCH_SIZE])


def _copy_keys(articles: Sequence[int]) -> None:
    """Four statements a batch."""
    listed = Case(When(status=Article.Status.PUBLISHED, then=F("order_key")))
    for start in range(0, len(articles), BATCH_SIZE):
        batch = articles[start : start + BATCH_SIZE]
        for model in (Byline, Mention, PostClaim):
            story = Article.objects.filter(pk=OuterRef("article")).order_by()
            rows = model.objects.filter(article__in=batch)
            rows.update(order_key=Subquery(story.values_list(listed)))
        story = Article.objects.filter(pk=OuterRef("content_object")).order_by()
        tagged = TaggedArticle.objects.filter(content_object__in=batch)
        tagged.update(order_key=Subquery(story.values_list(listed)))
