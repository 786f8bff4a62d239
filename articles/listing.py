"""Where stories are listed, copied to the rows that tie them to people and tags.

Whatever writes a story's order key or status by other means than `Article.save` calls `relist`
in the same transaction; a row that is made takes its key from its story. A wrong copy could
cost a story its place in a list, but show nothing: what is public is asked of the story.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, F, OuterRef, Subquery, When

from articles.models import Article, Byline, Mention, PostClaim, TaggedArticle

BATCH_SIZE = 500  # stories a statement; SQLite takes a limited number of parameters


def relist(articles: Sequence[int]) -> None:
    """Bring the copies of these stories in line with them; four statements a batch."""
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
