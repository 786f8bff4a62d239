"""A story's running text as readers get it: parts, typeset, with people linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# 图: 志愿者在清理河道
_CAPTION = re.compile(r"图[:：]\s*(?P<text>.+)")
# ## 老街换新颜
_SUBHEAD = re.compile(r"#{2,}\s*(?P<text>.+)")

_CHINESE = r"\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’…—"
# The comma in 周末,河边: half-width punctuation that touches a Chinese character.
_HALF_WIDTH = re.compile(rf"(?<=[{_CHINESE}])[,:;?!()]|[,:;?!()](?=[{_CHINESE}])")
# "红色街区" as typed on a keyboard
_STRAIGHT_QUOTES = re.compile(rf'"(?P<quoted>[^"]*[{_CHINESE}][^"]*)"')
_FULL_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")


@dataclass(frozen=True, slots=True)
class StoryPart:
    kind: Literal["paragraph", "subhead", "caption"]
    html: SafeString
    dateline: str = ""  # printed before the first paragraph


def typeset(text: str) -> str:
    """Set the punctuation of Chinese text in full width, as printed.

    One character for one, so places in `text` stay true in the result.

    >>> typeset('周末,"河长"(北岸)见了12,000人')
    '周末，“河长”（北岸）见了12,000人'
    """
    text = _STRAIGHT_QUOTES.sub(r"“\g<quoted>”", text)
    return _HALF_WIDTH.sub(lambda found: found[0].translate(_FULL_WIDTH), text)


def story_parts(body: str, links: Mapping[str, str], dateline: str = "") -> list[StoryPart]:
    """Cut a body into its parts and link people wherever they are named.

    Args:
        body: in the form of `Article.body`; every line is a part of its own.
        links: the address of each person, by the name printed.
        dateline: stands before the first paragraph.
    """
    names = _any_of(links)
    parts = []
    for kind, text in _lines(body):
        opening = ""
        if kind == "paragraph":
            opening, dateline = dateline, ""
        parts.append(StoryPart(kind, _linked(typeset(text), names, links), typeset(opening)))
    if dateline:
        parts.append(StoryPart("paragraph", SafeString(), typeset(dateline)))
    return parts


def _lines(body: str) -> Iterator[tuple[Literal["paragraph", "subhead", "caption"], str]]:
    for line in filter(None, map(str.strip, body.splitlines())):
        if subhead := _SUBHEAD.fullmatch(line):
            yield "subhead", subhead["text"]
        elif caption := _CAPTION.fullmatch(line):
            yield "caption", caption["text"]
        else:
            yield "paragraph", line


def _any_of(links: Mapping[str, str]) -> re.Pattern[str] | None:
    """A pattern of all names, the longest first: 周立 does not match inside 周立群."""
    names = sorted(map(re.escape, links), key=len, reverse=True)
    return re.compile(f"({'|'.join(names)})") if names else None


def _linked(text: str, names: re.Pattern[str] | None, links: Mapping[str, str]) -> SafeString:
    """The text escaped, piece by piece, with each name inside a link."""
    pieces = names.split(text) if names else [text]
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a class="person" href="{}">{}</a>', links[piece], piece),)
            if piece in links
            else (piece,)
            for piece in pieces
        ),
    )
