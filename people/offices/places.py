"""A place as a body of the tree, and the places around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from people.offices.gazetteer import NATION, Division, Level
from people.offices.records import Body, Kind

_KIND = {Level.TOWNSHIP: Kind.TOWNSHIP, Level.VILLAGE: Kind.VILLAGE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body stands: a division, a zone, a township or a village."""

    name: str
    short: str  # as papers print it; the name itself where it is no shorter
    level: Level
    up: Place | None
    division: Division | None = None  # None below the zones

    @property
    def body(self) -> Body:
        return Body(
            self.name,
            _KIND.get(self.level, Kind.DIVISION),
            self.up.body if self.up else None,
            self.short if self.short != self.name else "",
        )

    def chain(self) -> Iterator[Place]:
        """Itself and the places it lies in, the nearest first."""
        yield self
        if self.up:
            yield from self.up.chain()

    def seat(
        self,
        organ: str,
        kind: Kind,
        short_organ: str = "",
        *,
        parent: Body | None = None,
        ahead: str = "",
    ) -> Body:
        """A body of this place whose name is the place's with `organ` after it.

        `short_organ` is the organ as papers shorten it; `ahead` stands before the place (共青团).
        The body stands under `parent`, or under the place itself.
        """
        name = ahead + self.name + organ
        short = ahead.removeprefix("共青") + self.short + (short_organ or organ)
        return Body(name, kind, parent or self.body, short if short != name else "")


def inside(body: Body, office: str, kind: Kind, short: str = "") -> Body:
    """An office inside a body, which bears its name: 柳河县民政局社会救助科."""
    name = body.name + office
    short_name = (body.short_name or body.name) + (short or office)
    return Body(name, kind, body, short_name if short_name != name else "")


def place_of(division: Division) -> Place:
    up = place_of(division.parent) if division.parent else None
    return Place(division.name, division.short, division.level, up, division)


NATIONAL = place_of(NATION)


def climb(place: Place | None, *levels: Level) -> Place | None:
    """The nearest of the place and what it lies in that is of one of the levels."""
    if place is None:
        return None
    return next((each for each in place.chain() if each.level in levels), None)
