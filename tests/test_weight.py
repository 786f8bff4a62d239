"""What a page weighs: few bytes of markup and style, and no type that has to be fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import make_article
from tests.public_pages import PAGES, make_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

MOST_MARKUP = 60_000  # bytes of a story, without its pictures
MOST_STYLE = 30_000  # bytes of all that a page links to, print taken in

_STYLESHEET = re.compile(r'<link rel="stylesheet" href="/static/(?P<path>[^"]+)"')


def styles(text: str) -> str:
    paths = [finders.find(found["path"]) for found in _STYLESHEET.finditer(text)]
    return "".join(Path(str(path)).read_text("utf-8") for path in paths)


def test_a_long_story_is_light(client: Client) -> None:
    story = make_article(body="\n\n".join(["近日，清淤工程开工，" * 20] * 25))

    response = client.get(story.get_absolute_url())

    assert len(response.content) < MOST_MARKUP


def test_every_page_is_styled_with_little_and_fetches_no_type(client: Client) -> None:
    for name, address in make_pages().items():
        style = styles(client.get(address).text)
        assert 0 < len(style.encode()) < MOST_STYLE, name
        assert "@font-face" not in style, name
        assert "@import" not in style, name


def test_there_is_an_address_for_every_kind_of_page() -> None:
    assert set(make_pages()) == set(PAGES)
