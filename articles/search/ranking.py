"""Which of the stories that are found have most to do with the query: a bounded number of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from articles.models import Article
from articles.search.highlights import finder
from articles.search.hits import Hit

# Ranking all that have a common word would take seconds; these are the newest.
POOL = 1000

# What a word in each text of a story is worth; in the running text each of the first few is.
_WORTH = {"headline": 8.0, "kicker": 4.0, "deck": 4.0, "section": 2.0, "byline_text": 2.0}
_MOST_COUNTED = 5
_EARLY = 120  # characters from the beginning, where a story says what it is about
_USUAL_LENGTH = 700  # characters


def ranked(hits: Sequence[Hit], ways: Sequence[Sequence[str]]) -> list[Hit]:
    """The hits, those first that print the words most prominently; of equals the newest."""
    patterns = [pattern for way in ways if (pattern := finder(way))]
    columns = ("pk", "body", *_WORTH)
    worth: dict[int, float] = {}
    keys = [key for _, key in hits]
    for start in range(0, len(keys), 500):
        stories = Article.objects.filter(pk__in=keys[start : start + 500])
        for pk, body, *texts in stories.order_by().values_list(*columns):
            worth[pk] = sum(_worth(pattern, body, texts) for pattern in patterns)
    return sorted(hits, key=lambda hit: (-worth.get(hit[1], 0), -hit[0]))


def _worth(pattern: re.Pattern[str], body: str, texts: Sequence[str]) -> float:
    """How prominently a story prints a word. Traditional writing is not counted, only found."""
    places = [found.start() for found in islice(pattern.finditer(body.lower()), _MOST_COUNTED)]
    worth = len(places) / (0.5 + len(body) / _USUAL_LENGTH / 2)
    if places and places[0] < _EARLY:
        worth += 2
    return worth + sum(
        value
        for text, value in zip(texts, _WORTH.values(), strict=True)
        if pattern.search(text.lower())
    )
