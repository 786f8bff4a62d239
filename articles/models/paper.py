"""The paper as printed: newspapers, their issues, the pages and the text received."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.dates import PartialDate
from articles.models.querysets import IssueQuerySet, PageQuerySet, SourceQuerySet
from people.models import Organization, Precision


class Newspaper(models.Model):
    name = models.CharField("报名", max_length=60, unique=True)

    class Meta:
        verbose_name = "报纸"
        verbose_name_plural = "报纸"
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="newspaper_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Issue(models.Model):
    """One issue of a paper; all its pages of unknown date stand together in one undated issue."""

    newspaper = models.ForeignKey(
        Newspaper, models.PROTECT, related_name="issues", verbose_name="报纸"
    )
    date = models.DateField(
        "日期", null=True, blank=True, help_text="只知到月或年时，填该月或该年的第一天。"
    )
    precision = models.CharField("精确到", max_length=5, choices=Precision, default=Precision.NONE)
    slug = models.SlugField(
        "网址名",
        max_length=40,
        unique=True,
        help_text="出现在网址里：2018-05-31、2018-05、undated；发布后不宜改动。",
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "期"
        verbose_name_plural = "期"
        ordering = [models.F("date").desc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["newspaper", "date", "precision"],
                name="one_issue_per_paper_and_date",
                violation_error_message="这份报纸已有这一天的一期。",
            ),
            models.UniqueConstraint(
                fields=["newspaper"],
                condition=Q(date__isnull=True),
                name="one_undated_issue_per_paper",
                violation_error_message="这份报纸已有“日期待定”的一期。",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True, precision="none")
                | (Q(date__isnull=False) & ~Q(precision="none")),
                name="issue_says_its_precision",
                violation_error_message="填了日期就要说明精确到日、月还是年；没填则选“未知”。",
            ),
        ]
        indexes = [models.Index(fields=["date", "id"])]

    def __str__(self) -> str:
        return f"{self.newspaper} {self.date_text}"

    def get_absolute_url(self) -> str:
        return reverse("issue-detail", args=[self.slug])

    @property
    def date_value(self) -> str:
        """ISO 8601 cut to what is known; "" for an undated issue."""
        if self.date is None:
            return ""
        return self.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @property
    def date_text(self) -> str:
        """The date as a reader sees it: 2018年5月31日, 2018年5月, 2018年 or 日期待定."""
        if self.date is None:
            return gettext("日期待定")
        month = self.date.month if self.precision != Precision.YEAR else 0
        day = self.date.day if self.precision == Precision.DAY else 0
        return str(PartialDate(self.date.year, month, day))


class Page(models.Model):
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="pages", verbose_name="期")
    position = models.PositiveSmallIntegerField("次序", help_text="在这一期中的先后，从 1 起。")
    number = models.CharField("版次", max_length=10, blank=True, help_text="如报上所印：N05、A38。")
    name = models.CharField("版名", max_length=40, blank=True)
    slug = models.SlugField("网址名", max_length=20)
    district = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name="本版所属地方",
        help_text="“区委书记”指哪个区的。导入时从版面上认出；看不出就空着，编辑填写后不再改动。",
    )
    furniture = models.JSONField(
        "版面文字", default=list, blank=True, help_text="报头、版次、责编等不属于任何一篇的文字。"
    )
    leftovers = models.JSONField(
        "未归入稿件的文字",
        default=list,
        blank=True,
        help_text="每段有 text、start、end（在原文中的字符位置）。",
    )
    # What editors took into stories, and put out of them: {"taken": [...], "added": [...]},
    # as in `leftovers`. An import follows it.
    leftovers_by_hand = models.JSONField(
        "经编辑移动的文字", default=dict, blank=True, editable=False
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "版"
        verbose_name_plural = "版"
        ordering = ["issue", "position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="one_page_per_position"),
            models.UniqueConstraint(fields=["issue", "slug"], name="one_page_per_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("page-detail", args=[self.issue.slug, self.slug])

    @property
    def label(self) -> str:
        """What the page is called: its printed number and name, or that none is known.

        The place in the issue is ours, no printed number; it only tells such pages apart.
        """
        return " ".join(filter(None, [self.number_text, self.name]))

    @property
    def number_text(self) -> str:
        """The part of the label that is no name; "" where a name alone is printed."""
        if self.number:
            return _numbered(self.number)
        if self.name:
            return ""
        unmarked = gettext("版次未标（%(position)s）") if self.position > 1 else gettext("版次未标")
        return unmarked % {"position": self.position}


def _numbered(number: str) -> str:
    return gettext("第%(number)s版") % {"number": number} if number.isdigit() else number


class Source(models.Model):
    """The text of a page as received; kept for ever and never edited."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="sources", verbose_name="版")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    encoding = models.CharField("编码", max_length=20)
    text = models.TextField("原文")
    reader = models.CharField("读取规则版本", max_length=64, help_text="哪一版规则读的这一页。")
    received_at = models.DateTimeField("收到时间", default=timezone.now)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "原文"
        verbose_name_plural = "原文"
        ordering = ["page", "-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["page", "sha256"], name="one_source_per_page_and_hash")
        ]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name
