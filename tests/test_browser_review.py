"""The review queue worked through as an editor does, by keys, with words kept when a tab is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article, make_byline, make_flag, make_mention, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = "清淤工程开工\n近日，柳河清淤工程开工。\n记者 林晓禾"
KEPT = "已留底"


def make_story(headline: str, *codes: str, **values) -> Article:
    article = make_article(
        headline,
        make_page(text=SOURCE),
        status=Article.Status.IMPORTED,
        published_at=None,
        summary=f"{headline}的开头。",
        **values,
    )
    make_byline(article)
    for code in codes:
        make_flag(article, code=code, message=f"{headline}要核对。")
    return article


def press(page, key: str) -> None:
    page.wait_for_load_state()  # the script that knows the keys is there
    page.keyboard.press(key)


def headline_of(page):
    return page.locator("#id_headline")


def test_the_queue_is_worked_through_by_keys(page) -> None:
    for headline, codes in (("最险的", ["reordered"]), ("次险的", ["no-byline"]), ("无事的", [])):
        make_story(headline, *codes)
    page.goto(reverse("admin:index"))
    expect(page.locator(".review-row").first).to_contain_text("最险的")

    press(page, "n")
    expect(headline_of(page)).to_have_value("最险的")
    expect(page.locator(".review-bar")).to_contain_text("您认领到")
    headline_of(page).fill("最险的，改n好了")
    headline_of(page).evaluate("field => field.blur()")
    press(page, "r")
    expect(page.locator(".messagelist")).to_contain_text("《最险的，改n好了》已审")
    expect(headline_of(page)).to_have_value("次险的")

    press(page, "n")
    expect(headline_of(page)).to_have_value("无事的")
    press(page, "n")
    expect(page.locator(".messagelist")).to_contain_text("后面没有了")
    expect(page.locator(".review-row")).to_have_count(2)


def test_words_typed_before_the_tab_was_lost_come_back(page, context) -> None:
    article = make_story("清淤工程开工")
    make_mention(article, "何维", ["区长"])
    article.tags.add("水利")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.fill("#id_deck", "写到一半的副题")
    page.get_by_role("button", name="改正文").click()
    page.fill("#id_body", "第一段。\n\n第二段写到一半")
    page.locator("#mentions-group .add-row a").click()
    page.fill("#id_mentions-1-name", "周立群")
    page.fill("#id_mentions-1-posts", "副区长")
    chips = page.locator(".field-tags .select2-search__field")
    chips.click()
    chips.type("清淤")
    page.locator(".select2-results__option", has_text="清淤").click()
    expect(page.locator("#unsaved-state")).to_contain_text(KEPT)
    with page.expect_response("**/unsaved/"):
        page.fill("#id_kicker", "最后打的字")
    page.close()

    page = context.new_page()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator(".unsaved-offer")).to_contain_text("有未保存的修改")
    expect(page.locator("#id_deck")).to_have_value("")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("#id_deck")).to_have_value("写到一半的副题")
    expect(page.locator("#id_body")).to_have_value("第一段。\n\n第二段写到一半")
    expect(page.locator("#id_kicker")).to_have_value("最后打的字")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")

    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator(".unsaved-offer")).to_have_count(0)
    expect(page.locator("#id_deck")).to_have_value("写到一半的副题")
    expect(page.locator("#id_mentions-1-name")).to_have_value("周立群")
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_count(2)


def test_the_last_word_is_kept_when_the_page_is_left_at_once(page) -> None:
    article = make_story("清淤工程开工")
    address = reverse("admin:articles_article_change", args=[article.pk])
    page.goto(address)
    page.fill("#id_deck", "最后一个字")
    page.goto(reverse("admin:index"))
    page.goto(address)

    expect(page.locator(".unsaved-offer")).to_contain_text("有未保存的修改")
    page.get_by_text("看看改了什么").click()
    expect(page.locator(".unsaved-offer")).to_contain_text("最后一个字")
    page.get_by_role("button", name="放弃").click()
    expect(page.locator(".unsaved-offer")).to_have_count(0)
    expect(page.locator("#id_deck")).to_have_value("")


def test_saving_leaves_nothing_to_restore(page) -> None:
    article = make_story("清淤工程开工")
    address = reverse("admin:articles_article_change", args=[article.pk])
    page.goto(address)
    page.fill("#id_deck", "副题")
    expect(page.locator("#unsaved-state")).to_contain_text(KEPT)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")

    page.goto(address)
    expect(page.locator("#id_deck")).to_have_value("副题")
    expect(page.locator(".unsaved-offer")).to_have_count(0)


def test_many_are_approved_after_a_look_at_some(page) -> None:
    for number in range(12):
        make_story(f"无事的{number}")
    make_story("有事的", "reordered")
    page.goto(reverse("admin:articles-review"))
    page.get_by_role("link", name="成批审核").click()
    expect(page.locator(".review-sample article")).to_have_count(8)
    page.get_by_label("最多几篇").fill("10")
    page.get_by_role("button", name="重新抽样").click()
    page.get_by_role("button", name="审核通过这 10 篇").click()

    expect(page.locator(".messagelist")).to_contain_text("审核通过 10 篇。")
    expect(page.locator(".review-row")).to_have_count(3)


def test_no_page_of_the_queue_is_wider_than_the_screen(page) -> None:
    article = make_story("清淤工程开工，柳河两岸三个街道的居民代表到现场查看" * 2, "reordered")
    place = {"queue": 1, "at": f"20.{article.pk}"}
    for address in (
        reverse("admin:index"),
        reverse("admin:articles-review"),
        reverse("admin:articles-review-approve", query={"bound": 10}),
        reverse("admin:articles_article_change", args=[article.pk], query=place),
    ):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, address
