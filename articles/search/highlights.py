"""The words of a query in the texts that are shown: where they stand, and the best place to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.reading import body_lines, typeset
from articles.search.folding import fold
from articles.search.tokens import EDGE

QUOTED = 96  # characters of a text that a result shows
_LEAD = 18  # of them before the first word that is marked
_AROUND = 10  # characters on each side of a word of the source

_LETTER = r"[^\W\u2e80-\U0010ffff]"
_STOPS = re.compile(r"[。！？!?；;\n”]")


def finder(skeletons: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these words in a folded text, the longest first; None without any."""
    patterns = [_pattern(each) for each in sorted(set(skeletons), key=len, reverse=True) if each]
    return re.compile("|".join(patterns)) if patterns else None


def _pattern(bones: str) -> str:
    """What a skeleton looks like in a folded text.

    >>> re.search(_pattern("|5g|网络 安全"), "15g网络 5g网络、安全").span()
    (7, 14)
    """
    pattern = re.escape(bones).replace(r"\ ", r"[\W_]+")
    pattern = pattern.replace(re.escape(EDGE), EDGE)
    pattern = re.sub(rf"\{EDGE}([^{EDGE}]+)\{EDGE}", rf"(?<!{EDGE})\1(?!{EDGE})", pattern)
    return pattern.replace(EDGE, _LETTER)


@dataclass(frozen=True)
class Marks:
    """The words to be marked, and for each wanted one what stands for it."""

    ways: tuple[tuple[str, ...], ...]  # skeletons; any of them will do for a word

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return finder(each for way in self.ways for each in way)

    @cached_property
    def patterns(self) -> list[re.Pattern[str] | None]:
        return [finder(way) for way in self.ways]

    def places(self, text: str) -> list[tuple[int, int]]:
        found = self.pattern.finditer(fold(text)) if self.pattern else ()
        return [each.span() for each in found if each[0]]

    def html(self, text: str) -> SafeString:
        """The text set for reading, with what the query asks for in `mark`."""
        return self._marked(text, 0, len(text))

    def quotation(self, body: str) -> SafeString:
        """The part of a body that prints most of the words, or its beginning."""
        text = " ".join(body[start:end] for _, start, end in body_lines(body))
        start = self._best(text)
        end = min(start + QUOTED, len(text))
        return format_html(
            "{}{}{}",
            "…" if start else "",
            self._marked(text, start, end),
            "…" if end < len(text) else "",
        )

    def _best(self, text: str) -> int:
        """Where to begin so that most different words are quoted."""
        folded = fold(text)
        places = [
            (found.start(), number)
            for number, pattern in enumerate(self.patterns)
            if pattern
            for found in pattern.finditer(folded)
        ]
        if not places:
            return 0
        places.sort()
        reach = QUOTED - _LEAD
        best = max(
            places,
            key=lambda place: (
                len({word for start, word in places if place[0] <= start < place[0] + reach}),
                -place[0],
            ),
        )[0]
        start = max(best - _LEAD, 0)
        # Rather from the beginning of a sentence, where it is as near.
        stops = [stop.end() for stop in _STOPS.finditer(text, start, best)]
        return stops[-1] if stops else (0 if best <= _LEAD * 2 else start)

    def _marked(self, text: str, start: int, end: int) -> SafeString:
        shown = typeset(text)
        pieces = []
        for first, last in self.places(text):
            if first < start or last > end:
                continue
            pieces += [("{}", shown[start:first]), ("<mark>{}</mark>", shown[first:last])]
            start = last
        pieces.append(("{}", shown[start:end]))
        return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in pieces))

    def unprinted(self, texts: Iterable[str]) -> list[int]:
        """The numbers of those words that none of the texts prints."""
        folded = [fold(text) for text in texts]
        return [
            number
            for number, pattern in enumerate(self.patterns)
            if pattern and not any(map(pattern.search, folded))
        ]

    def around(self, number: int, source: str) -> str:
        """A word of the query with what stands around it in a text; "" where it is not."""
        pattern = self.patterns[number]
        found = pattern.search(fold(source)) if pattern else None
        if found is None:
            return ""
        start, end = max(found.start() - _AROUND, 0), found.end() + _AROUND
        return source[start:end].strip()
