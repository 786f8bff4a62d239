"""Publishing, correcting and illustrating a story as an editor does it, in a browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests.factories import make_article, make_flag, make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORIES = "admin:articles_article_changelist"


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(request, chromium, live_server, settings, tmp_path):
    """A browser at the editors' desk, logged in, at the width of a desk and of a phone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    User.objects.create_superuser("chief", password="清水长流")
    context = chromium.new_context(
        viewport={"width": request.param, "height": 900}, base_url=live_server.url
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(reverse("admin:index"))
    page.fill("#id_username", "chief")
    page.fill("#id_password", "清水长流")
    page.click("[type=submit]")
    yield page
    assert errors == []
    context.close()


def fits(page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def save(page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")


def test_stories_are_published_together_and_one_is_taken_back(page) -> None:
    sheet = make_page()
    for headline in ("清淤工程开工", "河堤加固", "有疑问的"):
        story = make_article(headline, sheet, status="reviewed", published_at=None)
    make_flag(story, blocking=True, message="署名对不上。")
    page.goto(reverse(STORIES))
    for box in page.locator(".action-select").all():
        box.check()
    page.select_option("select[name=action]", "publish")
    page.get_by_role("button", name="执行").click()
    expect(page.get_by_role("heading", name="将发布 2 篇")).to_be_visible()
    expect(page.locator(".confirm-held")).to_contain_text("署名对不上。")
    assert fits(page)
    page.get_by_role("button", name="发布 2 篇").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布 2 篇")

    page.get_by_role("link", name="河堤加固").click()
    page.get_by_role("link", name="撤下…").click()
    page.get_by_label("给读者的说明").fill("重新核实中。")
    page.get_by_role("button", name="撤下 1 篇").click()
    expect(page.locator(".messagelist")).to_contain_text("已撤下 1 篇")
    page.goto(page.url.replace("admin/articles/article", "articles").replace("change/", ""))
    expect(page.locator("main")).to_contain_text("重新核实中。")


def test_an_editor_looks_first_and_then_sets_a_time(page) -> None:
    story = make_article(status="reviewed", published_at=None)
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.get_by_role("link", name="预览").click()
    expect(page.locator(".preview")).to_contain_text("读者还看不到")
    assert fits(page)
    page.get_by_role("link", name="回到编辑台").click()
    page.get_by_role("link", name="发布…").click()
    page.get_by_label("定时").check()
    page.locator("#id_at").fill("2099-05-01T08:00")
    page.get_by_role("button", name="发布 1 篇").click()
    expect(page.locator(".messagelist")).to_contain_text("2099-05-01 08:00 起读者可见")
    page.goto(reverse(STORIES))
    expect(page.locator("#result_list")).to_contain_text("定时 2099-05-01 08:00")


def test_a_change_readers_know_of_is_put_into_words_by_the_desk(page) -> None:
    story = make_article("清淤工程开土")
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.fill("#id_headline", "清淤工程开工")
    page.get_by_role("button", name="按改动拟写").click()
    expect(page.locator("#id_correction")).to_have_value("标题“清淤工程开土”应为“清淤工程开工”。")
    save(page)
    page.goto(story.get_absolute_url())
    expect(page.locator(".corrections")).to_contain_text("应为“清淤工程开工”")


def test_the_enter_key_saves_a_story_that_readers_know(page) -> None:
    story = make_article("清淤工程开土")
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.fill("#id_headline", "清淤工程开工")
    page.press("#id_headline", "Enter")
    expect(page.locator(".messagelist")).to_contain_text("成功")
    story.refresh_from_db()
    assert story.headline == "清淤工程开工"


def test_a_photograph_is_uploaded_and_shown_without_the_page_moving(page) -> None:
    story = make_article()
    kept = BytesIO()
    Image.new("RGB", (1200, 800), "navy").save(kept, "JPEG")
    file = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.set_input_files("#id_pictures-0-upload", file)
    page.fill("#id_pictures-0-caption", "工人在清淤")
    save(page)

    page.goto(story.get_absolute_url())
    picture = page.locator("figure img")
    expect(picture).to_be_in_viewport()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    box = picture.bounding_box()
    assert abs(box["width"] / box["height"] - 1.5) < 0.02
    assert fits(page)
