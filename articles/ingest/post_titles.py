"""Where posts stand in a text: the word each ends in, and how far left what belongs to it goes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from articles.ingest.lexicon import PostWords, packaged_posts
from articles.ingest.post_edges import LeftEdge
from articles.ingest.squeezed import Squeezed
from articles.ingest.vocabulary import Vocabulary, packaged_vocabulary
from articles.ingest.word_patterns import by_first, one_of


class Standing(Enum):
    PUBLIC = "public"
    HONORARY = "honorary"  # of people who mostly are no officials: 人大代表, 法官, 负责人
    OF_ORGANS = "of organs"  # public only where an organ stands before it
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Head:
    """The word a post ends in, with 副 and the like; places are in the squeezed text."""

    start: int
    end: int
    standing: Standing
    leader: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """The posts of one 、 list as printed, and where the first of them begins."""

    start: int
    posts: tuple[str, ...]
    public: bool
    honorary: bool = False  # public, but only by posts that make nobody an official

    def with_bracket(self, bracket: str) -> Titles:
        """镇长(主任): a second name of the same post, printed in brackets after it."""
        return replace(self, posts=(*self.posts[:-1], self.posts[-1] + bracket))


class PartHeads:
    """The heads of one text, by the place where each ends, and what was found of them."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self.all = list(heads)
        self.ends = {head.end: head for head in self.all}
        # A list of posts is walked from each of its posts: 局长 in 党组书记、局长某某.
        self.edges: dict[tuple[int, int], int] = {}
        self.titles: dict[tuple[int, int], Titles] = {}

    def after(self, place: int) -> Head | None:
        """The first head that begins at `place` or later."""
        found = bisect_left(self.all, place, key=lambda head: head.start)
        return self.all[found] if found < len(self.all) else None


_BEFORE_HEAD = r"(?:常务|专职|执行|第一|代理?|名誉)*副?"
_BEGIN_BEFORE = ("常务", "专职", "执行", "第一", "代", "名誉", "副")
# 区长, but not in 全区长期坚持
_LONG_LIVED = re.compile(r"[省市区县镇乡村校院处部局所站队组台馆厅]长")
# 主任(兼), 镇长(主任)
_BRACKET = re.compile(r"[（(][^（()）]{1,8}[)）]")
_STREETS = ("路", "街", "巷")
_MOST_POSTS = 12
# 房管局|物业科, 工信局|企业处
_DEPARTMENT = re.compile(r"[局厅委办府][^|]*\|.*[科股处室]$")
# 督导组成员, but not 家庭成员
_MEMBERS = {"成员": "成员(?<=[组班]成员)"}


