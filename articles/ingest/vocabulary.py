"""How likely a run of Chinese text is as a row of ordinary words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from articles.ingest.lexicon import packaged_posts
from articles.ingest.word_table import WordTable, load_words
from articles.ingest.words import Remembered

LONGEST_WORD = 6  # characters
_LONGEST_OF_JIEBA = 4  # of its words only those are held
_RAREST = 10  # times; rarer ones are left out
_TOTAL = 60_101_967  # all frequencies of the dictionary together
_UNKNOWN = math.log(1 / _TOTAL) + 3.0  # a single character that is no word: rare, not impossible
# Words of our lists count as at least this frequent: the dictionary lacks 党工委 and 管委会.
_OUR_FREQUENCY = 3000


# Of the words that begin with the same two characters: how many characters the longest has, 0
# where there are none as behind most two that stand together; the odds and the tag of each.
_Words = tuple[int, dict[str, float], dict[str, str]]
_NO_WORDS: _Words = (0, {}, {})


class Vocabulary:
    """Words with the logarithm of their frequency and their tag.

    Person names of the dictionary are left out: they would hide the very names looked for.

    Args:
        ours: words of our lists, by their first two characters.
        not_names: such words too, but no more frequent than the dictionary has them.
    """

    def __init__(
        self,
        table: WordTable,
        ours: Mapping[str, Sequence[str]],
        not_names: Mapping[str, Sequence[str]],
    ) -> None:
        self._table = table
        self._ours = ours
        self._not_names = not_names
        # Found at the first use: a page asks for a few hundred of them.
        self._beginning = Remembered(self._find)
        self._character_odds = Remembered(self.odds)

    def _find(self, beginning: str) -> _Words:
        odds: dict[str, float] = {}
        tags: dict[str, str] = {}
        whole = len(beginning) < 2
        for word, frequency, tag, _ in self._table.beginning_with(beginning + " " * whole):
            if len(word) <= _LONGEST_OF_JIEBA and int(frequency) >= _RAREST and tag[:2] != "nr":
                odds[word], tags[word] = _odds(int(frequency)), tag
        for word in self._ours.get(beginning, ()):
            odds[word] = max(odds.get(word, _UNKNOWN), _odds(_OUR_FREQUENCY))
            tags.setdefault(word, "n")
        for word in self._not_names.get(beginning, ()):
            odds.setdefault(word, _odds(_OUR_FREQUENCY))
            tags.setdefault(word, "n")
        return (max(map(len, odds)), odds, tags) if odds else _NO_WORDS

    def __contains__(self, word: str) -> bool:
        return word in self._beginning[word[:2]][1]

    def odds(self, word: str) -> float:
        return self._beginning[word[:2]][1].get(word, _UNKNOWN)

    def tag(self, word: str) -> str:
        """The first letters of its part of speech as jieba writes them; "" for no word."""
        return self._beginning[word[:2]][2].get(word, "")

    def suffix_odds(self, text: str) -> tuple[list[float], list[int]]:
        """For each place in `text` the odds of the rest, and the length of its first word."""
        length = len(text)
        best = [0.0] * (length + 1)
        first = [0] * (length + 1)
        beginning, character_odds = self._beginning, self._character_odds
        for start in range(length - 1, -1, -1):
            top = character_odds[text[start]] + best[start + 1]
            size = 1
            longest, words, _ = beginning[text[start : start + 2]]
            for end in range(start + 2, min(start + longest, length) + 1):
                odds = words.get(text[start:end])
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
    """jieba's dictionary and our own lists."""
    lists = packaged_posts()
    ours = frozenset[str]().union(
        *(lists.organs, lists.organ_subjects, lists.places, lists.name_followers),
        *(lists.breakers, lists.private_words, lists.prefixes, lists.posts),
    )
    return Vocabulary(
        load_words(),
        _by_beginning(word for word in ours if 1 < len(word) <= LONGEST_WORD),
        _by_beginning(lists.not_names),  # 周密 is in the dictionary as a poet only
    )


def _by_beginning(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[:2]].append(word)
    return found


def _odds(frequency: int) -> float:
    return math.log(frequency) - math.log(_TOTAL)
