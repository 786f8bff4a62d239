"""Which place a page is a page of, so that 区委书记 is known to be of one district."""

from __future__ import annotations

from articles.models import Page
from articles.office_rows import organization_rows
from people.models import Organization
from people.offices.gazetteer import Division, Level, divisions_called
from people.offices.home import find_home
from people.offices.places import place_of


def settle_home(page: Page, text: str) -> None:
    """Fill in the page's district where nobody has and its name or its text shows it."""
    if page.district_id is not None:
        return
    whole = "".join(text.split())  # blanks and line breaks stand inside names as well
    home = find_home([whole], page_name=page.name, newspaper=page.issue.newspaper.name)
    if home is not None:
        body = place_of(home).body
        page.district = organization_rows([body])[body]
        page.save(update_fields=["district"])


def home_of(page: Page) -> Division | None:
    """The division a page is of; None where it is not known.

    An editor may have named a street of it, or a body there.
    """
    place = page.district
    while place is not None and (place.kind != Organization.Kind.DIVISION or not place.key):
        place = place.parent
    return _division_at((place.key or "").split("/")) if place else None


def _division_at(names: list[str]) -> Division | None:
    """The division at the end of that path from the top."""
    if not names[-1]:
        return None
    for division in divisions_called(names[-1]):
        if [each.name for each in reversed(division.chain())] == names:
            return division
    # A functional zone is in no gazetteer; it stands below a city that is.
    city = _division_at(names[:-1]) if len(names) > 1 else None
    return Division(names[-1], Level.ZONE, city) if city else None
