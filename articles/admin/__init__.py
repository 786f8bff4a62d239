"""The editors' desk for what the paper printed."""

from __future__ import annotations

from articles.admin import flag, page, paper, people, records, story

__all__ = ["flag", "page", "paper", "people", "records", "story"]
