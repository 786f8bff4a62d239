"""Parsed pages for tests, made by hand: a test states only what it is about."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from articles.ingest.records import (
    BylineEntry,
    Flag,
    FoundOfficial,
    Keyword,
    PageDate,
    ParsedPage,
    Part,
    Printed,
    Story,
)

BODY = (
    "昨日上午，柳河区区长周立群到清水街道查看清淤工程。记者在现场看到，河道两侧已经围挡。",
    "清水街道办事处主任何维介绍，工程分三段进行，预计九月完工。",
)


def make_official(story_texts: tuple[str, ...], name: str, *posts: str) -> FoundOfficial:
    """An official at the first place where the texts print the name."""
    part = next((index for index, text in enumerate(story_texts) if name in text), 0)
    start = max(story_texts[part].find(name), 0)
    return FoundOfficial(name, posts, part, start, start + len(name), rule="test")


def make_story(
    *headlines: str,
    body: tuple[str, ...] | tuple[tuple[str, str], ...] = BODY,
    officials: dict[str, tuple[str, ...]] | None = None,
    bylines: tuple[tuple[str, ...], ...] = (("记者", "林晓禾"),),
    tags: tuple[str, ...] = ("清淤", "河道"),
    **values: Any,
) -> Story:
    """A story; `body` holds paragraphs, or pairs of kind and text; a byline is role, names."""
    headlines = headlines or ("清淤工程开工",)
    parts = [("paragraph", part) if isinstance(part, str) else part for part in body]
    texts = headlines + tuple(text for _, text in parts)
    defaults: dict[str, Any] = {
        "section": None,
        "headlines": tuple(Printed.at(text, 0) for text in headlines if text),
        "dateline": None,
        "event_date": None,
        "body": tuple(Part(kind, Printed.at(text, 0)) for kind, text in parts),
        "byline_text": (Printed.at("记者 林晓禾", 0),) if bylines else (),
        "bylines": tuple(BylineEntry(role, tuple(names)) for role, *names in bylines),
        "credit": None,
        "officials": tuple(
            make_official(texts, name, *posts) for name, posts in (officials or {}).items()
        ),
        "keywords": tuple(Keyword(tag, 1.0 - index / 100) for index, tag in enumerate(tags)),
    }
    return Story(**(defaults | values))


def make_parsed(*stories: Story, day: str | None = "2019-11-25", **values: Any) -> ParsedPage:
    """A page of these stories; its bytes follow from its text, its text from the stories."""
    text = values.pop("text", None) or "\n".join(
        printed.text for story in stories for printed in story.printed()
    )
    precision = {10: "day", 7: "month", 4: "year"}[len(day)] if day else "none"
    defaults: dict[str, Any] = {
        "source": "page.txt",
        "sha256": sha256(text.encode()).hexdigest(),
        "text": text,
        "encoding": "utf-8",
        "paper": "河滨晚报",
        "date": PageDate(day, precision, "option" if day else "none"),
        "number": "",
        "name": "",
        "stories": stories,
        "furniture": (),
        "leftovers": (),
        "flags": (),
    }
    return ParsedPage(**(defaults | values))


def make_notice(code: str = "orphan-text", message: str = "署名之后还有文字。") -> Flag:
    return Flag(code, message, 3, 9)
