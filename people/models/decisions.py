"""What editors decided about who is who, remembered for later imports and for undoing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.models.offices import Organization
from people.models.person import Person


class LinkDecision(models.Model):
    """Who is meant by a name when it stands with a post of this organization."""

    name = models.CharField("姓名", max_length=40)
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="link_decisions",
        verbose_name="单位",
        help_text="空：姓名旁没有能认出单位的职务时。",
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="link_decisions",
        verbose_name="人物",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认定人",
    )
    decided_at = models.DateTimeField("认定时间", auto_now=True)

    class Meta:
        verbose_name = "同名认定"
        verbose_name_plural = "同名认定"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "organization"], name="one_decision_per_name_and_organization"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(organization__isnull=True),
                name="one_decision_per_name_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or ''}{self.name}"


class PersonPair(models.Model):
    """Two rows that may be one human being: proposed, or settled by an editor for good."""

    class Kind(models.TextChoices):
        VARIANT = "variant", "姓名疑为误植"
        NAMESAKE = "namesake", "同名"

    class Status(models.TextChoices):
        OPEN = "open", "待认定"
        SAME = "same", "同一人"
        DIFFERENT = "different", "不是同一人"

    one = models.ForeignKey(Person, models.CASCADE, related_name="pairs", verbose_name="人物")
    other = models.ForeignKey(
        Person, models.CASCADE, related_name="pairs_as_other", verbose_name="另一人物"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind)
    reason = models.CharField("理由", max_length=300)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认定人",
    )
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)

    class Meta:
        verbose_name = "疑为同一人"
        verbose_name_plural = "疑为同一人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_per_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_is_in_order"),
        ]
        indexes = [models.Index(fields=["status", "id"], name="pair_queue")]

    def __str__(self) -> str:
        return f"{self.one}／{self.other}"


class PersonMerge(models.Model):
    """That one person was merged into another, with all it takes to undo it exactly."""

    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", verbose_name="保留的人物"
    )
    merged_id = models.BigIntegerField("并入者原编号", db_index=True)
    merged_name = models.CharField("并入者姓名", max_length=40)
    # By model label, the rows that changed or went as they were, what changed in them by primary
    # key, and the rows that came: {"people.Tenure": {"before": [], "after": {}, "made": []}}.
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
        verbose_name = "人物合并"
        verbose_name_plural = "人物合并"
        ordering = ["-merged_at", "-id"]

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept}"


class PersonRedirect(models.Model):
    """Where readers find whom a former address stood for."""

    old_id = models.BigIntegerField("原编号", unique=True)
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="redirects", verbose_name="现在的人物"
    )

    class Meta:
        verbose_name = "旧址"
        verbose_name_plural = "旧址"

    def __str__(self) -> str:
        return f"{self.old_id} → {self.person_id}"
