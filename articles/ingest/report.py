"""What the pipeline read, as the JSON document that other programs take."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from articles.ingest.records import Flag, ParsedPage, Printed, Story

FORMAT = "newsroom-import/1"
MAX_TAGS = 10

Report = dict[str, Any]


def report_document(pages: Iterable[ParsedPage]) -> Report:
    """The whole report of some pages; `ReportWriter` writes the same page by page."""
    return {"format": FORMAT, "pages": [report_page(page) for page in pages]}


def report_page(page: ParsedPage) -> Report:
    """One entry of `pages`, its keys in the order that is promised to readers."""
    return {
        "source": page.source,
        "sha256": page.sha256,
        "characters": page.characters,
        "date": {
            "value": page.date.value,
            "precision": page.date.precision,
            "basis": page.date.basis,
        },
        "articles": [_article(story) for story in page.stories],
        "furniture": [printed.text for printed in page.furniture],
        "leftovers": [_leftover(printed) for printed in page.leftovers],
        "flags": [_flag(flag) for flag in page.flags],
    }


def _article(story: Story) -> Report:
    best_first = sorted(story.keywords, key=lambda keyword: -keyword.score)
    return {
        "section": story.section.text if story.section else None,
        "headlines": [headline.text for headline in story.headlines],
        "dateline": story.dateline.text if story.dateline else None,
        "event_date": story.event_date,
        "body": [{"kind": part.kind, "text": part.text} for part in story.body],
        "byline_text": [printed.text for printed in story.byline_text],
        "bylines": [{"role": entry.role, "names": list(entry.names)} for entry in story.bylines],
        "credit": story.credit,
        "officials": [
            {"name": official.name, "posts": list(official.posts)} for official in story.officials
        ],
        "tags": [keyword.text for keyword in best_first[:MAX_TAGS]],
        "flags": [_flag(flag) for flag in story.flags],
    }


def _leftover(printed: Printed) -> Report:
    return {"text": printed.text, "start": printed.start, "end": printed.end}


def _flag(flag: Flag) -> Report:
    return {"code": flag.code, "message": flag.message, "start": flag.start, "end": flag.end}


class ReportWriter:
    """Writes a report as its pages come, so that no more than one is held at a time.

    As a context manager it ends the document whatever happens in between: what stands on the
    stream is one JSON document always. `refused` is added at the end where a file was refused.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._refused: list[Report] = []
        self._written = 0
        # A stream that cannot hold Chinese gets escapes: the same document to every reader.
        encoding = getattr(stream, "encoding", None) or "utf-8"
        self._escape = not encoding.lower().replace("-", "").startswith("utf")

    def __enter__(self) -> ReportWriter:
        self._stream.write(f'{{\n"format": "{FORMAT}",\n"pages": [')
        return self

    def page(self, page: ParsedPage) -> None:
        # In one write, made before: an interrupt leaves no half of a page.
        self._stream.write((",\n" if self._written else "\n") + self._json(report_page(page)))
        self._stream.flush()  # a reader at the other end sees pages as they come
        self._written += 1

    def refuse(self, source: str, reason: str) -> None:
        self._refused.append({"source": source, "reason": reason})

    def __exit__(self, *_: object) -> None:
        refused = f',\n"refused": {self._json(self._refused)}' if self._refused else ""
        self._stream.write(f"\n]{refused}\n}}\n")

    def _json(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=self._escape, indent=1)
