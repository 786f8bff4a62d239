"""What the rest of a page tells of where a name ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.ingest.vocabulary import Vocabulary

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_HAN = re.compile(rf"[{HAN}]")
# A bigram printed more often than this tells nothing new.
_MOST_PLACES = 40


@dataclass(slots=True)
class PageEvidence:
    """Where the bigrams that names could begin with stand on the page."""

    page: str
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, texts: Iterable[str], bigrams: frozenset[str]) -> PageEvidence:
        evidence = cls("\n".join(texts))
        page, places = evidence.page, evidence.places
        if bigrams:
            firsts = frozenset(bigram[:1] for bigram in bigrams)
            for place, character in enumerate(page):
                if character not in firsts:
                    continue
                bigram = page[place : place + 2]
                if bigram in bigrams and len(places[bigram]) < _MOST_PLACES:
                    places[bigram].append(place)
        return evidence

    def endings(self, name: str, vocabulary: Vocabulary, followers: frozenset[str]) -> int:
        """After how many different things it ends on the page, so far as that can be told."""
        found: set[str] = set()
        for place in self.places.get(name[:2], ()):
            end = place + len(name)
            if self.page.startswith(name, place):
                rest = self.page[end : end + 2]
                if not rest or not _HAN.match(rest):
                    found.add(f"{place}" if not found else rest[:1])
                elif rest in vocabulary or rest in followers or rest[0] in followers:
                    found.add(rest)
        return len(found)
