"""Posts that are printed after a name: 张某某副市长, 任命张某某为区长, 张某某（区长）."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from articles.ingest.person_names import AFTER_POST, HAN_RUN, IN_LIST, Name
from articles.ingest.post_titles import Head, Titles
from articles.ingest.reading import STRICT, Hit, Reading

_NUMBERED = re.compile(r"等(?:\d+|[一二三四五六七八九十几多]+)?[位名]?$")
# 当选为, 担任 …: a post after one of these is the person's before it.
_BECOMES = re.compile(
    r"(?:同志)?(?:[（(][^（()）]{1,8}[)）])?"
    r"(?:(?:自|从|于)?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|初|起|开始)?)?(?:当选为?|(?:被)?(?:任命|选举|推选|选|聘任|聘|增补|提名)为|担任|出任|兼任|就任|现任|辞去|接任|转任|调任|任|为)$"
)
_BECOMES_REACH = 24  # characters before a post
_IS = re.compile(r"(?:[（(][^（()）]{1,8}[)）])?[是系]$")
# 今年56岁的张某某是…; after any other Chinese character it is another's sentence.
_OPENS = re.compile(r"(?:^|的|[^\u3400-\u9fff])$")
# 免去：张某某的局长职务；李某某的副局长职务
_REMOVED = re.compile(r"(?:(?:免去|接受|撤销|罢免|同意)了?[:：]?|职务[、,，;；])$")
_APPOINTED = re.compile(
    r"(?:任命|选举|推选|提名|决定|聘任|补选|增补|由|通过|，|,|。|；|;|：|:|、|^)$"
)
_LONGEST_NAME = 12
_MARKS = "。；;：:、，,！!？?）)”"
_SEX = re.compile(r"[,，、][男女][,，、]")
# 林晓禾（女，回族）, between the name and the post of a row
_ABOUT = re.compile(r"[（(][男女](?:[，,][^（()）]{1,6})?[)）]")
_LONGEST_ROW_HEAD = 32  # characters before the words that are read as a post
_AS = re.compile(r"(?:作为|身为)$")
_CLAUSE_END = re.compile(r"[。，,；;！!]|$")
# Posts by which people are spoken of after their name: 张副市长 is none, 张某某副市长 one.
_ADDRESS = re.compile(
    r"副?(?:总?书记|总理|主席|主任|局长|区长|市长|县长|镇长|乡长|部长|厅长|院长|校长|检察长|所长|站长|处长|秘书长|政委|省长|支书)$"
)
_PLACE_LEVEL = re.compile(r"副?[省市区县镇乡村]长$")
_BODY_BEFORE = 16  # characters before a name that may name a company
_LEVELS = frozenset("省市区县镇乡村")
_PLACE_LIKE = frozenset("庄寨湖河山桥店坡岗口沟集营屯洼湾关城州阳封密牟义")


class AfterNameRules:
    """The rules for a post that no name follows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._profiles = list(self._find_profiles())
        self.is_table = self._is_table()

    def hits(self, head: Head, titles: Titles) -> list[Hit]:
        """What the first rule that fits finds."""
        return (
            self._appointed(head, titles)
            or self._named_before(head, titles)
            or self._in_row(head, titles)
            or self._listed_before(head, titles)
            or self._as(head, titles)
            or self._of_profile(titles)
        )

    def _named_before(self, head: Head, titles: Titles) -> list[Hit]:
        """张某某副市长一行."""
        title = self._text[head.start : head.end]
        if _ADDRESS.match(title) is None:
            return []
        name = self._reading.before(head.start, 1.0, STRICT)
        if name is None or self._is_place(name.text, title):
            return []
        reading = self._reading
        around = self._text[max(reading.floor, name.start - _BODY_BEFORE) : name.start]
        if not reading.titles.is_public_body(around):
            return []
        doubtful = not title.endswith("总书记")
        alone = replace(titles, posts=(title,))
        return [self._reading.hit(name, alone, "name-before-post", doubtful=doubtful)]

    def _is_place(self, text: str, title: str) -> bool:
        """东湖|区长, 白石镇|镇长 and other words that are no names before a post."""
        is_word = self._reading.names.candidates.is_word
        if len(text) > 3 or text[-1] in _LEVELS or is_word(text):
            return True
        if _PLACE_LEVEL.match(title) and (len(text) < 3 or text[-1] in _PLACE_LIKE):
            return True
        return title[0] in self._reading.words.places and is_word(text + title[0])

    def _appointed(self, head: Head, titles: Titles) -> list[Hit]:
        """任命张某某为副区长, 张某某当选区长, 免去李某某的局长职务, 张某某(区长)."""
        text, start = self._text, titles.start
        reach = max(self._reading.floor, start - _BECOMES_REACH)
        before = text[reach:start]
        if start and text[start - 1] in "（(" and text[head.end : head.end + 1] in ("）", ")"):
            return self._all_before(start - 1, titles, "post-in-brackets")
        if (match := _BECOMES.search(before)) is not None:
            after = _APPOINTED if match.group() == "为" else None
            return self._all_before(reach + match.start(), titles, "post-after-name", after=after)
        if titles.posts[0].startswith(("时任", "拟任", "现任")):
            return self._all_before(start, titles, "post-after-name")
        if (match := _IS.search(before)) is not None and _CLAUSE_END.match(text, head.end):
            return self._all_before(reach + match.start(), titles, "post-after-name", after=_OPENS)
        if before.endswith("的") and text.startswith("职务", head.end):
            return self._all_before(start - 1, titles, "post-after-name", after=_REMOVED)
        return []

    def _all_before(
        self, end: int, titles: Titles, rule: str, *, after: re.Pattern[str] | None = None
    ) -> list[Hit]:
        """The names of the list that ends at `end`; `after` is what must stand before it."""
        found: list[Name] = []
        while (name := self._reading.before(end, AFTER_POST)) is not None:
            found.append(name)
            end = name.start - 1
            if end < self._reading.floor or self._text[end] != "、":
                break
        if not found:
            return []
        first = found[-1].start
        before = "" if first in self._reading.view.gaps else self._text[max(0, first - 4) : first]
        just_read = after is _OPENS and found[-1] is self._reading.last
        if after is not None and not just_read and not after.search(before):
            return []
        return [self._reading.hit(name, titles, rule) for name in reversed(found)]

    def _in_row(self, head: Head, titles: Titles) -> list[Hit]:
        """张某某 区委书记: a row of a list."""
        text, start, gaps = self._text, titles.start, self._reading.view.gaps
        if (row := self._row_of_one(head, titles)) is not None:
            return [row]
        if start not in gaps and text[start - 1 : start] not in (",", "，", ":", "："):
            return []
        closed = head.end == len(text) or text[head.end] in "。；;" or head.end in gaps
        name = self._reading.before(start if start in gaps else start - 1, IN_LIST)
        if not closed or name is None:
            return []
        opens = name.start == 0 or text[name.start - 1] in "。；;:：" or name.start in gaps
        if not opens:
            return []
        self._reading.floor = head.end  # the next post begins another row
        return [self._reading.hit(name, titles, "post-after-name")]

    def _row_of_one(self, head: Head, titles: Titles) -> Hit | None:
        """林晓禾（女），柳河区水利局局长。 is all of a text: what parts the two is no part of a name,
        and whatever stands between is of the post.
        """
        text, gaps, reading = self._text, self._reading.view.gaps, self._reading
        if reading.floor or titles.start > _LONGEST_ROW_HEAD:
            return None
        if head.end < len(text) and text[head.end] not in "。；;":
            return None
        name = reading.names.after(reading.view, 0, AFTER_POST)
        if name is None or not (
            "·" in name.text or reading.names.candidates.has_surname(name.text)
        ):
            return None
        about = _ABOUT.match(text, name.end)
        post = about.end() if about else name.end
        if text[post : post + 1] in (",", "，"):
            post += 1
        elif post not in gaps:
            return None
        between = text[post : titles.start]
        if between[:1] in ("男", "女") and post + 1 in gaps:
            between = between[1:]
        if between and HAN_RUN.fullmatch(between) is None:
            return None
        reading.floor = head.end
        first = between + titles.posts[0]
        return reading.hit(
            name, replace(titles, posts=(first, *titles.posts[1:])), "post-after-name"
        )

    def _is_table(self) -> bool:
        """Whether the text is rows that each begin with the name: 张某某 区长 李某某 副区长."""
        ends, gaps = self._reading.heads.ends, self._reading.view.gaps
        if not gaps or len(self._text.rstrip("。")) not in ends:
            return False
        first = self._reading.names.after(self._reading.view, 0, IN_LIST)
        if first is None or first.end not in gaps:
            return False
        following = min((gap for gap in gaps if gap > first.end), default=len(self._text))
        return following in ends

    def _listed_before(self, head: Head, titles: Titles) -> list[Hit]:
        """张某某、李某某等区领导."""
        start = titles.start
        match = _NUMBERED.search(self._text[max(self._reading.floor, start - 6) : start])
        if not head.leader or match is None:
            return []
        end = start - len(match.group())
        return self._all_before(end, titles, "leader-list") if end > self._reading.floor else []

    def _as(self, head: Head, titles: Titles) -> list[Hit]:
        """作为社区党支部书记，张某某……"""
        text = self._text
        if text[head.end : head.end + 1] not in (",", "，"):
            return []
        if _AS.search(text[max(0, titles.start - 2) : titles.start]) is None:
            return []
        name = self._reading.names.after(self._reading.view, head.end + 1, IN_LIST)
        if (
            name is None
            or name.lead < STRICT
            or not self._reading.names.candidates.has_surname(name.text)
        ):
            return []
        return [self._reading.hit(name, titles, "post-before-name")]

    def _of_profile(self, titles: Titles) -> list[Hit]:
        """张某某，男，1970年生……现任局长，拟任副区长."""
        before = self._text[max(0, titles.start - 3) : titles.start]
        said = titles.posts[0].startswith(("拟任", "时任", "原"))
        number = bisect_left(self._profiles, titles.start, key=lambda name: name.start)
        if not number or not (before.endswith(("现任", "现为", "任")) or said):
            return []
        if before.endswith(("曾任", "历任", "先任")):
            return []
        return [self._reading.hit(self._profiles[number - 1], titles, "post-after-name")]

    def _find_profiles(self) -> Iterator[Name]:
        """张某某，男，1970年生……: the name at the head of each profile."""
        for match in _SEX.finditer(self._text):
            start = match.start()
            while start > 0 and match.start() - start < _LONGEST_NAME and self._is_inside(start):
                start -= 1
            name = self._reading.names.after(self._reading.view, start, IN_LIST)
            if name is not None and name.end == match.start():
                yield name

    def _is_inside(self, place: int) -> bool:
        """Whether the text goes on from the character before `place`."""
        before = self._text[place - 1]
        return place not in self._reading.view.gaps and before not in _MARKS
