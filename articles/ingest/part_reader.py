"""The people of one text who stand with a post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.person_names import AFTER_POST, HAN_RUN, IN_LIST, Name
from articles.ingest.post_edges import REACH
from articles.ingest.post_titles import Head, Standing, Titles
from articles.ingest.posts_after_names import AfterNameRules
from articles.ingest.reading import STRICT, Hit, Reading
from articles.ingest.word_names import WordNames

# (女), （正处级）, (回族)
_REMARK = re.compile(r"[（(][^（()）]{1,8}[)）]")
# 区领导有：, 区委书记：
_LEADERS_ARE = re.compile(r"(?:还?有|为|包括|分别是|分别为|依次为)?[:：]?")
_COLON = re.compile(r"[:：]?")
# 副局长、如今已退休的张某某, 社区书记、56岁的张某某
_DESCRIBED = re.compile(
    r"[、，,]?(?:如今|现在|现年|今年)?(?:\d{2}岁|已经?退休|已?离休|退休|已?调离)的"
)
_JOINER = re.compile(r"以及|[和与及暨]")
# Posts that begin like a name does: 书记林长青 is no 林长.
_LIKE_NAMES = frozenset(["林长", "路长", "河长"])
_MOST_NAMES = 40


class PartReader:
    """Reads one text from left to right; used once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._word_names = WordNames(reading)
        self._of_organ = False  # whether the last name's post was public by its organ alone

    def hits(self) -> Iterator[Hit]:
        """Everyone with a post, roughly in print order."""
        reading = self._reading
        if not reading.heads.all:
            return
        rules = AfterNameRules(reading)
        for head in reading.heads.all:
            if head.start < reading.floor:
                continue
            if not rules.is_table and (found := self._names_after(head)):
                yield from self._hits_after(head, found)
                continue
            titles = reading.titles.read(reading.view, head, reading.heads, reading.floor)
            if titles.public:
                yield from rules.hits(head, titles)

    def _hits_after(self, head: Head, found: list[Name]) -> list[Hit]:
        titles = self._reading.titles.read(
            self._reading.view, head, self._reading.heads, self._reading.floor
        )
        bracket = _REMARK.match(self._text, head.end)
        if bracket is not None and bracket.end() - 1 in self._reading.heads.ends:
            titles = titles.with_bracket(bracket.group())
        public = titles.public or (self._of_organ and self._follows_the_last(titles, head))
        if not public or self._is_address(titles, head):
            return []
        self._of_organ = head.standing is Standing.OF_ORGANS
        self._reading.floor, self._reading.last = found[-1].end, found[-1]
        rule = "leader-list" if head.leader or len(found) > 1 else "post-before-name"
        return [self._reading.hit(name, titles, rule) for name in found]

    def _follows_the_last(self, titles: Titles, head: Head) -> bool:
        """巡察组组长某某、副组长某某: the second is of the same body."""
        last = self._reading.last
        own = len(titles.posts) == 1 and titles.start == head.start
        return (
            own
            and head.standing is Standing.OF_ORGANS
            and last is not None
            and last.end == titles.start - 1
            and self._text[last.end] in "、,，"
        )

    def _is_address(self, titles: Titles, head: Head) -> bool:
        """王书记 names nobody in full."""
        before = self._text[titles.start : head.start]
        return (
            len(before) == 1
            and self._reading.names.candidates.is_surname(before)
            and before not in self._reading.words.places
            and before not in self._reading.words.organs
        )

    def _names_after(self, head: Head) -> list[Name]:
        place = head.end
        if (remark := _REMARK.match(self._text, place)) is not None:
            place = remark.end()
        for start in self._openings(place, _LEADERS_ARE if head.leader else _COLON):
            name = self._reading.names.after(self._reading.view, start, AFTER_POST)
            if name is not None and self._is_free(name):
                return self._list_from(name, head)
        reading = self._reading
        titles = reading.titles.read(reading.view, head, reading.heads, reading.floor)
        word = self._word_names.after_post(head, titles, place, listed=self._goes_on(titles))
        return self._list_from(word, head) if word is not None and self._is_free(word) else []

    def _openings(self, place: int, opening: re.Pattern[str]) -> Iterator[int]:
        """Where the name of a post that ends at `place` may begin."""
        yield place
        for pattern in (opening, _DESCRIBED):
            found = pattern.match(self._text, place)
            if found is not None and found.end() > place:
                yield found.end()

    def _goes_on(self, titles: Titles) -> bool:
        """副主席某某,秘书长某某: the post stands in a list right behind a name."""
        last = self._reading.last
        behind = last is not None and last.end == titles.start - 1
        return behind and self._text[titles.start - 1] in ",，、"

    def _is_free(self, name: Name) -> bool:
        """No post ends within it or right after it: 区长|公安局长 is no person."""
        for place in range(name.start + 1, name.end + 4):
            head = self._reading.heads.ends.get(place)
            if head is not None and head.start < name.end:
                within = head.start == name.start and place < name.end
                return within and self._text[head.start : place] in _LIKE_NAMES
        return True

    def _opens_a_post(self, name: Name) -> bool:
        """Whether it is the beginning of the next one's post: 银山|综保区管委会主任某某."""
        following = self._reading.heads.after(name.end)
        if following is None or following.start - name.start > REACH:
            return False
        if HAN_RUN.fullmatch(self._text, name.start, following.start) is None:
            return False
        reading = self._reading
        titles = reading.titles.read(reading.view, following, reading.heads, name.start)
        return titles.start == name.start

    def _list_from(self, first: Name, head: Head) -> list[Name]:
        found = [first]
        while len(found) < _MOST_NAMES:
            following = self._next_in_list(found, head)
            if following is None:
                break
            found.append(following)
        return found

    def _next_in_list(self, found: list[Name], head: Head) -> Name | None:
        text, end = self._text, found[-1].end
        if (remark := _REMARK.match(text, end)) is not None:
            end = remark.end()
        if end >= len(text):
            return None
        strict = True
        if text[end] == "、":
            start, strict = end + 1, False
        elif text[end] in ",，" and (head.leader or len(found) > 1):
            start = end + 1
        elif (joiner := _JOINER.match(text, end)) is not None:
            start = joiner.end()
        elif end in self._reading.view.gaps:
            start = end
        else:
            return None
        name = self._reading.names.after(self._reading.view, start, IN_LIST)
        if name is None and not strict:
            name = self._word_names.in_list(start)
        if name is None or not self._is_free(name) or self._opens_a_post(name):
            return None
        if strict and (
            name.lead < STRICT or not self._reading.names.candidates.has_surname(name.text)
        ):
            return None
        return name
