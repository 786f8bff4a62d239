"""Reading in a browser: what a reader chooses of size, light and type, and the story's tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from tests.factories import make_article, make_issue, make_mention, make_page

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
    reader.locator(".settings summary").click()
    for name in ("特大", "暗", "黑体"):
        reader.get_by_role("radio", name=name, exact=True).check()

    reader.goto(live_server.url + reverse("home"))

    assert ground(reader) == DARK_PAPER
    assert reader.evaluate("getComputedStyle(document.documentElement).fontSize") == "21px"
    assert "SimSun" not in reader.evaluate("getComputedStyle(document.body).fontFamily")
    reader.locator(".settings summary").click()
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


def test_an_address_is_copied_without_what_led_to_the_page(
    live_server, story, chromium: Browser
) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    address = live_server.url + story.get_absolute_url()
    page.goto(f"{address}?from=elsewhere#m1")
    page.get_by_role("button", name="复制网址").click()

    expect(page.get_by_text("网址已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    expect(page.get_by_role("button", name="分享")).to_be_hidden()  # this browser has nothing to
    context.close()


def test_a_story_is_handed_to_what_the_device_shares_with(live_server, story, reader: Page) -> None:
    reader.add_init_script("navigator.share = async what => { window.shared = what; }")
    reader.goto(live_server.url + story.get_absolute_url())
    reader.get_by_role("button", name="分享").click()

    reader.wait_for_function("window.shared")
    assert reader.evaluate("window.shared.url") == live_server.url + story.get_absolute_url()


@pytest.mark.parametrize("width", [390, 1280])
def test_lines_of_text_are_no_longer_than_is_read_with_ease(
    live_server, story, reader: Page, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 844})
    reader.goto(live_server.url + story.get_absolute_url())

    characters = reader.evaluate(
        "(() => { const text = document.querySelector('.text');"
        " return text.clientWidth / parseFloat(getComputedStyle(text).fontSize); })()"
    )
    assert 20 < characters <= 38


def test_nothing_sticks_out_at_the_largest_size_on_the_smallest_phone(
    live_server, story, reader: Page
) -> None:
    reader.set_viewport_size({"width": 320, "height": 640})
    reader.goto(live_server.url)
    reader.evaluate("""localStorage.setItem("reading", '{"size": "largest"}')""")
    issue = story.page.issue.get_absolute_url()
    for path in (
        "/",
        "/articles/",
        "/issues/",
        issue,
        story.page.get_absolute_url(),
        story.get_absolute_url(),
    ):
        reader.goto(live_server.url + path)
        assert reader.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_readers_walk_from_the_calendar_to_a_story_and_on_to_a_related_one(
    live_server, story, reader: Page
) -> None:
    make_mention(story, "周立群")
    other = make_article("防汛演练结束", make_page(make_issue(date(2019, 11, 27))))
    make_mention(other, "周立群")
    reader.goto(live_server.url + reverse("issue-list"))
    reader.get_by_role("link", name=re.compile("^25 ?日 河滨晚报")).click()
    reader.get_by_role("link", name="版次未标").click()
    reader.get_by_role("link", name="清淤工程开工").click()
    expect(reader.get_by_text("也写到周立群")).to_be_visible()

    reader.get_by_role("link", name="防汛演练结束").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("防汛演练结束")
