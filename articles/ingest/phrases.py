"""The phrases of a story that are printed as one word: quoted terms and compounds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from articles.ingest.pieces import COUNTED, Words, pieces_of, word_list
from articles.ingest.words import Dictionary

# A compound has two to four words, is printed twice with this weight (thrice, or once in the
# headline), and is what its rarer word is mostly printed for.
COMPOUND_WEIGHT = 3
COMPOUND_SHARE = 0.5
# A quoted term stands in the headline, or twice in the text.
QUOTED_WEIGHT = 2
# Characters; a longer quotation is a slogan, a longer compound a sentence.
MAX_QUOTED = 8
MAX_COMPOUND = 10

# “银发食堂”, in the quotation marks of any typist
_QUOTED = re.compile(rf"[“\"「]([\u4e00-\u9fffA-Za-z0-9·+]{{2,{MAX_QUOTED}}})[”\"」]")
# One text with how much each word of it counts.
Weighed = tuple[str, int]
Gram = tuple[str, ...]


def quoted_terms(parts: Sequence[Weighed], stop: frozenset[str]) -> frozenset[str]:
    """Terms the paper itself sets off: quoted in the headline, or twice."""
    barred = stop | word_list("stop_words.txt")
    weights: Counter[str] = Counter()
    for text, weight in parts:
        for term in _QUOTED.findall(text):
            weights[term] += weight
    return frozenset(
        term
        for term, weight in weights.items()
        if weight >= QUOTED_WEIGHT and term not in barred and not COUNTED.fullmatch(term)
    )


class StoryWords:
    """The words of a story's texts, each phrase as one.

    Args:
        texts: the texts, each with how much each word of it counts.
    """

    def __init__(
        self, texts: Sequence[Weighed], phrases: frozenset[str], dictionary: Dictionary
    ) -> None:
        self._pieces = pieces_of(dictionary)
        self._texts = texts
        self.phrases = phrases
        self._words = [self._cut(text) for text, _ in texts]
        self._count()

    def take(self, phrases: frozenset[str]) -> None:
        """Take these as one word, too: texts that hold one are cut anew."""
        self.phrases |= phrases
        for number, (text, _) in enumerate(self._texts):
            if any(phrase in text for phrase in phrases):
                self._words[number] = self._cut(text)
        self._count()

    def weighed(self) -> Iterator[tuple[Words, int]]:
        for words, (_, weight) in zip(self._words, self._texts, strict=True):
            yield words, weight

    def _cut(self, text: str) -> Words:
        words: Words = []
        end = 0
        # Without a pattern: it would have to be compiled for every story.
        for start, _, phrase in sorted(_places(text, self.phrases)):
            if start >= end:
                words += [*self._pieces.of(text[end:start]), phrase, ""]
                end = start + len(phrase)
        return words + self._pieces.of(text[end:])

    def _count(self) -> None:
        """How often each word, "" left out, is printed, and how much it counts together."""
        self.printed = Counter(chain.from_iterable(self._words))
        del self.printed[""]
        self.weights = dict(self.printed)
        for words, weight in self.weighed():
            if weight > 1:
                for word in filter(None, words):
                    self.weights[word] += weight - 1


def _places(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where each phrase stands; of those at one place the longest sorts first."""
    for phrase in phrases:
        place = text.find(phrase)
        while place >= 0:
            yield place, -len(phrase), phrase
            place = text.find(phrase, place + 1)


def compounds(words: StoryWords) -> frozenset[str]:
    """Neighbours that the story keeps printing together: 志愿 + 服务."""
    pairs = _pairs(words)
    printed = Counter(
        (text[start], text[start + 1]) for text, _, starts in pairs for start in starts
    )
    repeated = {pair for pair, times in printed.items() if times > 1}
    if not repeated:
        return frozenset()
    together: dict[Gram, int] = defaultdict(int)
    followers: dict[Gram, list[str]] = defaultdict(list)
    for text, weight, starts in pairs:
        for gram, follower in _grams(text, starts, repeated):
            together[gram] += weight
            followers[gram].append(follower)
    found = [
        gram
        for gram, weight in together.items()
        if weight >= COMPOUND_WEIGHT
        and len(followers[gram]) >= 2
        and len(gram[0]) > 1
        and len("".join(gram)) <= MAX_COMPOUND
        # Before one and the same word always, it lacks its head: 党群 of 党群服务中心.
        and (not all(followers[gram]) or len(set(followers[gram])) > 1)
        and weight >= COMPOUND_SHARE * min(map(words.weights.__getitem__, gram))
    ]
    # Of a compound and its part, the longer when it is printed nearly as often.
    longer: Counter[Gram] = Counter()
    for gram in found:
        for part in (gram[:-1], gram[1:]):
            longer[part] = max(longer[part], together[gram])
    return frozenset("".join(gram) for gram in found if longer[gram] < 0.6 * together[gram])


def _pairs(words: StoryWords) -> list[tuple[Words, int, list[int]]]:
    """Each text with its weight, and where in it two neighbours stand that may be repeated:
    most words are printed once.
    """
    again = {word for word, times in words.printed.items() if times > 1}
    return [
        (
            text,
            weight,
            [
                start
                for start, (left, right) in enumerate(pairwise(text))
                if left in again and right in again
            ],
        )
        for text, weight in words.weighed()
    ]


def _grams(
    words: Words, starts: Iterable[int], repeated: Collection[tuple[str, str]]
) -> Iterator[tuple[Gram, str]]:
    """Two to four neighbours, each two of them printed together again, and what follows."""
    for start in starts:
        if (words[start], words[start + 1]) not in repeated:
            continue
        for end in range(start + 2, start + 5):
            yield tuple(words[start:end]), words[end]
            if (words[end - 1], words[end]) not in repeated:
                break
