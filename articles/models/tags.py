"""Subjects, and which story has which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from taggit.models import ItemBase, TagBase

from articles.models.links import StoryLink
from articles.models.querysets import TaggedArticleQuerySet
from people.names import reading

if TYPE_CHECKING:
    from articles.models.article import Article


class Tag(TagBase):  # type: ignore[misc]  # taggit has no types
    """A subject; its slug keeps Chinese characters."""

    slug = models.SlugField("网址名", max_length=100, unique=True, allow_unicode=True)

    pinyin = models.CharField("拼音", max_length=160, editable=False, help_text="排序用。")

    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"
        indexes = [
            models.Index(fields=["pinyin", "id"]),
            models.Index(Lower("name"), name="tag_by_lower_name"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pinyin = tag_pinyin(self.name)
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, allow_unicode=True) or "tag"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("tag-detail", args=[self.slug])

    @property
    def initial(self) -> str:
        """The letter or digit the tag stands under in a list."""
        return self.pinyin[:1].upper()


def tag_pinyin(name: str) -> str:
    """What a tag sorts by: how its name reads, as far as the column takes it."""
    return reading(name)[:160]


class TaggedArticle(StoryLink, ItemBase):  # type: ignore[misc]
    content_object = models.ForeignKey(
        "Article", models.CASCADE, related_name="tagged_items", db_index=False
    )
    tag = models.ForeignKey(
        Tag,
        models.CASCADE,
        related_name="tagged_items",
        verbose_name="标签",
        db_index=False,
    )
    score = models.FloatField(
        "分值", null=True, blank=True, help_text="自动提取时的 TF-IDF；人工添加的为空。"
    )

    objects = TaggedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件标签"
        verbose_name_plural = "稿件标签"
        ordering = ["content_object", models.F("score").desc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_per_article")
        ]
        indexes = [
            models.Index(fields=["tag", "-order_key", "-content_object"], name="tag_listing"),
            # What editors added, among ten times as many that the importer did.
            models.Index(fields=["tag"], condition=Q(score__isnull=True), name="tag_by_hand"),
        ]

    def __str__(self) -> str:
        return str(self.tag)

    @property
    def story(self) -> Article:
        return self.content_object


class TagAlias(models.Model):
    """Another word for a subject: an import that proposes it gives the story the tag."""

    name = models.CharField("别称", max_length=100, unique=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name="标签")

    class Meta:
        verbose_name = "标签别称"
        verbose_name_plural = "标签别称"
        ordering = ["name"]
        indexes = [models.Index(Lower("name"), name="tag_alias_by_lower_name")]

    def __str__(self) -> str:
        return f"{self.name} → {self.tag}"


class TagWord(models.Model):
    """A word that editors want as a subject wherever it stands, or never."""

    class Verdict(models.TextChoices):
        WANTED = "wanted", "词典"
        STOPPED = "stopped", "不作标签"
        LEFT = "left", "照常"  # proposed for one of the two, and left as it was

    name = models.CharField("词", max_length=100, unique=True)
    verdict = models.CharField(
        "用处",
        max_length=10,
        choices=Verdict,
        help_text="“词典”：凡是印有它的稿件都提取；“不作标签”：从不提取。以后导入的照此，已有的重新提取标签才改。",
    )

    class Meta:
        verbose_name = "标签用词"
        verbose_name_plural = "标签用词"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_verdict_display()}）"


class TagRedirect(models.Model):
    """An address that a tag had before it was renamed or merged; it leads on for ever."""

    slug = models.SlugField("旧网址名", max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="redirects", verbose_name="标签")

    class Meta:
        verbose_name = "标签旧网址"
        verbose_name_plural = "标签旧网址"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.slug} → {self.tag}"


class TagMerge(models.Model):
    """That one tag was merged into another, with all it takes to undo it."""

    kept = models.ForeignKey(Tag, models.CASCADE, related_name="merges", verbose_name="留下的标签")
    name = models.CharField("并入的标签", max_length=100)
    # The tag as it was, the rows that moved by their keys, those that went as they were; as
    # `articles.tag_merging` keeps them.
    record = models.JSONField("记录", default=dict, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="合并人",
    )
    merged_at = models.DateTimeField("合并时间", auto_now_add=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = "标签合并"
        verbose_name_plural = "标签合并"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} → {self.kept}"


class RejectedTag(models.Model):
    """That an editor took from a story what the importer had found there."""

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="rejected_tags", verbose_name="稿件"
    )
    name = models.CharField("标签", max_length=100)

    class Meta:
        verbose_name = "删去的标签"
        verbose_name_plural = "删去的标签"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["name", "article"], name="one_rejection_per_name_and_article"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Retagging(models.Model):
    """The tags of many stories found anew: which stories, and how far it has come."""

    issue = models.ForeignKey(
        "Issue", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="期"
    )
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)  # without both: all
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编辑",
    )
    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("完成", null=True, blank=True)
    last = models.PositiveBigIntegerField("做到哪一篇", default=0)
    seen = models.PositiveIntegerField("看过", default=0)
    changed = models.PositiveIntegerField("改了", default=0)
    gained = models.PositiveIntegerField("多了标签", default=0)
    lost = models.PositiveIntegerField("少了标签", default=0)

    class Meta:
        verbose_name = "重新提取标签"
        verbose_name_plural = "重新提取标签"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        if self.issue:
            return str(self.issue)
        return f"{self.year}年" if self.year else "全部稿件"
