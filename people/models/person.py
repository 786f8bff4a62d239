"""People: one row for one human being, and the names they go by."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.names import pinyin
from people.patterns import LONGEST, Without


class Precision(models.TextChoices):
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    NONE = "none", "未知"


class PersonQuerySet(models.QuerySet["Person"]):
    def named(self, name: str) -> PersonQuerySet:
        """People of exactly this name, by whichever of their names."""
        # Not by a join: that would ask every person of the archive for their other names.
        others = OtherName.objects.filter(name=name).order_by().values("person")
        return self.filter(Q(name=name) | Q(pk__in=others))


class Person(models.Model):
    """One human being, whatever the paper calls them; what they are follows from the flags."""

    name = models.CharField("姓名", max_length=40, help_text="如报上所印，不加空格。")
    pinyin = models.CharField(
        "拼音", max_length=160, blank=True, help_text="排序与检索用；留空则按姓名自动生成。"
    )
    is_reporter = models.BooleanField("作者", default=False, help_text="列入“记者”。")
    is_official = models.BooleanField("任公职", default=False, help_text="列入“人物”。")
    confirmed = models.BooleanField(
        "已确认",
        default=False,
        help_text="编辑核对过确有其人；再导入时，这个姓名会被优先认出。",
    )
    note = models.TextField("说明", blank=True, help_text="读者可见，例如用于区分同名者。")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人物"
        verbose_name_plural = "人物"
        ordering = ["pinyin", "id"]
        permissions = [("merge_person", "可以合并、拆分人物")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name")]
        indexes = [
            models.Index(fields=["name"]),
            models.Index(fields=["pinyin", "id"]),
            models.Index(
                fields=["pinyin", "id"], condition=Q(is_reporter=True), name="reporter_listing"
            ),
            models.Index(
                fields=["pinyin", "id"], condition=Q(is_official=True), name="official_listing"
            ),
            *(
                models.Index(Without("name", place), name=f"person_without_{place}")
                for place in range(1, LONGEST + 1)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pinyin = (self.pinyin or pinyin(self.name)).lower()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        kind = "official-detail" if self.is_official else "reporter-detail"
        return reverse(kind, args=[self.pk])

    @property
    def initial(self) -> str:
        """The letter the name stands under in a list."""
        return self.pinyin[:1].upper()

    @property
    def syllable(self) -> str:
        """The reading of the surname, under which the name stands below its letter."""
        return self.pinyin.partition(" ")[0].capitalize()


class ReporterManager(models.Manager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> PersonQuerySet:
        return super().get_queryset().filter(is_reporter=True)  # type: ignore[no-any-return]


class Reporter(Person):
    objects = ReporterManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = "记者与通讯员"
        verbose_name_plural = "记者与通讯员"

    def get_absolute_url(self) -> str:
        return reverse("reporter-detail", args=[self.pk])


class OfficialManager(models.Manager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> PersonQuerySet:
        return super().get_queryset().filter(is_official=True)  # type: ignore[no-any-return]


class Official(Person):
    objects = OfficialManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = "公职人物"
        verbose_name_plural = "公职人物"


class OtherName(models.Model):
    class Kind(models.TextChoices):
        FORMER = "former", _("曾用名")
        PEN = "pen", _("笔名")
        VARIANT = "variant", _("异写或误植")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="other_names", verbose_name="人物"
    )
    name = models.CharField("别名", max_length=40, db_index=True)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.VARIANT)

    class Meta:
        verbose_name = "别名"
        verbose_name_plural = "别名"
        ordering = ["person", "name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_other_name_per_person"),
            models.CheckConstraint(condition=~Q(name=""), name="other_name_is_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name
