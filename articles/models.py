from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from articles.dates import FIRST_DATED_KEY, PartialDate
from people.models import Person, Precision


class Newspaper(models.Model):
    name = models.CharField("报名", max_length=60, unique=True)

    class Meta:
        verbose_name = "报纸"
        verbose_name_plural = "报纸"
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="newspaper_has_a_name")]

    def __str__(self) -> str:
        return self.name


class IssueQuerySet(models.QuerySet["Issue"]):
    def published(self) -> IssueQuerySet:
        """Issues of which readers may see at least one story."""
        return self.filter(Exists(Article.objects.published().filter(page__issue=OuterRef("pk"))))

    def for_listing(self) -> IssueQuerySet:
        """Load what an index of issues prints: the lead headline and how many stories."""
        stories = Article.objects.published().filter(page__issue=OuterRef("pk"))
        return self.select_related("newspaper").annotate(
            lead=Subquery(stories.newest_first().values("headline")[:1]),
            stories=Subquery(
                stories.order_by().values("page__issue").annotate(n=Count("pk")).values("n")
            ),
        )


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
                nulls_distinct=False,
                violation_error_message="这份报纸已有这一天的一期。",
            ),
            models.CheckConstraint(
                condition=Q(date__isnull=True, precision="none")
                | (Q(date__isnull=False) & ~Q(precision="none")),
                name="issue_says_its_precision",
                violation_error_message="填了日期就要说明精确到日、月还是年；没填则选“未知”。",
            ),
        ]

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
            return "日期待定"
        text = f"{self.date.year}年"
        if self.precision != Precision.YEAR:
            text += f"{self.date.month}月"
        if self.precision == Precision.DAY:
            text += f"{self.date.day}日"
        return text


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> PageQuerySet:
        """Pages of which readers may see at least one story."""
        return self.filter(Exists(Article.objects.published().filter(page=OuterRef("pk"))))


