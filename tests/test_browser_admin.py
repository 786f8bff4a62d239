from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Alarm, Article, Flag, Mention
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_mention,
    make_page,
    make_person,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = "清淤工程开土\n近日，柳河清淤工程开工。\n记者 林晓禾"


def make_story(**values) -> Article:
    article = make_article(
        "清淤工程开土",
        make_page(text=SOURCE),
        body="近日，柳河清淤工程开工。",
        status=Article.Status.IMPORTED,
        published_at=None,
        spans=[[0, 19]],
        **values,
    )
    make_byline(article)
    make_flag(article, message="标题可能有错字。", start=0, end=6, blocking=True)
    return article


def test_an_editor_corrects_a_story_and_publishes_it(page) -> None:
    article = make_story()
    page.goto(reverse("admin:index"))
    page.click("text=清淤工程开土")
    expect(page.locator(".source-text mark.is-flag")).to_have_text("清淤工程开土")

    page.fill("#id_headline", "清淤工程开工")
    page.get_by_label("已处理", exact=False).first.check()
    page.fill(".flag-fields input[type=text]", "改正一字")
    page.select_option("#id_status", "published")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("《清淤工程开工》已发布")

    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", name="清淤工程开工")).to_be_visible()
    flag = Flag.objects.get()
    assert (flag.resolved_by.username, flag.resolution) == ("editor", "改正一字")
    assert Article.objects.get().edited_fields == ["headline", "status"]


def test_people_and_tags_are_found_and_new_tags_typed(page) -> None:
    article = make_story()
    make_person("周立群", is_official=True, note="柳河区")
    mention = make_mention(article, "周立")
    article.tags.add("水利")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))

    chips = page.locator(".field-tags .select2-search__field")
    chips.click()
    chips.type("2018")
    page.locator(".select2-results__option", has_text="2018").click()
    row = page.locator("#mentions-0")
    row.locator(".select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").type("zhouliqun")
    page.locator(".select2-results__option", has_text="周立群").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")

    mention.refresh_from_db()
    assert mention.person.name == "周立群"
    assert set(article.tags.names()) == {"水利", "2018"}


def test_no_page_of_the_desk_is_wider_than_the_screen(page) -> None:
    article = make_story()
    make_mention(article)
    Mention.objects.create(article=article, name="周立", posts=["区长"])
    addresses = [
        reverse("admin:index"),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:articles_page_change", args=[article.page_id]),
        reverse("admin:articles_issue_change", args=[article.page.issue_id]),
        reverse("admin:people_person_change", args=[article.bylines.get().person_id]),
        reverse("admin:people-unclear"),
        reverse("admin:people-unclear-bylines"),
        reverse("admin:people-pairs"),
        *(reverse(f"admin:articles_{name}_changelist") for name in ("article", "flag", "page")),
    ]
    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, address


def test_a_story_low_on_its_page_is_in_sight_at_once(page) -> None:
    text = "别的新闻。\n" * 90 + "清淤工程开工"
    article = make_article(page=make_page(text=text), spans=[[540, 546]])
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    if page.viewport_size["width"] < 1100:
        page.get_by_role("link", name="原文", exact=True).click()

    mark, panel = page.locator("mark.is-story"), page.locator(".source-text")
    expect(mark).to_be_in_viewport()
    offset = mark.bounding_box()["y"] - panel.bounding_box()["y"]
    assert 0 <= offset < panel.bounding_box()["height"]


def test_the_flag_leads_to_its_place_in_the_source(page) -> None:
    article = make_story()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.click("text=看原文")

    expect(page).to_have_url(re.compile(r"#flag-\d+$"))
    expect(page.locator(".source-text :target")).to_be_in_viewport()


def test_an_editor_takes_a_proposed_correction(page) -> None:
    article = make_story()
    words = {"found": "清淤工程开土", "proposed": "清淤工程开工"}
    make_flag(article, code="suspect-character", start=0, end=6, **words)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_label("采纳", exact=True).check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")

    assert Article.objects.get().headline == "清淤工程开工"


def test_every_box_of_a_row_of_names_can_be_reached(page) -> None:
    article = make_story()
    make_mention(article, "周立群", ["区委副书记", "河道治理指挥部办公室常务副主任"])
    Mention.objects.update(rule="post-before-name")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))

    form = page.locator("#article_form").bounding_box()
    for row in ("#bylines-0", "#mentions-0"):
        box = page.locator(f"{row} td.delete input")
        box.check()
        place = box.bounding_box()
        # Beyond the form's edge lies the source text, over everything.
        assert place["x"] + place["width"] <= form["x"] + form["width"]


def test_an_editor_works_through_names_by_key(page) -> None:
    known = make_mention(make_article(), "周立群").person
    mentions = [
        Mention.objects.create(article=make_article(f"稿件{number}"), name="周立群")
        for number in range(2)
    ]
    Mention.objects.create(article=mentions[0].article, name="林晓禾")
    page.goto(reverse("admin:people-unclear"))
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="稿件1")).to_be_visible()
    page.keyboard.press("Control+1")  # the browser's own key
    page.keyboard.press("1")
    expect(page.locator(".messagelist")).to_contain_text(f"已有的周立群（编号 {known.pk}）")
    assert list(known.mentions.order_by("pk"))[1:] == mentions  # one name, no post: one decision

    page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("已撤销")
    page.get_by_role("button", name="同名的另一人").click()
    expect(page.locator(".messagelist")).to_contain_text("另一位周立群")


def test_alarms_are_judged_by_key_with_a_note(page) -> None:
    for number in range(3):
        text = f"次序第{number}条"
        Alarm.objects.create(kind="order", key=f"order:{number}", message=text)
    page.goto(reverse("admin:articles_alarm_work"))
    heading = page.locator(".queue-subject h2")

    def press(key: str, then: str) -> None:
        page.wait_for_load_state()  # the script that knows the keys is there
        page.keyboard.press(key)
        expect(heading).to_have_text(then)

    press("s", "次序第1条")
    page.get_by_label("说明", exact=False).fill("12")  # typed, not judged
    page.locator("h1").click()
    press("2", "次序第2条")
    press("u", "次序第1条")
    press("1", "次序第2条")

    states = list(Alarm.objects.order_by("pk").values_list("status", "note"))
    assert states == [("open", ""), ("accepted", "12"), ("open", "")]
