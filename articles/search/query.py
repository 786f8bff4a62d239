"""What a reader typed, understood: words, phrases, words to leave out, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from articles.dates import PartialDate
from articles.search.folding import fold
from articles.search.syllables import is_syllable
from articles.search.tokens import EDGE, skeleton, tokens

MAX_LENGTH = 200  # characters read of what was typed
MAX_TERMS = 12

_QUOTES = '"“”„＂「」『』'
# -"老街改造" · 2018年..2019年 · 河道
_PART = re.compile(
    rf"(?P<minus>[-－−])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]+))"
)
# 2018-03..2019 · 2018年至2019年 · 2018-2019
_RANGE = re.compile(r"(?P<since>.+?)(?:\.\.+|…+|~|—+|–|至|到)(?P<until>.+)")
_YEARS = re.compile(r"(?P<since>\d{4})-(?P<until>\d{4})")
_PLAUSIBLE_YEARS = range(1800, 2101)

# Where a word that was typed is two: not inside 3.5 and 12,000.
_PARTED = re.compile(rf"(?<!{re.escape(EDGE)}) | (?!{re.escape(EDGE)})")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a story must print, or must not."""

    text: str  # as typed
    skeleton: str
    excluded: bool = False
    quoted: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tokens(self.skeleton)))

    @property
    def is_token(self) -> bool:
        """Whether a story that has its one token prints it."""
        found = self.tokens
        return len(found) == 1 and self.skeleton.strip(EDGE) == found[0]

    @property
    def is_thin(self) -> bool:
        """Whether no index leads to it: a single character."""
        return not self.tokens


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    dates: tuple[str, ...] = ()  # those of its words that were read as dates

    @cached_property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @cached_property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    def between(self, since: PartialDate | None, until: PartialDate | None) -> Query:
        """The query within a range as well."""
        return replace(self, since=_later(self.since, since), until=_earlier(self.until, until))


def parse(typed: str) -> Query:
    """Read what was typed; there is nothing that cannot be read.

    >>> query = parse("老街改造 -商铺 2019 “长桌 宴”")
    >>> [(term.skeleton, term.excluded) for term in query.terms], str(query.since)
    ([('老街改造', False), ('商铺', True), ('长桌 宴', False)], '2019年')
    """
    query = Query()
    terms: dict[tuple[str, bool], Term] = {}
    for part in _PART.finditer(typed[:MAX_LENGTH]):
        excluded, quoted = bool(part["minus"]), part["phrase"] is not None
        text = (part["phrase"] if quoted else part["word"]).strip()
        if not excluded and not quoted and (dates := _dates(text)):
            query = replace(query.between(*dates), dates=(*query.dates, text))
            continue
        for term in _terms(text, excluded=excluded, quoted=quoted):
            terms.setdefault((term.skeleton, term.excluded), term)
    listed = _joined_syllables([*terms.values()])
    return replace(query, terms=tuple(listed[:MAX_TERMS]))


def _terms(text: str, *, excluded: bool, quoted: bool) -> list[Term]:
    bones = skeleton(text)
    if not bones:
        return []
    if quoted or excluded:
        return [Term(text, bones, excluded, quoted)]
    pieces = _PARTED.split(bones)
    return [Term(text if len(pieces) == 1 else piece.replace(EDGE, ""), piece) for piece in pieces]


def _joined_syllables(terms: list[Term]) -> list[Term]:
    """Syllables typed one by one (lin xiao he) are one name."""
    joined: list[Term] = []
    for term in terms:
        last = joined[-1] if joined else None
        if last and _is_spelt(last) and _is_spelt(term):
            joined[-1] = Term(f"{last.text} {term.text}", f"{last.skeleton} {term.skeleton}")
        else:
            joined.append(term)
    return joined


def _is_spelt(term: Term) -> bool:
    words = term.skeleton.replace(EDGE, "").split()
    return not term.excluded and not term.quoted and all(map(is_syllable, words))


def _dates(text: str) -> tuple[PartialDate | None, PartialDate | None] | None:
    """The range that a word names, if it names one."""
    text = fold(text)
    if day := _date(text):
        return day, day
    found = _YEARS.fullmatch(text) or _RANGE.fullmatch(text)
    if found is None:
        return None
    since, until = _date(found["since"]), _date(found["until"])
    return (since, until) if since and until else None


def _date(text: str) -> PartialDate | None:
    try:
        read = PartialDate.read(text)
    except ValueError:
        return None
    return read if read.year in _PLAUSIBLE_YEARS else None


def _later(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    known = [date for date in (one, other) if date]
    return max(known, key=lambda date: date.first_key, default=None)


def _earlier(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    known = [date for date in (one, other) if date]
    return min(known, key=lambda date: date.last_key, default=None)
