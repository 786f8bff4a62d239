"""Files that an editor sent and has not imported yet: the bytes wait here, and not for long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Upload(models.Model):
    """What one editor sent at once; it goes with the import, when cancelled, or after a day."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="上传者"
    )
    made_at = models.DateTimeField("上传时间", default=timezone.now, db_index=True)
    publish = models.BooleanField(
        "导入后即发布", default=False, help_text="只发布没有“阻止发布”事项的稿件。"
    )
    # Files that no page could be taken from: {"source": …, "reason": …}.
    refused = models.JSONField("被拒的文件", default=list, blank=True)

    class Meta:
        verbose_name = "上传"
        verbose_name_plural = "上传"
        ordering = ["-made_at", "-id"]
        default_permissions = ()  # whoever may import sees their own, and nobody else's

    def __str__(self) -> str:
        return timezone.localtime(self.made_at).strftime("%Y-%m-%d %H:%M")


class UploadedFile(models.Model):
    """One page as sent, and what is known of it beside its text."""

    upload = models.ForeignKey(
        Upload, models.CASCADE, related_name="files", verbose_name="上传", db_index=False
    )
    position = models.PositiveIntegerField("次序")
    path = models.TextField("文件名", help_text="压缩包里的，带压缩包的名字。")
    data = models.BinaryField("内容")
    # As `articles.ingest.records.PageHints`: of the manifest and the name of the file, …
    hints = models.JSONField("文件名与 issue.toml 所说", default=dict, blank=True)
    # … and what the editor typed over what the page says of itself.
    typed = models.JSONField("编辑所填", default=dict, blank=True)
    left_out = models.BooleanField("不导入", default=False)

    class Meta:
        verbose_name = "上传的版"
        verbose_name_plural = "上传的版"
        ordering = ["upload", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "position"], name="one_file_per_upload_and_position"
            )
        ]

    def __str__(self) -> str:
        return self.path
