"""Who is meant in a portable issue: people the archive does not know come along with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from articles.claims import Understood
from articles.linking import Unclear, link_people
from articles.models import Byline, Mention, Newspaper
from articles.portable.schema import PersonPart
from people.models import OtherName, Person


class Cast:
    """The people of an issue, each row made once.

    Where somebody of that name is known already, it is no proof that it is the same person:
    who is meant is then decided story by story, as in any import.
    """

    def __init__(self, people: Sequence[PersonPart]) -> None:
        self._people = people
        self._made: dict[int, Person] = {}
        self._known = {place for place, each in enumerate(people) if _is_known(each)}

    def link(
        self,
        newspaper: Newspaper,
        bylines: Sequence[tuple[Byline, int | None]],
        mentions: Sequence[tuple[Mention, int | None]],
        understood: Understood,
    ) -> list[Unclear]:
        """Give each row its person, by the place in the list; one without a place gets none.

        Returns:
            Names that are left without a person, for an editor to decide.
        """
        rows: list[tuple[Byline | Mention, int | None]] = [*bylines, *mentions]
        for row, place in rows:
            if place is not None and place not in self._known:
                row.person = self._person(place)
        return link_people(
            newspaper,
            [row for row, place in bylines if place in self._known],
            [row for row, place in mentions if place in self._known],
            understood,
        )

    def _person(self, place: int) -> Person:
        if place not in self._made:
            told = self._people[place]
            person = Person.objects.create(**told.model_dump(exclude={"other_names"}))
            OtherName.objects.bulk_create(
                OtherName(person=person, name=each.name, kind=each.kind)
                for each in told.other_names
            )
            self._made[place] = person
        return self._made[place]


def _is_known(told: PersonPart) -> bool:
    """Whether a reporter or official of that name, by whichever name, is in the archive."""
    listed = Q()
    if told.is_reporter:
        listed |= Q(is_reporter=True)
    if told.is_official:
        listed |= Q(is_official=True)
    names = [told.name, *(each.name for each in told.other_names)]
    others = OtherName.objects.filter(name__in=names).values("person")
    return Person.objects.filter(Q(name__in=names) | Q(pk__in=others)).filter(listed).exists()
