"""What is written into the index of one story."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from articles.search.texts import Words


@dataclass(frozen=True)
class Entry:
    article: int
    order_key: int
    words: Words
    place: int = 0  # see `articles.search.places`

    @cached_property
    def tokens(self) -> frozenset[str]:
        return self.words.tokens

    @cached_property
    def digest(self) -> int:
        return self.words.digest

    def at(self, place: int) -> Entry:
        return replace(self, place=place)
