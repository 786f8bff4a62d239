"""How far to the left a post reaches: 随后|管城区委组织部常务副部长."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from articles.ingest.lexicon import PostWords
from articles.ingest.squeezed import Squeezed
from articles.ingest.vocabulary import Vocabulary


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


# The longest names of organs, with the organs above them, have about thirty characters.
REACH = 44
_INSIDE = re.compile(r"[\u3400-\u9fff〇A-Za-z0-9·\-]")
_INNER = re.compile(r"[\u3400-\u9fff、]{1,14}")
# 3月14日, 2018年, 9时, 三月
_TIME = re.compile(r"\d+(?:年|月|日|时|号|点|分|[：:]\d+)|[一二三四五六七八九十]+[月日]")
# 区委, 回族区政府: the name of the place may stand before
_BARE_LEVEL = re.compile(
    r"(?:[回满壮苗藏]|蒙古|哈萨克|土家)?族?自?治?[东西南北中]?[省市区县州盟旗镇乡村路街桥湖河庄寨屯店集营岗坡口沟关门山岭湾洼港岛巷里园苑坝闸]"
    r"|街道|社区|办事处|新城|新村|新区"
)
# Words that say of which place a post is; before them only a wider place can stand.
_PLACED = re.compile(
    r"国家|全国|中央|中共|共青团|中华|[省市区县州盟旗镇乡村]|.*(?:省|市|区|县|自治州|街道|镇|乡|社区|村)$"
)
# These have a subject as organs do: 经济技术|开发区.
_ZONES = frozenset(
    [
        "开发区",
        "实验区",
        "示范区",
        "新区",
        "港区",
        "园区",
        "集聚区",
        "保税区",
        "景区",
        "风景区",
        "特区",
    ]
)
_STREET = "路街巷桥湖河"
_JOINERS = "和与及暨"
_NOUNS = ("n", "j", "b", "s", "vn", "an", "l", "i", "x", "g", "m")
# Adverbs, prepositions, conjunctions, pronouns, particles, times.
_NEVER_IN_A_PLACE = ("d", "p", "c", "r", "u", "y", "t")
_RARE_VERB = -9.8  # odds; 迎宾 and 解放 name streets, 组织 and 参加 do not
_NEEDS_SUBJECT = frozenset("局厅部处科股室所队院馆组站") | {"部队", "中心", "委员会", "办公室"}
_PLACE_BODY = 4  # characters before 社区, 镇, 街道; longer names are words of the dictionary
_NUMERALS = frozenset("一二三四五六七八九十第")
# Of the characters that end a post's words these stand in names of places as well.
_IN_PLACES = frozenset("都同道为至于自向如来")
_OWN_LEVELS = frozenset("省市区县州旗镇乡村")
_OWN_LEVEL = re.compile(r"([省市区县镇乡])(?=\1)")


@dataclass(slots=True)
class _Walk:
    """How far a walk to the left has come."""

    known: str = ""  # what is known to belong to the post, without its last word
    body: int = 0  # characters of the name of the place that is being read
    placed: bool = False
    bare: bool = True  # only the last word of the post is known yet
    left: int = 0  # how many words stand before the one that is looked at


class LeftEdge:
    """Walks from the last word of a post to the left, as long as the words belong to it."""

    def __init__(self, words: PostWords, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._suffixes = words.places | words.organs
        self._inside = words.organ_subjects | frozenset(words.private_words)
        self._breaker = re.compile("|".join(sorted(words.breakers, key=len, reverse=True)))

    def find(self, view: Squeezed, head: Spanned, floor: int, ends: Mapping[int, Spanned]) -> int:
        """Where the post that ends in `head` begins; never before `floor`.

        `ends` are the last words of all posts of the text, by the place where each ends.
        """
        low = self._clause_start(view, head.start, max(floor, head.start - REACH))
        for match in _TIME.finditer(view.text, low, head.start):
            low = match.end()
        tokens = self._after_breakers(self._tokens(view.text, low, head.start))
        start = head.start
        if start in view.gaps and tokens and not self._ends_like_one(tokens[-1]):
            return start  # what stands before the blank is a name, not an organ
        own_level = view.text[start : head.end] if view.text[start] in _OWN_LEVELS else ""
        walk = _Walk()
        while tokens and (start == head.start or start not in ends):
            token = tokens.pop()
            walk.known = view.text[start : head.start] or own_level
            walk.bare = start == head.start
            walk.left = len(tokens)
            if not self._belongs(token, tokens[-1] if tokens else "", walk):
                break
            start -= len(token)
            ends_one = self._ends_like_one(token) or token[-1] == "族"
            walk.body = 0 if ends_one else walk.body + len(token)
            walk.placed = self._gives_a_place(token) or (walk.placed and not ends_one)
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
            if before in ")）":
                opened = max(text.rfind("(", low, place), text.rfind("（", low, place))
                if opened <= low or _INNER.fullmatch(text, opened + 1, place - 1) is None:
                    break
                place = opened
            elif _INSIDE.match(before):
                place -= 1
            else:
                break
        return place

    def _tokens(self, text: str, low: int, high: int) -> list[str]:
        tokens: list[str] = []
        for piece in re.split(r"([(（][^（()）]*[)）])", text[low:high]):
            tokens += [piece] if piece[:1] in ("(", "（") else self._vocabulary.words(piece)
        return tokens

    def _after_breakers(self, tokens: list[str]) -> list[str]:
        """The words after the last breaker; one that is part of a longer word does not count."""
        places = {0: 0}
        place = 0
        for number, token in enumerate(tokens, start=1):
            place += len(token)
            places[place] = number
        kept = 0
        for match in self._breaker.finditer("".join(tokens)):
            if match.start() in places and match.end() in places:
                kept = places[match.end()]
        return tokens[kept:]

    def _belongs(self, token: str, before: str, walk: _Walk) -> bool:
        """Whether `token`, directly before what is known of the post, is part of it."""
        words = self._words
        if token in words.prefixes or token == "兼" or token[0] in "(（":
            return True
        if token in _JOINERS:
            return self._joins(before, walk.known)
        if token in words.breaking_characters:
            return self._ends_a_place(token, before, walk)
        if self._ends_like_one(token):
            return True
        tag = self._vocabulary.tag(token)
        if walk.bare and walk.known:  # 青柳|区领导, 白云|镇长
            return len(token) == 1 or tag == "" or tag.startswith(("ns", "nz", "j"))
        return (not walk.bare or len(token) > 1) and self._names_something(token, tag, walk)

    def _ends_a_place(self, token: str, before: str, walk: _Walk) -> bool:
        """魏|都|区委: with one character before it and nothing else, it ends a place's name."""
        if token not in _IN_PLACES or walk.body or not _BARE_LEVEL.match(walk.known):
            return False
        alone = len(before) == 1 and before not in self._words.breaking_characters
        return alone and walk.left == 1

    def _names_something(self, token: str, tag: str, walk: _Walk) -> bool:
        """Whether a word that is none of the lists' can stand before what is known."""
        if walk.body < _PLACE_BODY and _BARE_LEVEL.match(walk.known, walk.body):
            return self._names_a_place(token, tag, walk)
        if walk.placed:
            return self._is_above(token, tag, walk.known)
        if token in self._inside or tag == "" or tag.startswith(_NOUNS):
            return True
        if len(token) == 1 or token[0] in _NUMERALS:
            return walk.body + len(token) < _PLACE_BODY
        return walk.body == 0 and tag.startswith("v") and self._lacks_its_subject(walk.known)

    def _gives_a_place(self, token: str) -> bool:
        """Whether the post now says of which place it is: 区委, 管城区, 平安社区."""
        if token in self._words.organ_subjects or token in _ZONES:
            return False
        named = len(token) > 1 and self._vocabulary.tag(token).startswith("ns")
        return named or _PLACED.match(token) is not None

    def _is_above(self, token: str, tag: str, known: str) -> bool:
        """Whether it can stand before an organ that has its place: only a wider place can.

        Or the rest of a place of three characters whose last two are one as well: 贞|丰县.
        """
        if len(token) == 1:
            first = self._vocabulary.words(known[:4])[0]
            cut = len(first) == 2 and first[-1] in self._words.places
            return cut and not tag.startswith(_NEVER_IN_A_PLACE)
        return tag.startswith("ns")

    def _names_a_place(self, token: str, tag: str, walk: _Walk) -> bool:
        if walk.body + len(token) > _PLACE_BODY + 1:
            return False
        if len(token) == 1 or tag == "" or tag.startswith(("ns", "nz", "m", "j")):
            return True
        of_street = walk.known[walk.body : walk.body + 1] in _STREET
        if walk.body or tag.startswith(_NEVER_IN_A_PLACE):
            # 老鸦|陈|街道, 如意|湖
            return of_street if not walk.body else walk.body == 1 and tag.startswith("n")
        rare = self._vocabulary.odds(token) < _RARE_VERB
        return not tag.startswith("v") or of_street or walk.left == 0 or rare

    def _lacks_its_subject(self, known: str) -> bool:
        """咨询|委员会, 评审|组: a verb says what the organ does."""
        words = self._vocabulary.words(known[:6]) if known else []
        return bool(words) and words[0] in _NEEDS_SUBJECT

    def _joins(self, left: str, right: str) -> bool:
        """发展|和|改革委员会, but not 财政局|和|民政局."""
        subjects = self._words.organ_subjects
        joined = any(left.endswith(subject) for subject in subjects)
        return joined and any(right.startswith(subject) for subject in subjects)

    def _ends_like_one(self, token: str) -> bool:
        """Whether it ends as places and organs do: 管城区, 规划局, 街道办事处."""
        return any(token[-length:] in self._suffixes for length in (1, 2, len(token)))
