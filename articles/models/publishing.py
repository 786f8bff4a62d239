"""What readers are told and shown beside the printed text: corrections and photographs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article
from articles.models.querysets import PictureQuerySet

USUAL_WIDTH = 960  # pixels


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

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return self.caption or str(self.image)

    def get_absolute_url(self) -> str:
        return self._address(str(self.image))

    @property
    def files(self) -> dict[str, str]:
        """The names of its files in the storage, by the last part of their addresses."""
        names = [str(self.image), *self.sizes.values()]
        return {name.rpartition("/")[2]: name for name in names if name}

    @property
    def address(self) -> str:
        """Of a copy that is wide enough for most pages."""
        widths = [width for width in map(int, self.sizes) if width <= USUAL_WIDTH]
        return self._address(self.sizes[str(max(widths))] if widths else str(self.image))

    @property
    def source_set(self) -> str:
        """All copies with their widths, for the browser to choose from."""
        copies = sorted(self.sizes.items(), key=lambda copy: int(copy[0]))
        return ", ".join(f"{self._address(name)} {width}w" for width, name in copies)

    @property
    def text(self) -> str:
        """What stands in for the picture where it is not seen."""
        return self.alternative or self.caption

    def _address(self, name: str) -> str:
        return reverse("picture", args=[self.pk, name.rpartition("/")[2]])
