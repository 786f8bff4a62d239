"""Every kind of page, against WCAG 2.2 AA: what axe finds, and what keys and settings need."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from articles.urls import urlpatterns
from tests.public_pages import NO_PAGES, PAGES, make_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://testserver"
HTML = "text/html; charset=utf-8"
WIDTHS = [1280, 390]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What another scheme or width can change, of what was found right before.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def show(reader: Page, client: Client, address: str) -> None:
    """Open a page as Django's test client gets it: with no server, and no table to empty."""
    response = client.get(address)

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        static = parts.path.removeprefix("/static/")
        if static != parts.path:
            route.fulfill(path=finders.find(static))
        elif route.request.is_navigation_request():
            route.fulfill(status=response.status_code, body=response.content, content_type=HTML)
        else:
            route.fulfill(status=404)

    reader.route("**/*", answer)
    reader.goto(HOST + address)
    reader.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")


def test_every_address_for_readers_is_looked_at() -> None:
    """A new name of articles.urls belongs in PAGES, or in NO_PAGES if nobody reads it."""
    looked_at = {name.partition(" ")[0] for name in PAGES}
    assert {each.name for each in urlpatterns} - looked_at == NO_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(reader: Page, client: Client, name: str) -> None:
    show(reader, client, make_pages()[name])
    axe, found = Axe(), []
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 900})
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            reader.emulate_media(color_scheme=scheme)
            result = axe.run(reader, options=options)
            if result.violations_count:
                found.append(f"{width} {scheme}: {result.generate_report()}")
    assert not found, "\n".join(found)
