"""What the tagger says of one text: its names, and which of them stand behind a post."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.ingest.lexicon import Lexicon
from articles.ingest.post_titles import Head, PartHeads, Standing, TitleReader
from articles.ingest.squeezed import Squeezed

Span = tuple[int, int]

_CLAUSE_MARKS = "，,。！？!?；;"
# Characters that the tagger sees from a post or name on, if the sentence has them. With fewer it
# took other words for names, with more it said nothing else.
_CLOSE = 15
# 区长段宏业，在会上同大家一起商量，: so many and on to the clause's end, within the sentence
_CLOSE_BEHIND = re.compile(rf"[^。！？!?；;]{{0,{_CLOSE - 1}}}[^，,。！？!?；;]*[，,。！？!?；;]?")
_REMARK = r"(?:[（(][^（()）]{1,8}[)）])?"
# 区领导有：, 区长:, 镇长（女）
_BEFORE_NAME = re.compile(rf"{_REMARK}(?:还?有|为|包括|分别是|分别为)?[:：]?")
_NEXT = re.compile(rf"{_REMARK}(?P<mark>、|以及|[和与及，,]|)")
# 某某副市长, 某某书记
_SPOKEN_OF = re.compile(
    r"副?(?:总?书记|总理|主席|主任|局长|区长|市长|县长|镇长|乡长|部长|厅长|院长|校长|省长|秘书长|检察长)"
)
# 张某某同志|任|区委书记
_BECOMES = re.compile(rf"(?:同志)?{_REMARK}(?:任|担任|出任|兼任|就任|当选为?|(?:被)?任命为)")
_APPOINTED_REACH = 44  # characters before the last word of a post
_LONGEST_TAGGED = 16  # characters; how far back an overlapping name can begin
_DOT = "·"
_ANONYMOUS = "某"
_NO_SURNAMES = frozenset("老小阿")  # 老张, 小李
_ANCHORS = (Standing.PUBLIC, Standing.OF_ORGANS)


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name behind a post, in places of the squeezed text; `posts` as printed there."""

    name: str
    start: int
    end: int
    posts: tuple[str, ...]


class KnownNames:
    """The officials whom the rules found in one story."""

    def __init__(self, names: Iterable[str]) -> None:
        self.all = frozenset(names)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.all, key=len, reverse=True):
            self._by_beginning[name[:2]].append(name)

    def at(self, text: str, place: int) -> str | None:
        """The longest that stands at a place."""
        beginning = text[place : place + 2]
        fitting = (n for n in self._by_beginning.get(beginning, ()) if text.startswith(n, place))
        return next(fitting, None)


