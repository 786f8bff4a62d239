"""The text of a page as received, with the places of stories and flags marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Flag

Spans = Sequence[Sequence[int]]  # [start, end) in characters of the source text


@dataclass(frozen=True, slots=True)
class Marking:
    """A class of CSS for some places of the text; `anchor` is the id the first one gets."""

    css: str
    spans: Spans
    anchor: str = ""
    title: str = ""


def flag_markings(flags: Iterable[Flag]) -> list[Marking]:
    """Where the flags point to; one without a place has no marking."""
    return [
        Marking(
            "is-flag is-blocking" if flag.blocking else "is-flag",
            [(flag.start, flag.end)],
            anchor=f"flag-{flag.pk}",
            title=flag.message,
        )
        for flag in flags
        if flag.start is not None and flag.end is not None
    ]


def marked_text(text: str, markings: Sequence[Marking]) -> SafeString:
    """The text as HTML, every character escaped, each marked place in a `mark` element.

    Places may overlap and may reach beyond the text: a piece carries the classes of all
    markings that cover it.
    """
    cuts = {0, len(text)}
    for marking in markings:
        for start, end in marking.spans:
            cuts.update(min(max(place, 0), len(text)) for place in (start, end))
    edges = sorted(cuts)
    anchored: set[str] = set()
    pieces = []
    for start, end in pairwise(edges):
        covering = [marking for marking in markings if _covers(marking, start, end)]
        pieces.append((_piece(text[start:end], covering, anchored),))
    return format_html_join("", "{}", pieces)


def _covers(marking: Marking, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in marking.spans)


def _piece(text: str, markings: Sequence[Marking], anchored: set[str]) -> str | SafeString:
    if not markings:
        return text
    css = " ".join(dict.fromkeys(marking.css for marking in markings))
    title = "\n".join(marking.title for marking in markings if marking.title)
    html: str | SafeString = text
    for marking in markings:
        if marking.anchor and marking.anchor not in anchored:
            anchored.add(marking.anchor)
            html = format_html('<span id="{}">{}</span>', marking.anchor, html)
    return format_html('<mark class="{}" title="{}">{}</mark>', css, title, html)
