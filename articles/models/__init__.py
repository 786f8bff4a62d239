from __future__ import annotations

from articles.models.alarms import Alarm
from articles.models.article import Article, order_key
from articles.models.claims import Byline, Mention, PostClaim
from articles.models.desk import Flag, ImportRun
from articles.models.paper import Issue, Newspaper, Page, Source
from articles.models.querysets import (
    ArticleQuerySet,
    BylineQuerySet,
    FlagQuerySet,
    IssueQuerySet,
    MentionQuerySet,
    PageQuerySet,
    PostClaimQuerySet,
    SourceQuerySet,
    TaggedArticleQuerySet,
)
from articles.models.tags import Tag, TaggedArticle

__all__ = [
    "Alarm",
    "Article",
    "ArticleQuerySet",
    "Byline",
    "BylineQuerySet",
    "Flag",
    "FlagQuerySet",
    "ImportRun",
    "Issue",
    "IssueQuerySet",
    "Mention",
    "MentionQuerySet",
    "Newspaper",
    "Page",
    "PageQuerySet",
    "PostClaim",
    "PostClaimQuerySet",
    "Source",
    "SourceQuerySet",
    "Tag",
    "TaggedArticle",
    "TaggedArticleQuerySet",
    "order_key",
]
