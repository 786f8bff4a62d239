"""People, the organizations and posts they serve in, their tenures; and the tags."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import OuterRef
from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import Field

from articles.api import archive_schemas as told
from articles.api.archive_documents import (
    organization_entry,
    other_names,
    person_entry,
    post_entry,
    tag_entry,
    tenure_entry,
)
from articles.api.cursors import BY_ID, next_address, read_page, read_rows
from articles.api.parameters import Id, IdFilter, Paged, Text
from articles.api.problems import PROBLEMS
from articles.api.references import addresses_of
from articles.careers import entries, shown
from articles.exporting import Scope
from articles.models import Tag, TaggedArticle
from articles.models.querysets import has_one
from articles.offices import MOST_POSTS
from articles.paging import BY_PINYIN
from people.models import Organization, Person, Tenure

people_router = Router(tags=["人物与任职"])
tags_router = Router(tags=["标签"])

PUBLIC = Scope()
MOST_TENURES = 100  # told with a person; nobody holds more


class PersonFilter(Paged):
    name: Text | None = Field(None, description="姓名或别名，写全。")
    kind: Literal["reporter", "official"] | None = Field(
        None, description="只要署过名的，或只要任公职的。"
    )


class OrganizationFilter(Paged):
    name: Text | None = Field(None, description="名称、简称或曾用名，写全。")
    parent: IdFilter = Field(None, description="上级的编号。")


class PostFilter(Paged):
    organization: IdFilter = Field(None, description="单位的编号。")


class TenureFilter(Paged):
    person: IdFilter = Field(None, description="谁：人物编号。")
    post: IdFilter = Field(None, description="哪个岗位：编号。")


class TagFilter(Paged):
    name: Text | None = Field(None, description="标签的名称，写全。")


@people_router.get("/people", response={200: told.PersonList, **PROBLEMS}, summary="人物列表")
def people(request: HttpRequest, wanted: Query[PersonFilter]) -> Any:
    """署过名的和任公职的人，按姓名的拼音。"""
    rows = PUBLIC.people()
    if wanted.name is not None:
        rows = rows.filter(pk__in=Person.objects.named(wanted.name).values("pk"))
    if wanted.kind is not None:
        rows = rows.filter(**{f"is_{wanted.kind}": True})
    return told.PersonList(**read_page(request, rows, BY_PINYIN, wanted, person_entry))


@people_router.get("/people/{id}", response={200: told.Person, **PROBLEMS}, summary="一个人")
def person(request: HttpRequest, id: Id) -> Any:
    """姓名、别名和历任职务。"""
    found = PUBLIC.people().prefetch_related("other_names").filter(pk=id).first()
    if found is None:
        raise Http404("没有这个人，或不公开。")
    addresses = addresses_of(request)
    career = entries(shown(found.tenures.all())[:MOST_TENURES])
    return told.Person(
        **person_entry(found, addresses).model_dump(),
        other_names=other_names(found),
        note=found.note,
        tenures=[tenure_entry(each, addresses) for each in career],
    )


@people_router.get(
    "/organizations", response={200: told.OrganizationList, **PROBLEMS}, summary="单位列表"
)
def organizations(request: HttpRequest, wanted: Query[OrganizationFilter]) -> Any:
    """地方与单位，按编号。"""
    rows = PUBLIC.organizations().select_related("parent")
    if wanted.name is not None:
        rows = rows.filter(pk__in=Organization.objects.named(wanted.name).values("pk"))
    if wanted.parent is not None:
        rows = rows.filter(parent=wanted.parent)
    return told.OrganizationList(**read_page(request, rows, BY_ID, wanted, organization_entry))


@people_router.get(
    "/organizations/{id}", response={200: told.Organization, **PROBLEMS}, summary="一个单位"
)
def organization(request: HttpRequest, id: Id) -> Any:
    """一个单位和它的岗位。"""
    rows = PUBLIC.organizations().select_related("parent").prefetch_related("other_names")
    found = rows.filter(pk=id).first()
    if found is None:
        raise Http404("没有这个单位，或不公开。")
    addresses = addresses_of(request)
    held = PUBLIC.posts().filter(organization=found).select_related("organization")
    return told.Organization(
        **organization_entry(found, addresses).model_dump(),
        other_names=other_names(found),
        posts=[addresses.post(each) for each in held.order_by("order", "title", "pk")[:MOST_POSTS]],
    )


@people_router.get("/posts", response={200: told.PostList, **PROBLEMS}, summary="岗位列表")
def posts(request: HttpRequest, wanted: Query[PostFilter]) -> Any:
    """岗位，按编号。"""
    rows = PUBLIC.posts().select_related("organization")
    if wanted.organization is not None:
        rows = rows.filter(organization=wanted.organization)
    return told.PostList(**read_page(request, rows, BY_ID, wanted, post_entry))


@people_router.get("/posts/{id}", response={200: told.PostEntry, **PROBLEMS}, summary="一个岗位")
def post(request: HttpRequest, id: Id) -> Any:
    """历任是谁，请问 tenures。"""
    found = PUBLIC.posts().select_related("organization").filter(pk=id).first()
    if found is None:
        raise Http404("没有这个岗位，或不公开。")
    return post_entry(found, addresses_of(request))


@people_router.get("/tenures", response={200: told.TenureList, **PROBLEMS}, summary="任职列表")
def tenures(request: HttpRequest, wanted: Query[TenureFilter]) -> Any:
    """谁从何时到何时任某一岗位，报上有据或编辑确认过的，按编号。"""
    rows = Tenure.objects.all()
    if wanted.person is not None:
        rows = rows.filter(person=wanted.person)
    if wanted.post is not None:
        rows = rows.filter(post=wanted.post)
    found, cursor = read_rows(shown(rows), BY_ID, wanted.cursor, wanted.limit)
    addresses = addresses_of(request)
    items = [tenure_entry(each, addresses) for each in entries(found)]
    return told.TenureList(items=items, next=next_address(request, cursor))


@people_router.get(
    "/tenures/{id}", response={200: told.TenureEntry, **PROBLEMS}, summary="一段任职"
)
def tenure(request: HttpRequest, id: Id) -> Any:
    """起止、各自的依据，和所依据的稿件。"""
    found = entries(shown(Tenure.objects.filter(pk=id)))
    if not found:
        raise Http404("没有这段任职，或不公开。")
    return tenure_entry(found[0], addresses_of(request))


@tags_router.get("/tags", response={200: told.TagList, **PROBLEMS}, summary="标签列表")
def tags(request: HttpRequest, wanted: Query[TagFilter]) -> Any:
    """有已发布稿件的标签，按拼音。"""
    rows = _public_tags()
    if wanted.name is not None:
        rows = rows.filter(name=wanted.name)
    return told.TagList(**read_page(request, rows, BY_PINYIN, wanted, tag_entry))


@tags_router.get("/tags/{id}", response={200: told.TagEntry, **PROBLEMS}, summary="一个标签")
def tag(request: HttpRequest, id: Id) -> Any:
    """稿件请问 stories?tag=。"""
    found = _public_tags().filter(pk=id).first()
    if found is None:
        raise Http404("没有这个标签，或没有公开的稿件。")
    return tag_entry(found, addresses_of(request))


def _public_tags() -> Any:
    used = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    return Tag.objects.filter(has_one(used))
