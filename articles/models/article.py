"""A story: what is printed, what was concluded, and how far it is towards readers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.models.paper import Page, Source
from articles.models.querysets import ArticleQuerySet
from articles.models.tags import TaggedArticle
from articles.search import index


class Article(models.Model):
    class Status(models.TextChoices):
        IMPORTED = "imported", "待编"
        REVIEWED = "reviewed", "已审"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤"

    page = models.ForeignKey(
        Page, models.PROTECT, related_name="articles", verbose_name="版", db_index=False
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="articles", verbose_name="原文", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("版内次序")
    key = models.CharField(
        "识别码", max_length=64, help_text="标题与开头的摘要；再次导入时凭它认出同一篇。"
    )
    # 16 digits: yyyymmdd (00 where unknown), then page and position counted down, so that one
    # descending index gives the newest issue first and within it the order of print.
    order_key = models.BigIntegerField("排序码", default=0, editable=False)

    section = models.CharField("栏目", max_length=40, blank=True)
    kicker = models.CharField("肩题", max_length=200, blank=True)
    headline = models.CharField("主题", max_length=200)
    deck = models.CharField("副题", max_length=400, blank=True)
    dateline = models.CharField("电头", max_length=100, blank=True)
    credit = models.CharField("图文说明", max_length=40, blank=True, help_text="例如 文/图。")
    event_date = models.CharField(
        "事发日期", max_length=10, blank=True, help_text="2018-05-23；年份不明时写 --05-23。"
    )
    summary = models.CharField("摘要", max_length=200, blank=True)

    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status,
        default=Status.IMPORTED,
        help_text="只有“已发布”的稿件对读者可见。",
    )
    published_at = models.DateTimeField(
        "发布时间", null=True, blank=True, help_text="晚于现在则到时自动可见。"
    )
    withdrawal_note = models.CharField(
        "撤稿说明",
        max_length=200,
        blank=True,
        help_text="读者可见：撤下以后，稿件的网址上写着它。",
    )
    # How much there is to check; see `articles.risk`.
    risk = models.PositiveIntegerField("风险", default=0, editable=False)
    edited_fields = models.JSONField(
        "人工改过的字段", default=list, blank=True, help_text="再导入时不会覆盖。"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        db_index=False,  # it is null but for a few, and of those there is an index below
        verbose_name="已并入",
        help_text="正文已在那一篇里；留着这一行，网址和再次导入才认得。",
    )
    created_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    # The long ones last: what lists read then stands together at the head of a row.
    body = models.TextField(
        "正文",
        blank=True,
        help_text="段落之间空一行；小标题以“## ”开头；图片说明以“图: ”开头。",
    )
    byline_text = models.TextField("署名原文", blank=True, help_text="如报上所印，每处一行。")
    spans = models.JSONField(
        "原文位置", default=list, blank=True, help_text="占用原文的字符区间 [起, 止)。"
    )
    as_imported = models.JSONField("导入时的内容", default=dict, blank=True)

    tags = TaggableManager(verbose_name="标签", through=TaggedArticle, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件"
        verbose_name_plural = "稿件"
        ordering = ["-order_key", "-id"]
        permissions = [("publish_article", "可以发布稿件"), ("withdraw_article", "可以撤下稿件")]
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="one_article_per_page_and_key"),
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_a_headline"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="published_article_says_when",
                violation_error_message="已发布的稿件要有发布时间。",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-order_key", "-id"], name="article_listing"),
            # The review queue: what needs an editor most, and of equals what waits longest.
            models.Index(fields=["status", "-risk", "id"], name="article_review"),
            # The desk's list of all stories, whatever their state.
            models.Index(fields=["-order_key", "-id"], name="article_desk_listing"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="article_merged",
            ),
            # Whether a page has a story for readers; also the index of the foreign key.
            models.Index(fields=["page", "status"], name="article_of_page"),
            models.Index(fields=["section", "status", "-order_key", "-id"], name="article_section"),
            # Which story's time came last; see `articles.conditional`.
            models.Index(fields=["published_at"], name="article_due"),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.order_key = order_key(self.page, self.position)
        new = self._state.adding
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)
        if not new:
            for rows in (self.bylines, self.mentions, self.claims, self.tagged_items):
                rows.exclude(order_key=self.listed_key).update(order_key=self.listed_key)

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.pk])

    def save_base(
        self,
        raw: bool = False,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write the row, as `save` and the loading of fixtures do, and its place in the index."""
        write = partial(super().save_base, raw, force_insert, force_update, using, update_fields)
        if update_fields is not None and not index.depends_on(update_fields):
            write()
            return
        with index.rewriting([self.pk] if self.pk else []) as written:
            write()
            if not written:
                written.append(self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with index.deleting([self.pk]):
            return super().delete(*args, **kwargs)

    @property
    def listed_key(self) -> int | None:
        """What lists for readers sort the story by; None while it stands in none of them."""
        return self.order_key if self.status == self.Status.PUBLISHED else None

    @property
    def is_public(self) -> bool:
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_timed(self) -> bool:
        """Published, and its time has not come."""
        return self.status == self.Status.PUBLISHED and not self.is_public


def order_key(page: Page, position: int) -> int:
    """Where an article stands among all: see `Article.order_key`."""
    digits = page.issue.date_value.replace("-", "").ljust(8, "0")
    return (int(digits) * 100_000 + 99_999 - page.position) * 1_000 + 999 - min(position, 999)
