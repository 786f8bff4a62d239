"""The English pages: every word of the site is translated, and those of the paper are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import override
from lxml import html

from articles.models import Article, Mention, Newspaper, Page, Picture, Tag
from people.models import Organization, OrganizationName, OtherName, Person, Post
from tests.public_pages import make_pages
from tests.test_accessibility import show as open_page

pytestmark = pytest.mark.django_db

CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
# What an attribute says to readers, and the elements whose words no element can stand in.
ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-copied", "content")
WITHOUT_ELEMENTS = ("title", "option")
UNSEEN = ("script", "style")
IN_CHINESE_ALONE = {"api"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def in_print() -> set[str]:
    """The Chinese of the archive itself, in runs as it can stand in a title or an attribute."""
    words: list[str] = []
    for model in (Newspaper, Page, Article, Picture, Tag, Person, OtherName):
        for row in model.objects.values():
            words += [value for value in row.values() if isinstance(value, str)]
    for row in [*Organization.objects.all(), *OrganizationName.objects.all()]:
        words += [row.name, getattr(row, "label", "")]
    for post in Post.objects.select_related("organization"):
        words += [str(post), post.title]
    for mention in Mention.objects.all():
        words += mention.posts
    return {run for text in words for run in CHINESE.findall(text)}


def left_chinese(page: html.HtmlElement, known: set[str]) -> Iterator[str]:
    """What stands in Chinese without saying that it is."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        told = _language(element)
        for name in ATTRIBUTES:
            if told == "en" and _is_for_readers(element):
                for run in CHINESE.findall(element.get(name, "")):
                    if run not in known:
                        yield f"{element.tag}[{name}]: {run}"
        if told == "en":
            for run in CHINESE.findall(element.text or ""):
                if not (element.tag in WITHOUT_ELEMENTS and run in known):
                    yield f"{element.tag}: {run}"
        parent = element.getparent()
        if parent is not None and _language(parent) == "en":
            yield from (f"{parent.tag}: {run}" for run in CHINESE.findall(element.tail or ""))


def _language(element: html.HtmlElement) -> str:
    return next(iter(element.xpath("ancestor-or-self::*[@lang][1]/@lang")))


def _is_for_readers(element: html.HtmlElement) -> bool:
    """Not what a head says to programs that cite a story or file it away."""
    name = element.get("name") or element.get("property") or ""
    return element.tag != "meta" or name in ("description", "og:site_name", "og:title")


def test_english_pages_are_english_but_for_what_is_in_print(client) -> None:
    with override("en"):
        addresses = make_pages()
    known = in_print()
    left: dict[str, list[str]] = {}
    for name, address in addresses.items():
        page = html.fromstring(client.get(address).content)
        if name in IN_CHINESE_ALONE:
            continue
        assert page.get("lang") == "en", name
        told_back = _typed(address)
        found = left_chinese(page, known | told_back)
        left[name] = [each for each in found if each.partition(": ")[2] not in told_back]

    assert {name: words for name, words in left.items() if words} == {}


def _typed(address: str) -> set[str]:
    """What a reader asked for, which is told back."""
    asked = parse_qs(urlsplit(address).query)
    return {run for values in asked.values() for run in CHINESE.findall(" ".join(values))}


def test_chinese_pages_say_nothing_of_the_language_of_their_parts(client) -> None:
    for name, address in make_pages().items():
        page = html.fromstring(client.get(address).content)
        if page.get("lang") == "zh-Hans":
            assert not page.xpath("//*[@lang='zh-Hans'][not(self::html)]"), name


@pytest.mark.browser
def test_no_english_page_is_wider_than_a_phone(client, chromium) -> None:
    with override("en"):
        addresses = make_pages()
    context = chromium.new_context(viewport={"width": 320, "height": 900}, reduced_motion="reduce")
    reader = context.new_page()
    wide = {}
    for name, address in addresses.items():
        open_page(reader, client, address)
        width = reader.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    context.close()

    assert wide == {}


def test_what_went_wrong_is_said_in_the_language_of_the_address(client, monkeypatch) -> None:
    def fail(*args: object, **values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("articles.views.render", fail)
    client.raise_request_exception = False

    response = client.get("/en/articles/")

    assert (response.status_code, html.fromstring(response.content).get("lang")) == (500, "en")
    assert "The fault is ours" in response.text
