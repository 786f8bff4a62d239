"""Filters that set Chinese text for reading."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import reading

register = template.Library()

# Longer ones would not fit a line of a headline on a small phone.
_SHORT_QUOTATION = re.compile("(“[^”]{1,6}”)")


@register.filter
def typeset(text: str) -> str:
    """See `reading.typeset`; what comes out is escaped like any other text."""
    return reading.typeset(str(text))


@register.filter
def phrases(text: str) -> SafeString:
    """Set display type so that its lines break between phrases rather than inside them."""
    pieces = reading.typeset(str(text)).split()
    return format_html_join(
        " ", '<span class="phrase">{}</span>', ((_unbroken(piece),) for piece in pieces)
    )


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
