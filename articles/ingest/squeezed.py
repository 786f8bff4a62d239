"""A text without its white space, which still knows where everything stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Self

_INK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text with all white space taken out.

    `origins[i]` is where `text[i]` stands in the text as given; `gaps` holds each place in
    `text` before which there was white space.
    """

    text: str
    origins: Sequence[int]
    gaps: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Self:
        kept = [range(*ink.span()) for ink in _INK.finditer(text)]
        if len(kept) == 1:
            return cls(text[kept[0].start : kept[0].stop], kept[0], frozenset())
        gaps = frozenset(accumulate(map(len, kept[:-1])))
        squeezed = "".join(text[each.start : each.stop] for each in kept)
        return cls(squeezed, tuple(chain.from_iterable(kept)), gaps)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as given."""
        return self.origins[start], self.origins[end - 1] + 1
