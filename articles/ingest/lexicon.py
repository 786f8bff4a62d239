"""What the pipeline knows of words: the packaged lists, and what editors have confirmed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

_DATA = Path(__file__).parent / "data"

# A surname's share of the people falls with its rank about like this: the first has 8 %,
# the hundredth 0.2 %, the last of the list 0.01 %.
_SURNAME_TOP = 0.09
_SURNAME_RANKS = 12.0
_SURNAME_FALL = 1.6
_COMPOUND_SHARE = 0.0002
# The weight of a character that the list of given names lacks.
_UNLISTED_WEIGHT = 0.3


def read_entries(name: str) -> tuple[str, ...]:
    """The entries of one packaged list, in its order; lines that begin with # are remarks."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class NameOdds:
    """How likely characters are in a person's name; all figures are natural logarithms."""

    surnames: Mapping[str, float]
    compound: Mapping[str, float]
    first: Mapping[str, float]  # of a given name's two characters
    last: Mapping[str, float]  # or the only one
    unlisted_first: float
    unlisted_last: float
    never: frozenset[str]  # characters no given name holds

    @classmethod
    def packaged(cls) -> Self:
        surnames = {
            surname: math.log(_SURNAME_TOP / (1 + rank / _SURNAME_RANKS) ** _SURNAME_FALL)
            for rank, surname in enumerate(read_entries("surnames.txt"), start=1)
        }
        rows = [entry.split() for entry in read_entries("given_names.txt")]
        first = {character: float(weight) for character, weight, _ in rows}
        last = {character: float(weight) for character, _, weight in rows}
        return cls(
            surnames,
            dict.fromkeys(read_entries("compound_surnames.txt"), math.log(_COMPOUND_SHARE)),
            _shares(first),
            _shares(last),
            math.log(_UNLISTED_WEIGHT / sum(first.values())),
            math.log(_UNLISTED_WEIGHT / sum(last.values())),
            frozenset(read_entries("not_in_names.txt")),
        )


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {character: math.log(weight / total) for character, weight in weights.items()}


@dataclass(frozen=True, slots=True)
class PostWords:
    """The words posts and organs are made of; what each list holds stands in its file."""

    posts: frozenset[str]
    posts_of_organs: frozenset[str]
    posts_private: frozenset[str]
    posts_honorary: frozenset[str]
    leader_levels: frozenset[str]
    titles_after: tuple[str, ...]
    prefixes: frozenset[str]
    places: frozenset[str]
    organs: frozenset[str]
    organ_subjects: frozenset[str]
    private_words: tuple[str, ...]
    public_words: tuple[str, ...]
    public_bodies: tuple[str, ...]
    breakers: tuple[str, ...]
    breaking_characters: frozenset[str]
    name_followers: frozenset[str]
    not_names: frozenset[str]
    hardly_names: frozenset[str]
    name_verbs: frozenset[str]

    @classmethod
    def packaged(cls) -> Self:
        return cls(
            posts=_set("posts.txt"),
            posts_of_organs=_set("posts_of_organs.txt"),
            posts_private=_set("posts_private.txt"),
            posts_honorary=_set("posts_honorary.txt"),
            leader_levels=_set("leader_levels.txt"),
            titles_after=read_entries("titles_after.txt"),
            prefixes=_set("prefixes.txt"),
            places=_set("places.txt"),
            organs=_set("organs.txt"),
            organ_subjects=_set("organ_subjects.txt"),
            private_words=read_entries("private_words.txt"),
            public_words=read_entries("public_words.txt"),
            public_bodies=read_entries("public_bodies.txt"),
            breakers=read_entries("breakers.txt"),
            breaking_characters=_set("breaking_characters.txt"),
            name_followers=_set("name_followers.txt"),
            not_names=_set("not_names.txt"),
            hardly_names=_set("hardly_names.txt"),
            name_verbs=_set("name_verbs.txt"),
        )


def _set(name: str) -> frozenset[str]:
    return frozenset(read_entries(name))


@cache
def packaged_odds() -> NameOdds:
    return NameOdds.packaged()


@cache
def packaged_posts() -> PostWords:
    return PostWords.packaged()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The packaged word lists, and beside them what the archive's editors know.

    `names` are people an editor confirmed: a candidate among them is taken at once.
    `stop_tags` are keywords never to be proposed, `wanted_tags` proposed wherever printed.
    """

    names: frozenset[str] = frozenset()
    stop_tags: frozenset[str] = frozenset()
    wanted_tags: frozenset[str] = frozenset()
    odds: NameOdds = field(default_factory=packaged_odds, repr=False)
    posts: PostWords = field(default_factory=packaged_posts, repr=False)

    @classmethod
    def packaged(
        cls,
        names: Iterable[str] = (),
        stop_tags: Iterable[str] = (),
        wanted_tags: Iterable[str] = (),
    ) -> Self:
        """The lists as packaged, read once a process, with an archive's own words."""
        return cls(frozenset(names), frozenset(stop_tags), frozenset(wanted_tags))

    @property
    def compound_surnames(self) -> Collection[str]:
        """Surnames of two characters."""
        return self.odds.compound.keys()

    def is_surname(self, text: str) -> bool:
        """Whether a list has it, of one character or two, the rare ones included."""
        return text in self.odds.surnames or text in self.odds.compound
