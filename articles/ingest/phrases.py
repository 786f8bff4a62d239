"""The phrases of a story that are printed as one word: quoted terms, compounds, places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from articles.ingest.words import Dictionary, Remembered, cut

# A compound has two to four words, is printed twice with this weight (thrice, or once in the
# headline), and is what its rarer word is mostly printed for.
COMPOUND_WEIGHT = 3
COMPOUND_SHARE = 0.5
# A quoted term stands in the headline, or twice in the text.
QUOTED_WEIGHT = 2
# Characters; a longer quotation is a slogan, a longer compound a sentence.
MAX_QUOTED = 8
MAX_COMPOUND = 10

_DATA = Path(__file__).parent / "data"
# “银发食堂”, in the quotation marks of any typist
_QUOTED = re.compile(rf"[“\"「]([\u4e00-\u9fffA-Za-z0-9·+]{{2,{MAX_QUOTED}}})[”\"」]")
# What can be a keyword by its look; a word in small Latin letters is of no name.
WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Z][A-Za-z0-9]+")
# What the dictionary parts from the name of a place, and some other heads of one character.
PLACE_SUFFIXES = frozenset("区镇乡县市旗")
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[村站馆队园河湖法节奖网桥局院员办]")
# 三月, 二十, 两个, 第二次
_COUNTED = re.compile(
    r"第?[一二三四五六七八九十百千万亿两几多数0-9]+"
    r"[年月日号时点分秒天周期届次个名位项条件家户处座所批辆人余多元吨里米亩种类级步]*"
)
# One sentence, or a part of one: jieba cuts across no such mark, and no phrase holds one.
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
# Stands for a word that no desk takes as the dictionary cuts it.
_REGROUPED = "…"
# One text with how much each word of it counts.
Weighed = tuple[str, int]
# One text in words, print order; "" stands wherever no compound goes on.
Words = list[str]
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
        if weight >= QUOTED_WEIGHT and term not in barred and not _COUNTED.fullmatch(term)
    )


class Sentences:
    """One text in its words; those of a sentence are found anew when it holds a new phrase."""

    def __init__(self, text: str, phrases: frozenset[str], dictionary: Dictionary) -> None:
        self._pieces = _pieces_of(dictionary)
        self._sentences = _SENTENCE.findall(text)
        self._phrases: frozenset[str] = frozenset()
        self._words: list[Words] = [[]] * len(self._sentences)
        self._cut_again(range(len(self._sentences)), phrases)

    def words(self) -> Words:
        return list(chain.from_iterable(self._words))

    def part(self, phrases: frozenset[str]) -> None:
        """Take every one of the phrases as one word, beside those that are known already."""
        holding = [
            place
            for place, sentence in enumerate(self._sentences)
            if any(phrase in sentence for phrase in phrases)
        ]
        self._cut_again(holding, phrases)

    def _cut_again(self, places: Iterable[int], phrases: frozenset[str]) -> None:
        self._phrases |= phrases
        for place in places:
            sentence = self._sentences[place]
            words: Words = []
            end = 0
            while (found := self._next_phrase(sentence, end)) is not None:
                start, phrase = found
                words += [*self._cut(sentence[end:start]), phrase, ""]
                end = start + len(phrase)
            self._words[place] = words + self._cut(sentence[end:])

    def _next_phrase(self, sentence: str, start: int) -> tuple[int, str] | None:
        """The first phrase from `start` on, the longest of those that stand there.

        Without a pattern: it would have to be compiled for every story.
        """
        places = ((sentence.find(phrase, start), phrase) for phrase in self._phrases)
        found = [(place, -len(phrase), phrase) for place, phrase in places if place >= 0]
        return min(found)[::2] if found else None

    def _cut(self, sentence: str) -> Words:
        """The words of a sentence, or of its part beside a phrase, and "" behind them."""
        words = cut(sentence, guess=True)
        found = list(map(self._pieces.plain.__getitem__, words))
        if _REGROUPED in found:
            found = list(map(self._pieces.usable.__getitem__, self._pieces.regrouped(words)))
        found.append("")
        return found


class _Pieces:
    """What words are to a compound, found once for each word."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        # The word itself, "" for one that no compound has.
        self.usable = Remembered(lambda word: word if self._is_piece(word) else "")
        self._parts = Remembered(_parts)
        # The same, but _REGROUPED for one that has to be joined or parted first.
        self.plain = Remembered(self._plain)

    def regrouped(self, words: Iterable[str]) -> list[str]:
        """Join and part words where the dictionary does it otherwise than a desk.

        Names of places are put together (临江 + 区, 临江 + 回族 + 自治 + 县), with an empty word
        where no compound goes on; 管理工作 is parted before its stop word.
        """
        stopped = word_list("stop_words.txt")
        joined: list[str] = []
        for word in words:
            last = joined[-1] if joined and word in PLACE_SUFFIXES else ""
            if len(last) < 2 or last in stopped:
                joined += self._parts[word]
                continue
            place = joined.pop()
            if place == "自治" and joined:
                place = joined.pop() + place
            if place.endswith(("族", "族自治")) and joined:
                place = joined.pop() + place
            joined += ["", place + word, ""]
        return joined

    def _plain(self, word: str) -> str:
        regrouped = word in PLACE_SUFFIXES or self._parts[word] != [word]
        return _REGROUPED if regrouped else self.usable[word]

    def _is_piece(self, word: str) -> bool:
        """Whether a compound may have it as one of its words."""
        if _COUNTED.fullmatch(word) or word in word_list("stop_words.txt"):
            return False
        if self._dictionary.is_other(word) and word not in word_list("weak_words.txt"):
            return False
        return bool(_PIECE.fullmatch(word) or WORD.fullmatch(word))


