"""Keywords: the words that tell what a story is about, as a desk would tag it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from articles.ingest.phrases import (
    PLACE_SUFFIX,
    WORD,
    compounds,
    quoted_terms,
    word_list,
    word_runs,
)
from articles.ingest.records import Keyword
from articles.ingest.words import CACHE_DIR, Dictionary, cut, load_dictionary

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
# Below this share of the best one's score a word is mentioned, no subject.
SCORE_SHARE = 0.1


def find_keywords(
    headlines: Sequence[str],
    texts: Sequence[str],
    stop: frozenset[str] = frozenset(),
    exclude: frozenset[str] = frozenset(),
    *,
    cache_dir: Path = CACHE_DIR,
) -> tuple[Keyword, ...]:
    """At most ten subjects of a story, the best first; of equals the first printed.

    Args:
        stop: words never proposed, beside those of every paper.
        exclude: names of people; nothing cut out of one is proposed either.
        cache_dir: where the dictionary is kept; the first call loads it, in about a second.
    """
    parts = [(_without(exclude, text), HEADLINE_WEIGHT) for text in headlines]
    parts += [(_without(exclude, text), 1) for text in texts]
    if not any(WORD.search(text) for text, _ in parts):
        return ()
    dictionary = load_dictionary(cache_dir)
    phrases = quoted_terms(parts, stop)
    for _ in range(2):  # what is left beside the first compounds may be one: 城乡接合部
        phrases |= compounds(word_runs(parts, phrases, dictionary), phrases) - stop
    weights: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    for run, weight in word_runs(parts, phrases, dictionary):
        printed.update(run)
        for word in run:
            weights[word] += weight
    subjects = {
        word: weight
        for word, weight in weights.items()
        if word in phrases or (word not in stop and _is_subject(word, printed[word], dictionary))
    }
    return _best(subjects, sum(weights.values()), dictionary)


def _without(names: Iterable[str], text: str) -> str:
    """The text without those names, and nothing joined where they stood."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "\n") if name else text
    return text


def _is_subject(word: str, printed: int, dictionary: Dictionary) -> bool:
    if word in word_list("stop_words.txt") or word in word_list("weak_words.txt"):
        return False
    if word in dictionary.other_words or not WORD.fullmatch(word):
        return False
    if dictionary.knows(word) or (len(word) > 2 and PLACE_SUFFIX.fullmatch(word[-1])):
        return True
    # A guess; one like 对临 has caught a small word.
    small = word_list("stop_words.txt")
    return printed >= UNKNOWN_PRINTED and word[0] not in small and word[-1] not in small


def _best(weights: dict[str, int], total: int, dictionary: Dictionary) -> tuple[Keyword, ...]:
    scored = [
        Keyword(word, round(weight / total * dictionary.idf_of(word), 6))
        for word, weight in weights.items()
    ]
    scored.sort(key=lambda keyword: -keyword.score)  # stable: of equals the first printed
    strong = [
        each
        for each in scored
        if weights[each.text] >= SUBJECT_WEIGHT and each.score >= SCORE_SHARE * scored[0].score
    ]
    best: list[Keyword] = []
    for each in strong if len(strong) >= ENOUGH else scored[:ENOUGH]:
        # 生态 says nothing more than 生态建设, unless it is printed as much by itself.
        if not any(
            each.text in better.text and weights[each.text] < weights[better.text]
            for better in best
        ):
            best.append(each)
    return tuple(best[:MAX_KEYWORDS])
