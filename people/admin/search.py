"""Finding people by what an editor types: characters, pinyin, initials."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace

from people.models import OtherName, Person

# zlq: as many letters as names have syllables; 尉迟 and three more are rare already.
_INITIALS = re.compile(r"[a-z]{2,5}", re.IGNORECASE)
# What no syllable of pinyin begins with
_NO_INITIAL = frozenset("iuv")


def people_found(people: QuerySet[Person], typed: str) -> QuerySet[Person]:
    """Those who match every word: a name, another name, pinyin or its initials.

    One pass over the people; no index serves a part of a name.
    """
    people = people.alias(joined_pinyin=Replace("pinyin", Value(" "), Value("")))
    for word in typed.split():
        other = OtherName.objects.filter(person=OuterRef("pk"), name__icontains=word)
        found = Q(name__icontains=word) | Q(Exists(other))
        if word.isascii():
            found |= Q(pinyin__icontains=word) | Q(joined_pinyin__icontains=word)
        people = people.filter(found | _by_initials(word))
    return people


def _by_initials(word: str) -> Q:
    """Names whose syllables begin with these letters, the first of them at least."""
    letters = word.lower()
    if not _INITIALS.fullmatch(letters) or _NO_INITIAL & set(letters):
        return Q()
    pattern = " ".join(f"{letter}[a-z]*" for letter in letters)
    # The first letter alone leaves out most before the pattern is tried.
    return Q(pinyin__startswith=letters[0], pinyin__regex=f"^{pattern}")
