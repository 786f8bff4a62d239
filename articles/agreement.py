"""Whether what is known of two people of one name speaks for their being one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from articles.levels import share_level, share_post
from articles.office_rows import key_of
from people.models import Organization
from people.offices.records import Body, HeldPost, Kind

PLACES = (Kind.DIVISION, Kind.TOWNSHIP, Kind.VILLAGE)
# The bodies whose few members lead a place; a department has too many people for a place alone.
LEADING = (
    *PLACES,
    Kind.PARTY,
    Kind.GOVERNMENT,
    Kind.CONGRESS,
    Kind.CONSULTATIVE,
    Kind.DISCIPLINE,
)
# 河南省/郑州市 is a city of thousands of officials, 河南省/郑州市/某区 a place where a namesake in
# another office is rare.
SMALL_PLACE_DEPTH = 2  # slashes in the key


@dataclass(slots=True)
class Standpoint:
    """What somebody is known to be: organizations by key, and posts as printed."""

    printed: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)  # where they lead, or where all know each other

    def add(self, key: str, kind: str, place: str) -> None:
        self.organizations.add(key)
        if place and (kind in LEADING or place.count("/") >= SMALL_PLACE_DEPTH):
            self.places.add(place)

    def join(self, other: Standpoint) -> None:
        self.printed |= other.printed
        self.organizations |= other.organizations
        self.places |= other.places

    def agrees(self, other: Standpoint, *, same_paper: bool) -> bool:
        """Whether organization or level agree; where either is unknown, the words decide."""
        if self.organizations and other.organizations:
            return bool(self.organizations & other.organizations or self.places & other.places)
        return share_post(self.printed, other.printed) or (
            same_paper and share_level(self.printed, other.printed)
        )


def standpoint(printed: Iterable[str], understood: Sequence[HeldPost]) -> Standpoint:
    """What the posts of one mention tell."""
    known = Standpoint(set(printed))
    for each in understood:
        if each.body is not None:
            known.add(key_of(each.body), each.body.kind, key_of_place(each.body))
    return known


def key_of_place(body: Body | None) -> str:
    """The nearest place at or above a body; "" where there is none."""
    while body is not None and body.kind not in PLACES:
        body = body.parent
    return key_of(body) if body else ""


def add_organizations(
    known: Mapping[int, Standpoint], held: Iterable[tuple[int, str | None]]
) -> None:
    """Add to each person's standpoint the organizations they are known to serve; one query.

    Args:
        held: person and key of the organization; None for one that an editor made by hand.
    """
    pairs = [(person, key) for person, key in held if key]
    above = {part for _, key in pairs for part in _with_all_above(key)}
    kinds = dict(Organization.objects.filter(key__in=above).values_list("key", "kind"))
    for person, key in pairs:
        place = next((part for part in _with_all_above(key) if kinds.get(part) in PLACES), "")
        known[person].add(key, kinds.get(key, ""), place)


def _with_all_above(key: str) -> list[str]:
    """The key and those above it, the nearest first."""
    parts = key.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
