"""How much two texts share, in characters and their order."""

from __future__ import annotations

from collections import Counter

from articles.ingest.characters import fold


def likeness(one: str, other: str) -> float:
    """The share of bigrams that two texts have in common, 0 to 1; width and blanks are ignored.

    >>> likeness("清淤工程开工", "清淤 工程完工")
    0.6
    """
    return bigram_likeness(bigrams(one), bigrams(other))


def bigrams(text: str) -> Counter[str]:
    folded = fold(text)
    return Counter(folded[index : index + 2] for index in range(len(folded) - 1))


def bigram_likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
