"""jieba's dictionary: loaded when the first word is asked for, silent, and our own copy."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

# Where the prefix dictionary is kept once built, half a second quicker to load. jieba's own
# choice is a guessable name in the temporary folder all users share, which it would run through
# marshal. It is renamed into place whole, so processes may share it.
CACHE_DIR = Path(__file__).resolve().parents[2] / "var" / "jieba"

# jieba's tags of words that can be a subject for readers: nouns of all kinds, verbs used as
# nouns, idioms, set phrases, abbreviations.
SUBJECT_TAGS = ("n", "vn", "l", "i", "j")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What is known of words; words it lacks count as rare nouns."""

    tokenizer: Any  # a jieba.Tokenizer; jieba has no types
    idf: Mapping[str, float]  # how rare a word is over many texts; higher is rarer
    unknown_idf: float  # for words that are not in `idf`
    other_words: frozenset[str]  # those that are no subject: verbs, adverbs, numerals…

    def cut(self, text: str, *, guess: bool) -> list[str]:
        """All of the text, word by word; `guess` also at words no dictionary has."""
        return list(self.tokenizer.cut(text, HMM=guess))

    def knows(self, word: str) -> bool:
        return word in self.idf or bool(self.tokenizer.FREQ.get(word))

    def idf_of(self, word: str) -> float:
        return self.idf.get(word, self.unknown_idf)


def cut(text: str) -> list[str]:
    """All of the text, in words of the dictionary."""
    return list(_tokenizer(CACHE_DIR).cut(text, HMM=False))


@cache
def load_dictionary(cache_dir: Path = CACHE_DIR) -> Dictionary:
    """The dictionary, loaded once a process."""
    tokenizer = _tokenizer(cache_dir)
    lines = (files("jieba") / "analyse" / "idf.txt").read_text("utf-8").splitlines()
    idf = {word: float(value) for word, value in (line.split(" ") for line in lines)}
    entries = (files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    other_words = frozenset(
        word
        for word, _, tag in (entry.rsplit(" ", 2) for entry in entries)
        if not tag.startswith(SUBJECT_TAGS) or tag.startswith("nr")
    )
    return Dictionary(tokenizer, idf, median(idf.values()), other_words)


@cache
def _tokenizer(cache_dir: Path) -> Any:
    # jieba's source has escapes that newer Pythons warn of, and its import of pkg_resources
    # another warning; neither is for the person at the terminal.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 -- costs a quarter of a second; not every command needs it
    # It writes its progress to stderr, and an error where the folder cannot be written.
    jieba.setLogLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    with suppress(OSError):  # without the folder it builds the dictionary each time
        cache_dir.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(cache_dir)
    tokenizer.cache_file = f"{jieba.__version__}.cache"  # another version, another dictionary
    tokenizer.initialize()
    return tokenizer
