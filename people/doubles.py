"""People whose names are one, or all but one: the same at first sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from people.models import Person
from people.patterns import LONGEST, Without, without
from people.shapes import look_alike

SHORTEST = 2  # characters; of a single one nothing is left to compare


@dataclass(frozen=True, slots=True)
class Named:
    """Of a person, what tells whom they could be mixed up with."""

    pk: int
    name: str
    is_reporter: bool
    is_official: bool
    confirmed: bool

    def shares_role(self, other: Named) -> bool:
        return (self.is_reporter and other.is_reporter) or (self.is_official and other.is_official)


_COLUMNS = ("pk", "name", "is_reporter", "is_official", "confirmed")


@dataclass(frozen=True, slots=True)
class Double:
    """Two people in the order of their keys; `place` is where their names differ, from 0."""

    one: Named
    other: Named
    place: int | None = None  # None: they do not

    @property
    def key(self) -> tuple[int, int]:
        return (self.one.pk, self.other.pk)


def doubles(people: Collection[int]) -> list[Double]:
    """Everybody whose name could be that of one of `people`, paired with them.

    Costs one query for the people, one for their names, and one for each place in a name.
    """
    ours = [Named(*row) for row in Person.objects.filter(pk__in=people).values_list(*_COLUMNS)]
    found: dict[tuple[int, int], Double] = {}
    for some, others in chain(_namesakes(ours), _lookalikes(ours)):
        one, other = sorted((some, others), key=lambda each: each.pk)
        if one.pk != other.pk and one.shares_role(other):
            double = Double(one, other, _difference(one.name, other.name))
            found[double.key] = double
    return [found[key] for key in sorted(found)]


def _namesakes(ours: list[Named]) -> Iterator[tuple[Named, Named]]:
    by_name = _by(ours, [each.name for each in ours])
    for row in Person.objects.filter(name__in=by_name).order_by().values_list(*_COLUMNS):
        for each in by_name[row[1]]:
            yield each, Named(*row)


def _lookalikes(ours: list[Named]) -> Iterator[tuple[Named, Named]]:
    for place in range(1, LONGEST + 1):
        long = [each for each in ours if max(place, SHORTEST) <= len(each.name) <= LONGEST]
        by_rest = _by(long, [without(each.name, place) for each in long])
        if not by_rest:
            continue
        rows = Person.objects.annotate(rest=Without("name", place)).filter(rest__in=by_rest)
        for *columns, rest in rows.order_by().values_list(*_COLUMNS, "rest"):
            other = Named(*columns)
            for each in by_rest[rest]:
                if _differ_in_shape(each.name, other.name, place - 1):
                    yield each, other


def _by(people: list[Named], keys: list[str]) -> dict[str, list[Named]]:
    grouped: defaultdict[str, list[Named]] = defaultdict(list)
    for key, each in zip(keys, people, strict=True):
        grouped[key].append(each)
    return grouped


def _differ_in_shape(one: str, other: str, place: int) -> bool:
    """Whether names that agree but for that place are of one length and look alike there."""
    return one != other and len(one) == len(other) and look_alike(one[place], other[place])


def _difference(one: str, other: str) -> int | None:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (some, others) in pairs if some != others), None)
