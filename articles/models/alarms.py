"""What cannot well be true of people and posts, or is against custom, for an editor to judge."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.article import Article
from people.models import Person, Post


class Alarm(models.Model):
    """One thing to judge; judged once, it stays so, whatever is imported later."""

    class Kind(models.TextChoices):
        TWO_HOLDERS = "two-holders", "独任岗位同时有两人"
        INCOMPATIBLE = "incompatible", "一人同时任不能兼任的职务"
        OUTSIDE_TENURE = "outside-tenure", "见报日期在任期之外"
        ORDER = "order", "排名与惯例不合"

    class Status(models.TextChoices):
        OPEN = "open", "待处理"
        ACCEPTED = "accepted", "属实"
        DISMISSED = "dismissed", "不成问题"

    kind = models.CharField("种类", max_length=15, choices=Kind)
    # What it is about, so that the same thing is never raised twice: kind and row numbers.
    key = models.CharField("识别码", max_length=120, unique=True, editable=False)
    message = models.CharField("说明", max_length=400)
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="alarms",
        verbose_name="人物",
    )
    other = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="alarms_as_other",
        verbose_name="另一人物",
    )
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="alarms", verbose_name="岗位"
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="alarms",
        verbose_name="稿件",
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    note = models.CharField("处理说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "疑点"
        verbose_name_plural = "疑点"
        ordering = ["id"]
        indexes = [models.Index(fields=["status", "kind", "id"], name="alarm_queue")]

    def __str__(self) -> str:
        return self.message
