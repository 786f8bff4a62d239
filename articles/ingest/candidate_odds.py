"""How likely two to four characters are as a person's name, wherever they stand."""

from __future__ import annotations

from articles.ingest.lexicon import Lexicon
from articles.ingest.vocabulary import Vocabulary

# Natural logarithms, as all odds of names and words.
_UNKNOWN_SURNAME = -11.5
_LENGTHS = {2: -1.2, 3: -0.5, 4: -4.0}  # two characters are a third of all names
_IS_A_WORD = -11.0  # one of the list of words that are no names
_IS_A_VERB = -5.0  # 查房, 包案, 谈|民生
_RARE_WORD = -14.0  # odds; 良才 is one: 查良才 checks nothing
_VERB_SURNAMES = frozenset("谈包管查解")
_FORMS_OF_ADDRESS = frozenset(
    ["老师", "先生", "女士", "师傅", "医生", "大夫", "教授", "大伯", "老汉", "同志"]
)
_NEVER_FIRST = frozenset("老小阿大盯抓赶跑送带拉推扛挑蹲坐走守值")  # 老张, 小李
# 镇长|负总责: a character that is otherwise a verb, an adverb and the like is hardly a surname.
_NO_SURNAME_TAGS = frozenset("vdpcrumqt")
_NO_SURNAME = -4.0
_BEGINS_WITH_A_WORD = -4.0  # 祝福一|行


class CandidateOdds:
    """Weighs candidates by their characters and by the words they would be otherwise."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self._odds = lexicon.odds
        self._posts = lexicon.posts
        self._vocabulary = vocabulary

    def is_surname(self, text: str) -> bool:
        return text in self._odds.surnames

    def has_surname(self, name: str) -> bool:
        return name[0] in self._odds.surnames or name[:2] in self._odds.compound

    def is_word(self, text: str) -> bool:
        return text in self._vocabulary

    def tag(self, text: str) -> str:
        """Its part of speech where it is a word."""
        return self._vocabulary.tag(text)

    def word_odds(self, text: str) -> float:
        return self._vocabulary.odds(text)

    def odds(self, name: str) -> float | None:
        """The odds of these two to four characters as a name; None where none could be."""
        odds = self._odds
        compound = odds.compound.get(name[:2]) if len(name) > 2 else None
        given = name[2:] if compound is not None else name[1:]
        if len(given) > 2 or not odds.never.isdisjoint(given):
            return None
        surname = compound if compound is not None else odds.surnames.get(name[0])
        if surname is None:
            if self._never_opens(name[0]):
                return None
            surname = _UNKNOWN_SURNAME
            if self._vocabulary.tag(name[0])[:1] in _NO_SURNAME_TAGS:
                surname += _NO_SURNAME
        total = surname + _LENGTHS[3 if compound is not None else len(name)]
        if len(given) == 2:
            total += odds.first.get(given[0], odds.unlisted_first)
        total += odds.last.get(given[-1], odds.unlisted_last)
        return total + self._reads_as_words(name)

    def _never_opens(self, character: str) -> bool:
        if character in self._odds.never or character in _NEVER_FIRST:
            return True
        return character in self._posts.breaking_characters

    def _reads_as_words(self, name: str) -> float:
        """What speaks against a candidate that is, or begins or ends with, a word."""
        not_names, hardly_names = self._posts.not_names, self._posts.hardly_names
        if name in not_names or name in hardly_names or name[1:] in _FORMS_OF_ADDRESS:
            return _IS_A_WORD
        if name[:2] in not_names or name[:2] in hardly_names:
            return _BEGINS_WITH_A_WORD
        common = self._vocabulary.odds(name[1:]) > _RARE_WORD
        verb_and_word = name[0] in _VERB_SURNAMES and name[1:] in self._vocabulary and common
        is_verb = self._vocabulary.tag(name).startswith("v")
        return _IS_A_VERB if is_verb or (verb_and_word and len(name) > 2) else 0.0
