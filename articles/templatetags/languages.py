"""The language of pages and of their parts: the site's words are translated, the paper's are not."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext, pgettext_lazy

from articles.addresses import path_in
from articles.models import Article, Issue, Page
from articles.reading import typeset
from articles.wording import chinese, is_chinese, language

register = template.Library()
register.filter(chinese)

# The codes of Django as pages and as previews elsewhere write them
_TAGS = {"zh-hans": "zh-Hans", "en": "en"}
_LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}

# What the importer calls the roles of signatures
_ROLES = {
    "记者": pgettext_lazy("byline", "记者"),
    "见习记者": pgettext_lazy("byline", "见习记者"),
    "通讯员": pgettext_lazy("byline", "通讯员"),
    "实习生": pgettext_lazy("byline", "实习生"),
    "摄影": pgettext_lazy("byline", "摄影"),
    "编辑": pgettext_lazy("byline", "编辑"),
    "校对": pgettext_lazy("byline", "校对"),
    "供图": pgettext_lazy("byline", "供图"),
    "制图": pgettext_lazy("byline", "制图"),
    "作者": pgettext_lazy("byline", "作者"),
    "文": pgettext_lazy("byline", "文"),
    "图": pgettext_lazy("byline", "图"),
    "读者": pgettext_lazy("byline", "读者"),
}


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
    return _TAGS[language()]


@register.simple_tag
def social_locale() -> str:
    return _LOCALES[language()]


@register.simple_tag
def zh() -> SafeString:
    """The attribute of an element that holds words of the paper; needless on a Chinese page."""
    return mark_safe("" if is_chinese() else ' lang="zh-Hans"')


@register.filter
def role(signed: str) -> str | SafeString:
    """The role of a signature; one that is printed as a word of its own, like a post, stays so."""
    return str(_ROLES[signed]) if signed in _ROLES else chinese(signed)


@register.filter
def label(page: Page) -> SafeString:
    """What a page is called, the name it has in print as words of the paper."""
    parts = filter(None, [page.number_text, chinese(page.name)])
    return format_html_join(" ", "{}", ((part,) for part in parts))


@register.filter
def called(row: Issue | Page | Article) -> SafeString | str:
    """An issue, a page or a story by its full name."""
    if isinstance(row, Article):
        return chinese(typeset(row.headline))
    if isinstance(row, Page):
        return format_html("{} {}", called(row.issue), label(row))
    return format_html("{} {}", chinese(row.newspaper), row.date_text)


@register.filter
def page_count(pages: int) -> str:
    return ngettext("%(count)s 版", "%(count)s 版", pages) % {"count": pages}


@register.filter
def story_count(stories: int) -> str:
    return ngettext("%(count)s 篇", "%(count)s 篇", stories) % {"count": stories}


@register.inclusion_tag("_languages.html", takes_context=True)
def other_languages(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the page in the languages it is not in; none where it is written in one alone."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {}
    versions = [Version(code, name, path_in(code, request)) for code, name in settings.LANGUAGES]
    others = [each for each in versions if each.path != path_in(language(), request)]
    return {"languages": others, "query": request.GET.urlencode()}
