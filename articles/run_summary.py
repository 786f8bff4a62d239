"""What an import run did, in an editor's words."""

from __future__ import annotations

from articles.models import ImportRun

# By the names the importer counts under; a name not listed is shown as it is.
COUNT_LABELS = {
    "pages": "版",
    "new": "新增",
    "changed": "更新",
    "unchanged": "未变",
    "conflict": "与编辑所定不同",
    "removed": "移除",
    "missing": "未再找到",
    "published": "发布",
    "refused": "被拒",
}


def counts_text(run: ImportRun) -> str:
    """All counts of the run in one line; a dash when it counted nothing."""
    return (
        "，".join(f"{COUNT_LABELS.get(name, name)} {count}" for name, count in run.counts.items())
        or "—"
    )
