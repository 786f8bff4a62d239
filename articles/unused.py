"""What stories of a page made use of, removed where an import made it and nothing uses it more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from articles.linking import remove_unused
from articles.models import (
    Alarm,
    Byline,
    ImportRun,
    Issue,
    Mention,
    Newspaper,
    Page,
    PostClaim,
    TaggedArticle,
)
from articles.tagging import remove_unused_tags
from articles.tenures import redraw_tenures
from articles.variants import propose_variants
from people.models import (
    LinkDecision,
    Organization,
    OrganizationName,
    Person,
    PersonPair,
    Post,
    Tenure,
)


@dataclass(slots=True)
class Unused:
    """What may be left without use, by primary key."""

    run: ImportRun
    people: set[int]
    tags: set[int]
    organizations: set[int]
    posts: set[int]
    issues: set[int]

    @classmethod
    def by(cls, page: Page, stories: Sequence[int], run: ImportRun) -> Self:
        """All that the stories of the page, and the page, make use of now."""
        noted = cls(run, set(), set(), set(), set(), set())
        noted.note(page, stories)
        return noted

    def note(self, page: Page, stories: Sequence[int]) -> None:
        self.issues.add(page.issue_id)
        if page.district_id is not None:
            self.organizations.add(page.district_id)
        for model in (Byline, Mention):
            held = model.objects.filter(article__in=stories, person__isnull=False).order_by()
            self.people.update(held.values_list("person", flat=True))
        tagged = TaggedArticle.objects.filter(content_object__in=stories).order_by()
        self.tags.update(tagged.values_list("tag", flat=True))
        claims = PostClaim.objects.filter(article__in=stories).order_by()
        for organization, post in claims.values_list("organization", "post"):
            self.organizations.update({organization} - {None})
            self.posts.update({post} - {None})

    def remove(self) -> None:
        """After the rows are gone that made use of them; tenures are drawn anew."""
        marks = _marks(self.run)
        redraw_tenures(self.people)
        _forget_pairs(self.people, marks[PersonPair._meta.label])
        remove_unused(_made_since(self.people, marks[Person._meta.label]))
        left = Person.objects.filter(pk__in=self.people).values_list("pk", flat=True)
        propose_variants(set(left))
        remove_unused_tags(_made_since(self.tags, marks["articles.Tag"]))
        _remove_posts(_made_since(self.posts, marks[Post._meta.label]))
        _remove_organizations(_with_all_above(self.organizations), marks[Organization._meta.label])
        _remove_issues(self.issues, marks[Issue._meta.label], marks[Newspaper._meta.label])


def _marks(run: ImportRun) -> dict[str, int]:
    """From where on rows may be the run's; or of an undone run before it, left since this used them."""
    undone = ImportRun.objects.exclude(undone_at=None).exclude(marks={}).filter(pk__lt=run.pk)
    earlier = undone.order_by("pk").values_list("marks", flat=True).first() or {}
    return {label: min(mark, earlier.get(label, mark)) for label, mark in run.marks.items()}


def _made_since(keys: Collection[int], mark: int) -> set[int]:
    return {key for key in keys if key > mark}


def _forget_pairs(people: Collection[int], mark: int) -> None:
    """Open proposals made since: what still speaks for them proposes them again."""
    of_them = Q(one__in=people) | Q(other__in=people)
    pairs = PersonPair.objects.filter(of_them, pk__gt=mark, status=PersonPair.Status.OPEN)
    pairs.delete()


def _remove_posts(posts: Collection[int]) -> None:
    used = Q()
    for model in (PostClaim, Tenure, Alarm):
        used |= Q(pk__in=model._default_manager.filter(post__in=posts).order_by().values("post"))
    Post.objects.filter(pk__in=posts).exclude(used).delete()


def _with_all_above(organizations: Collection[int]) -> set[int]:
    found: set[int] = set()
    level = set(organizations)
    while level:
        found |= level
        above = Organization.objects.filter(pk__in=level).values_list("parent", flat=True)
        level = {parent for parent in above if parent is not None} - found
    return found


def _remove_organizations(organizations: Collection[int], mark: int) -> None:
    """From the leaves of the tree up; what an editor named, or hung something on, stays."""
    made = _made_since(organizations, mark)
    users = (
        (Organization, "parent"),
        (Post, "organization"),
        (PostClaim, "organization"),
        (Page, "district"),
        (OrganizationName, "organization"),
        (LinkDecision, "organization"),
    )
    while made:
        used: set[int] = set()
        for model, column in users:
            rows = model._default_manager.filter(**{f"{column}__in": made}).order_by()
            used.update(rows.values_list(column, flat=True).distinct())
        if made <= used:
            return
        Organization.objects.filter(pk__in=made - used).delete()
        made &= used


def _remove_issues(issues: Collection[int], mark: int, paper_mark: int) -> None:
    empty = Issue.objects.filter(pk__in=_made_since(issues, mark), pages__isnull=True)
    papers = {issue.newspaper_id for issue in empty}
    empty.delete()
    made = _made_since(papers, paper_mark)
    Newspaper.objects.filter(pk__in=made, issues__isnull=True).delete()
