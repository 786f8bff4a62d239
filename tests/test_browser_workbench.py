"""The story beside its source: pointing, jumping, editing and ticking off, by mouse and by key."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Flag
from tests.factories import make_article, make_flag, make_mention, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = "\n\n".join(f"第{number}段：清淤工程开工。" * 12 for number in range(1, 13))
SOURCE = "别的新闻。\n" * 40 + "清淤工程开工\n" + BODY.replace("\n\n", "\n") + "\n记者 林晓禾"
FIRST = SOURCE.index("清淤工程开工")


def open_story(page, **values) -> Article:
    article = make_article(
        page=make_page(text=SOURCE), body=BODY, spans=[[FIRST, len(SOURCE)]], **values
    )
    show(page, article)
    return article


def show(page, article: Article) -> None:
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.wait_for_load_state()


def in_source(page, part: str):
    return page.locator(f'.source-text mark[data-part="{part}"]').first


def is_narrow(page) -> bool:
    return page.viewport_size["width"] < 1100


def turn_to(page, side: str) -> None:
    """On a small screen only one side is shown."""
    if is_narrow(page):
        page.locator(".desk-switch").get_by_role("link", name=side).click()


def test_pointing_at_one_side_lights_the_other(page) -> None:
    open_story(page)
    page.locator("#part-p1").hover()
    lit = page.locator(".source-text .is-lit")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("第2段")

    turn_to(page, "原文")
    in_source(page, "p2").hover()
    assert "is-lit" in page.locator("#part-p2").get_attribute("class")


def test_a_key_leads_from_a_paragraph_to_its_source_and_back(page) -> None:
    open_story(page)
    page.locator("#part-p0").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#part-p1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(in_source(page, "p1")).to_be_focused()
    expect(in_source(page, "p1")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#part-p1")).to_be_focused()
    expect(page.locator("#part-p1")).to_be_in_viewport()


def test_a_field_of_the_form_shows_its_source(page) -> None:
    open_story(page)
    page.locator("#id_headline").focus()
    expect(page.locator(".source-text .is-lit")).to_have_text("清淤工程开工")


def test_both_sides_scroll_together(page) -> None:
    open_story(page)
    if is_narrow(page):
        return  # one side at a time
    page.mouse.move(300, 500)
    page.mouse.wheel(0, 1300)
    page.wait_for_function("document.querySelector('.source-text').scrollTop > 1000")
    seen = page.locator(".part").evaluate_all(
        "parts => parts.find(part => part.getBoundingClientRect().bottom > 24).dataset.part"
    )
    expect(in_source(page, seen)).to_be_in_viewport()


def test_a_paragraph_is_edited_where_it_was_read(page) -> None:
    article = open_story(page)
    expect(page.locator("#id_body")).to_be_hidden()
    page.locator("#part-p3").focus()
    page.keyboard.press("e")
    expect(page.locator("#id_body")).to_be_focused()
    page.keyboard.type("到此为止。")
    page.locator("#id_deck").focus()
    page.keyboard.press("Enter")  # saves
    expect(page.locator(".messagelist")).to_contain_text("成功")

    article.refresh_from_db()
    assert article.body.split("\n\n")[3].endswith("到此为止。")


def test_a_flag_is_ticked_off_at_its_place_in_the_source(page) -> None:
    article = open_story(page)
    flag = make_flag(article, message="看这里。", start=FIRST + 10, end=FIRST + 14)
    show(page, article)
    turn_to(page, "原文")
    page.locator(f"#flag-{flag.pk}").click()
    row = page.locator(f".source-text #flag-row-{flag.pk}")
    row.get_by_label("已处理").check()
    row.get_by_placeholder("处理结果").fill("核对过")
    page.locator(f"#flag-{flag.pk}").click()  # closed: back in the list
    expect(page.locator(f".desk-flags #flag-row-{flag.pk}")).to_have_count(1)
    turn_to(page, "稿件")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")

    assert Flag.objects.get().resolution == "核对过"


def test_a_card_of_a_name_opens_and_closes_by_key(page) -> None:
    article = open_story(page)
    make_mention(article, "清淤工", ["副区长"])
    show(page, article)
    name = page.locator("a.mention").first
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mention-card.is-open")).to_contain_text("副区长")
    page.keyboard.press("Escape")
    expect(page.locator(".mention-card.is-open")).to_have_count(0)
    expect(name).to_be_focused()


def test_the_page_fits_the_screen_with_everything_open(page) -> None:
    article = open_story(page)
    mention = make_mention(article, "清淤工", ["区委副书记、河道治理指挥部办公室常务副主任"])
    make_flag(article, message="看这里。", start=FIRST, end=FIRST + 4)
    address = page.url
    page.goto("about:blank")  # another place of the same page would not be loaded anew
    page.goto(f"{address}#mention-{mention.pk}")
    expect(page.locator(".mention-card.is-open")).to_be_visible()
    page.locator(".part-menu summary").nth(1).click()
    page.locator("#naming summary").click()
    for side in ("稿件", "原文"):
        turn_to(page, side)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
