"""People, organizations, posts and tenures as one document of Popolo JSON, piece by piece.

https://www.popoloproject.com; `status` and the bases of the dates are additions of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from articles.exporting import (
    Scope,
    Sourced,
    batches,
    known,
    people_with_names,
    tenures_with_sources,
)
from people.models import Organization, Person, Post


def popolo_pieces(scope: Scope) -> Iterator[str]:
    """The document's text; a row a line, so that none is kept in memory."""
    parts: dict[str, Iterable[dict[str, Any]]] = {
        "persons": _persons(scope),
        "organizations": _organizations(scope),
        "posts": _posts(scope),
        "memberships": _memberships(scope),
    }
    before = "{"
    for name, rows in parts.items():
        yield f'{before}"{name}": ['
        for index, row in enumerate(rows):
            present = {key: value for key, value in row.items() if value not in ("", None, [])}
            yield (",\n" if index else "\n") + json.dumps(present, ensure_ascii=False)
        yield "\n]"
        before = ",\n"
    yield "}\n"


def _persons(scope: Scope) -> Iterator[dict[str, Any]]:
    for person in people_with_names(scope):
        yield {
            "id": _id(person),
            "name": person.name,
            "sort_name": person.pinyin,
            "other_names": [
                {"name": each.name, "note": each.get_kind_display()}
                for each in person.other_names.all()
            ],
            "summary": person.note,
            "links": [{"url": scope.address(person)}],
        }


def _organizations(scope: Scope) -> Iterator[dict[str, Any]]:
    rows = scope.organizations().prefetch_related("other_names")
    for organization in (each for batch in batches(rows) for each in batch):
        short = [{"name": organization.short_name, "note": "简称"}]
        yield {
            "id": _id(organization),
            "name": organization.name,
            "other_names": [
                *(short if organization.short_name else []),
                *(
                    {"name": each.name, "note": each.get_kind_display()}
                    for each in organization.other_names.all()
                ),
            ],
            "classification": organization.get_kind_display(),
            "parent_id": f"organization/{organization.parent_id}" if organization.parent_id else "",
            "links": [{"url": scope.address(organization)}],
        }


def _posts(scope: Scope) -> Iterator[dict[str, Any]]:
    for post in (each for batch in batches(_with_body(scope)) for each in batch):
        yield {
            "id": _id(post),
            "label": str(post),
            "role": post.title,
            "organization_id": _id(post.organization),
            "links": [{"url": scope.address(post)}],
        }


def _with_body(scope: Scope) -> Any:
    return scope.posts().select_related("organization")


def _memberships(scope: Scope) -> Iterator[dict[str, Any]]:
    for sourced in tenures_with_sources(scope):
        yield _membership(sourced, scope)


def _membership(sourced: Sourced, scope: Scope) -> dict[str, Any]:
    tenure = sourced.tenure
    return {
        "id": f"membership/{tenure.pk}",
        "label": str(tenure.post),
        "role": tenure.post.title,
        "person_id": _id(tenure.person),
        "organization_id": _id(tenure.post.organization),
        "post_id": _id(tenure.post),
        "start_date": known(tenure.start, tenure.start_precision),
        "end_date": known(tenure.end, tenure.end_precision),
        "status": tenure.status,
        "start_basis": tenure.start_basis,
        "end_basis": tenure.end_basis,
        "sources": [{"url": scope.story(pk)} for pk in sourced.stories],
    }


def _id(row: Person | Organization | Post) -> str:
    return f"{row._meta.model_name}/{row.pk}"
