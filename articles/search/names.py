"""People whom a word may mean: by another of their names, or by how their name is spelt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from articles.search.query import Term
from articles.search.syllables import readings
from articles.search.tokens import EDGE
from people.models import OtherName, Person

# A word that is the name of more people than these is no way to find one of them.
_MAX_PEOPLE = 200

Meant = dict[Term, list[int]]


def people_meant(terms: Sequence[Term], *, corrected: bool = False) -> Meant:
    """Whom each of these terms may mean though a story prints them otherwise.

    Args:
        corrected: also those who have one name only. A story links to them that prints it wrong
            and was corrected in the list of its names alone, not in its text.
    """
    return {term: people for term in terms if (people := _people(term, corrected))}


def _people(term: Term, corrected: bool) -> list[int]:
    if EDGE in term.skeleton:
        letters = term.skeleton.replace(EDGE, "")
        spelt = [letters] if " " in letters else readings(letters)
        if not spelt:
            return []
        named = Q(pinyin__in=spelt)
    elif " " in term.skeleton or term.is_thin:
        return []
    else:
        written = {term.text, term.skeleton}
        named = Q(name__in=written)
        if not corrected:  # who has one name only is found by it in the text
            named = Q(named, Exists(OtherName.objects.filter(person=OuterRef("pk"))))
        others = OtherName.objects.filter(name__in=written).order_by().values("person")
        named |= Q(pk__in=others)
    people = Person.objects.filter(named).order_by("pk").values_list("pk", flat=True)
    return [*people[:_MAX_PEOPLE]]


def names_of(meant: Meant) -> dict[Term, list[str]]:
    """All the names of the people each term means, to be shown where they are printed."""
    keys = {person for people in meant.values() for person in people}
    names = {key: [name] for key, name in _rows(Person.objects.filter(pk__in=keys), "pk")}
    for key, name in _rows(OtherName.objects.filter(person__in=keys), "person_id"):
        names[key].append(name)
    return {
        term: [name for person in people for name in names.get(person, [])]
        for term, people in meant.items()
    }


def _rows(rows: Any, key: str) -> Any:
    return rows.order_by("pk").values_list(key, "name")
