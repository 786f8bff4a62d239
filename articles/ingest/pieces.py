"""jieba's words as a desk takes them: names of places whole, what no phrase has left out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from articles.ingest.words import Dictionary, Remembered, cut

_DATA = Path(__file__).parent / "data"
# What can be a keyword by its look; a word in small Latin letters is of no name.
WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Z][A-Za-z0-9]+")
# What the dictionary parts from the name of a place, and some other heads of one character.
PLACE_SUFFIXES = frozenset("区镇乡县市旗")
_PIECE = re.compile(r"[\u4e00-\u9fff]{2,}|[村站馆队园河湖法节奖网桥局院员办]")
# 三月, 二十, 两个, 第二次
COUNTED = re.compile(
    r"第?[一二三四五六七八九十百千万亿两几多数0-9]+"
    r"[年月日号时点分秒天周期届次个名位项条件家户处座所批辆人余多元吨里米亩种类级步]*"
)
# Stands for a word that no desk takes as the dictionary cuts it.
_REGROUPED = "…"
# One text in words, print order; "" stands wherever no compound goes on.
Words = list[str]


class Pieces:
    """What words are to a compound, found once for each word."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        # The word itself, "" for one that no compound has.
        self._usable = Remembered(lambda word: word if self._is_piece(word) else "")
        self._parts = Remembered(self._find_parts)
        # The same, but _REGROUPED for one that has to be joined or parted first.
        self._plain = Remembered(self._find_plain)

    def of(self, text: str) -> Words:
        """The words of a text, or of its part beside a phrase, and "" behind them."""
        words = cut(text, guess=True)
        found = list(map(self._plain.__getitem__, words))
        if _REGROUPED in found:
            found = self._regrouped(words, found)
        found.append("")
        return found

    def _regrouped(self, words: Words, found: Words) -> Words:
        """Join and part words where the dictionary does it otherwise than a desk.

        Names of places are put together (临江 + 区, 临江 + 回族 + 自治 + 县), with an empty word
        where no compound goes on; 管理工作 is parted before its stop word.
        """
        stopped = word_list("stop_words.txt")
        joined: Words = []
        done = 0
        for at in [at for at, word in enumerate(found) if word is _REGROUPED]:
            if words[at] not in PLACE_SUFFIXES:
                joined += found[done:at]
                joined += self._parts[words[at]]
            elif at == done or len(words[at - 1]) < 2 or words[at - 1] in stopped:
                joined += [*found[done:at], ""]
            else:
                start = self._start_of_place(words, at, done)
                place = "".join(words[start : at + 1])
                joined += [*found[done:start], "", self._usable[place], ""]
            done = at + 1
        return joined + found[done:]

    @staticmethod
    def _start_of_place(words: Words, end: int, low: int) -> int:
        """Where the name of a place begins that ends before the word at `end`."""
        start = end - 1
        if words[start] == "自治" and start > low:
            start -= 1
        if "".join(words[start:end]).endswith(("族", "族自治")) and start > low:
            start -= 1
        return start

    def _find_plain(self, word: str) -> str:
        regrouped = word in PLACE_SUFFIXES or _parts(word) != [word]
        return _REGROUPED if regrouped else self._usable[word]

    def _find_parts(self, word: str) -> Words:
        return [self._usable[part] for part in _parts(word)]

    def _is_piece(self, word: str) -> bool:
        """Whether a compound may have it as one of its words."""
        if COUNTED.fullmatch(word) or word in word_list("stop_words.txt"):
            return False
        if self._dictionary.is_other(word) and word not in word_list("weak_words.txt"):
            return False
        return bool(_PIECE.fullmatch(word) or WORD.fullmatch(word))


@cache
def pieces_of(dictionary: Dictionary) -> Pieces:
    return Pieces(dictionary)


def _parts(word: str) -> list[str]:
    """The words that one of the dictionary is for a desk; "" where no compound goes on."""
    if word.endswith(("办事处", "街道办")):
        return [word, ""]
    stopped = word_list("stop_words.txt")
    if len(word) == 4 and word not in stopped and word[2:] in stopped:
        return [word[:2], word[2:]]
    return [word]


@cache
def word_list(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
