"""What the rest of a page tells of where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from articles.ingest.vocabulary import Vocabulary

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_HAN = re.compile(rf"[{HAN}]")
# A bigram printed more often than this tells nothing new.
_MOST_PLACES = 40
# Each is sought through the whole page. A page asks for some dozens; of what holds far more, a
# year in one file, those that come later are not sought.
_MOST_SOUGHT = 2000


@dataclass(slots=True)
class PageEvidence:
    """The text of a page, and the bigrams that names could begin with."""

    page: str
    bigrams: frozenset[str]
    places: dict[str, list[int]] = field(default_factory=dict)  # where those asked for stand

    @classmethod
    def of(cls, texts: Iterable[str], bigrams: frozenset[str]) -> PageEvidence:
        return cls("\n".join(texts), bigrams)

    def _places_of(self, bigram: str) -> Sequence[int]:
        if bigram not in self.bigrams:
            return ()
        if bigram not in self.places:
            if len(self.places) == _MOST_SOUGHT:
                return ()
            self.places[bigram] = list(islice(self._seek(bigram), _MOST_PLACES))
        return self.places[bigram]

    def _seek(self, bigram: str) -> Iterator[int]:
        place = self.page.find(bigram)
        while place >= 0:
            yield place
            place = self.page.find(bigram, place + 1)

    def endings(self, name: str, vocabulary: Vocabulary, followers: frozenset[str]) -> int:
        """After how many different things it ends on the page, so far as that can be told."""
        places = self._places_of(name[:2])
        if len(places) < 2:
            return len(places)
        found: set[str] = set()
        for place in places:
            end = place + len(name)
            if self.page.startswith(name, place):
                rest = self.page[end : end + 2]
                if not rest or not _HAN.match(rest):
                    found.add(f"{place}" if not found else rest[:1])
                elif rest in vocabulary or rest in followers or rest[0] in followers:
                    found.add(rest)
        return len(found)
