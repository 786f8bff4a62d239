"""Reading in a browser: what a reader chooses of size, light and type, and the story's tools."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DARK_PAPER = "rgb(23, 20, 17)"
LIGHT_PAPER = "rgb(250, 247, 240)"
SHIFTS = """() => new Promise(resolve => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) moved += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
})"""


@pytest.fixture
def story(live_server) -> Article:
    return make_article("清淤工程开工", body="近日，清淤工程开工。\n\n" * 20)


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    yield context.new_page()
    context.close()


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_what_a_reader_chose_holds_on_the_next_page_too(live_server, story, reader: Page) -> None:
    reader.goto(live_server.url + story.get_absolute_url())
    assert ground(reader) == LIGHT_PAPER
    reader.get_by_text("阅读设置").click()
    for name in ("特大", "暗", "黑体"):
        reader.get_by_text(name, exact=True).click()

    reader.goto(live_server.url + reverse("home"))

    assert ground(reader) == DARK_PAPER
    assert reader.evaluate("getComputedStyle(document.documentElement).fontSize") == "21px"
    assert "SimSun" not in reader.evaluate("getComputedStyle(document.body).fontFamily")
    reader.get_by_text("阅读设置").click()
    for name in ("特大", "暗", "黑体"):
        expect(reader.get_by_role("radio", name=name, exact=True)).to_be_checked()


def test_a_chosen_setting_moves_nothing_while_a_page_loads(
    live_server, story, reader: Page
) -> None:
    address = live_server.url + story.get_absolute_url()
    reader.goto(address)
    reader.evaluate("""localStorage.setItem("reading", '{"size": "largest", "light": "dark"}')""")

    reader.goto(address)

    assert ground(reader) == DARK_PAPER
    assert reader.evaluate(SHIFTS) == 0


def test_the_settings_are_chosen_with_keys_alone(live_server, story, reader: Page) -> None:
    reader.goto(live_server.url + story.get_absolute_url())
    settings = reader.locator(".settings summary")
    settings.focus()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("radio", name="标准")).to_be_focused()
    reader.keyboard.press("ArrowRight")
    assert reader.evaluate("document.documentElement.dataset.size") == "large"
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390

    reader.keyboard.press("Escape")

    expect(settings).to_be_focused()
    expect(reader.get_by_role("radio", name="标准")).to_be_hidden()


@pytest.mark.parametrize("kept", ['"x"', "null", "{", '{"size": "\\"]", "light": 3}'])
def test_what_else_the_browser_holds_under_our_name_harms_nothing(
    live_server, story, reader: Page, kept: str
) -> None:
    complaints: list[str] = []
    reader.on("pageerror", lambda error: complaints.append(str(error)))
    address = live_server.url + story.get_absolute_url()
    reader.goto(address)
    reader.evaluate("kept => localStorage.setItem('reading', kept)", kept)

    reader.goto(address)

    assert complaints == []
    assert ground(reader) == LIGHT_PAPER


def test_without_a_script_there_is_nothing_to_choose(live_server, story, chromium) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + story.get_absolute_url())

    expect(page.locator(".settings")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("清淤工程开工")
    context.close()
