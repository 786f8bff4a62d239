"""Names that are ordinary words as well, told by what stands around them: 区长高原、副区长…"""

from __future__ import annotations

import re

from articles.ingest.person_names import AFTER_POST, HAN_RUN, IN_LIST, Name
from articles.ingest.post_edges import REACH
from articles.ingest.post_titles import Head, Titles
from articles.ingest.reading import STRICT, Reading

_LONGEST = 3  # characters of such a name
# 各|镇长: nobody's post
_OF_MANY = frozenset("各每些任")
_FURTHEST = 4  # of a list of nothing but words; more looks ahead would cost time without bound
_LISTED = re.compile(r"[、,，]|[和与及]")
_CLOSED = re.compile(r"[。；;]|$")
# Adverbs, pronouns, times and the like stand before a verb: 区长|随即|表示.
_BEFORE_VERBS = ("d", "t", "p", "c", "r", "u", "f", "ad", "vd")
# Whoever stands right before these was there; how one was there is said in other words.
_ATTENDS = re.compile(r"(?:参加|出席|列席|陪同|到场)")
# 局长全程陪同, 书记冒雪到场, 主任双双出席
_HOW = re.compile(
    r"^[全应冒随双时和向都于任曾方同会共慕盛]|[众民员师生兵官主商手人者工户机家队组部县市区省村镇乡校院党]$"
)
# Right before these and a mark stands who says it: 乡长某某某说，…
_SPEAKS = re.compile(r"(?:说|表示|介绍|坦言|指出|强调|提醒|认为)(?=[,，:：。“\"])|告诉")
# 副局长舒展|给记者算账
_FOR = re.compile(r"[给为向](?!了|着|此|何)")
# 局长黄河、科长平安|分别作了发言: what several do, or one does one by one
_IN_TURN = re.compile(r"分别|双双|逐一|逐个|逐项|逐户|逐条|一一")
# Tags of a character that can open a name though no list of surnames has it.
_FIRST = ("", "n", "m", "vn", "ns", "nz", "j")
_COMMON_VERB = -11.7  # odds; a verb or adjective commoner than 500 in 60 million


