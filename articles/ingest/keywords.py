"""Keywords: the words that tell what a story is about, as a desk would tag it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from articles.ingest.jieba_data import CACHE_DIR
from articles.ingest.phrases import StoryWords, Weighed, compounds, quoted_terms
from articles.ingest.pieces import PLACE_SUFFIXES, WORD, word_list
from articles.ingest.records import Keyword
from articles.ingest.words import Dictionary, Remembered, cut, load_dictionary

__all__ = ["cut", "find_keywords"]

MAX_KEYWORDS = 10
# A headline says what a story is about; its words count as if printed so many times.
HEADLINE_WEIGHT = 3
# A word of this weight is a subject: printed twice, or in the headline. Fewer subjects than
# ENOUGH are filled up with words printed once.
SUBJECT_WEIGHT = 2
ENOUGH = 3
# A word no dictionary has is believed when it is printed so often.
UNKNOWN_PRINTED = 2
# How often any word has to be printed to be no subject for all that.
_NEVER = 1_000_000_000
# Decimals of a score.
_DIGITS = 6
# Below this share of the best one's score a word is mentioned, no subject.
SCORE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """What an archive's editors said: words never proposed, and always where they are printed."""

    stop: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()


NO_WORDS = ArchiveWords()


def find_keywords(
    headlines: Sequence[str],
    texts: Sequence[str],
    archive: ArchiveWords = NO_WORDS,
    exclude: frozenset[str] = frozenset(),
    *,
    cache_dir: Path = CACHE_DIR,
) -> tuple[Keyword, ...]:
    """At most ten subjects of a story, the best first; of equals the first printed.

    Args:
        archive: words of its own, beside those of every paper.
        exclude: names of people; nothing cut out of one is proposed either.
        cache_dir: where what is known of words is kept; the first call loads it.
    """
    parts = [(text, HEADLINE_WEIGHT) for text in _without(exclude, headlines)]
    parts += [(text, 1) for text in _without(exclude, texts)]
    if not any(WORD.search(text) for text, _ in parts):
        return ()
    dictionary = load_dictionary(cache_dir)
    stop = archive.stop
    own = _printed(archive.wanted - stop, parts)
    words = _in_words(parts, quoted_terms(parts, stop) | own, stop, dictionary)
    facts = _facts_of(dictionary)
    least = facts.least
    subjects = {
        word: words.weights[word]
        for word, printed in words.printed.items()
        if word in words.phrases or (printed >= least[word] and word not in stop)
    }
    total = sum(words.weights.values())
    best = _best(subjects, total, facts.idf)
    return _with_own(best, own, subjects, total, facts.idf) if own else best


def _without(names: Iterable[str], texts: Sequence[str]) -> list[str]:
    """The texts without those names, and nothing joined where they stood."""
    text = "\n".join(texts)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ") if name else text
    return text.split("\n")


def _printed(wanted: frozenset[str], texts: Sequence[Weighed]) -> frozenset[str]:
    """Those of the wanted words that a story prints."""
    if not wanted:
        return wanted
    by_head = _by_head(wanted)
    heads = {text[at : at + 2] for text, _ in texts for at in range(len(text) - 1)}
    near = [word for head in heads & by_head.keys() for word in by_head[head]]
    return frozenset(word for word in near if any(word in text for text, _ in texts))


@lru_cache(maxsize=2)  # of the archive in hand, and the one before an editor's last word
def _by_head(wanted: frozenset[str]) -> dict[str, list[str]]:
    """Words by their first two characters: few of a thousand need be looked for in a story."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in wanted:
        words[word[:2]].append(word)
    return dict(words)


def _in_words(
    texts: Sequence[Weighed],
    phrases: frozenset[str],
    stop: frozenset[str],
    dictionary: Dictionary,
) -> StoryWords:
    """The words of a story, each of its phrases as one."""
    words = StoryWords(texts, phrases, dictionary)
    for _ in range(2):  # what is left beside the first compounds may be one: 城乡接合部
        new = compounds(words) - stop - words.phrases
        if not new:
            break
        words.take(new)
    return words


class _Facts:
    """What is known of words as keywords, found once for each word."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self.idf = Remembered(dictionary.idf_of)
        # How often a word has to be printed to be a subject.
        self.least = Remembered(self._least)

    def _least(self, word: str) -> int:
        small = word_list("stop_words.txt")
        if word in small or word in word_list("weak_words.txt"):
            return _NEVER
        if self._dictionary.is_other(word) or not WORD.fullmatch(word):
            return _NEVER
        if self._dictionary.knows(word) or (len(word) > 2 and word[-1] in PLACE_SUFFIXES):
            return 1
        # A guess; one like 对临 has caught a small word.
        return _NEVER if word[0] in small or word[-1] in small else UNKNOWN_PRINTED


@cache
def _facts_of(dictionary: Dictionary) -> _Facts:
    return _Facts(dictionary)


def _best(weights: Mapping[str, int], total: int, idf: Mapping[str, float]) -> tuple[Keyword, ...]:
    if not weights:
        return ()
    exact = {word: weight / total * idf[word] for word, weight in weights.items()}
    subjects = [word for word, weight in weights.items() if weight >= SUBJECT_WEIGHT]
    scores = {word: round(exact[word], _DIGITS) for word in subjects}
    least = SCORE_SHARE * round(max(exact.values()), _DIGITS)
    strong = [word for word in subjects if scores[word] >= least]
    if len(strong) < ENOUGH:
        scores = {word: round(score, _DIGITS) for word, score in exact.items()}
    # The sort keeps the order of print among equals.
    ranked = sorted(strong if len(strong) >= ENOUGH else scores, key=lambda word: -scores[word])
    best: list[str] = []
    for word in ranked if len(strong) >= ENOUGH else ranked[:ENOUGH]:
        # 生态 says nothing more than 生态建设, unless it is printed as much by itself.
        if not any(word in better and weights[word] < weights[better] for better in best):
            best.append(word)
        if len(best) == MAX_KEYWORDS:
            break
    return tuple(Keyword(word, scores[word]) for word in best)


def _with_own(
    best: Sequence[Keyword],
    own: frozenset[str],
    weights: Mapping[str, int],
    total: int,
    idf: Mapping[str, float],
) -> tuple[Keyword, ...]:
    """The keywords with the archive's own words among them, at the cost of the last ones."""
    scored = {
        word: round(weights[word] / total * idf[word], _DIGITS) for word in own & weights.keys()
    }
    kept = sorted((Keyword(*each) for each in scored.items()), key=_by_score)[:MAX_KEYWORDS]
    others = [keyword for keyword in best if keyword.text not in scored]
    return tuple(sorted([*kept, *others[: MAX_KEYWORDS - len(kept)]], key=_by_score))


def _by_score(keyword: Keyword) -> tuple[float, str]:
    return -keyword.score, keyword.text
