"""Patterns that find one of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable


def by_first(words: Iterable[str], form: str = "(?:%s)") -> str:
    """A pattern of the words, in their order, that looks at each first character once.

    Args:
        words: what follows the first character is a pattern itself.
        form: how what follows the first character is asked for.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(first + form % "|".join(each) for first, each in rests.items())


def one_of(words: frozenset[str]) -> re.Pattern[str]:
    """Finds any of the words, where several stand the longest; they hold no ASCII marks."""
    return re.compile(by_first(sorted(words, key=lambda word: (-len(word), word))))
