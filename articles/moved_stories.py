"""Old addresses of stories: one that was taken into another is found there."""

from __future__ import annotations

from articles.models import Article


def where_it_is(pk: int) -> Article | None:
    """The story that readers see in the place of one merged into it; None for any other."""
    story = Article.objects.filter(pk=pk, merged_into__isnull=False).only("merged_into").first()
    while story is not None and story.merged_into_id is not None:
        story = Article.objects.filter(pk=story.merged_into_id).defer("body", "as_imported").first()
    return story if story is not None and story.is_public else None
