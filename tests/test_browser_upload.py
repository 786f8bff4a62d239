"""An editor brings in a real page, corrects it, brings it in again, and takes that back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEED = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))[1]
UPLOAD = reverse("admin:upload")
RUNS = reverse("admin:articles_importrun_changelist")


def send(page: Page, *files: Path) -> None:
    page.goto(UPLOAD)
    page.get_by_label("选择文件").set_input_files(files)
    page.get_by_role("button", name="看导入方案").click()


def take(page: Page) -> None:
    page.get_by_role("button", name="导入", exact=True).click()


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_page_comes_in_is_corrected_comes_in_again_and_goes(page, tmp_path) -> None:
    page.get_by_role("link", name="上传版面").click()
    send(page, SEED)
    fits(page)
    expect(page.locator(".print-headline").first).to_be_visible()
    stories = page.locator(".upload-story")
    number, headline = stories.count(), stories.first.locator("h3").inner_text()
    page.get_by_label("日期").fill("2018-03-20")
    take(page)
    expect(page.locator(".messagelist")).to_contain_text("看过再导入")
    expect(page.get_by_label("日期")).to_have_value("2018-03-20")
    take(page)
    expect(page.locator(".messagelist")).to_contain_text(f"新增 {number} 篇")
    expect(page.locator(".run-pages")).to_contain_text("2018年3月20日")
    fits(page)

    # An editor corrects a headline; then the paper sends the page again, with other words.
    page.locator(".run-pages a").first.click()
    page.get_by_role("link", name=headline, exact=True).first.click()
    page.fill("#id_headline", "编辑改定的标题")
    page.get_by_role("button", name="保存", exact=True).click()
    again = tmp_path / SEED.name
    last = headline[-2:]
    again.write_text(SEED.read_text(encoding="utf-8").replace(last, "新标题"), encoding="utf-8")
    send(page, again)
    page.get_by_label("日期").fill("2018-03-20")
    page.get_by_role("button", name="按所填重看方案").click()
    expect(page.get_by_text("这一版已在库中")).to_be_visible()
    expect(page.get_by_text("编辑所定不动").first).to_be_visible()
    fits(page)
    take(page)
    expect(page.locator(".messagelist")).to_contain_text("与编辑所定不同 1 篇")

    # That was the wrong file: back to before it, the correction stands.
    page.get_by_role("link", name="撤销这次导入").click()
    expect(page.get_by_role("heading", name="会恢复 1 版")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="撤销这些版").click()
    expect(page.locator(".messagelist")).to_contain_text("恢复 1 版")
    page.locator(".run-pages a").first.click()
    expect(page.get_by_role("link", name="编辑改定的标题", exact=True).first).to_be_visible()

    # The first import stays where it was corrected, and says so.
    page.goto(RUNS)
    page.locator("#result_list th a").last.click()
    page.get_by_role("link", name="撤销这次导入").click()
    expect(page.locator(".run-undo")).to_contain_text("《编辑改定的标题》改过：主题")
    expect(page.get_by_text("没有可以撤销的版")).to_be_visible()
    fits(page)


def test_a_bad_file_does_not_spoil_the_rest_and_a_page_can_be_left_out(page, tmp_path) -> None:
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    other = tmp_path / "other.txt"
    other.write_text("社区夜校开班\n\n本报讯 社区夜校昨日开班,居民踊跃报名。\n\n记者 林晓禾\n")
    send(page, SEED, picture, other)
    expect(page.get_by_text("请先做文字识别")).to_be_visible()
    page.get_by_label("不导入这一版").first.check()
    take(page)
    expect(page.locator(".messagelist")).to_contain_text("导入 1 版：新增 1 篇")
    expect(page.get_by_text("请先做文字识别")).to_be_visible()
    expect(page.locator(".run-pages")).to_contain_text("other.txt")
