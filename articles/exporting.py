"""People, posts and tenures for other programs: what is exported, and as which tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from articles.careers import claims_of_ends, with_claims
from articles.models import Byline, Mention, PostClaim
from articles.models.querysets import has_one
from articles.offices import UPWARDS, path_to, public_organizations, public_posts
from articles.sightings import supported
from articles.spreadsheets import Row, csv_lines
from people.models import Organization, Person, Post, Precision, Tenure

BATCH_SIZE = 500  # rows in memory at a time

Table = Literal["people", "posts", "tenures"]
TABLES: tuple[Table, ...] = ("people", "posts", "tenures")

_WIDTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is exported, and what addresses begin with."""

    everything: bool = False  # also what readers may not see
    site: str = ""  # https://news.example.cn

    def address(self, row: Any) -> str:
        return f"{self.site}{row.get_absolute_url()}"

    def story(self, pk: int) -> str:
        return f"{self.site}{reverse('article-detail', args=[pk])}"

    def people(self) -> QuerySet[Person]:
        return Person.objects.all() if self.everything else _public_people()

    def organizations(self) -> QuerySet[Organization]:
        return Organization.objects.all() if self.everything else public_organizations()

    def posts(self) -> QuerySet[Post]:
        return Post.objects.all() if self.everything else public_posts()

    def tenures(self) -> QuerySet[Tenure]:
        return Tenure.objects.all() if self.everything else supported(Tenure.objects.all())


@dataclass(frozen=True, slots=True)
class Sourced:
    """A tenure with how often print shows it, and the stories of its start and its end."""

    tenure: Tenure
    sightings: int
    stories: tuple[int, ...]


def _public_people() -> QuerySet[Person]:
    """Those of whom readers can open a page."""
    signed = Byline.objects.published().filter(person=OuterRef("pk"))
    named = Mention.objects.published().filter(person=OuterRef("pk"))
    confirmed = Tenure.objects.filter(person=OuterRef("pk"), status=Tenure.Status.CONFIRMED)
    official = Q(has_one(named)) | Q(Exists(confirmed))
    return Person.objects.filter(
        Q(has_one(signed), is_reporter=True) | Q(official, is_official=True)
    )


def batches(rows: QuerySet[AnyModel]) -> Iterator[list[AnyModel]]:
    """The rows by their ids, a batch at a time: memory does not grow with the archive."""
    ordered = rows.order_by("pk")
    last = 0
    while batch := list(ordered.filter(pk__gt=last)[:BATCH_SIZE]):
        yield batch
        last = batch[-1].pk


def people_with_names(scope: Scope) -> Iterator[Person]:
    for batch in batches(scope.people().prefetch_related("other_names")):
        yield from batch


def posts_with_paths(scope: Scope) -> Iterator[Post]:
    for batch in batches(scope.posts().select_related(f"organization__{UPWARDS}")):
        yield from batch


def tenures_with_sources(scope: Scope) -> Iterator[Sourced]:
    """Three queries a batch."""
    for batch in batches(scope.tenures().select_related("person", "post__organization")):
        seen: dict[int, Any] = {row.pk: row for row in with_claims([each.pk for each in batch])}
        claims = {pk: claims_of_ends(row) for pk, row in seen.items()}
        stories = _stories({claim for ends in claims.values() for claim in ends if claim})
        for tenure in batch:
            row = seen.get(tenure.pk)
            found = [
                stories[claim] for claim in claims.get(tenure.pk, ()) if claim and claim in stories
            ]
            yield Sourced(tenure, row.sightings if row else 0, tuple(dict.fromkeys(found)))


def _stories(claims: set[int]) -> Mapping[int, int]:
    rows = PostClaim.objects.filter(pk__in=claims).order_by()
    return dict(rows.values_list("pk", "article"))


def known(day: date | None, precision: str) -> str:
    """ISO 8601 cut to what is known: 2018-03-14, 2018-03, 2018 or ""."""
    return day.isoformat()[: _WIDTHS[Precision(precision)]] if day else ""


def table_lines(table: Table, scope: Scope) -> Iterator[str]:
    """One table as lines of CSV."""
    header, rows = _TABLES[table]
    return csv_lines(header, rows(scope))


def _people_rows(scope: Scope) -> Iterator[Row]:
    for person in people_with_names(scope):
        yield (
            person.pk,
            person.name,
            person.pinyin,
            "、".join(each.name for each in person.other_names.all()),
            _yes(person.is_reporter),
            _yes(person.is_official),
            _yes(person.confirmed),
            person.note,
            scope.address(person),
        )


def _posts_rows(scope: Scope) -> Iterator[Row]:
    for post in posts_with_paths(scope):
        organization = post.organization
        yield (
            post.pk,
            str(post),
            post.title,
            organization.pk,
            organization.name,
            organization.get_kind_display(),
            "/".join(each.name for each in path_to(organization)),
            _yes(post.single_seat),
            post.order,
            scope.address(post),
        )


def _tenures_rows(scope: Scope) -> Iterator[Row]:
    for sourced in tenures_with_sources(scope):
        tenure = sourced.tenure
        yield (
            tenure.pk,
            tenure.person_id,
            tenure.person.name,
            tenure.post_id,
            str(tenure.post),
            tenure.post.organization.name,
            known(tenure.start, tenure.start_precision),
            tenure.get_start_basis_display(),
            known(tenure.end, tenure.end_precision),
            tenure.get_end_basis_display(),
            tenure.get_status_display(),
            tenure.note,
            sourced.sightings,
            " ".join(map(scope.story, sourced.stories)),
        )


def _yes(value: bool) -> str:
    return "是" if value else ""


_TABLES: dict[Table, tuple[Row, Any]] = {
    "people": (
        ("编号", "姓名", "拼音", "别名", "作者", "任公职", "已确认", "说明", "网址"),
        _people_rows,
    ),
    "posts": (
        (
            "编号",
            "岗位",
            "职务",
            "单位编号",
            "单位",
            "单位种类",
            "单位位置",
            "独任",
            "排位",
            "网址",
        ),
        _posts_rows,
    ),
    "tenures": (
        (
            "编号",
            "人物编号",
            "姓名",
            "岗位编号",
            "岗位",
            "单位",
            "开始",
            "开始依据",
            "结束",
            "结束依据",
            "状态",
            "说明",
            "见报次数",
            "依据",
        ),
        _tenures_rows,
    ),
}
