"""Citations in a browser: one click copies, and without scripts the text and the files stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from tests.factories import make_article, make_byline, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story() -> Article:
    story = make_article(page=make_page(number="N05"))
    make_byline(story)
    return story


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    yield page
    context.close()


def test_one_click_copies_a_citation(page: Page, story: Article) -> None:
    page.goto(story.get_absolute_url())
    page.get_by_text("引用本文").click()

    for name, start in [
        ("复制 印刷版", "林晓禾. 清淤工程开工[N]. 河滨晚报, 2019-11-25(N05)."),
        ("复制 BibTeX", "@article{article-"),
    ]:
        page.get_by_role("button", name=name).click()

        expect(page.locator(".cite [role=status]")).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()").startswith(start)
        expect(page.get_by_role("button", name=name)).to_be_visible()  # it says so again


def test_without_scripts_the_text_is_there_and_nothing_does_nothing(
    chromium: Browser, live_server, story: Article
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url + story.get_absolute_url())
        page.get_by_text("引用本文").click()

        expect(page.get_by_text("[N]. 河滨晚报")).to_be_visible()
        expect(page.get_by_role("button", name="复制")).to_have_count(0)
        with page.expect_download() as download:
            page.get_by_role("link", name="下载 RIS").click()
        assert download.value.suggested_filename == f"article-{story.pk}.ris"
