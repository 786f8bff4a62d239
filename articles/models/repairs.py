"""What editors did to the shape of a page: stories split, joined, and lines moved between them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.paper import Page


class Repair(models.Model):
    """One gesture that may touch several stories, kept with all it takes to undo it exactly."""

    class Kind(models.TextChoices):
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        MOVE = "move", "移动文字"
        RENAME = "kind", "段落种类"
        OUT = "out", "移出稿件"
        IN = "in", "收入稿件"

    page = models.ForeignKey(Page, models.CASCADE, related_name="repairs", verbose_name="版")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    note = models.CharField("说明", max_length=200)
    made_at = models.DateTimeField("时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编辑者",
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    # Rows before and after, by the label of their table, as `articles.row_images` keeps them.
    changes = models.JSONField("改动", default=dict, editable=False)

    class Meta:
        verbose_name = "版面修整"
        verbose_name_plural = "版面修整"
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.note
