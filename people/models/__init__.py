from __future__ import annotations

from people.models.decisions import LinkDecision, PersonMerge, PersonPair, PersonRedirect
from people.models.offices import Organization, OrganizationName, Post, Tenure
from people.models.person import (
    Official,
    OtherName,
    Person,
    PersonQuerySet,
    Precision,
    Reporter,
)

__all__ = [
    "LinkDecision",
    "Official",
    "Organization",
    "OrganizationName",
    "OtherName",
    "Person",
    "PersonMerge",
    "PersonPair",
    "PersonQuerySet",
    "PersonRedirect",
    "Post",
    "Precision",
    "Reporter",
    "Tenure",
]
