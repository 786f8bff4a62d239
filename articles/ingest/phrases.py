"""The phrases of a story that are printed as one word: quoted terms, compounds, places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

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

_DATA = Path(__file__).parent / "data"
# “银发食堂”, in the quotation marks of any typist
_QUOTED = re.compile(rf"[“\"「]([\u4e00-\u9fffA-Za-z0-9·+]{{2,{MAX_QUOTED}}})[”\"」]")
# What can be a keyword by its look; a word in small Latin letters is of no name.
WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Z][A-Za-z0-9]+")
# What the dictionary parts from the name of a place, and some other heads of one character.
PLACE_SUFFIX = re.compile(r"[区镇乡县市旗]")
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[村站馆队园河湖法节奖网桥局院员办]")
# 三月, 二十, 两个, 第二次
_COUNTED = re.compile(
    r"第?[一二三四五六七八九十百千万亿两几多数0-9]+"
    r"[年月日号时点分秒天周期届次个名位项条件家户处座所批辆人余多元吨里米亩种类级步]*"
)
# One text with how much each word of it counts.
Weighed = tuple[str, int]


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


def word_runs(
    parts: Sequence[Weighed], phrases: frozenset[str], dictionary: Dictionary
) -> Iterator[tuple[list[str], int]]:
    """The words of the parts, `phrases` as one word each, parted where no compound goes on."""
    splitter = re.compile("|".join(map(re.escape, sorted(phrases, key=_longest_first))) or r"(?!)")
    for text, weight in parts:
        words: list[str] = []
        end = 0
        for found in splitter.finditer(text):
            words += _regroup(dictionary.cut(text[end : found.start()], guess=True))
            words.append(found.group())
            end = found.end()
        words += _regroup(dictionary.cut(text[end:], guess=True))
        for usable, run in groupby(
            words, lambda word: word in phrases or _is_piece(word, dictionary)
        ):
            if usable:
                yield list(run), weight


def _regroup(words: Iterable[str]) -> list[str]:
    """Join and part words where the dictionary does it otherwise than a desk.

    Names of places are put together (临江 + 区, 临江 + 回族 + 自治 + 县), with an empty word
    where no compound goes on; 管理工作 is parted before its stop word.
    """
    stopped = word_list("stop_words.txt")
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        if not PLACE_SUFFIX.fullmatch(word) or len(last) < 2 or last in stopped:
            joined += _parted(word, stopped)
            continue
        place = joined.pop()
        if place == "自治" and joined:
            place = joined.pop() + place
        if place.endswith(("族", "族自治")) and joined:
            place = joined.pop() + place
        joined += ["", place + word, ""]
    return joined


def _parted(word: str, stopped: frozenset[str]) -> list[str]:
    if word.endswith(("办事处", "街道办")):
        return [word, ""]
    if len(word) == 4 and word not in stopped and word[2:] in stopped:
        return [word[:2], word[2:]]
    return [word]


def _longest_first(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase


def _is_piece(word: str, dictionary: Dictionary) -> bool:
    """Whether a compound may have it as one of its words."""
    if _COUNTED.fullmatch(word) or word in word_list("stop_words.txt"):
        return False
    if word in dictionary.other_words and word not in word_list("weak_words.txt"):
        return False
    return bool(_PIECE.fullmatch(word) or WORD.fullmatch(word))


def compounds(runs: Iterable[tuple[list[str], int]], known: frozenset[str]) -> frozenset[str]:
    """Neighbours that the story keeps printing together, not counting `known`: 志愿 + 服务."""
    single: Counter[str] = Counter()
    together: Counter[tuple[str, ...]] = Counter()
    followers: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for whole, weight in runs:
        for is_known, group in groupby(whole, known.__contains__):
            run = [*group, ""]
            for start, word in enumerate(run[:-1] if not is_known else ()):
                single[word] += weight
                for end in range(start + 2, min(start + 5, len(run))):
                    gram = tuple(run[start:end])
                    together[gram] += weight
                    followers[gram].append(run[end])
    found = [
        gram
        for gram, weight in together.items()
        if len(gram[0]) > 1
        and len("".join(gram)) <= MAX_COMPOUND
        and len(followers[gram]) >= 2
        and weight >= COMPOUND_WEIGHT
        and weight >= COMPOUND_SHARE * min(single[word] for word in gram)
        # Before one and the same word always, it lacks its head: 党群 of 党群服务中心.
        and set(followers[gram]) not in ({follower} for follower in followers[gram] if follower)
    ]
    # Of a compound and its part, the longer when it is printed nearly as often.
    return frozenset(
        "".join(gram)
        for gram in found
        if not any(
            gram in (other[:-1], other[1:]) and together[other] >= 0.6 * together[gram]
            for other in found
        )
    )


@cache
def word_list(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
