"""Reads of the archive: adjectives that chain. What readers may see stands here alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from articles.dates import FIRST_DATED_KEY, PartialDate
from people.models import Person

if TYPE_CHECKING:
    from articles.models import Article, Byline, Flag, Issue, Mention, Page, Source, Tag


def _stories() -> ArticleQuerySet:
    """All stories; asked of the registry, since the story's model itself reads through here."""
    return apps.get_model("articles", "Article").objects.all()


class IssueQuerySet(models.QuerySet["Issue"]):
    def published(self) -> IssueQuerySet:
        """Issues of which readers may see at least one story."""
        return self.filter(Exists(_stories().published().filter(page__issue=OuterRef("pk"))))

    def newest(self, count: int) -> IssueQuerySet:
        """The newest `count` issues, those without a date last.

        They are picked before anything else is asked about them: what `for_listing` adds
        would otherwise be worked out for every issue there is, to be sorted and cut.
        """
        order = [F("date").desc(nulls_last=True), F("pk").desc()]
        picked = self.order_by(*order).values("pk")[:count]
        return self.model.objects.filter(pk__in=picked).order_by(*order)

    def for_listing(self) -> IssueQuerySet:
        """Load what an index of issues prints: the lead headline and how many stories."""
        stories = _stories().published().filter(page__issue=OuterRef("pk"))
        return self.select_related("newspaper").annotate(
            lead=Subquery(stories.newest_first().values("headline")[:1]),
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
    def published(self) -> ArticleQuerySet:
        """What readers may see; the only place that says so."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def withdrawn(self) -> ArticleQuerySet:
        return self.filter(status="withdrawn")

    def newest_first(self) -> ArticleQuerySet:
        """The newest issue first, and within it the order of print."""
        return self.order_by("-order_key", "-id")

    def for_listing(self) -> ArticleQuerySet:
        """Load what a list row prints: no query per row, and no running text."""
        return self.select_related("page__issue__newspaper").defer("body", "as_imported", "spans")

    def between(self, since: PartialDate | None, until: PartialDate | None) -> ArticleQuerySet:
        """Stories of dated issues in that range, both ends taken in."""
        stories = self.filter(order_key__gte=since.first_key if since else FIRST_DATED_KEY)
        return stories.filter(order_key__lte=until.last_key) if until else stories

    def in_section(self, section: str) -> ArticleQuerySet:
        return self.filter(section=section)

    def tagged(self, tags: models.QuerySet[Tag]) -> ArticleQuerySet:
        held = apps.get_model("articles", "TaggedArticle").objects.filter(tag__in=tags)
        return self.filter(pk__in=held.values("content_object"))

    def signed_by(self, people: models.QuerySet[Person]) -> ArticleQuerySet:
        return self.filter(
            pk__in=apps.get_model("articles", "Byline")
            .objects.filter(person__in=people)
            .values("article")
        )

    def naming(self, people: models.QuerySet[Person]) -> ArticleQuerySet:
        return self.filter(
            pk__in=apps.get_model("articles", "Mention")
            .objects.filter(person__in=people)
            .values("article")
        )

    def leading(self, count: int) -> ArticleQuerySet:
        """The first `count` stories of each issue, as printed."""
        place = Window(RowNumber(), partition_by="page__issue", order_by=["-order_key", "-id"])
        return self.annotate(place=place).filter(place__lte=count)


class BylineQuerySet(models.QuerySet["Byline"]):
    def published(self) -> BylineQuerySet:
        return self.filter(Exists(_stories().published().filter(pk=OuterRef("article"))))


class MentionQuerySet(models.QuerySet["Mention"]):
    def published(self) -> MentionQuerySet:
        return self.filter(Exists(_stories().published().filter(pk=OuterRef("article"))))


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        return self.filter(resolved_at__isnull=True)

    def blocking(self) -> FlagQuerySet:
        return self.open().filter(blocking=True)