class Page(models.Model):
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="pages", verbose_name="期")
    position = models.PositiveSmallIntegerField("次序", help_text="在这一期中的先后，从 1 起。")
    number = models.CharField("版次", max_length=10, blank=True, help_text="如报上所印：N05、A38。")
    name = models.CharField("版名", max_length=40, blank=True)
    slug = models.SlugField("网址名", max_length=20)
    furniture = models.JSONField(
        "版面文字", default=list, blank=True, help_text="报头、版次、责编等不属于任何一篇的文字。"
    )
    leftovers = models.JSONField(
        "未归入稿件的文字",
        default=list,
        blank=True,
        help_text="每段有 text、start、end（在原文中的字符位置）。",
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
        """What the page is called: its printed number and name, else its place in the issue."""
        return " ".join(filter(None, [self.number or f"第{self.position}版", self.name]))


class SourceQuerySet(models.QuerySet["Source"]):
    def published(self) -> SourceQuerySet:
        """Texts that give away no story which readers may not see."""
        page_stories = Article.objects.filter(page=OuterRef("page"))
        public = Article.objects.published().filter(pk=OuterRef("pk"))
        return self.filter(Exists(page_stories), ~Exists(page_stories.filter(~Exists(public))))


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


class Tag(TagBase):  # type: ignore[misc]  # taggit has no types
    """A subject; its slug keeps Chinese characters."""

    slug = models.SlugField("网址名", max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = "标签"
        verbose_name_plural = "标签"

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, allow_unicode=True) or "tag"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        return reverse("tag-detail", args=[self.slug])


class TaggedArticle(ItemBase):  # type: ignore[misc]
    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_items", verbose_name="标签")
    score = models.FloatField(
        "分值", null=True, blank=True, help_text="自动提取时的 TF-IDF；人工添加的为空。"
    )

    objects = models.Manager["TaggedArticle"]()

    class Meta:
        verbose_name = "稿件标签"
        verbose_name_plural = "稿件标签"
        ordering = ["content_object", models.F("score").desc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_per_article")
        ]

    def __str__(self) -> str:
        return str(self.tag)


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        """What readers may see; the only place that says so."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__lte=timezone.now())

    def withdrawn(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.WITHDRAWN)

    def newest_first(self) -> ArticleQuerySet:
        """The newest issue first, and within it the order of print."""
        return self.order_by("-order_key", "-id")

    def for_listing(self) -> ArticleQuerySet:
        """Load what a list row prints: no query per row, and no running text."""
        return self.select_related("page__issue__newspaper").defer("body", "as_imported", "spans")

    def between(self, since: PartialDate | None, until: PartialDate | None) -> ArticleQuerySet:
        """Stories of dated issues in that range, both ends taken in."""
        stories = self.filter(order_key__gte=since.first_key if since else FIRST_DATED_KEY)
        return stories.filter(order_key__lte=until.last_key) if until else stories

    def in_section(self, section: str) -> ArticleQuerySet:
        return self.filter(section=section)

    def tagged(self, tags: models.QuerySet[Tag]) -> ArticleQuerySet:
        held = TaggedArticle.objects.filter(tag__in=tags)
        return self.filter(pk__in=held.values("content_object"))

    def signed_by(self, people: models.QuerySet[Person]) -> ArticleQuerySet:
        return self.filter(pk__in=Byline.objects.filter(person__in=people).values("article"))

    def naming(self, people: models.QuerySet[Person]) -> ArticleQuerySet:
        return self.filter(pk__in=Mention.objects.filter(person__in=people).values("article"))

    def leading(self, count: int) -> ArticleQuerySet:
        """The first `count` stories of each issue, as printed."""
        place = Window(RowNumber(), partition_by="page__issue", order_by=["-order_key", "-id"])
        return self.annotate(place=place).filter(place__lte=count)


class Article(models.Model):
    class Status(models.TextChoices):
        IMPORTED = "imported", "待编"
        REVIEWED = "reviewed", "已审"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤"

    page = models.ForeignKey(Page, models.PROTECT, related_name="articles", verbose_name="版")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="articles", verbose_name="原文", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("版内次序")
    key = models.CharField(
        "识别码", max_length=64, help_text="标题与开头的摘要；再次导入时凭它认出同一篇。"
    )
    # 16 digits: yyyymmdd (00 where unknown), then page and position counted down, so that one
    # descending index gives the newest issue first and within it the order of print.
    order_key = models.BigIntegerField("排序码", default=0, editable=False)

    section = models.CharField("栏目", max_length=40, blank=True)
    kicker = models.CharField("肩题", max_length=200, blank=True)
    headline = models.CharField("主题", max_length=200)
    deck = models.CharField("副题", max_length=400, blank=True)
    dateline = models.CharField("电头", max_length=100, blank=True)
    body = models.TextField(
        "正文",
        blank=True,
        help_text="段落之间空一行；小标题以“## ”开头；图片说明以“图: ”开头。",
    )
    byline_text = models.TextField("署名原文", blank=True, help_text="如报上所印，每处一行。")
    credit = models.CharField("图文说明", max_length=40, blank=True, help_text="例如 文/图。")
    event_date = models.CharField(
        "事发日期", max_length=10, blank=True, help_text="2018-05-23；年份不明时写 --05-23。"
    )
    summary = models.CharField("摘要", max_length=200, blank=True)

    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status,
        default=Status.IMPORTED,
        help_text="只有“已发布”的稿件对读者可见。",
    )
    published_at = models.DateTimeField(
        "发布时间", null=True, blank=True, help_text="晚于现在则到时自动可见。"
    )
    spans = models.JSONField(
        "原文位置", default=list, blank=True, help_text="占用原文的字符区间 [起, 止)。"
    )
    as_imported = models.JSONField("导入时的内容", default=dict, blank=True)
    edited_fields = models.JSONField(
        "人工改过的字段", default=list, blank=True, help_text="再导入时不会覆盖。"
    )
    created_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    tags = TaggableManager(verbose_name="标签", through=TaggedArticle, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "稿件"
        verbose_name_plural = "稿件"
        ordering = ["-order_key", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="one_article_per_page_and_key"),
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_a_headline"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="published_article_says_when",
                violation_error_message="已发布的稿件要有发布时间。",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-order_key", "-id"], name="article_listing"),
            models.Index(fields=["section", "-order_key", "-id"], name="article_section"),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.order_key = order_key(self.page, self.position)
        if self.status == self.Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )


def order_key(page: Page, position: int) -> int:
    """Where an article stands among all: see `Article.order_key`."""
    digits = page.issue.date_value.replace("-", "").ljust(8, "0")
    return (int(digits) * 100_000 + 99_999 - page.position) * 1_000 + 999 - min(position, 999)


class BylineQuerySet(models.QuerySet["Byline"]):
    def published(self) -> BylineQuerySet:
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))


class Byline(models.Model):
    """One name of a signature, in the role it signs."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="bylines", verbose_name="稿件"
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name="人物",
    )
    position = models.PositiveSmallIntegerField("次序", default=1)
    role = models.CharField("身份", max_length=20, help_text="记者、通讯员、实习生、摄影……")
    name = models.CharField("署名", max_length=40)

    objects = BylineQuerySet.as_manager()

    class Meta:
        verbose_name = "署名"
        verbose_name_plural = "署名"
        ordering = ["article", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "role", "name"], name="one_byline_per_role_and_name"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role=""), name="byline_has_role_and_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def published(self) -> MentionQuerySet:
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))


class Mention(models.Model):
    """This story prints this name with these posts; a claim of the paper, not yet a fact."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="mentions", verbose_name="稿件"
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentions",
        verbose_name="人物",
        help_text="可能是两个人时留空，由编辑认定。",
    )
    position = models.PositiveSmallIntegerField("次序", default=1)
    name = models.CharField("姓名", max_length=40)
    posts = models.JSONField("职务（如报上所印）", default=list, blank=True)
    start = models.PositiveIntegerField(
        "正文起", null=True, blank=True, help_text="在正文中的字符位置，从 0 起；只见于标题则为空。"
    )
    end = models.PositiveIntegerField("正文止", null=True, blank=True)
    rule = models.CharField("依据", max_length=40, blank=True, help_text="哪条规则认出的。")

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "文中提及"
        verbose_name_plural = "文中提及"
        ordering = ["article", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "name"], name="one_mention_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="mention_has_a_name"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=models.F("start")),
                name="mention_span_is_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return "、".join(self.posts) + self.name


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        return self.filter(resolved_at__isnull=True)

    def blocking(self) -> FlagQuerySet:
        return self.open().filter(blocking=True)


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

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return timezone.localtime(self.started_at).strftime("%Y-%m-%d %H:%M")
