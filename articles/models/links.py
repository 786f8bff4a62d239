"""Rows that tie a story to a person or a tag, along which their stories are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from articles.models.article import Article


class StoryLink(models.Model):
    """A row that knows where its story is listed, so that one index holds a list in its order."""

    # The foreign keys of such rows have no index of their own: a constraint or an index that the
    # model declares begins with each.

    # A copy of `Article.listed_key`; `articles.listing` says who keeps it true.
    order_key = models.BigIntegerField("排序码", null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.order_key = self.story.listed_key
        super().save(*args, **kwargs)

    @property
    def story(self) -> Article:
        raise NotImplementedError
