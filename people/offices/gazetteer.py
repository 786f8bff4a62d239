"""The divisions of the country from the province down to the county, found by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from people.offices.names import short_form, stem

_DATA = Path(__file__).parent / "data" / "divisions.txt"


class Level(IntEnum):
    NATION = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    ZONE = 4  # a functional zone: 开发区, 新区
    TOWNSHIP = 5
    VILLAGE = 6


@dataclass(frozen=True, slots=True)
class Division:
    name: str  # official: 柳河回族区
    level: Level
    parent: Division | None
    code: str = ""  # of GB/T 2260; "" for a zone and the nation
    former: tuple[str, ...] = ()
    abolished: bool = False

    @property
    def short(self) -> str:
        return short_form(self.name)

    @property
    def stem(self) -> str:
        return stem(self.name)

    def chain(self) -> tuple[Division, ...]:
        """Itself and what it belongs to, the nearest first."""
        return (self, *self.parent.chain()) if self.parent else (self,)

    def within(self, other: Division) -> bool:
        return other in self.chain()


NATION = Division("中国", Level.NATION, None)


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    former: tuple[str, ...]
    abolished: bool


@dataclass(frozen=True, slots=True)
class _Index:
    rows: dict[str, _Row]  # by code
    named: dict[str, list[str]]  # codes by every name with a level: official, short, former
    stems: dict[str, list[str]]


@cache
def _index() -> _Index:
    rows: dict[str, _Row] = {}
    named: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, *former = line.split(" ")
        # An abolished division keeps its mark: its code may have been given to another.
        rows[code] = _Row(name, tuple(former), code.startswith("-"))
        short = short_form(name)
        for form in {name, short, *former}:
            named.setdefault(form, []).append(code)
        stems.setdefault(stem(short), []).append(code)
    return _Index(rows, named, stems)


@cache
def _division(code: str) -> Division:
    row = _index().rows[code]
    digits = code.removeprefix("-")
    if digits.endswith("0000"):
        return Division(row.name, Level.PROVINCE, None, digits, row.former, row.abolished)
    province = _division(digits[:2] + "0000")
    city = digits[:4] + "00"
    if digits == city:
        return Division(row.name, Level.CITY, province, digits, row.former, row.abolished)
    # The districts of 北京 and the counties under a province have no city over them.
    above = _division(city) if city in _index().rows else province
    return Division(row.name, Level.COUNTY, above, digits, row.former, row.abolished)


@cache
def longest_form() -> int:
    """How many characters the longest name of a division has."""
    return max(map(len, _index().named))


@cache
def forms_by_opening() -> dict[str, tuple[str, ...]]:
    """Every name of a division by its first two characters, the longest first."""
    opening: dict[str, list[str]] = {}
    for form in sorted(_index().named, key=len, reverse=True):
        opening.setdefault(form[:2], []).append(form)
    return {pair: tuple(forms) for pair, forms in opening.items()}


def is_form(words: str) -> bool:
    return words in _index().named


def divisions_called(form: str) -> list[Division]:
    """Every division of this name: official, former, or without its peoples."""
    return [_division(code) for code in _index().named.get(form, ())]


def divisions_with_stem(words: str) -> list[Division]:
    return [_division(code) for code in _index().stems.get(words, ())]


def choose(
    candidates: Sequence[Division], near: Iterable[Division], *, anywhere: bool = True
) -> Division | None:
    """The one of several divisions of a name that is meant, as seen from the divisions `near`.

    First what they belong to, then the others of their city, then of their province; with
    `anywhere` at last the only one in the country. None where two are left.
    """
    for seen_from in near:
        chain = seen_from.chain()
        for each in chain:
            if each in candidates:
                return each
        for around in chain:
            inside = [each for each in candidates if each.within(around)]
            if len(inside) == 1:
                return inside[0]
            if inside:
                return _present(inside)
    return _present(candidates) if anywhere else None


def _present(candidates: Sequence[Division]) -> Division | None:
    standing = [each for each in candidates if not each.abolished] or candidates
    return standing[0] if len(standing) == 1 else None