@dataclass(slots=True)
class TaggedText:
    """One text with its posts; what the tagger says of its sentences is put in by `hear`."""

    view: Squeezed
    heads: PartHeads
    ends: dict[int, int] = field(default_factory=dict)  # of names, by where each begins
    starts: dict[int, int] = field(default_factory=dict)  # and the other way round

    def passages(self, known: Sequence[Span]) -> Iterator[tuple[str, Sequence[int]]]:
        """What the tagger has to see, each with the places of its characters.

        It is the clauses with a post or a known name, and what comes close behind them in the
        same sentence: it tells where a name ends. A blank within a known name is left out: 柳 洁
        is one name to the tagger as well.
        """
        anchors = [head.start for head in self.heads.all if head.standing in _ANCHORS]
        anchors += [start for start, _ in known]
        if anchors:
            inside = {place for start, end in known for place in range(start + 1, end)}
            blanks = sorted(self.view.gaps - inside)
            for span in self._around(anchors):
                yield self._with_blanks(span, blanks)

    def _around(self, anchors: Iterable[int]) -> Iterator[Span]:
        """The clauses of these places; those that overlap are one."""
        text = self.view.text
        start = end = 0
        for anchor in sorted(anchors):
            if anchor >= end:
                if end:
                    yield start, end
                start = 1 + max(end - 1, *(text.rfind(mark, end, anchor) for mark in _CLAUSE_MARKS))
            if anchor + _CLOSE > end and (behind := _CLOSE_BEHIND.match(text, anchor)):
                end = max(end, behind.end())
        yield start, end

    def _with_blanks(self, span: Span, blanks: Sequence[int]) -> tuple[str, Sequence[int]]:
        start, end = span
        here = blanks[bisect_right(blanks, start) : bisect_left(blanks, end)]
        if not here:
            return self.at(span), range(start, end)
        runs = list(pairwise([start, *here, end]))
        places = list(range(start, here[0]))
        for first, last in runs[1:]:
            places += (first, *range(first, last))  # the blank has the place of what follows it
        return " ".join(map(self.at, runs)), places

    def hear(self, places: Sequence[int], spans: Sequence[Span]) -> None:
        """Put in what the tagger found in one of the sentences."""
        for start, end in spans:
            begins, stops = places[start], places[end - 1] + 1
            self.ends[begins] = stops
            self.starts[stops] = begins

    def names(self) -> Iterator[str]:
        return (self.at(span) for span in self.ends.items())

    def at(self, span: Span) -> str:
        return self.view.text[slice(*span)]

    def over(self, start: int, end: int) -> Span | None:
        """The tagger's name that overlaps these places."""
        for place in range(max(0, start - _LONGEST_TAGGED), end):
            if self.ends.get(place, start) > start:
                return place, self.ends[place]
        return None

    def beside(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether the tagger has a name before and one after these places, parted by 、."""
        text = self.view.text
        before = text[start - 1 : start] == "、" and start - 1 in self.starts
        return before, text[end : end + 1] == "、" and end + 1 in self.ends


class NamesBehindPosts:
    """Looks for the tagger's names that stand behind a public post or in a list behind one."""

    def __init__(self, titles: TitleReader, lexicon: Lexicon) -> None:
        self._titles = titles
        self._lexicon = lexicon

    def could_be(self, text: str) -> bool:
        """Whether what the tagger marked can be a name in full: no 王某, no 段志作动员."""
        longest = 4 if text[:2] in self._lexicon.compound_surnames else 3
        ends = (text[0], text[-1])
        return _DOT in text or (
            2 <= len(text) <= longest
            and _ANONYMOUS not in text
            and self._lexicon.odds.never.isdisjoint(ends)
            and ends[0] not in _NO_SURNAMES
        )

    def find(self, tagged: TaggedText, known: KnownNames) -> Iterator[TaggedName]:
        """Those that are not among the `known` names, in print order."""
        floor = 0
        for head in tagged.heads.all:
            if head.start < floor or head.standing not in _ANCHORS:
                continue
            listed = list(self._list(tagged, head, known)) or list(self._before(tagged, head))
            if not listed and (appointed := self._appointed(tagged, head, floor)) is not None:
                if appointed.name not in known.all:
                    yield appointed
                continue
            before, floor = floor, max([floor, *(end for _, end in listed)])
            new = [span for span in listed if tagged.at(span) not in known.all]
            if not new:
                continue
            titles = self._titles.read(tagged.view, head, tagged.heads, before)
            if not titles.public or titles.honorary:
                continue
            behind = listed[0][0] >= head.end
            posts = titles.posts if behind else (tagged.at((head.start, head.end)),)
            for start, end in new:
                yield TaggedName(tagged.at((start, end)), start, end, posts)

    def _list(self, tagged: TaggedText, head: Head, known: KnownNames) -> Iterator[Span]:
        """The names from the head on, those that are known among them."""
        text = tagged.view.text
        match = _BEFORE_NAME.match(text, head.end)
        place = match.end() if match else head.end
        while (end := self._name_at(tagged, place, known)) is not None:
            yield place, end
            following = _NEXT.match(text, end)
            if following is None:
                return
            comma = following["mark"] in (",", "，")
            bare = not following["mark"] and end not in tagged.view.gaps
            if bare or (comma and not head.leader):
                return
            place = following.end()

    def _before(self, tagged: TaggedText, head: Head) -> Iterator[Span]:
        """张某某副市长: the name right before a post by which people are spoken of."""
        start = tagged.starts.get(head.start)
        if start is None or _SPOKEN_OF.fullmatch(tagged.view.text, head.start, head.end) is None:
            return
        if self.could_be(tagged.view.text[start : head.start]):
            yield start, head.start

    def _appointed(self, tagged: TaggedText, head: Head, floor: int) -> TaggedName | None:
        """张某某任区委书记: a name before the post it is given."""
        text = tagged.view.text
        behind = range(head.start, max(floor, head.start - _APPOINTED_REACH), -1)
        end = next((place for place in behind if place in tagged.starts), None)
        if end is None or not self.could_be(name := tagged.at((tagged.starts[end], end))):
            return None
        titles = self._titles.read(tagged.view, head, tagged.heads, floor)
        if not titles.public or titles.honorary or titles.start < end:
            return None
        if _BECOMES.fullmatch(text, end, titles.start) is None:
            return None
        return TaggedName(name, tagged.starts[end], end, titles.posts)

    def _name_at(self, tagged: TaggedText, place: int, known: KnownNames) -> int | None:
        if (name := known.at(tagged.view.text, place)) is not None:
            return place + len(name)
        end = tagged.ends.get(place)
        if end is None or not self.could_be(tagged.view.text[place:end]):
            return None
        # 区长|公安局长 is no person, and 主任|任双|组长 is none either.
        following = tagged.heads.after(place)
        touches = following is not None and following.start <= end
        return None if touches and end not in tagged.view.gaps else end
