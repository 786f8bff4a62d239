"""The language of pages and of their parts: the site's words are translated, the paper's are not."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.addresses import path_in

register = template.Library()

# The codes of Django as pages and as previews elsewhere write them
_TAGS = {"zh-hans": "zh-Hans", "en": "en"}
_LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}


class Version(NamedTuple):
    """The page in another language."""

    code: str
    name: str
    path: str


@register.filter
def language_tag(code: str) -> str:
    return _TAGS[code]


@register.simple_tag
def page_language() -> str:
    return _TAGS[_language()]


@register.simple_tag
def social_locale() -> str:
    return _LOCALES[_language()]


@register.simple_tag
def zh() -> SafeString:
    """The attribute of an element that holds words of the paper; needless on a Chinese page."""
    return mark_safe("" if _is_chinese() else ' lang="zh-Hans"')


@register.filter
def chinese(words: object) -> str | SafeString:
    """Words of the paper within a sentence of the site's."""
    return str(words) if _is_chinese() else format_html('<span lang="zh-Hans">{}</span>', words)


@register.inclusion_tag("_languages.html", takes_context=True)
def other_languages(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the page in the languages it is not in; none where it is written in one alone."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {}
    versions = [Version(code, name, path_in(code, request)) for code, name in settings.LANGUAGES]
    others = [each for each in versions if each.path != path_in(_language(), request)]
    return {"languages": others, "query": request.GET.urlencode()}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _is_chinese() -> bool:
    return _language() == settings.LANGUAGE_CODE
