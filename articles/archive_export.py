"""All that readers may see, as lines of JSON: a story a line, the documents of the API."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from articles.api.references import Addresses
from articles.api.story_documents import whole_story, with_all_printed
from articles.dates import PartialDate
from articles.models import Article, ArticleQuerySet

BATCH_SIZE = 200  # stories in memory at a time, with all that hangs on them


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the published stories; None for no such limit."""

    since: PartialDate | None = None  # of print
    until: PartialDate | None = None
    changed_since: datetime | None = None  # here

    def stories(self) -> ArticleQuerySet:
        stories = Article.objects.published()
        if self.since or self.until:
            stories = stories.between(self.since, self.until)
        if self.changed_since:
            stories = stories.filter(updated_at__gte=self.changed_since)
        return stories


def story_lines(
    selection: Selection, site: str, on_progress: Callable[[int, int], None]
) -> Iterator[str]:
    """Stories by their ids, nine queries a batch; memory does not grow with the archive.

    Args:
        site: what addresses begin with, https://news.example.cn.
        on_progress: told after each batch up to which id all is written, and how many stories
            that batch had.
    """
    addresses = Addresses(site)
    stories = with_all_printed(selection.stories()).order_by("pk")
    last = 0
    gc.freeze()  # what is there now need not be looked through batch by batch
    while batch := list(stories.filter(pk__gt=last)[:BATCH_SIZE]):
        for story in batch:
            yield whole_story(story, addresses).model_dump_json() + "\n"
        last, count = batch[-1].pk, len(batch)
        # Stories and what hangs on them point to each other: nothing else would free them soon.
        del batch, story
        gc.collect()
        on_progress(last, count)
    gc.unfreeze()


def highest_id() -> int:
    """What the progress of `story_lines` ends at, or little before."""
    return Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
