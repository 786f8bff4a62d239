"""Who signs a story, and whom it names with which posts: claims of the paper, not facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.links import StoryLink
from articles.models.querysets import BylineQuerySet, MentionQuerySet, PostClaimQuerySet
from people.models import Organization, Person, Post


class Byline(StoryLink):
    """One name of a signature, in the role it signs."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="bylines", verbose_name="稿件", db_index=False
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name="人物",
        db_index=False,
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
        indexes = [models.Index(fields=["person", "-order_key", "-article"], name="byline_listing")]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"

    @property
    def story(self) -> Article:
        return self.article


class Mention(StoryLink):
    """This story prints this name with these posts; a claim of the paper, not yet a fact."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="mentions", verbose_name="稿件", db_index=False
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mentions",
        verbose_name="人物",
        help_text="可能是两个人时留空，由编辑认定。",
        db_index=False,
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
        indexes = [
            models.Index(fields=["person", "-order_key", "-article"], name="mention_listing")
        ]

    def __str__(self) -> str:
        return "、".join(self.posts) + self.name

    @property
    def story(self) -> Article:
        return self.article


class PostClaim(StoryLink):
    """One post printed beside a name, understood: which post of which organization it is.

    Drawn from `Mention.posts` anew whenever these change; nobody edits it. Tenures are drawn
    from these rows, and hold on to the sentence through them.
    """

    class Standing(models.TextChoices):
        CURRENT = "current", "现任"
        ACTING = "acting", "代理"
        FORMER = "former", "曾任"
        NOMINEE = "nominee", "拟任"
        APPOINTED = "appointed", "任命"
        REMOVED = "removed", "免去"

    # What shows that the person held the post on the day the paper printed it.
    HELD = (Standing.CURRENT, Standing.ACTING, Standing.APPOINTED)

    article = models.ForeignKey(Article, models.CASCADE, related_name="claims", verbose_name="稿件")
    mention = models.ForeignKey(
        Mention, models.CASCADE, related_name="claims", verbose_name="文中提及", db_index=False
    )
    position = models.PositiveSmallIntegerField("次序", default=1)
    printed = models.CharField("如报上所印", max_length=120)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="单位",
        help_text="版面上看不出属于哪里的，留空。",
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="岗位",
        help_text="“区领导”之类只说明级别的，没有岗位。",
        db_index=False,
    )
    standing = models.CharField("说法", max_length=10, choices=Standing, default=Standing.CURRENT)

    objects = PostClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "见报职务"
        verbose_name_plural = "见报职务"
        ordering = ["mention", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["mention", "position"], name="one_claim_per_mention_and_position"
            ),
        ]
        indexes = [models.Index(fields=["post", "-order_key"], name="claim_listing")]

    def __str__(self) -> str:
        return f"{self.printed}{self.mention.name}"

    @property
    def story(self) -> Article:
        return self.article
