"""What a merge would move, and what speaks against it, before an editor decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from articles.merging import relations
from articles.models import Article, Byline, Mention
from articles.spans import overlap, span_text
from people.models import Organization, Person, PersonPair, Tenure

SHOWN_STORIES = 5  # the newest that move
SHOWN_TOGETHER = 3  # stories that name both

# A post is of the nearest of these that its organization belongs to.
_PLACES = {Organization.Kind.DIVISION, Organization.Kind.TOWNSHIP, Organization.Kind.VILLAGE}
# As deep as the tree of organizations goes: nation, province, city, district, town, village, body.
_ABOVE = "post__organization" + "__parent" * 6


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of a kind would move."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MergePlan:
    kept: Person
    merged: Person
    moving: list[Moving]
    stories: list[Article]  # the newest that name or are signed by the one merged
    conflicts: list[str]  # in words for an editor


def plan_merge(kept: Person, merged: Person) -> MergePlan:
    """Say what would happen, and write nothing; the same queries however many rows there are."""
    tied = Q(pk__in=merged.mentions.values("article")) | Q(pk__in=merged.bylines.values("article"))
    newest = Article.objects.filter(tied).newest_first().for_listing()[:SHOWN_STORIES]
    conflicts = [
        *_decided_otherwise(kept, merged),
        *_in_two_places(kept, merged),
        *_in_one_story(kept, merged),
        *_of_two_kinds(kept, merged),
    ]
    return MergePlan(kept, merged, _moving(merged), list(newest), conflicts)


def _moving(merged: Person) -> list[Moving]:
    pointing: defaultdict[type[Model], Q] = defaultdict(Q)
    for relation in relations().values():
        pointing[relation.related_model] |= Q(**{relation.field.name: merged})
    counts = {
        model: model._default_manager.filter(condition).count()
        for model, condition in pointing.items()
    }
    return [
        Moving(str(model._meta.verbose_name), counts[model])
        for model in sorted(counts, key=lambda model: -counts[model])
        if counts[model]
    ]


def _decided_otherwise(kept: Person, merged: Person) -> list[str]:
    one, other = sorted((kept.pk, merged.pk))
    pair = PersonPair.objects.filter(one=one, other=other, status=PersonPair.Status.DIFFERENT)
    return ["编辑曾认定他们不是同一人。"] if pair.exists() else []


def _in_two_places(kept: Person, merged: Person) -> list[str]:
    """Single seats that the two held at one time in different places."""
    tenures = Tenure.objects.filter(person__in=[kept, merged], post__single_seat=True)
    held: dict[int, list[Tenure]] = {kept.pk: [], merged.pk: []}
    for tenure in tenures.select_related(_ABOVE).order_by("start", "pk"):
        held[tenure.person_id].append(tenure)
    return [
        f"同一时间在两地任职：{_said(one)}；{_said(other)}。"
        for one in held[kept.pk]
        for other in held[merged.pk]
        if overlap(one, other) and _place(one) != _place(other)
    ]


def _place(tenure: Tenure) -> int:
    organization = tenure.post.organization
    while organization.kind not in _PLACES and organization.parent is not None:
        organization = organization.parent
    return organization.pk


def _said(tenure: Tenure) -> str:
    return f"{tenure.post}（{span_text(tenure)}）"


def _in_one_story(kept: Person, merged: Person) -> list[str]:
    conflicts = []
    links: list[tuple[QuerySet[Any], str]] = [
        (Byline.objects.all(), "都在一篇稿件上署名"),
        (Mention.objects.all(), "在一篇稿件里都被提到"),
    ]
    for rows, said in links:
        both = Article.objects.filter(
            pk__in=rows.filter(person=kept).values("article"),
        ).filter(pk__in=rows.filter(person=merged).values("article"))
        found = list(both.newest_first().values_list("headline", flat=True)[: SHOWN_TOGETHER + 1])
        if found:
            names = "、".join(f"《{headline}》" for headline in found[:SHOWN_TOGETHER])
            conflicts.append(f"{said}：{names}{'等' if len(found) > SHOWN_TOGETHER else ''}。")
    return conflicts


def _of_two_kinds(kept: Person, merged: Person) -> list[str]:
    kinds = [(person.is_reporter, person.is_official) for person in (kept, merged)]
    return ["一个只署名，一个只任公职。"] if sorted(kinds) == [(False, True), (True, False)] else []
