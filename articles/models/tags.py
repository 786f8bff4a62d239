"""Subjects, and which story has which."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from taggit.models import ItemBase, TagBase


class Tag(TagBase):  # type: ignore[misc]  # taggit has no types
    """A subject; its slug keeps Chinese characters."""

    slug = models.SlugField("网址名", max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, allow_unicode=True) or "tag"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("tag-detail", args=[self.slug])


class TaggedArticle(ItemBase):  # type: ignore[misc]
    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_items", verbose_name="标签")
    score = models.FloatField(
        "分值", null=True, blank=True, help_text="自动提取时的 TF-IDF；人工添加的为空。"
    )

    objects = models.Manager["TaggedArticle"]()

    class Meta:
        verbose_name = "稿件标签"
        verbose_name_plural = "稿件标签"
        ordering = ["content_object", models.F("score").desc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_per_article")
        ]

    def __str__(self) -> str:
        return str(self.tag)
