"""A story's running text as readers get it: parts, typeset, with people linked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.sentences import sentence_span

# A line of text without the blanks around it
_LINE = re.compile(r"\S(?:.*\S)?")
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

PartKind = Literal["paragraph", "subhead", "caption"]


@dataclass(frozen=True, slots=True)
class StoryPart:
    kind: PartKind
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


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a name stands that an address can lead to; `start` and `end` are in the body."""

    start: int
    end: int
    id: str


def story_parts(
    body: str, links: Mapping[str, str], dateline: str = "", anchors: Sequence[Anchor] = ()
) -> list[StoryPart]:
    """Cut a body into its parts and link people wherever they are named.

    Args:
        body: in the form of `Article.body`; every line is a part of its own.
        links: the address of each person, by the name printed.
        dateline: stands before the first paragraph.
        anchors: names that carry an id, each in its sentence; they may be linked or not.
    """
    setting = _Setting(body, links, anchors)
    parts = []
    for kind, start, end in body_lines(body):
        opening = ""
        if kind == "paragraph":
            opening, dateline = dateline, ""
        parts.append(StoryPart(kind, setting.html(start, end), typeset(opening)))
    if dateline:
        parts.append(StoryPart("paragraph", SafeString(), typeset(dateline)))
    return parts


def body_lines(body: str) -> Iterator[tuple[PartKind, int, int]]:
    """What each line is, and where in the body its text stands."""
    for line in _LINE.finditer(body):
        text, start = line[0], line.start()
        if subhead := _SUBHEAD.fullmatch(text):
            yield "subhead", start + subhead.start("text"), line.end()
        elif caption := _CAPTION.fullmatch(text):
            yield "caption", start + caption.start("text"), line.end()
        else:
            yield "paragraph", start, line.end()


class _Setting:
    """How a body is set: its punctuation, the links of its names, the sentences led to."""

    def __init__(self, body: str, links: Mapping[str, str], anchors: Sequence[Anchor]) -> None:
        self.body = body
        self.links = links
        # Where two begin at one place, the longer name is the one that stands there.
        self.ids = {each.start: each.id for each in sorted(anchors, key=lambda each: each.end)}
        self.sentences = sorted({sentence_span(body, each.start, each.end) for each in anchors})
        self.names = _any_of({*links, *(body[each.start : each.end] for each in anchors)} - {""})

    def html(self, start: int, end: int) -> SafeString:
        """The text at [start, end), each sentence with an anchor in an element of its own."""
        text = typeset(self.body[start:end])
        pieces = []
        place = start
        for sentence_start, sentence_end in self.sentences:
            first, last = max(sentence_start, place), min(sentence_end, end)
            if first < last:
                pieces.append(self._linked(text[place - start : first - start], place))
                sentence = self._linked(text[first - start : last - start], first)
                pieces.append(format_html('<span class="sentence">{}</span>', sentence))
                place = last
        pieces.append(self._linked(text[place - start :], place))
        return format_html_join("", "{}", ((piece,) for piece in pieces))

    def _linked(self, text: str, place: int) -> SafeString:
        """The text escaped, piece by piece, each name inside its link and with its id."""
        pieces = []
        for piece in self.names.split(text) if self.names else [text]:
            pieces.append((self._piece(piece, self.ids.get(place)),))
            place += len(piece)
        return format_html_join("", "{}", pieces)

    def _piece(self, piece: str, anchor: str | None) -> str:
        mark = format_html(' id="{}"', anchor) if anchor and piece else ""
        if piece in self.links:
            return format_html(
                '<a class="person"{} href="{}">{}</a>', mark, self.links[piece], piece
            )
        return format_html("<span{}>{}</span>", mark, piece) if mark else piece


def _any_of(names: Collection[str]) -> re.Pattern[str] | None:
    """A pattern of all names, the longest first: 周立 does not match inside 周立群."""
    longest_first = sorted(map(re.escape, sorted(names)), key=len, reverse=True)
    return re.compile(f"({'|'.join(longest_first)})") if longest_first else None
