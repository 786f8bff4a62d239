"""How far to the left a post reaches: 随后|青柳区委组织部常务副部长."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import ascii_letters, digits
from typing import Protocol

from articles.ingest.lexicon import PostWords
from articles.ingest.organ_names import WHOLE, OrganNames, Walk
from articles.ingest.squeezed import Squeezed
from articles.ingest.vocabulary import Vocabulary
from articles.ingest.word_patterns import one_of


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


# The longest names of organs, with the organs above them, have about thirty characters.
REACH = 44
_INSIDE = frozenset(f"〇·-{ascii_letters}{digits}")  # beside Chinese characters
# “两新”工委书记, “万人助万企”办公室主任
_QUOTES = '”"'
_QUOTED = re.compile(r"[“\"][\u3400-\u9fff〇0-9]{1,8}[”\"]$")
_QUOTED_ORGAN = re.compile("工委|组织|办公室|指挥部|专班|领导小组|工作|活动|行动|专项|工程|创建")
_INNER = re.compile(r"[\u3400-\u9fff、]{1,14}")
# 西大|街道|府后社区, not 西|大街|道
_WHOLE = re.compile(r"(街道(?!路)|[(（][^（()）]*[)）]|[“\"][^“”\"]*[”\"])")
# 3月14日, 2018年, 9时, 三月
_TIME = re.compile(r"\d+(?:年|月|日|时|号|点|分|[：:]\d+)|[一二三四五六七八九十]+[月日]")
_OWN_LEVELS = frozenset("省市区县州旗镇乡村")
_OWN_LEVEL = re.compile(r"([省市区县镇乡])(?=\1)")


class LeftEdge:
    """Walks from the last word of a post to the left, as long as the words belong to it."""

    def __init__(self, words: PostWords, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._organs = OrganNames(words, vocabulary)
        self._breaker = one_of(frozenset(words.breakers))

    def find(self, view: Squeezed, head: Spanned, floor: int, ends: Mapping[int, Spanned]) -> int:
        """Where the post that ends in `head` begins; never before `floor`.

        `ends` are the last words of all posts of the text, by the place where each ends.
        """
        low = self._clause_start(view, head.start, max(floor, head.start - REACH))
        for match in _TIME.finditer(view.text, low, head.start):
            low = match.end()
        tokens = self._after_breakers(self._tokens(view.text, low, head.start))
        start = head.start
        if start in view.gaps and tokens and not self._organs.ends_like_one(tokens[-1]):
            return start  # what stands before the blank is a name, not an organ
        own_level = view.text[start : head.end] if view.text[start] in _OWN_LEVELS else ""
        walk = Walk()
        while tokens and (start == head.start or start not in ends):
            token = tokens.pop()
            walk.known = view.text[start : head.start] or own_level
            walk.bare = start == head.start
            walk.left = len(tokens)
            if not self._organs.belongs(token, tokens, walk):
                break
            start -= len(token)
            ends_one = self._organs.ends_like_one(token) or token[-1] == "族"
            walk.body = 0 if ends_one else walk.body + len(token)
            walk.placed = self._organs.gives_a_place(token) or (walk.placed and not ends_one)
            if token == "兼" and start in ends:
                return self.find(view, ends[start], floor, ends)
        own = _OWN_LEVEL.match(view.text[start : head.end])
        # 我区|区长: what is left of 我区 is no part of the post.
        return start + 1 if own and head.end - start <= 4 else start

    def _clause_start(self, view: Squeezed, start: int, low: int) -> int:
        """The place after the last mark or blank before `start`.

        A bracket may be part of an organ's name: 综合行政执法局（城市管理局）局长.
        """
        text = view.text
        place = start
        while place > low and (place == start or place not in view.gaps):
            before = text[place - 1]
            if before in _QUOTES:
                quoted = _QUOTED.search(text, low, place)
                if quoted is None or not _QUOTED_ORGAN.match(text, place, start):
                    break
                place = quoted.start()
            elif before in ")）":
                opened = max(text.rfind("(", low, place), text.rfind("（", low, place))
                if opened <= low or _INNER.fullmatch(text, opened + 1, place - 1) is None:
                    break
                place = opened
            elif "\u3400" <= before <= "\u9fff" or before in _INSIDE:
                place -= 1
            else:
                break
        return place

    def _tokens(self, text: str, low: int, high: int) -> list[str]:
        tokens: list[str] = []
        for piece in _WHOLE.split(text[low:high]):
            tokens += (
                [piece] if piece == "街道" or piece[:1] in WHOLE else self._vocabulary.words(piece)
            )
        return tokens

    def _after_breakers(self, tokens: list[str]) -> list[str]:
        """The words after the last breaker; one that is part of a longer word does not count."""
        breakers = list(self._breaker.finditer("".join(tokens)))
        if not breakers:
            return tokens
        places = {0: 0}
        place = 0
        for number, token in enumerate(tokens, start=1):
            place += len(token)
            places[place] = number
        kept = 0
        for match in breakers:
            if match.start() in places and match.end() in places:
                following = places[match.end()]
                if not self._organs.ends_an_organ(tokens[following - 1 : following + 1]):
                    kept = following
        return tokens[kept:]
