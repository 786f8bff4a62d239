"""What became of stories at the desk: versions, who works on which, words not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.repairs import Repair


class Revision(models.Model):
    """How a story stood after somebody, or an import, changed it.

    What the import first stored is kept by the story itself (`Article.as_imported`); the first
    row of a story is made with its first change and says how it stood before.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", "改动之前"
        EDIT = "edit", "编辑"
        IMPORT = "import", "再次导入"
        RESTORE = "restore", "恢复"
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        MOVE = "move", "移动文字"
        STATUS = "status", "状态"
        UNDO = "undo", "撤销"

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="revisions", verbose_name="稿件", db_index=False
    )
    number = models.PositiveIntegerField("版本号")
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.EDIT)
    made_at = models.DateTimeField("时间", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编辑者",
        help_text="空：导入。",
    )
    note = models.CharField("说明", max_length=200, blank=True)
    repair = models.ForeignKey(
        Repair,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="版面修整",
    )
    undoes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="撤销了"
    )
    changed = models.JSONField("改了什么", default=list, blank=True)
    # As `articles.states.state_of` writes it.
    state = models.JSONField("当时的内容", default=dict, editable=False)

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="one_revision_per_article_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class Hold(models.Model):
    """That an editor has taken a story from the queue, until a stated time."""

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="hold", verbose_name="稿件"
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="编辑"
    )
    until = models.DateTimeField("到何时为止")

    class Meta:
        verbose_name = "认领"
        verbose_name_plural = "认领"
        indexes = [models.Index(fields=["editor", "until"])]

    def __str__(self) -> str:
        return f"{self.editor} {self.article}"


class UnsavedEdit(models.Model):
    """What an editor typed and has not saved, kept for when they come back."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="unsaved_edits", verbose_name="稿件", db_index=False
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="编辑"
    )
    fields = models.JSONField("内容", default=dict)
    based_on = models.DateTimeField("所据稿件的更新时间")
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = "未保存的修改"
        verbose_name_plural = "未保存的修改"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "editor"], name="one_unsaved_edit_per_article_and_editor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.editor} {self.article}"
