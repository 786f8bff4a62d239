"""A reader's whole way in a browser: from the front page to a citation, at three widths."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.public_pages import make_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("media")]

# test_accessibility.py looks at the two other widths.
TABLET = 820
HEADLINE = "清淤工程今日开工"


@pytest.fixture(params=[390, TABLET, 1280])
def reader(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_server,
    all_answered: None,
) -> Iterator[Page]:
    """A page of that width; what the browser complains of fails the test, or fetches elsewhere."""
    context = chromium.new_context(
        viewport={"width": request.param, "height": 900},
        locale="zh-CN",
        base_url=live_server.url,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hosts = set()
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    yield page
    context.close()
    assert complaints == []
    assert hosts == {urlsplit(live_server.url).netloc}


def arrive(reader: Page, heading: str) -> None:
    """The page of that heading, which fits the window; on the tablet axe has nothing to say."""
    expect(reader.get_by_role("heading", level=1)).to_contain_text(heading)
    width = reader.viewport_size["width"]
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    if width == TABLET:
        result = Axe().run(reader)
        assert not result.violations_count, result.generate_report()


def test_a_reader_finds_follows_and_cites(reader: Page) -> None:
    make_pages()
    reader.goto(reverse("home"))
    arrive(reader, "报纸档案馆")

    reader.get_by_role("link", name="2019年11月25日").first.click()
    arrive(reader, "2019年11月25日")
    reader.get_by_role("link", name="河滨时讯").last.click()
    arrive(reader, "河滨时讯")
    reader.get_by_role("link", name=HEADLINE).last.click()
    arrive(reader, HEADLINE)

    reader.locator(".text").get_by_role("link", name="周立群").first.click()
    arrive(reader, "周立群")
    reader.locator(".tenure").get_by_role("link", name="区长", exact=True).click()
    arrive(reader, "区长")

    search(reader, "清淤")
    expect(reader.locator(".results article")).not_to_have_count(0)
    sections = reader.locator(".narrowing > details").filter(has_text="栏目")
    sections.locator("summary").click()
    sections.get_by_role("link", name="网格化治理").click()
    expect(reader.locator(".chosen")).to_contain_text("网格化治理")
    arrive(reader, "检索")
    reader.locator(".results").get_by_role("link", name=HEADLINE).click()
    arrive(reader, HEADLINE)

    cite(reader)


def search(reader: Page, words: str) -> None:
    box = reader.get_by_label("检索全部稿件")
    if not box.is_visible():  # a phone has room for the button only
        reader.get_by_role("banner").get_by_role("button", name="检索").click()
        box = reader.get_by_label("要找的词")
    box.fill(words)
    box.press("Enter")
    arrive(reader, "检索")


def cite(reader: Page) -> None:
    """Copy the citation of a story that is open."""
    reader.get_by_text("引用本文").click()
    expect(reader.locator("#cite-printed")).to_contain_text("河滨晚报, 2019-11-25")
    reader.get_by_role("button", name="复制 印刷版").click()
    expect(reader.get_by_role("button", name="已复制")).to_be_visible()
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied == reader.locator("#cite-printed").inner_text()


def test_reading_and_searching_need_no_script(chromium: Browser, live_server, all_answered) -> None:
    make_pages()
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(reverse("home"))
    page.get_by_role("link", name=HEADLINE).last.click()
    expect(page.locator(".text")).to_contain_text("区长周立群到场。")

    page.get_by_label("检索全部稿件").fill("清淤")
    page.get_by_label("检索全部稿件").press("Enter")
    expect(page.locator(".results article")).not_to_have_count(0)
    context.close()
