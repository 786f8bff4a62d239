"""jieba's words: where a text parts into them, how rare each is, which can be a subject."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from articles.ingest.jieba_data import CACHE_DIR
from articles.ingest.word_table import WordTable, load_words

# jieba's tags of words that can be a subject for readers: nouns of all kinds, verbs used as
# nouns, idioms, set phrases, abbreviations.
SUBJECT_TAGS = ("n", "vn", "l", "i", "j")

# Words a Remembered holds: those of some hundred pages, a few megabytes.
_MOST_REMEMBERED = 50_000

# 2018-06-28, E-mail: rjieba leaves whole what jieba parts, unless the dictionary has it (AT&T)
_JOINT = re.compile(r"[#&+._%-]")
_LINK = re.compile(r"([A-Za-z0-9]+(?:\.\d+)?%?)")

T = TypeVar("T")


class Remembered(dict[str, T], Generic[T]):
    """What `find` says of a word, found once; it holds a bounded number of words."""

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> T:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = self._find(word)
        return found


class Dictionary:
    """What is known of words; a word without a frequency of its own counts as a rare noun."""

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._rows = Remembered(self._row)
        self._unknown_idf = float(self._rows[""][-1])

    def knows(self, word: str) -> bool:
        return bool(word and self._rows[word])

    def is_other(self, word: str) -> bool:
        """Whether it is known as a word that is no subject: a verb, an adverb, a numeral…"""
        row = self._rows[word]
        if not row or row[1] == "0":
            return False
        return not row[2].startswith(SUBJECT_TAGS) or row[2].startswith("nr")

    def idf_of(self, word: str) -> float:
        """How rare a word is over many texts; higher is rarer."""
        row = self._rows[word]
        return float(row[-1]) if row else self._unknown_idf

    def _row(self, word: str) -> list[str]:
        return next(iter(self._table.beginning_with(word + " ")), [])


def cut(text: str, *, guess: bool = False) -> list[str]:
    """All of the text, in words of the dictionary; `guess` also at words it lacks."""
    jieba = _jieba()
    words: list[str] = jieba.cut(text, guess)
    if guess and _JOINT.search(text):
        return [*chain.from_iterable(map(_links().__getitem__, words))]
    return words


@cache
def _links() -> Remembered[list[str]]:
    return Remembered(_links_of)


def _links_of(word: str) -> list[str]:
    if len(word) < 2 or not word.isascii() or not _JOINT.search(word) or _jieba().has_word(word):
        return [word]
    return [link for link in _LINK.split(word) if link]


@cache
def _jieba() -> Any:
    import rjieba  # noqa: PLC0415 -- costs a tenth of a second; not every command needs it

    return rjieba


@cache
def load_dictionary(cache_dir: Path = CACHE_DIR) -> Dictionary:
    return Dictionary(load_words(cache_dir))
