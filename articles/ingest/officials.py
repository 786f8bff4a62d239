"""Officials: everyone a story names in full with a public post, and the posts as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from articles.ingest.lexicon import Lexicon
from articles.ingest.page_evidence import PageEvidence
from articles.ingest.part_reader import PartReader
from articles.ingest.person_names import NameReader
from articles.ingest.post_titles import PartHeads, packaged_readers
from articles.ingest.posted_texts import PostedPage, find_posts
from articles.ingest.reading import Hit, Reading
from articles.ingest.records import FoundOfficial
from articles.ingest.squeezed import Squeezed
from articles.ingest.vocabulary import packaged_vocabulary


def find_officials(
    stories: Sequence[Sequence[str]], lexicon: Lexicon, posted: PostedPage | None = None
) -> list[tuple[FoundOfficial, ...]]:
    """Find the officials of each story of one page.

    Args:
        stories: for each story its texts, headlines first. What is printed in one story helps
            to tell where a name ends in another, so a page is given whole.
        posted: what `find_posts` makes of the stories, where it is at hand.

    Returns:
        For each story its officials, in the order in which they first stand with a post.
    """
    page = find_posts(stories) if posted is None else posted
    _, titles = packaged_readers()
    bigrams = frozenset(
        chain.from_iterable(
            _possible_starts(text.view, text.heads) for story in page for text in story
        )
    )
    evidence = PageEvidence.of((text.view.text for story in page for text in story), bigrams)
    names = NameReader(lexicon, packaged_vocabulary(), evidence)
    return [
        _collect(
            [
                (part, text.view, hit)
                for part, text in enumerate(story)
                if text.heads.all
                for hit in PartReader(
                    Reading(text.view, text.heads, names, titles, lexicon.posts)
                ).hits()
            ]
        )
        for story in page
    ]


# After these a name of a list may begin.
_STARTERS = re.compile(r"(?<=[、,，:：;；。和与及由])(?=(..))")


def _possible_starts(view: Squeezed, heads: PartHeads) -> list[str]:
    """With which two characters names could begin whose ends the rest of the page may show."""
    if not heads.all:
        return []
    places = [0, *view.gaps]
    for head in heads.all:
        places += (head.start - 3, head.start - 2, head.end, head.end + 1)
    starts: list[str] = _STARTERS.findall(view.text)
    return starts + [view.text[place : place + 2] for place in places]


def _collect(hits: Sequence[tuple[int, Squeezed, Hit]]) -> tuple[FoundOfficial, ...]:
    """One official a name: all posts in print order, the place of the first."""
    found: dict[str, FoundOfficial] = {}
    officials = {hit.name.text for _, _, hit in hits if not hit.honorary}
    for part, view, hit in sorted(hits, key=lambda each: (each[0], each[2].name.start)):
        name = hit.name.text
        if name not in officials:
            continue
        known = found.get(name)
        if known is None:
            start, end = view.span(hit.name.start, hit.name.end)
            posts = tuple(dict.fromkeys(hit.posts))
            found[name] = FoundOfficial(name, posts, part, start, end, hit.rule, hit.doubtful)
        else:
            posts = tuple(dict.fromkeys((*known.posts, *hit.posts)))
            doubtful = known.doubtful and hit.doubtful
            found[name] = replace(known, posts=posts, doubtful=doubtful)
    return tuple(found.values())
