"""The editors' desk for what the paper printed, and for what follows from it about people."""

from __future__ import annotations

from articles.admin import (
    accounts,
    alarms,
    decisions,
    flag,
    organizations,
    page,
    paper,
    people,
    posts,
    records,
    runs,
    story,
    tag_words,
    tags,
    tenures,
)

__all__ = [
    "accounts",
    "alarms",
    "decisions",
    "flag",
    "organizations",
    "page",
    "paper",
    "people",
    "posts",
    "records",
    "runs",
    "story",
    "tag_words",
    "tags",
    "tenures",
]