class WordNames:
    """Looks for such a name where the odds found none."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._words = reading.words
        self._ahead = 0  # how many of a list are being looked at ahead of the one in question

    def after_post(
        self, head: Head, titles: Titles, start: int, *, listed: bool = False
    ) -> Name | None:
        """The one that begins at `start`, right after a post that says of which body it is.

        One of a list of people needs not say that.
        """
        bare = len(titles.posts) == 1 and len(titles.posts[0]) == head.end - head.start
        if (bare and not listed) or head.leader or titles.honorary or not titles.public:
            return None
        if self._text[titles.start - 1 : titles.start] in _OF_MANY:
            return None
        found = (name for name in self._candidates(start) if self._ends_after_post(name))
        return next(found, None) or self._by_place(start)

    def _by_place(self, start: int) -> Name | None:
        """Words for which nothing speaks but that only a name can stand there."""
        run = HAN_RUN.match(self._text, start, start + _LONGEST)
        for length in (3, 2) if run else ():
            name = Name(self._text[start : start + length], start, start + length, 0.0, True)
            if self._attends(name) or self._speaks(name):
                return name
        return None

    def _attends(self, name: Name) -> bool:
        """局长高度|参加检查, 局长高度|、副局长某某: a noun or an adjective that opens with a surname."""
        candidates = self._reading.names.candidates
        if name.text in self._words.organ_subjects or _HOW.search(name.text):
            return False
        listed = self._text[name.end : name.end + 1] == "、"
        if not _ATTENDS.match(self._text, name.end) and not (
            listed and self._another_follows(name.end + 1, comma=True)
        ):
            return False
        plain = candidates.tag(name.text) in ("n", "a") and len(name.text) < _LONGEST
        return plain and candidates.has_surname(name.text)

    def _speaks(self, name: Name) -> bool:
        """乡长千百度|说: two words that no surname opens and that say nothing of how one speaks."""
        candidates = self._reading.names.candidates
        if len(name.text) < _LONGEST or not _SPEAKS.match(self._text, name.end):
            return False
        if candidates.has_surname(name.text) or candidates.odds(name.text) is None:
            return False
        words = [name.text[:1], name.text[1:]]
        tags = [candidates.tag(word) for word in words]
        return not candidates.is_word(name.text) and tags[1].startswith("n") and tags[0] in _FIRST

    def in_list(self, start: int) -> Name | None:
        """The one that begins at `start`, after another name and 、."""
        found = (name for name in self._candidates(start) if self._ends_in_list(name))
        return next(found, None) or self._last_of_list(start)

    def _last_of_list(self, start: int) -> Name | None:
        """位某某、战胜利|参加会议: three characters, the first a surname, right before such a verb."""
        end = start + _LONGEST
        if not HAN_RUN.fullmatch(self._text, start, end) or not _ATTENDS.match(self._text, end):
            return None
        text, candidates = self._text[start:end], self._reading.names.candidates
        subjects, organs = self._words.organ_subjects, self._words.organs
        organ = text[:2] in subjects or text[1:] in subjects or text[-2:] in organs
        if organ or not candidates.has_surname(text) or candidates.odds(text) is None:
            return None
        return Name(text, start, end, 0.0, doubtful=True)

    def _candidates(self, start: int) -> list[Name]:
        """The longest first."""
        run = HAN_RUN.match(self._text, start, start + _LONGEST)
        texts = [run.group()[:length] for length in (3, 2)] if run else []
        return [
            Name(text, start, start + len(text), 0.0, doubtful=True)
            for text in dict.fromkeys(texts)
            if self._could_be_one(text)
        ]

    def _could_be_one(self, text: str) -> bool:
        words, candidates = self._words, self._reading.names.candidates
        if len(text) < 2 or text in words.not_names:
            return False
        if text in words.organ_subjects and text not in words.hardly_names:
            return False  # 区长某某、水利、林业等部门
        if not candidates.is_word(text) or not candidates.has_surname(text):
            return False
        return text[-2:] not in words.organs and candidates.odds(text) is not None

    def _ends_after_post(self, name: Name) -> bool:
        text = self._text
        if (mark := _LISTED.match(text, name.end)) is not None:
            return self._another_follows(mark.end(), comma=mark.group() in ",，")
        plain = self._is_no_verb(name.text)
        return plain and (self._verb_follows(name.end) or _CLOSED.match(text, name.end) is not None)

    def _ends_in_list(self, name: Name) -> bool:
        closed = _LISTED.match(self._text, name.end) or _CLOSED.match(self._text, name.end)
        return closed is not None or (self._is_no_verb(name.text) and self._verb_follows(name.end))

    def _another_follows(self, start: int, *, comma: bool) -> bool:
        """Whether the next of a list stands at `start`: a name, or a post and, after a comma, a name.

        区长关心，局长过问 names nobody; 区长高原、副区长李某某 does.
        """
        if self._ahead == _FURTHEST:
            return False
        self._ahead += 1
        try:
            return self._stands_at(start, comma=comma)
        finally:
            self._ahead -= 1

    def _stands_at(self, start: int, *, comma: bool) -> bool:
        names, heads = self._reading.names, self._reading.heads
        name = names.after(self._reading.view, start, IN_LIST)
        if name is not None and name.lead >= STRICT and not names.candidates.is_word(name.text):
            return not comma
        if not comma and any(self._goes_on(word) for word in self._candidates(start)):
            return True
        head = heads.after(start)
        if head is None or head.start - start > REACH:
            return False
        titles = self._reading.titles.read(self._reading.view, head, heads, start)
        if titles.start != start:
            return False
        following = names.after(self._reading.view, head.end, AFTER_POST)
        if following is not None and not names.candidates.is_word(following.text):
            return True
        return self.after_post(head, titles, head.end, listed=True) is not None

    def _goes_on(self, name: Name) -> bool:
        """Whether a word in the midst of a list is followed by what follows names there."""
        joined = self._text[name.end : name.end + 1] in ("和", "及", "与")
        return (joined and self._is_no_verb(name.text)) or self._ends_after_post(name)

    def _is_no_verb(self, text: str) -> bool:
        if text in self._words.hardly_names:
            return True
        candidates = self._reading.names.candidates
        tag = candidates.tag(text)
        if tag.startswith(_BEFORE_VERBS):
            return False
        return not tag.startswith(("v", "a")) or candidates.word_odds(text) < _COMMON_VERB

    def _verb_follows(self, end: int) -> bool:
        if _FOR.match(self._text, end) or _IN_TURN.match(self._text, end):
            return True
        verbs = self._words.name_verbs
        return any(self._text[end : end + length] in verbs for length in (1, 2, 3, 4))
