from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from people.names import pinyin


class Precision(models.TextChoices):
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    NONE = "none", "未知"


class PersonQuerySet(models.QuerySet["Person"]):
    def named(self, name: str) -> PersonQuerySet:
        """People of exactly this name, by whichever of their names."""
        return self.filter(Q(name=name) | Q(other_names__name=name)).distinct()


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
        FORMER = "former", "曾用名"
        PEN = "pen", "笔名"
        VARIANT = "variant", "异写或误植"

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


class Organization(models.Model):
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="one_organization_per_parent_and_name"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent__isnull=True),
                name="one_organization_per_name_at_the_top",
                violation_error_message="没有上级的单位中已有这个名称。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organization_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name="单位"
    )
    title = models.CharField("职务", max_length=60)
    single_seat = models.BooleanField(
        "独任", default=True, help_text="同一时间只应有一人担任，例如区长；副职、委员不勾。"
    )

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["organization", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"], name="one_post_per_organization_and_title"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{self.title}"


class Tenure(models.Model):
    """Who held which post from when to when, and what each end rests on."""

    class Basis(models.TextChoices):
        FIRST_SEEN = "first", "首次见报"
        LAST_SEEN = "last", "末次见报"
        APPOINTMENT = "appointment", "任命报道"
        EDITOR = "editor", "编辑"

    class Status(models.TextChoices):
        INFERRED = "inferred", "推断"
        CONFIRMED = "confirmed", "已确认"
        DISPUTED = "disputed", "有争议"

    person = models.ForeignKey(Person, models.CASCADE, related_name="tenures", verbose_name="人物")
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name="岗位")
    start = models.DateField("开始", null=True, blank=True)
    start_precision = models.CharField(
        "开始精确到", max_length=5, choices=Precision, default=Precision.NONE
    )
    start_basis = models.CharField("开始依据", max_length=12, choices=Basis, blank=True)
    end = models.DateField("结束", null=True, blank=True)
    end_precision = models.CharField(
        "结束精确到", max_length=5, choices=Precision, default=Precision.NONE
    )
    end_basis = models.CharField("结束依据", max_length=12, choices=Basis, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.INFERRED)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["person", "start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="tenure_ends_after_it_starts",
                violation_error_message="结束不能早于开始。",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, start_precision="none")
                | (Q(start__isnull=False) & ~Q(start_precision="none")),
                name="tenure_start_says_its_precision",
                violation_error_message="填了开始日期就要说明精确到日、月还是年；没填则选“未知”。",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True, end_precision="none")
                | (Q(end__isnull=False) & ~Q(end_precision="none")),
                name="tenure_end_says_its_precision",
                violation_error_message="填了结束日期就要说明精确到日、月还是年；没填则选“未知”。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
