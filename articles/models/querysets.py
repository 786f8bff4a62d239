"""Reads of the archive: adjectives that chain. What readers may see stands here alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import IsNull
from django.utils import timezone

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.search import index

if TYPE_CHECKING:
    from articles.models import (
        Article,
        Byline,
        Flag,
        Issue,
        Mention,
        Page,
        Picture,
        PostClaim,
        Source,
        TaggedArticle,
    )

# The rows that tie stories to people and tags, by what a story calls them, and the name there
# of the person or tag.
Links = Literal["bylines", "mentions", "tagged_items"]
HOLDERS: dict[Links, str] = {"bylines": "person", "mentions": "person", "tagged_items": "tag"}


# What is in the news is read from these; a bound keeps it as quick when the archive is large.
IN_THE_NEWS = 500


def _stories() -> ArticleQuerySet:
    """All stories; asked of the registry, since the story's model itself reads through here."""
    return apps.get_model("articles", "Article").objects.all()


class IssueQuerySet(models.QuerySet["Issue"]):
    def published(self) -> IssueQuerySet:
        """Issues of which readers may see at least one story."""
        # Page by page: a database that knows little of its tables could else look through all
        # published stories for each issue.
        pages = apps.get_model("articles", "Page").objects.published()
        return self.filter(Exists(pages.filter(issue=OuterRef("pk"))))

    def newest(self, count: int) -> IssueQuerySet:
        """The newest `count` issues, those without a date last.

        They are picked before anything else is asked about them: what `for_listing` adds
        would otherwise be worked out for every issue there is, to be sorted and cut. And they
        are picked from each side of an index, in an order that it has on every database.
        """
        dated = self.filter(date__isnull=False).order_by("-date", "-pk")[:count]
        undated = self.filter(date__isnull=True).order_by("-pk")[:count]
        picked = Q(pk__in=dated.values("pk")) | Q(pk__in=undated.values("pk"))
        newest_first = [F("date").desc(nulls_last=True), F("pk").desc()]
        return self.model.objects.filter(picked).order_by(*newest_first)[:count]

    def for_listing(self) -> IssueQuerySet:
        """Load what an index of issues prints, and how many stories."""
        stories = _stories().published().filter(page__issue=OuterRef("pk"))
        return self.select_related("newspaper").annotate(
            stories=Subquery(
                stories.order_by().values("page__issue").annotate(n=Count("pk")).values("n")
            ),
        )


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> PageQuerySet:
        """Pages of which readers may see at least one story."""
        return self.filter(Exists(_stories().published().filter(page=OuterRef("pk"))))


class SourceQuerySet(models.QuerySet["Source"]):
    def published(self) -> SourceQuerySet:
        """Texts that give away no story which readers may not see."""
        page_stories = _stories().filter(page=OuterRef("page"))
        public = _stories().published().filter(pk=OuterRef("pk"))
        return self.filter(Exists(page_stories), ~Exists(page_stories.filter(~Exists(public))))


