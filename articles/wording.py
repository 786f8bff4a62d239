"""Words of the paper among those of the site: on pages in another language they say they are Chinese."""

from __future__ import annotations

from django.conf import settings
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def language() -> str:
    """The code of the language that is written in."""
    return get_language() or settings.LANGUAGE_CODE


def is_chinese() -> bool:
    return language() == settings.LANGUAGE_CODE


def chinese(words: object) -> str | SafeString:
    """Words of the paper; plain on a Chinese page, where there is nothing to be said of them."""
    if not words or is_chinese():
        return str(words or "")
    return format_html('<span lang="zh-Hans">{}</span>', words)


def sentence(text: str, **words: object) -> SafeString:
    """A translated text with words of the paper in its places: 也写到%(names)s."""
    placed = {name: conditional_escape(chinese(each)) for name, each in words.items()}
    return mark_safe(escape(text) % placed)
