"""How likely a run of Chinese text is as a row of ordinary words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache

from articles.ingest.jieba_data import jieba_text, kept
from articles.ingest.lexicon import packaged_posts

LONGEST_WORD = 6  # characters
_LONGEST_OF_JIEBA = 4  # of its words only those are held
# 高度 6119 n; no word longer than four characters, rarer than ten, or of a person (nr)
_ROWS = re.compile(r"^(\S{1,4}) (\d{2,}) (?!nr)(\w+)$", re.MULTILINE)
# The name of the table once kept; it changes with what it holds.
_TABLE = "vocabulary-1"
_TOTAL = 60_101_967  # all frequencies of the dictionary together
_UNKNOWN = math.log(1 / _TOTAL) + 3.0  # a single character that is no word: rare, not impossible
# Words of our lists count as at least this frequent: the dictionary lacks 党工委 and 管委会.
_OUR_FREQUENCY = 3000


class Vocabulary:
    """Words with the logarithm of their frequency and their tag.

    Person names of the dictionary are left out: they would hide the very names looked for.
    """

    def __init__(self, odds: Mapping[str, float], tags: Mapping[str, str]) -> None:
        self._odds = odds
        self._tags = tags
        # What words longer than jieba's begin with.
        self._long = frozenset(word[0] for word in odds if len(word) > _LONGEST_OF_JIEBA)

    def __contains__(self, word: str) -> bool:
        return word in self._odds

    def odds(self, word: str) -> float:
        return self._odds.get(word, _UNKNOWN)

    def tag(self, word: str) -> str:
        """The first letters of its part of speech as jieba writes them; "" for no word."""
        return self._tags.get(word, "")

    def suffix_odds(self, text: str) -> tuple[list[float], list[int]]:
        """For each place in `text` the odds of the rest, and the length of its first word."""
        length = len(text)
        best = [0.0] * (length + 1)
        first = [0] * (length + 1)
        odds_of = self._odds.get
        for start in range(length - 1, -1, -1):
            top = odds_of(text[start], _UNKNOWN) + best[start + 1]
            size = 1
            longest = LONGEST_WORD if text[start] in self._long else _LONGEST_OF_JIEBA
            for end in range(start + 2, min(start + longest, length) + 1):
                odds = odds_of(text[start:end])
                if odds is not None and odds + best[end] > top:
                    top, size = odds + best[end], end - start
            best[start], first[start] = top, size
        return best, first

    def words(self, text: str) -> list[str]:
        """The likeliest row of words that makes up `text`."""
        _, first = self.suffix_odds(text)
        found = []
        place = 0
        while place < len(text):
            found.append(text[place : place + first[place]])
            place += first[place]
        return found


@cache
def packaged_vocabulary() -> Vocabulary:
    """jieba's dictionary and our own lists; read at first use, in a twentieth of a second once kept."""
    columns = kept(_TABLE, _table).decode().split("\n")
    words, frequencies, tags = (column.split(" ") for column in columns)
    # There are far fewer frequencies than words.
    odds_of = {frequency: _odds(float(frequency)) for frequency in set(frequencies)}
    odds = dict(zip(words, map(odds_of.__getitem__, frequencies), strict=True))
    tag_of = dict(zip(words, tags, strict=True))
    lists = packaged_posts()
    ours = [lists.organs, lists.organ_subjects, lists.places, lists.name_followers]
    for word in frozenset().union(
        *ours, lists.breakers, lists.private_words, lists.prefixes, lists.posts
    ):
        if 1 < len(word) <= LONGEST_WORD:
            odds[word] = max(odds.get(word, _UNKNOWN), _odds(_OUR_FREQUENCY))
            tag_of.setdefault(word, "n")
    for word in lists.not_names:  # 周密 is in the dictionary as a poet only
        odds.setdefault(word, _odds(_OUR_FREQUENCY))
        tag_of.setdefault(word, "n")
    return Vocabulary(odds, tag_of)


def _table() -> bytes:
    """The words, their frequencies and their tags, each in a line."""
    columns = zip(*_ROWS.findall(jieba_text("dict.txt")), strict=True)
    return "\n".join(" ".join(column) for column in columns).encode()


def _odds(frequency: float) -> float:
    return math.log(frequency) - math.log(_TOTAL)
