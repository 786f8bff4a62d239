"""What the desk works through: flags and the log of imports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.paper import Page
from articles.models.querysets import FlagQuerySet
from articles.models.uploads import Upload


class Flag(models.Model):
    """Something an editor should look at, in a story or on its page."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="flags", verbose_name="版")
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="flags",
        verbose_name="稿件",
    )
    code = models.CharField("种类", max_length=40)
    message = models.TextField("说明")
    start = models.PositiveIntegerField("原文起", null=True, blank=True)
    end = models.PositiveIntegerField("原文止", null=True, blank=True)
    found = models.TextField(
        "疑误的文字", blank=True, help_text="在稿件里只出现一处；没有建议则为空。"
    )
    proposed = models.TextField("建议改为", blank=True)
    blocking = models.BooleanField("阻止发布", default=False)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    resolution = models.CharField("处理结果", max_length=200, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = "待核对事项"
        verbose_name_plural = "待核对事项"
        ordering = ["-blocking", "page", "start", "id"]
        indexes = [models.Index(fields=["resolved_at", "code"])]

    def __str__(self) -> str:
        return self.message


class ImportRun(models.Model):
    """One run of the importer that stored or refused something."""

    class Status(models.TextChoices):
        RUNNING = "running", "进行中或中断"
        FINISHED = "finished", "完成"
        FAILED = "failed", "有文件被拒"

    started_at = models.DateTimeField("开始", default=timezone.now)
    finished_at = models.DateTimeField("结束", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.RUNNING)
    paths = models.JSONField("来源", default=list)
    counts = models.JSONField("结果", default=dict, blank=True)
    refused = models.JSONField("被拒的文件", default=list, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传者",
        help_text="空：用命令导入。",
    )
    upload = models.ForeignKey(
        Upload,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="上传",
    )
    # What was said of all pages, by the names of the command's options.
    options = models.JSONField("选项", default=dict, blank=True)
    # The highest keys of some tables before the run, by label: what has a higher one may be its.
    marks = models.JSONField("起点", default=dict, editable=False)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销者",
    )

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-started_at", "-id"]
        permissions = [("import_issue", "可以导入版面"), ("undo_run", "可以撤销导入")]

    def __str__(self) -> str:
        return timezone.localtime(self.started_at).strftime("%Y-%m-%d %H:%M")


class RunPage(models.Model):
    """What one run did to one page, and how the page stood before, so that it can be undone."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="pages", verbose_name="导入", db_index=False
    )
    page = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="版",
    )
    position = models.PositiveIntegerField("次序")
    source = models.CharField("文件名", max_length=200)
    outcome = models.CharField("结果", max_length=10)
    stories = models.JSONField("稿件", default=dict, help_text="按结果计数。")
    stored_at = models.DateTimeField("存入时间", default=timezone.now)
    # How its rows stood before, as `articles.run_pages` keeps them.
    before = models.JSONField("之前的内容", default=dict, editable=False)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入的版"
        verbose_name_plural = "导入的版"
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_row_per_run_and_position")
        ]

    def __str__(self) -> str:
        return self.source
