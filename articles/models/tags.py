"""Subjects, and which story has which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
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
        indexes = [models.Index(fields=["pinyin", "id"])]

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
            models.Index(fields=["tag", "-order_key", "-content_object"], name="tag_listing")
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

    def __str__(self) -> str:
        return f"{self.name} → {self.tag}"


class TagWord(models.Model):
    """A word that editors want as a subject wherever it stands, or never."""

    class Verdict(models.TextChoices):
        WANTED = "wanted", "词典"
        STOPPED = "stopped", "不作标签"

    name = models.CharField("词", max_length=100, unique=True)
    verdict = models.CharField("用处", max_length=10, choices=Verdict)

    class Meta:
        verbose_name = "标签用词"
        verbose_name_plural = "标签用词"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_verdict_display()}）"
