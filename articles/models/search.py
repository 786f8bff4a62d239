"""What the index of words holds of each story; `articles.search` writes and reads it."""

from __future__ import annotations

from django.db import models

from articles.models.article import Article


class SearchEntry(models.Model):
    """Where a story stands in the index, and a sum of the words it was indexed with.

    On PostgreSQL the table has two more columns, the words themselves; SQLite has them in a
    table of its full-text search, whose row numbers are `place`.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="+", verbose_name="稿件"
    )
    place = models.BigIntegerField("位置", unique=True)
    order_key = models.BigIntegerField("排序码")
    digest = models.BigIntegerField("摘要")

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.article_id)
