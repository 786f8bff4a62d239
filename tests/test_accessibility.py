"""Every kind of page, against WCAG 2.2 AA: what axe finds, and what keys and settings need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from articles.urls import urlpatterns
from tests.public_pages import NO_PAGES, PAGES, make_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("media")]

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
    reader.set_viewport_size({"width": 320, "height": 900})  # 1280 at 400 %
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_table_says_what_it_tells_and_every_page_its_language(client: Client) -> None:
    for name, address in make_pages().items():
        text = client.get(address).text
        for table in re.findall(r"<table[^>]*>\s*(?:<caption)?", text):
            assert "<caption" in table or "aria-labelledby" in table, name
        assert f'<html lang="{"en" if "English" in name else "zh-Hans"}"' in text, name


@pytest.mark.parametrize("name", ["article-detail", "search with results", "tag-detail"])
def test_the_tab_key_stops_in_order_where_it_can_be_seen(
    reader: Page, client: Client, name: str
) -> None:
    reader.emulate_media(reduced_motion="reduce")
    show(reader, client, make_pages()[name])
    stops = [reader.evaluate(FOCUS)]
    for _ in range(200):
        reader.keyboard.press("Tab")
        stop = reader.evaluate(FOCUS)
        if stop is None:  # past the last
            break
        stops.append(stop)

    assert stops[0] is None
    places = [place for place, _, _ in stops[1:]]
    assert len(places) > 10
    assert places == sorted(places)
    assert [html for _, seen, html in stops[1:] if not seen] == []


# Of the element that has the focus: its place in the page, whether it and the mark of its focus
# can be seen, and its markup.
FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const shown = element.matches('[type=radio]') ? element.nextElementSibling : element;
    const box = shown.getBoundingClientRect();
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight
        && [shown, shown.parentElement].some(
            each => getComputedStyle(each).outlineStyle !== 'none');
    return [[...document.querySelectorAll('*')].indexOf(element), seen, element.outerHTML];
}"""


def test_colours_that_the_system_sets_leave_what_is_chosen_marked(
    reader: Page, client: Client
) -> None:
    reader.emulate_media(forced_colors="active")
    show(reader, client, make_pages()["tag-detail"])

    here = reader.locator(".sections [aria-current]")
    assert here.evaluate("each => getComputedStyle(each).borderBottomStyle") == "solid"
    columns = reader.locator(".columns-chart rect:not(.target)").first
    paper = reader.evaluate("getComputedStyle(document.body).backgroundColor")
    assert columns.evaluate("each => getComputedStyle(each).fill") != paper
