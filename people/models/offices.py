"""Organizations, their posts, and who held which post from when to when: facts, not claims."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models.person import Person, Precision

# 柳河区人民政府 and 区长: the title names the place's level itself.
_OF_THE_PLACE = re.compile(r"[省市区县州盟旗乡镇]长(?:助理)?$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def named(self, name: str) -> OrganizationQuerySet:
        """Organizations of exactly this name, by whichever of their names."""
        other = OrganizationName.objects.filter(organization=OuterRef("pk"), name=name)
        return self.filter(Q(name=name) | Q(short_name=name) | Exists(other))


class Organization(models.Model):
    """A place or a body at its place in the tree of those above it."""

    class Kind(models.TextChoices):
        DIVISION = "division", _("行政区划")
        TOWNSHIP = "township", _("乡镇街道")
        VILLAGE = "village", _("村与社区")
        PARTY = "party", _("党委")
        GOVERNMENT = "government", _("政府")
        CONGRESS = "congress", _("人大")
        CONSULTATIVE = "consultative", _("政协")
        DISCIPLINE = "discipline", _("纪检监察")
        COURT = "court", _("法院")
        PROCURATORATE = "procuratorate", _("检察院")
        MASS = "mass", _("群团")
        DEPARTMENT = "department", _("部门")
        INSTITUTION = "institution", _("事业单位")
        MILITARY = "military", _("军事")
        OTHER = "other", _("其他")

    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField("种类", max_length=15, choices=Kind, default=Kind.OTHER)
    # Names may be corrected and bodies moved in the tree; what the importer reads keeps finding
    # its row by the path it understood, from the top: 某省/某市/某县/某县委.
    key = models.CharField(
        "识别码",
        max_length=400,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="导入时据以认出同一单位；编辑自建的单位没有。",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="organization_listing")]
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

    def get_absolute_url(self) -> str:
        return reverse("organization-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """As papers print it: the short name where there is one."""
        return self.short_name or self.name


class OrganizationName(models.Model):
    """A name that an organization had, or is also known by."""

    class Kind(models.TextChoices):
        FORMER = "former", _("曾用名")
        SHORT = "short", _("简称")
        PRINTED = "printed", _("报上另写作")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="other_names", verbose_name="单位"
    )
    name = models.CharField("名称", max_length=120, db_index=True)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.FORMER)

    class Meta:
        verbose_name = "单位别名"
        verbose_name_plural = "单位别名"
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="one_name_per_organization"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organization_name_is_not_blank"),
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
    # As `Organization.key`, with the title at the end: a title may be corrected and a post moved.
    key = models.CharField(
        "识别码", max_length=470, null=True, blank=True, unique=True, editable=False
    )
    order = models.PositiveSmallIntegerField(
        "排位", default=500, help_text="同级职务见报时的惯例先后，小的在前。"
    )

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["organization", "order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"], name="one_post_per_organization_and_title"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.body}{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("post-detail", args=[self.pk])

    @property
    def body(self) -> str:
        """What stands before the title in print: 柳河区人民政府 has a 柳河区 区长."""
        label = self.organization.label
        return _GOVERNMENT.sub("", label) if _OF_THE_PLACE.search(self.title) else label


class Tenure(models.Model):
    """Who held which post from when to when, and what each end rests on."""

    class Basis(models.TextChoices):
        FIRST_SEEN = "first", _("首次见报")
        LAST_SEEN = "last", _("末次见报")
        APPOINTMENT = "appointment", _("任命报道")
        EDITOR = "editor", _("编辑")

    class Status(models.TextChoices):
        INFERRED = "inferred", _("推断")
        CONFIRMED = "confirmed", _("已确认")
        DISPUTED = "disputed", _("有争议")

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
    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status,
        default=Status.INFERRED,
        help_text="“推断”的随见报情况更新；“已确认”“有争议”的由编辑掌握，不再改动。",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["person", "start", "id"]
        indexes = [
            models.Index(fields=["post", "start", "id"], name="tenure_of_post"),
            models.Index(fields=["person", "start", "id"], name="tenure_of_person"),
        ]
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
