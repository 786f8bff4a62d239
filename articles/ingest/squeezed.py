"""A text without its white space, which still knows where everything stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text with all white space taken out.

    `origins[i]` is where `text[i]` stands in the text as given; `gaps` holds each place in
    `text` before which there was white space.
    """

    text: str
    origins: tuple[int, ...]
    gaps: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Self:
        origins = tuple(place for place, character in enumerate(text) if not character.isspace())
        gaps = frozenset(
            place for place in range(1, len(origins)) if origins[place] != origins[place - 1] + 1
        )
        return cls("".join(text[place] for place in origins), origins, gaps)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as given."""
        return self.origins[start], self.origins[end - 1] + 1
