"""CSL-JSON, which citation processors take in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from articles.citations.record import Citation, one_line
from articles.dates import PartialDate


def csl(citation: Citation) -> str:
    """One item, on one line."""
    return json.dumps(item(citation), ensure_ascii=False)


def item(citation: Citation) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": one_line(citation.title),
        # Whole: which characters are the surname is for no program to guess.
        "author": [{"literal": one_line(name)} for name in citation.authors],
        "container-title": one_line(citation.paper),
        "issued": _issued(citation.issued),
        "page": one_line(citation.page),
        "URL": citation.address,
        "accessed": _day(citation.accessed),
        "language": "zh-CN",
    }
    return {name: value for name, value in fields.items() if value}


def _issued(day: PartialDate | None) -> dict[str, Any]:
    known = [part for part in (day.year, day.month, day.day) if part] if day else []
    return {"date-parts": [known]} if known else {}


def _day(day: date | None) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}
