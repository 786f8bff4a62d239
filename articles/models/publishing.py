"""What readers are told and shown beside the printed text: corrections and photographs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article


class Correction(models.Model):
    """What was changed in a story after readers could see it, in words for readers."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", verbose_name="稿件"
    )
    text = models.TextField("更正说明", help_text="读者可见：哪里改了，原来是什么。")
    made_at = models.DateTimeField("时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编辑者",
    )

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["article", "made_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="correction_says_what")]

    def __str__(self) -> str:
        return self.text


class Picture(models.Model):
    """A photograph of a story, in the sizes that pages need."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pictures", verbose_name="稿件"
    )
    position = models.PositiveSmallIntegerField("次序", default=1)
    image = models.ImageField(
        "图片", upload_to="pictures/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField("宽（像素）", editable=False, default=0)
    height = models.PositiveIntegerField("高（像素）", editable=False, default=0)
    # Smaller copies by their width in pixels: {"640": "pictures/….webp"}.
    sizes = models.JSONField("各种尺寸", default=dict, editable=False)
    caption = models.CharField("图片说明", max_length=400, blank=True)
    credit = models.CharField("摄影", max_length=80, blank=True)
    alternative = models.CharField(
        "替代文字", max_length=300, blank=True, help_text="给看不到图片的读者：图上有什么。"
    )

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return self.caption or str(self.image)