class HeadFinder:
    """Finds the words posts end in; built once for a set of lists."""

    def __init__(self, words: PostWords, vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        plain = sorted(
            words.posts | words.posts_honorary | words.posts_of_organs | words.posts_private,
            key=len,
            reverse=True,
        )
        plain = [_MEMBERS.get(word, word) for word in plain]
        levels = sorted(words.leader_levels, key=len, reverse=True)
        after = sorted(words.titles_after, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?:(?P<level>{'|'.join(levels)})领导(?:同志)?|{_BEFORE_HEAD}(?P<word>{by_first(plain)}))"
            rf"(?!{'|'.join(after)})"
        )
        begun = {f"{word}领导"[:2] for word in levels} | {word[:2] for word in plain}
        # One character each, so that none is passed over that stands within another.
        self._begins = re.compile(by_first([*sorted(begun), *_BEGIN_BEFORE], "(?=%s)"))

    def heads(self, view: Squeezed) -> PartHeads:
        """All of them, in order."""
        return PartHeads(
            self._head(match)
            for match in self._matches(view.text)
            if not self._is_inside_a_word(view.text, match.start(), match.end())
        )

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds, tried only where something it begins with stands."""
        past = 0
        for begun in self._begins.finditer(text):
            if begun.start() >= past and (match := self._pattern.match(text, begun.start())):
                past = match.end()
                yield match

    def _head(self, match: re.Match[str]) -> Head:
        word = match["word"]
        standing = Standing.PUBLIC
        if word in self._words.posts_of_organs:
            standing = Standing.OF_ORGANS
        elif word in self._words.posts_honorary:
            standing = Standing.HONORARY
        elif word in self._words.posts_private:
            standing = Standing.PRIVATE
        return Head(match.start(), match.end(), standing, leader=word is None)

    def _is_inside_a_word(self, text: str, start: int, end: int) -> bool:
        """全区|长期坚持 and 城市|长治久安 hold no 区长 and no 市长."""
        after = text[end - 1 : end + 1]
        if not _LONG_LIVED.match(text, end - 2) or len(after) < 2 or after not in self._vocabulary:
            return False
        if after in self._vocabulary and text[end + 1 : end + 2] in _STREETS:
            return True  # 东城区|长江路
        if end - 2 != start or text[start - 1 : start + 1] not in self._vocabulary:
            return False
        # 小学|校长|宁某某 and 小组|组长|石某 hold one, though 长宁 and 长石 are words.
        longer = text[end - 1 : end + 3] in self._vocabulary
        return longer or self._vocabulary.tag(after).startswith(("d", "a", "v"))


@cache
def packaged_readers() -> tuple[HeadFinder, TitleReader]:
    """Those of the packaged lists, built once a process."""
    words, vocabulary = packaged_posts(), packaged_vocabulary()
    return HeadFinder(words, vocabulary), TitleReader(words, vocabulary)


class TitleReader:
    """Reads the posts that end at a head, leftwards."""

    def __init__(self, words: PostWords, vocabulary: Vocabulary) -> None:
        self._edge = LeftEdge(words, vocabulary)
        self._private = one_of(frozenset(words.private_words))
        self._public = one_of(frozenset(words.public_words))
        self._organs = one_of(words.organs | words.places)
        self._bodies = one_of(frozenset(words.public_bodies))

    def read(self, view: Squeezed, head: Head, heads: PartHeads, floor: int) -> Titles:
        """The posts printed before `head.end`; before `floor`, where a name ends, is none."""
        key = head.end, floor
        if key not in heads.titles:
            heads.titles[key] = self._read(view, head, heads, floor)
        return heads.titles[key]

    def _read(self, view: Squeezed, head: Head, heads: PartHeads, floor: int) -> Titles:
        pieces: list[tuple[str, Head]] = []
        previous: Head | None = head
        start = head.start
        while previous is not None and len(pieces) < _MOST_POSTS:
            key = previous.end, floor
            if key not in heads.edges:
                heads.edges[key] = self._edge.find(view, previous, floor, heads.ends)
            start = heads.edges[key]
            pieces.append((view.text[start : previous.end], previous))
            previous = self._previous(view, start, heads, floor)
        pieces.reverse()
        counting = self._counting(pieces)
        honorary = counting == {Standing.HONORARY}
        return Titles(start, tuple(text for text, _ in pieces), bool(counting), honorary)

    def _previous(self, view: Squeezed, start: int, heads: PartHeads, floor: int) -> Head | None:
        """The head of the post before in the same list."""
        if start <= floor:
            return None
        if start in heads.ends:  # a blank stands between, or nothing
            return heads.ends[start]
        mark = view.text[start - 1]
        before = heads.ends.get(start - 1)
        if before is None or before.start < floor:
            return None
        if mark == "、":
            return before
        # 市委常委，宣传部长张某某: a comma in place of the 、, where no name comes between.
        if mark in ",，" and before.standing is Standing.PUBLIC and not before.leader:
            return before
        return None

    def _counting(self, pieces: list[tuple[str, Head]]) -> set[Standing]:
        """The standings of those posts of a list that are public."""
        private_body = False
        found: set[Standing] = set()
        for text, head in pieces:
            bare = text[: len(text) - (head.end - head.start)]
            if self._private.search(bare):
                private_body = self._is_private_body(bare)
            elif private_body and self._organs.search(bare):
                private_body = False
            if head.standing is Standing.PRIVATE or private_body:
                continue
            if head.standing is not Standing.OF_ORGANS or self._bodies.search(text):
                found.add(head.standing)
        return found

    def is_public_body(self, text: str) -> bool:
        """Whether nothing in `text` says that a company or the like is meant."""
        return not self._is_private_body(text)

    def _is_private_body(self, text: str) -> bool:
        found = list(self._private.finditer(text))
        if not found:
            return False
        private = found[-1]
        if _DEPARTMENT.search(text[: private.start()] + "|" + text[private.start() :]):
            return False
        # 消费者协会 is public, though 协会 is not
        return all(found.end() < private.end() for found in self._public.finditer(text))
