"""Where a person's name ends that is known to begin at a certain place, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.ingest.candidate_odds import CandidateOdds
from articles.ingest.lexicon import Lexicon
from articles.ingest.page_evidence import HAN, PageEvidence
from articles.ingest.squeezed import Squeezed
from articles.ingest.vocabulary import Vocabulary

HAN_RUN = re.compile(rf"[{HAN}]+")
# 尼玛·扎西, 阿不都热合曼·买买提
_DOTTED = re.compile(
    rf"[{HAN}]{{1,6}}(?:[·•・][{HAN}]{{1,8}})*?[·•・](?P<last>[{HAN}]{{1,10}})(?![·•・])"
)
_WINDOW = 14  # characters after a post that can tell where the name ends

# Natural logarithms, like all odds here. What a name gains from standing after a post, and
# one of a list from standing after another name.
AFTER_POST = 5.0
IN_LIST = 2.5
_ENDS_CLEAN = 3.0  # a mark or a blank stands right after it
_FOLLOWED = 2.5  # a word that often follows names does
_FOLLOWED_BY_CHARACTER = 1.0
_PLACE_AFTER = -9.0  # 刘寨街道, 任双组长
# A lone noun, number or adjective between a name and what follows it is part of the name.
_STRAY = -2.5
_STRAY_TAGS = ("n", "m", "a", "x")
# 书记连守33天: what is counted is done, not the one who does it.
_COUNT = re.compile(r"\d+(?![年月日时\d:：/.])")
_COUNTED = -15.0
_JOINERS = "和与及"
_PREPOSITIONS = frozenset("从以在对向把将为给用到就")
_ADVERBS = "正就也还曾便又却仍则"  # 正|给孩子们讲, 正|和居民商量
_GAP_IN_TWO = -0.5
_GAP_INSIDE = -2.5
_GAP_BEFORE_LAST = -9.0
_ELSEWHERE = 2.5  # the same string ends elsewhere on the page where a word begins
_MOST_ELSEWHERE = 4
_DOTTED_CHARACTER = -6.0  # each further character of the last part of a dotted name
_CONFIRMED = 5.0
_SURE = 3.0  # a smaller lead over reading the text as words is for an editor to look at


@dataclass(frozen=True, slots=True)
class Name:
    """`start` and `end` are places in the squeezed text; `lead` is over the best other reading."""

    text: str
    start: int
    end: int
    lead: float
    doubtful: bool
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    """The Chinese characters from where a name begins; `closed` where a mark ends them."""

    start: int
    text: str
    closed: bool
    rests: Sequence[float]  # odds of the rest from each place, as words
    firsts: Sequence[int]  # the length of the first of those words

    def words_after(self, length: int) -> tuple[str, str]:
        """The two words that follow the first `length` characters, "" where none does."""
        found = []
        for _ in range(2):
            size = self.firsts[length] if length < len(self.text) else 0
            found.append(self.text[length : length + size])
            length += size
        return found[0], found[1]


class NameReader:
    """Reads names at given places of the texts of one page."""

    def __init__(
        self, lexicon: Lexicon, vocabulary: Vocabulary, evidence: PageEvidence | None = None
    ) -> None:
        self.candidates = CandidateOdds(lexicon, vocabulary)
        self._words = lexicon.posts
        self._confirmed = lexicon.names
        self._longest_confirmed = max((len(name) for name in lexicon.names), default=0)
        self._vocabulary = vocabulary
        self._evidence = evidence
        self._endings: dict[str, int] = {}

    def after(self, view: Squeezed, start: int, bonus: float) -> Name | None:
        """The name that begins at `start`, if the text reads better with a name there."""
        if (dotted := self._dotted(view, start)) is not None:
            return dotted
        if (known := self._confirmed_at(view, start)) is not None:
            return known
        run = HAN_RUN.match(view.text, start, start + _WINDOW)
        if run is None or run.end() - start < 2:
            return None
        text = run.group()
        names = [text[:length] for length in range(2, min(4, len(text)) + 1)]
        weighed = [
            (name, odds) for name in names if (odds := self.candidates.odds(name)) is not None
        ]
        if not weighed:
            return None
        closed = run.end() < start + _WINDOW
        window = _Window(start, text, closed, *self._vocabulary.suffix_odds(text))
        found: list[tuple[float, str]] = []
        for name, odds in weighed:
            rest = window.rests[len(name)] + self._tail(view, window, len(name))
            found.append((odds + rest + self._known(name), name))
        return self._best(found, bonus - window.rests[0], start, at_end=False)

    def _dotted(self, view: Squeezed, start: int) -> Name | None:
        """尼玛·扎西: the last part ends where the rest reads best as words."""
        match = _DOTTED.match(view.text, start, start + 24)
        if match is None:
            return None
        last = match.start("last")
        rests, _ = self._vocabulary.suffix_odds(match["last"])
        lengths = range(2, min(6, len(rests))) or range(1, 2)
        best = max(lengths, key=lambda length: rests[length] + _DOTTED_CHARACTER * length)
        text = re.sub("[•・]", "·", view.text[start : last + best])
        return Name(text, start, last + best, _SURE, False)

    def before(self, view: Squeezed, end: int, bonus: float) -> Name | None:
        """The name that ends at `end`, if the text reads better with a name there."""
        start = end
        while start > max(0, end - _WINDOW // 2) and HAN_RUN.match(view.text[start - 1]):
            start -= 1
        text = view.text[start:end]
        found: list[tuple[float, str]] = []
        for length in range(2, min(4, len(text)) + 1):
            before, name = text[:-length], text[-length:]
            if (odds := self.candidates.odds(name)) is not None:
                odds += self._vocabulary.suffix_odds(before)[0][0]
                odds += self._gaps(view, end - length, end)
                opens = not before or end - length in view.gaps
                found.append((odds + self._known(name) + (_ENDS_CLEAN if opens else 0.0), name))
        plain = self._vocabulary.suffix_odds(text)[0][0]
        return self._best(found, bonus - plain, end, at_end=True)

    def _best(
        self, found: Sequence[tuple[float, str]], base: float, place: int, *, at_end: bool
    ) -> Name | None:
        """The likeliest of the candidates, if it beats reading them as words."""
        if not found:
            return None
        odds, text = max(found)
        # Standing elsewhere tells of the length only: any word stands on a page twice.
        allowed = 0.0 if text in self._vocabulary else _ELSEWHERE
        lead = odds + base - max(self._elsewhere(text) - allowed, 0.0)
        if lead <= 0:
            return None
        return self._name(text, place - len(text) if at_end else place, lead)

    def _tail(self, view: Squeezed, window: _Window, length: int) -> float:
        """What the text right after a candidate says for or against it."""
        end = window.start + length
        odds = self._gaps(view, window.start, end)
        if end in view.gaps or (length == len(window.text) and window.closed):
            counted = end not in view.gaps and _COUNT.match(view.text, end)
            return odds + (_COUNTED if counted else _ENDS_CLEAN)
        first, second = window.words_after(length)
        if self._is_place_or_post(first):
            return odds + _PLACE_AFTER
        followers = self._words.name_followers
        if first in _ADVERBS and (second in followers or self._vocabulary.tag(second)[:1] in "vp"):
            return odds + _FOLLOWED
        if first in _JOINERS and second in followers and second not in _PREPOSITIONS:
            return odds + _STRAY  # 吕志和|说, not 吕志|和|说
        if first in followers:
            return odds + (_FOLLOWED if len(first) > 1 else _FOLLOWED_BY_CHARACTER)
        stray = len(first) == 1 and (self._vocabulary.tag(first)[:1] or "x") in _STRAY_TAGS
        return odds + (_STRAY if stray else 0.0)

    def _is_place_or_post(self, word: str) -> bool:
        words = self._words
        if word in words.places or word in words.organs:
            return True
        return word in words.posts or word in words.posts_of_organs

    @staticmethod
    def _gaps(view: Squeezed, start: int, end: int) -> float:
        inside = sum(place in view.gaps for place in range(start + 1, end)) if view.gaps else 0
        if not inside:
            return 0.0
        # Names of two characters are spaced out to the width of three: 杨 洁. A blank before
        # the last of three more likely parts two names: 王东 林洁.
        if end - start == 2:
            return _GAP_IN_TWO
        return (_GAP_BEFORE_LAST if end - 1 in view.gaps else _GAP_INSIDE) * inside

    def _elsewhere(self, name: str) -> float:
        if self._evidence is None:
            return 0.0
        if name not in self._endings:
            self._endings[name] = self._evidence.endings(
                name, self._vocabulary, self._words.name_followers
            )
        # One ending is the very place that is read.
        return _ELSEWHERE * min(max(self._endings[name] - 1, 0), _MOST_ELSEWHERE)

    def _confirmed_at(self, view: Squeezed, start: int) -> Name | None:
        """A confirmed name that is longer than those the odds are reckoned for."""
        for length in range(self._longest_confirmed, 4, -1):
            if view.text[start : start + length] in self._confirmed:
                return self._name(view.text[start : start + length], start, _CONFIRMED)
        return None

    def _known(self, name: str) -> float:
        """What the page and the editors say for a candidate."""
        return self._elsewhere(name) + (_CONFIRMED if name in self._confirmed else 0.0)

    def _name(self, text: str, start: int, lead: float) -> Name:
        confirmed = text in self._confirmed
        doubtful = not confirmed and self._is_doubtful(text, lead)
        return Name(text, start, start + len(text), lead, doubtful, confirmed)

    def _is_doubtful(self, name: str, lead: float) -> bool:
        words = self._words
        if lead < _SURE or name in words.not_names or name in words.hardly_names:
            return True
        return not self.candidates.has_surname(name) and self._elsewhere(name) == 0.0
