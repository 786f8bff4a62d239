"""Filters that set Chinese text for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import reading

register = template.Library()

# After 疏浚河道、 as a paper breaks the lines of its display type, but not after 省、 alone.
_AFTER_MARK = re.compile("(?<=[^、，；：！？]{3}[、，；：！？])(?![、，；：！？”’）》」])")

# Longer ones would not fit a line of a headline on a small phone.
_SHORT_QUOTATION = re.compile("(“[^”]{1,6}”)")


@register.filter
def typeset(text: str) -> str:
    """See `reading.typeset`; what comes out is escaped like any other text."""
    return reading.typeset(str(text))


@register.filter
def phrases(text: str) -> SafeString:
    """Set display type so that its lines break between phrases rather than inside them."""
    return format_html_join(
        " ",
        "{}",
        (
            (format_html_join("", '<span class="phrase">{}</span>', _pieces(words)),)
            for words in reading.typeset(str(text)).split()
        ),
    )


def _pieces(words: str) -> Iterator[tuple[SafeString]]:
    for piece in _AFTER_MARK.split(words):
        if piece:
            yield (_unbroken(piece),)


def _unbroken(phrase: str) -> SafeString:
    """The phrase with each short quotation on one line."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="unbroken">{}</span>', piece) if place % 2 else piece,)
            for place, piece in enumerate(_SHORT_QUOTATION.split(phrase))
        ),
    )
