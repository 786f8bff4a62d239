"""The texts of one page without white space, and where posts stand in them.

All who look for officials read them so; they are made once a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.ingest.post_titles import PartHeads, packaged_readers
from articles.ingest.squeezed import Squeezed


@dataclass(frozen=True, slots=True)
class PostedText:
    view: Squeezed
    heads: PartHeads


PostedPage = Sequence[Sequence[PostedText]]


def find_posts(stories: Sequence[Sequence[str]]) -> PostedPage:
    """For each story its texts with their posts."""
    finder, _ = packaged_readers()
    return [
        [PostedText(view, finder.heads(view)) for view in map(Squeezed.of, story)]
        for story in stories
    ]
