from __future__ import annotations

from articles.models.alarms import Alarm
from articles.models.article import Article, order_key
from articles.models.claims import Byline, Mention, PostClaim
from articles.models.desk import Flag, ImportRun, RunPage
from articles.models.history import Hold, Revision, UnsavedEdit
from articles.models.paper import Issue, Newspaper, Page, Source
from articles.models.publishing import Correction, Picture
from articles.models.querysets import (
    ArticleQuerySet,
    BylineQuerySet,
    FlagQuerySet,
    IssueQuerySet,
    MentionQuerySet,
    PageQuerySet,
    PictureQuerySet,
    PostClaimQuerySet,
    SourceQuerySet,
    TaggedArticleQuerySet,
)
from articles.models.repairs import Repair
from articles.models.search import SearchEntry
from articles.models.stamp import ArchiveStamp
from articles.models.tags import (
    RejectedTag,
    Retagging,
    Tag,
    TagAlias,
    TaggedArticle,
    TagMerge,
    TagRedirect,
    TagWord,
)
from articles.models.uploads import Upload, UploadedFile

__all__ = [
    "Alarm",
    "ArchiveStamp",
    "Article",
    "ArticleQuerySet",
    "Byline",
    "BylineQuerySet",
    "Correction",
    "Flag",
    "FlagQuerySet",
    "Hold",
    "ImportRun",
    "Issue",
    "IssueQuerySet",
    "Mention",
    "MentionQuerySet",
    "Newspaper",
    "Page",
    "PageQuerySet",
    "Picture",
    "PictureQuerySet",
    "PostClaim",
    "PostClaimQuerySet",
    "RejectedTag",
    "Repair",
    "Retagging",
    "Revision",
    "RunPage",
    "SearchEntry",
    "Source",
    "SourceQuerySet",
    "Tag",
    "TagAlias",
    "TagMerge",
    "TagRedirect",
    "TagWord",
    "TaggedArticle",
    "TaggedArticleQuerySet",
    "UnsavedEdit",
    "Upload",
    "UploadedFile",
    "order_key",
]
