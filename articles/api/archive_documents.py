"""Pages, people, organizations, posts, tenures and tags as documents."""

from __future__ import annotations

from typing import Any

from articles.api.archive_schemas import (
    OrganizationEntry,
    OtherNameNote,
    PageEntry,
    PersonEntry,
    PostEntry,
    TagEntry,
    TenureEntry,
    TermEnd,
)
from articles.api.references import Addresses, known_date
from articles.careers import Entry
from articles.exporting import known
from articles.models import Page, Tag
from people.models import Organization, Person, Post


def page_entry(page: Page, addresses: Addresses) -> PageEntry:
    return PageEntry(
        **addresses.page(page).model_dump(),
        issue=addresses.issue(page.issue),
        number=page.number,
        title=page.name,
        position=page.position,
    )


def person_entry(person: Person, addresses: Addresses) -> PersonEntry:
    return PersonEntry(
        **addresses.person(person).model_dump(),
        pinyin=person.pinyin,
        is_reporter=person.is_reporter,
        is_official=person.is_official,
    )


def organization_entry(organization: Organization, addresses: Addresses) -> OrganizationEntry:
    return OrganizationEntry(
        **addresses.organization(organization).model_dump(),
        short_name=organization.short_name,
        kind=organization.get_kind_display(),
        parent=addresses.organization(organization.parent) if organization.parent else None,
    )


def post_entry(post: Post, addresses: Addresses) -> PostEntry:
    return PostEntry(
        **addresses.post(post).model_dump(),
        title=post.title,
        organization=addresses.organization(post.organization),
        single_seat=post.single_seat,
    )


def tag_entry(tag: Tag, addresses: Addresses) -> TagEntry:
    return TagEntry(**addresses.tag(tag).model_dump(), slug=tag.slug, pinyin=tag.pinyin)


def other_names(row: Any) -> list[OtherNameNote]:
    return [
        OtherNameNote(name=each.name, kind=each.get_kind_display())
        for each in row.other_names.all()
    ]


def tenure_entry(entry: Entry, addresses: Addresses) -> TenureEntry:
    tenure = entry.tenure
    evidence = [end.evidence for end in (entry.start, entry.end) if end.evidence]
    stories = {each.claim.article_id: each.claim.article for each in evidence}
    return TenureEntry.model_validate(
        {
            "id": tenure.pk,
            "person": addresses.person(tenure.person),
            "post": addresses.post(tenure.post),
            "organization": addresses.organization(tenure.post.organization),
            "start": _end(tenure.start, tenure.start_precision, tenure.start_basis),
            "end": _end(tenure.end, tenure.end_precision, tenure.end_basis),
            "status": tenure.status,
            "note": tenure.note,
            "sightings": entry.sightings,
            "sources": [addresses.story(each) for each in stories.values()],
            "html": addresses.page_of("tenure-detail", tenure.pk),
            "api": addresses.api("tenure", tenure.pk),
        }
    )


def _end(day: Any, precision: str, basis: str) -> TermEnd:
    return TermEnd.model_validate(
        {"date": known_date(known(day, precision) if day else ""), "basis": basis}
    )
