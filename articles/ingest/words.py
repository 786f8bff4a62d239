"""jieba's words: where a text parts into them, how rare each is, which can be a subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, Generic, TypeVar

from articles.ingest.jieba_data import CACHE_DIR, jieba_text, kept

# The name of the table once kept; it changes with the form of the rows.
_TABLE = "words-1"

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
    """What is known of words; a word without a frequency of its own counts as a rare noun.

    Args:
        rows: `word idf`, with ` -` behind words that are no subject (verbs, adverbs,
            numerals…), sorted by their bytes. The first has no word: it is for unknown words.
    """

    def __init__(self, rows: list[bytes]) -> None:
        self._rows = rows
        self._unknown_idf = float(rows[0])

    def knows(self, word: str) -> bool:
        return bool(self._row(word))

    def is_other(self, word: str) -> bool:
        """Whether it is known as a word that is no subject."""
        return self._row(word).endswith(b"-")

    def idf_of(self, word: str) -> float:
        """How rare a word is over many texts; higher is rarer."""
        row = self._row(word)
        return float(row.split()[1]) if row else self._unknown_idf

    def _row(self, word: str) -> bytes:
        key = word.encode() + b" "
        place = bisect_left(self._rows, key)
        row = self._rows[place] if place < len(self._rows) else b""
        return row if row.startswith(key) and word else b""


def cut(text: str, *, guess: bool = False) -> list[str]:
    """All of the text, in words of the dictionary; `guess` also at words it lacks."""
    jieba = _jieba()
    words: list[str] = jieba.cut(text, guess)
    if guess and _JOINT.search(text):
        return [part for word in words for part in _links(word, jieba.has_word)]
    return words


def _links(word: str, is_known: Callable[[str], bool]) -> list[str]:
    if len(word) < 2 or not word.isascii() or not _JOINT.search(word) or is_known(word):
        return [word]
    return [link for link in _LINK.split(word) if link]


@cache
def _jieba() -> Any:
    import rjieba  # noqa: PLC0415 -- costs a tenth of a second; not every command needs it

    return rjieba


@cache
def load_dictionary(cache_dir: Path = CACHE_DIR) -> Dictionary:
    """The dictionary, loaded once a process: at first in a second, then from its file."""
    return Dictionary(kept(_TABLE, _table, cache_dir).split(b"\n"))


def _table() -> bytes:
    """The rows of jieba's dictionary and of its table of idf, as Dictionary reads them."""
    idf = dict(line.split(" ") for line in jieba_text("analyse/idf.txt").splitlines())
    unknown = str(median(map(float, idf.values())))
    rows = {"": f" {unknown}"} | {word: f"{word} {value}" for word, value in idf.items()}
    for entry in jieba_text("dict.txt").splitlines():
        word, _, tag = entry.rsplit(" ", 2)
        other = not tag.startswith(SUBJECT_TAGS) or tag.startswith("nr")
        rows[word] = f"{word} {idf.get(word, unknown)}{' -' if other else ''}"
    return b"\n".join(sorted(row.encode() for row in rows.values()))