class ArticleQuerySet(models.QuerySet["Article"]):
    # What is written by these three brings the search index along, as `Article.save` does;
    # `bulk_update` writes through `update`.

    def bulk_create(self, objs: Iterable[Article], *args: Any, **kwargs: Any) -> list[Article]:
        with index.rewriting([]) as written:
            made = super().bulk_create(objs, *args, **kwargs)
            written += [story.pk for story in made]
        return made

    def update(self, **kwargs: Any) -> int:
        if not index.depends_on(kwargs):
            return super().update(**kwargs)
        with index.rewriting(self._keys()):
            return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        with index.deleting(self._keys()):
            return super().delete()

    def _keys(self) -> list[int]:
        return [*self.order_by().values_list("pk", flat=True)]

    def published(self) -> ArticleQuerySet:
        """What readers may see; the only place that says so."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def listed(self) -> ArticleQuerySet:
        """Published now or from their time on: for counts along an index, less `timed`."""
        return self.filter(status="published")

    def timed(self) -> ArticleQuerySet:
        """Published, and their time has not come; few, and found by that time before all else."""
        # By the time alone: with the status beside it, SQLite reads all that is published.
        ahead = _stories().filter(published_at__gt=timezone.now())
        return self.listed().filter(pk__in=ahead.values("pk"))

    def withdrawn(self) -> ArticleQuerySet:
        return self.filter(status="withdrawn")

    def newest_first(self) -> ArticleQuerySet:
        """The newest issue first, and within it the order of print."""
        return self.order_by("-order_key", "-id")

    def recent(self) -> models.QuerySet[Article, Any]:
        """Ids of the newest stories readers may see: what is in the news."""
        return self.published().newest_first().values("pk")[:IN_THE_NEWS]

    def for_listing(self) -> ArticleQuerySet:
        """Load what a list row prints: no query per row, and no running text."""
        return self.select_related("page__issue__newspaper").defer("body", "as_imported", "spans")

    def between(
        self, since: PartialDate | None, until: PartialDate | None, key: str = "order_key"
    ) -> ArticleQuerySet:
        """Stories of dated issues in that range, both ends taken in."""
        first = since.first_key if since else FIRST_DATED_KEY
        stories = self.filter(**{f"{key}__gte": first})
        return stories.filter(**{f"{key}__lte": until.last_key}) if until else stories

    def in_section(self, section: str) -> ArticleQuerySet:
        return self.filter(section=section)

    def along(self, links: Links, holders: Collection[int]) -> ArticleQuerySet:
        """Stories tied to one of `holders`, to be read along the rows that tie them.

        They are to be sorted by `sort_key`, which those rows have in an index: a page of the
        list then costs its own length. Once for a query; `tied_to` adds further conditions.
        """
        held = Q(**{f"{links}__{HOLDERS[links]}__in": holders})
        before = _rows(links, holders).filter(pk__lt=OuterRef("link_row"))
        return (
            self.annotate(link=FilteredRelation(links, condition=held))
            .filter(link__order_key__gte=0)  # unlike IS NOT NULL, a place to start in the index
            # Only what is annotated stays with that one join.
            .annotate(sort_key=F("link__order_key"), link_row=F("link__pk"))
            .filter(~Exists(before))  # whoever signs for text and pictures has two rows
        )

    def tied_to(self, links: Links, holders: Collection[int]) -> ArticleQuerySet:
        return self.filter(Exists(_rows(links, holders)))

    def leading(self, count: int, of: Literal["page__issue", "page"]) -> ArticleQuerySet:
        """The first `count` stories of each issue or page, as printed."""
        place = Window(RowNumber(), partition_by=of, order_by=["-order_key", "-id"])
        return self.annotate(place=place).filter(place__lte=count)


class BylineQuerySet(models.QuerySet["Byline"]):
    def published(self) -> BylineQuerySet:
        return self.filter(Exists(_story_of_row()), order_key__gte=0)


class MentionQuerySet(models.QuerySet["Mention"]):
    def published(self) -> MentionQuerySet:
        return self.filter(Exists(_story_of_row()), order_key__gte=0)


class PostClaimQuerySet(models.QuerySet["PostClaim"]):
    def published(self) -> PostClaimQuerySet:
        return self.filter(Exists(_story_of_row()), order_key__gte=0)

    def held(self) -> PostClaimQuerySet:
        """Those that show somebody in the post on the day of the paper."""
        return self.filter(post__isnull=False, standing__in=self.model.HELD)


class TaggedArticleQuerySet(models.QuerySet["TaggedArticle"]):
    def published(self) -> TaggedArticleQuerySet:
        return self.filter(Exists(_story_of_row("content_object")), order_key__gte=0)


class PictureQuerySet(models.QuerySet["Picture"]):
    def published(self) -> PictureQuerySet:
        return self.filter(Exists(_story_of_row()))


def has_one(rows: models.QuerySet[Any]) -> IsNull:
    """Whether there is one of `rows`, to be asked row by row along an index.

    EXISTS leaves PostgreSQL free to look through all of `rows` first, and so it does.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), False)


def _story_of_row(name: str = "article") -> ArticleQuerySet:
    """The story of a link, if readers may see it; the order key only leaves out most others."""
    return _stories().published().filter(pk=OuterRef(name))


def _rows(links: Links, holders: Collection[int]) -> models.QuerySet[Any]:
    """The rows that tie the story of the outer query to one of `holders`."""
    relation: Any = apps.get_model("articles", "Article")._meta.get_field(links)
    rows: models.QuerySet[Any] = relation.related_model.objects.all()
    return rows.filter(**{relation.field.name: OuterRef("pk"), f"{HOLDERS[links]}__in": holders})


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        return self.filter(resolved_at__isnull=True)

    def blocking(self) -> FlagQuerySet:
        return self.open().filter(blocking=True)
