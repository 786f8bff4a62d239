"""Text for a synthetic archive: sentences of the test pages with many words changed for others."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import rjieba

from articles.ingest.decode import decode
from articles.ingest.jieba_data import jieba_text

PAGES = Path(__file__).parent.parent / "pages"
LENGTH = 700  # characters of a story
CHANGED = 0.45  # the share of words of two characters that are others than on the page
_SHORTEST = 12  # characters of a sentence
_NAMES = 20_000  # people whom the stories name, a few often and most hardly ever


def texts(seed: int) -> Callable[[random.Random], str]:
    """A source of running texts; the same for the same seed."""
    chance = random.Random(seed)
    sentences = [[*rjieba.cut(sentence)] for sentence in _sentences()]
    words, weights = _words()
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    names = ["".join(chance.choices(characters, k=3)) for _ in range(_NAMES)]
    rare = [*accumulate(1 / (place + 1) for place in range(_NAMES))]

    def text(chance: random.Random) -> str:
        pieces: list[str] = []
        length = 0
        while length < LENGTH:
            for word in chance.choice(sentences):
                changed = len(word) == 2 and chance.random() < CHANGED
                pieces.append(chance.choices(words, cum_weights=weights)[0] if changed else word)
                length += len(pieces[-1])
            if chance.random() < 0.2:
                pieces.append(chance.choices(names, cum_weights=rare)[0] + "参加。")
        return "".join(pieces)

    return text


def _sentences() -> list[str]:
    pages = [decode(path.read_bytes()).text for path in sorted(PAGES.glob("*.txt"))]
    found = "".join("".join(page.split()) for page in pages).split("。")
    return [f"{sentence}。" for sentence in found if len(sentence) >= _SHORTEST]


def _words() -> tuple[list[str], list[int]]:
    """Words of two characters, and their frequencies summed up."""
    lines = (line.split(" ") for line in jieba_text("dict.txt").splitlines())
    rows = [(row[0], int(row[1])) for row in lines if len(row[0]) == 2]
    return [word for word, _ in rows], [*accumulate(number for _, number in rows)]
