"""What a parsed story becomes as a row: its values cut to the columns, nothing of it lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from articles.ingest.characters import fold
from articles.ingest.records import Flag, FoundOfficial, Keyword, Printed, Story
from articles.models import Article, Byline, Mention, Tag

MAX_TAGS = 10
OPENING_CHARACTERS = 20  # a story without a headline is called by its first words
KEY_CHARACTERS = 60  # enough of the body to tell two stories of one headline apart
SUMMARY_CHARACTERS = 100

PREFIXES = {"paragraph": "", "subhead": "## ", "caption": "图: ", "jump": ""}
PARAGRAPH_BREAK = "\n\n"

# 昨日上午，柳河区召开会议。
_BREAK = re.compile(r"[。！？!?；;，,]")


@dataclass(frozen=True, slots=True)
class DraftMention:
    """`start` and `end` are characters of the drafted body; None where a headline names them."""

    name: str
    posts: list[str]
    start: int | None
    end: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Draft:
    key: str
    fields: dict[str, Any]  # by column, as `articles.editing.FIELDS` names them
    bylines: list[list[str]]  # role, name
    mentions: list[DraftMention]
    tags: list[Keyword]  # best first
    flags: list[Flag]
    spans: list[list[int]]  # [start, end) in the decoded source

    def as_imported(self) -> dict[str, Any]:
        """All of it as JSON gives it back, by the names of `Article.edited_fields`."""
        return {
            **self.fields,
            "bylines": self.bylines,
            "mentions": [asdict(mention) for mention in self.mentions],
            "tags": [[keyword.text, keyword.score] for keyword in self.tags],
            "flags": [asdict(flag) for flag in self.flags],
            "spans": self.spans,
        }


@dataclass(slots=True)
class _Columns:
    """The texts of a story on their way to their columns; what fits none goes into the body."""

    story: Story
    fields: dict[str, Any] = field(default_factory=dict)
    displaced: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    def put(self, name: str, text: str) -> None:
        if len(text) <= _width(name):
            self.fields[name] = text
            return
        self.fields[name] = ""
        self.displaced.append(text)
        self.flags.append(Flag("too-long", f"{label(name)}长达{len(text)}字，已移到正文开头。"))


def draft_page(stories: tuple[Story, ...]) -> list[Draft]:
    """A draft for each story, in order, no two with one key."""
    drafts: list[Draft] = []
    taken: set[str] = set()
    for position, story in enumerate(stories, start=1):
        key = _key(story)
        while key in taken:  # the same words twice on one page: told apart by their order
            key = sha256(key.encode()).hexdigest()
        taken.add(key)
        drafts.append(_draft(story, key, position))
    return drafts


def _draft(story: Story, key: str, position: int) -> Draft:
    columns = _Columns(story, {"position": position})
    columns.put("section", _text(story.section))
    _put_headlines(columns)
    columns.put("dateline", _text(story.dateline))
    body, starts = _body(story, columns.displaced)
    columns.fields |= {
        "body": body,
        "byline_text": "\n".join(printed.text for printed in story.byline_text),
        # The two say again what body and signature print: where they do not fit, nothing is lost.
        "credit": _fitting("credit", story.credit or ""),
        "event_date": _fitting("event_date", story.event_date or ""),
        "summary": _summary(story),
    }
    if not columns.fields["headline"]:
        columns.fields["headline"] = _opening(story)
        if not any(flag.code == "no-headline" for flag in story.flags):
            columns.flags.append(Flag("no-headline", "没有标题，暂用开头的文字。"))
    return Draft(
        key=key,
        fields=columns.fields,
        bylines=_bylines(story),
        mentions=_mentions(story, starts),
        tags=best_keywords(story.keywords),
        flags=list(dict.fromkeys([*story.flags, *columns.flags])),
        spans=_spans(story),
    )


def _put_headlines(columns: _Columns) -> None:
    """One line is the headline, two are kicker and headline, what follows is the deck."""
    lines = [printed.text for printed in columns.story.headlines]
    kicker = lines.pop(0) if len(lines) > 1 else ""
    columns.put("kicker", kicker)
    columns.put("headline", lines[0] if lines else "")
    columns.put("deck", " ".join(lines[1:]))


def _body(story: Story, displaced: list[str]) -> tuple[str, list[int]]:
    """The body as stored, and where in it the text of each part of the story starts."""
    pieces = list(displaced)
    length = sum(len(piece) + len(PARAGRAPH_BREAK) for piece in pieces)
    starts = []
    for part in story.body:
        prefix = PREFIXES[part.kind]
        pieces.append(prefix + part.text)
        starts.append(length + len(prefix))
        length += len(pieces[-1]) + len(PARAGRAPH_BREAK)
    return PARAGRAPH_BREAK.join(pieces), starts


def _mentions(story: Story, starts: list[int]) -> list[DraftMention]:
    """One a name, in the order of the story; someone found twice has the posts of both."""
    found: dict[str, DraftMention] = {}
    for official in story.officials:
        if official.name in found:
            posts = found[official.name].posts
            posts.extend(post for post in official.posts if post not in posts)
        elif 0 < len(official.name) <= _width("name", Mention):
            found[official.name] = _mention(official, len(story.headlines), starts)
    return list(found.values())


def _mention(official: FoundOfficial, headlines: int, starts: list[int]) -> DraftMention:
    start, end = None, None
    if official.part >= headlines:
        base = starts[official.part - headlines]
        start, end = base + official.start, base + official.end
    rule = official.rule[: _width("rule", Mention)]
    return DraftMention(official.name, list(dict.fromkeys(official.posts)), start, end, rule)


def _bylines(story: Story) -> list[list[str]]:
    signed = dict.fromkeys(
        (entry.role, name) for entry in story.bylines for name in entry.names if entry.role and name
    )
    widths = (_width("role", Byline), _width("name", Byline))
    return [
        [role, name] for role, name in signed if len(role) <= widths[0] and len(name) <= widths[1]
    ]


def best_keywords(keywords: Iterable[Keyword]) -> list[Keyword]:
    """The best ten, each once: upper and lower case are one tag."""
    held: dict[str, Keyword] = {}
    for keyword in sorted(keywords, key=lambda keyword: -keyword.score):
        if keyword.text and len(keyword.text) <= _width("name", Tag):
            score = round(float(keyword.score), 4)
            held.setdefault(keyword.text.lower(), Keyword(keyword.text, score))
    return list(held.values())[:MAX_TAGS]


def _spans(story: Story) -> list[list[int]]:
    spans: list[list[int]] = []
    for offset in sorted(offset for printed in story.printed() for offset in printed.offsets):
        if spans and offset <= spans[-1][1]:
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
    return spans


def _key(story: Story) -> str:
    """Who the story is on its page: a hash of its folded headline and opening."""
    headline = fold("".join(printed.text for printed in story.headlines))
    opening = fold("".join(part.text for part in story.body))[:KEY_CHARACTERS]
    return sha256(f"{headline}\n{opening}".encode()).hexdigest()


def _opening(story: Story) -> str:
    text = next((text for part in story.body if (text := part.text.strip())), "")
    return opening_of(text or "".join(printed.text for printed in story.printed()).strip())


def opening_of(text: str) -> str:
    """What a story without a headline is called: its first words."""
    text = text or "无题"
    return text if len(text) <= OPENING_CHARACTERS else f"{text[:OPENING_CHARACTERS]}……"


def _summary(story: Story) -> str:
    return summary_of(next((part.text for part in story.body if part.kind == "paragraph"), ""))


def summary_of(text: str) -> str:
    """The first words of a first paragraph, up to a break between phrases."""
    if len(text) <= SUMMARY_CHARACTERS:
        return text
    breaks = [found.end() for found in _BREAK.finditer(text, 0, SUMMARY_CHARACTERS)]
    cut = text[: breaks[-1]] if breaks else text[:SUMMARY_CHARACTERS]
    return cut if cut[-1] in "。！？!?" else cut.rstrip("；;，,") + "……"


def _text(printed: Printed | None) -> str:
    return printed.text if printed else ""


def _fitting(name: str, text: str) -> str:
    return text if len(text) <= _width(name) else ""


def _width(name: str, model: Any = Article) -> int:
    return int(model._meta.get_field(name).max_length)


def label(name: str) -> str:
    """What editors call a column of a story."""
    return str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
