"""How likely a run of Chinese text is as a row of ordinary words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from articles.ingest.lexicon import packaged_posts

LONGEST_WORD = 6  # characters; of jieba's words only those of up to four are held
# 高度 6119 n; no word longer than four characters, rarer than ten, or of a person (nr)
_ROWS = re.compile(r"^(\S{1,4}) (\d{2,}) (?!nr)(\w+)$", re.MULTILINE)
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
        known = self._odds
        for start in range(length - 1, -1, -1):
            top = known.get(text[start], _UNKNOWN) + best[start + 1]
            size = 1
            for end in range(start + 2, min(start + LONGEST_WORD, length) + 1):
                odds = known.get(text[start:end])
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
    """jieba's dictionary and our own lists; read at first use, in about a fifth of a second."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed; its dictionary is needed")
    text = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8")
    held = {word: (float(frequency), tag) for word, frequency, tag in _ROWS.findall(text)}
    lists = packaged_posts()
    ours = [lists.organs, lists.organ_subjects, lists.places, lists.name_followers]
    for word in frozenset().union(
        *ours, lists.breakers, lists.private_words, lists.prefixes, lists.posts
    ):
        if 1 < len(word) <= LONGEST_WORD:
            frequency, tag = held.get(word, (0.0, "n"))
            held[word] = (max(frequency, _OUR_FREQUENCY), tag)
    for word in lists.not_names:  # 周密 is in the dictionary as a poet only
        held.setdefault(word, (float(_OUR_FREQUENCY), "n"))
    total = math.log(_TOTAL)
    return Vocabulary(
        {word: math.log(frequency) - total for word, (frequency, _) in held.items()},
        {word: tag for word, (_, tag) in held.items()},
    )
