"""What of a story editors change: its fields by name, and what the desk calls them."""

from __future__ import annotations

from articles.models import Article

# The fields of a story that are each an editor's as soon as an editor changed them.
FIELDS = (
    "position",
    "section",
    "kicker",
    "headline",
    "deck",
    "dateline",
    "body",
    "byline_text",
    "credit",
    "event_date",
    "summary",
)
GROUPS = ("bylines", "mentions", "tags")  # kept in rows of their own
BESIDE = ("pictures", "corrections")  # so are these, and no import knows of them

# What is an editor's from the start in a story that no import brought.
BY_HAND = (*FIELDS, "status", *GROUPS)


def field_label(name: str) -> str:
    """What the forms call a field of a story."""
    return str(getattr(Article._meta.get_field(name), "verbose_name", name))


LABELS = {
    **{name: field_label(name) for name in (*FIELDS, "status", "published_at", "spans")},
    "bylines": "署名",
    "mentions": "文中提及",
    "tags": "标签",
    "pictures": "图片",
    "corrections": "更正",
}
