"""Every word that jieba knows, in one table that is searched where it lies, never read whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import median

from articles.ingest.jieba_data import CACHE_DIR, jieba_text, kept

# The name of the table once kept; it changes with the form of the rows.
_TABLE = "words-2"


class WordTable:
    """The rows of words, found by what they begin with in some millionths of a second.

    Args:
        rows: `word frequency tag idf`, each ended by a line break, sorted by their bytes. A word
            that only the table of idf has is of frequency 0. The first row has no word: its idf
            is for unknown words.
    """

    def __init__(self, rows: bytes) -> None:
        self._rows = rows

    def beginning_with(self, text: str) -> list[list[str]]:
        """The four values of each row that begins so, a blank behind a whole word included."""
        key, found = text.encode(), []
        start = self._place_of(key)
        while self._rows.startswith(key, start):
            end = self._rows.index(b"\n", start)
            found.append(self._rows[start:end].decode().split(" "))
            start = end + 1
        return found

    def _place_of(self, key: bytes) -> int:
        """Where the first row starts that is not less than the key."""
        rows = self._rows
        low, high = 0, len(rows)
        while low < high:
            start = rows.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = rows.index(b"\n", start)
            if rows[start:end] < key:
                low = end + 1
            else:
                high = start
        return low


@cache
def load_words(cache_dir: Path = CACHE_DIR) -> WordTable:
    """The table, loaded once a process: at first in a second, then from its file."""
    return WordTable(kept(_TABLE, _table, cache_dir))


def _table() -> bytes:
    idf = dict(line.split(" ") for line in jieba_text("analyse/idf.txt").splitlines())
    unknown = str(median(map(float, idf.values())))
    rows = {word: f"{word} 0 - {value}\n" for word, value in {"": unknown, **idf}.items()}
    for entry in jieba_text("dict.txt").splitlines():
        word = entry.partition(" ")[0]
        rows[word] = f"{entry} {idf.get(word, unknown)}\n"
    return b"".join(sorted(row.encode() for row in rows.values()))
