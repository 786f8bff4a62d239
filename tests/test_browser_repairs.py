"""Repairs of a story with the keyboard alone, as an editor makes them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_story_is_split_and_taken_back_by_keys_and_nothing_typed_is_lost(page) -> None:
    text = "清淤工程开工。\n\n桃花开了\n\n果园游人如织。"
    article = make_article("清淤", make_page(text=text), body=text, spans=[[0, len(text)]])
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.fill("#id_deck", "写了还没有保存")
    page.locator(".part-menu > summary").nth(1).press("Enter")
    page.get_by_role("button", name="从这里拆分").first.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("从《清淤》拆出《桃花开了》")
    expect(page.locator("#id_deck")).to_have_value("写了还没有保存")
    expect(page.locator("#id_body")).to_have_value("清淤工程开工。")

    page.locator(".messagelist a", has_text="桃花开了").press("Enter")
    expect(page.locator("#id_headline")).to_have_value("桃花开了")
    page.locator(".repairs > summary").press("Enter")
    page.get_by_role("button", name="撤销：拆分").press("Enter")
    expect(page.locator("#id_body")).to_have_value(text)
    expect(page.locator("#id_deck")).to_have_value("写了还没有保存")
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


def test_the_enter_key_in_a_field_saves_and_repairs_nothing(page) -> None:
    story_page = make_page()
    article = make_article("清淤", story_page)
    make_article("桃花", story_page)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.fill("#id_headline", "清淤工程")
    page.press("#id_headline", "Enter")
    expect(page.locator(".messagelist")).to_contain_text("成功")
    assert Article.objects.filter(merged_into=None).count() == 2