@cache
def _pieces_of(dictionary: Dictionary) -> _Pieces:
    return _Pieces(dictionary)


def _parts(word: str) -> list[str]:
    """The words that one of the dictionary is for a desk; "" where no compound goes on."""
    if word.endswith(("办事处", "街道办")):
        return [word, ""]
    stopped = word_list("stop_words.txt")
    if len(word) == 4 and word not in stopped and word[2:] in stopped:
        return [word[:2], word[2:]]
    return [word]


def compounds(texts: Sequence[tuple[Words, int]]) -> frozenset[str]:
    """Neighbours that the story keeps printing together: 志愿 + 服务.

    Args:
        texts: the words of each, with how much each word of it counts.
    """
    pairs = Counter(filter(all, chain.from_iterable(pairwise(words) for words, _ in texts)))
    repeated = {pair for pair, printed in pairs.items() if printed > 1}
    if not repeated:
        return frozenset()
    together: Counter[Gram] = Counter()
    followers: dict[Gram, list[str]] = defaultdict(list)
    for words, weight in texts:
        for gram, follower in _grams(words, repeated):
            together[gram] += weight
            followers[gram].append(follower)
    counts = [(Counter(words), weight) for words, weight in texts]
    found = [
        gram
        for gram, weight in together.items()
        if len(gram[0]) > 1
        and len("".join(gram)) <= MAX_COMPOUND
        and len(followers[gram]) >= 2
        and weight >= COMPOUND_WEIGHT
        # Before one and the same word always, it lacks its head: 党群 of 党群服务中心.
        and (not all(followers[gram]) or len(set(followers[gram])) > 1)
        and weight
        >= COMPOUND_SHARE * min(sum(count[word] * each for count, each in counts) for word in gram)
    ]
    # Of a compound and its part, the longer when it is printed nearly as often.
    longer: Counter[Gram] = Counter()
    for gram in found:
        for part in (gram[:-1], gram[1:]):
            longer[part] = max(longer[part], together[gram])
    return frozenset("".join(gram) for gram in found if longer[gram] < 0.6 * together[gram])


def _grams(words: Words, repeated: Collection[tuple[str, str]]) -> Iterator[tuple[Gram, str]]:
    """Two to four neighbours, each two of them printed together again, and what follows."""
    for start, pair in enumerate(pairwise(words)):
        if pair not in repeated:
            continue
        for end in range(start + 2, start + 5):
            yield tuple(words[start:end]), words[end]
            if (words[end - 1], words[end]) not in repeated:
                break


@cache
def word_list(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
