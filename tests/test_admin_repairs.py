"""Repairs on a story's page: a button saves what is typed, then mends the page."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.editing import set_status
from articles.models import Article, Page, Repair, Revision
from tests.factories import make_article, make_page
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

BODY = "清淤工程开工。\n\n桃花开了\n\n果园游人如织。"
SOURCE = f"甲\n{BODY}\n乙\n图书馆延时。\n征订启事"


def stories(**values) -> tuple[Article, Article]:
    page = make_page(
        text=SOURCE, leftovers=[{"text": "征订启事", "start": len(SOURCE) - 4, "end": len(SOURCE)}]
    )
    values = {"status": Article.Status.IMPORTED, "published_at": None} | values
    second = SOURCE.index("乙")
    return (
        make_article("甲", page, body=BODY, spans=[[0, second]], **values),
        make_article("乙", page, body="图书馆延时。", spans=[[second, len(SOURCE) - 4]], **values),
    )


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def press(client, article: Article, button: str, **changes):
    """Open the story, type what is said, press the button whose value begins so."""
    opened = client.get(address(article))
    values = re.findall(r'name="_repair" value="([^"]+)"', opened.text)
    value = next(each for each in values if each.startswith(button))
    data = posted(opened, _repair=value, **changes)
    response = client.post(address(article), data, follow=True)
    for story in Article.objects.filter(pk=article.pk):
        article.body, article.headline = story.body, story.headline
    return response


def test_a_paragraph_begins_a_story_of_its_own(admin_client, admin_user) -> None:
    article, _ = stories()
    response = press(admin_client, article, "split:1")
    assert [each.headline for each in Article.objects.order_by("position")] == [
        "甲",
        "桃花开了",
        "乙",
    ]
    assert "从《甲》拆出《桃花开了》" in response.text
    assert Repair.objects.get().made_by == admin_user
    assert LogEntry.objects.count() == 2  # one for each story, and none that nothing was changed


def test_a_story_begins_in_the_middle_of_a_paragraph(admin_client) -> None:
    article, _ = stories(status=Article.Status.IMPORTED)
    press(admin_client, article, "cut", repair_words="园游人")

    second = Article.objects.order_by("position")[1]
    assert article.body.endswith("果")
    assert second.body == "园游人如织。"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "先写新稿开头"),
        ("工", "有 3 处"),
        ("没印的", "没有“没印的”"),
        ("清淤工程", "前面或后面没有"),
    ],
)
def test_a_beginning_that_is_not_one_place_is_refused(admin_client, words, reason) -> None:
    article, _ = stories()
    Article.objects.filter(pk=article.pk).update(body=BODY.replace("游人", "工人"))
    response = press(admin_client, article, "cut", repair_words=words)

    assert reason in response.text
    assert not Repair.objects.exists()


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("split:1", "part-p0"),
        ("caption:2", "part-p2"),
        ("merge", "story-text"),
        ("undo", "story-text"),
    ],
)
def test_a_repair_leads_back_to_its_place_in_the_queue(admin_client, button, place) -> None:
    article, _ = stories()
    press(admin_client, article, "subhead:1")
    query = {"queue": "1", "at": "3.1", "risk": "slight", "newspaper": "1"}
    opened = admin_client.get(address(article), query)
    values = re.findall(r'name="_repair" value="([^"]+)"', opened.text)
    value = next(each for each in values if each.startswith(button))
    page = reverse("admin:articles_article_change", args=[article.pk], query=query)
    response = admin_client.post(page, posted(opened, _repair=value))

    assert response.url == f"{page}#{place}"


def test_what_was_typed_is_saved_before_the_repair(admin_client) -> None:
    article, _ = stories()
    press(admin_client, article, "split:1", headline="清淤", body=f"先加一段。\n\n{BODY}")
    assert article.headline == "清淤"
    assert article.body == "先加一段。\n\n清淤工程开工。"
    assert Article.objects.filter(headline="桃花开了").exists()


def test_a_paragraph_that_was_rewritten_in_the_same_go_is_not_guessed(admin_client) -> None:
    article, _ = stories()
    response = press(admin_client, article, "split:1", body=BODY.replace("桃花开了", "杏花开了"))
    assert "它刚刚变了" in response.text
    assert "杏花开了" in article.body
    assert not Repair.objects.exists()


def test_what_cannot_be_saved_is_not_mended_and_stays_typed(admin_client) -> None:
    article, _ = stories()
    response = press(admin_client, article, "split:1", headline="", deck="写了一半")
    assert "写了一半" in response.text
    assert not Repair.objects.exists()


def test_two_stories_become_one_and_two_again(admin_client) -> None:
    article, other = stories()
    response = press(admin_client, article, "merge")
    assert "《乙》并入《甲》" in response.text
    assert article.body.endswith("## 乙\n\n图书馆延时。")
    listed = admin_client.get(reverse("admin:articles_article_changelist")).text
    assert f"/{other.pk}/change/" not in listed
    assert "这一篇已并入" in admin_client.get(address(other)).text

    response = press(admin_client, article, "undo")
    assert "撤销了第 1 版" in response.text
    assert article.body == BODY
    other.refresh_from_db()
    assert (other.merged_into, other.status) == (None, Article.Status.IMPORTED)


def test_a_story_split_off_can_be_taken_back_on_its_own_page(admin_client) -> None:
    article, _ = stories()
    press(admin_client, article, "split:1")
    second = Article.objects.get(headline="桃花开了")
    response = press(admin_client, second, "undo")
    assert response.redirect_chain[-1][0] == address(article)
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("button", "line"),
    [("subhead:1", "## 桃花开了"), ("caption:1", "图: 桃花开了")],
)
def test_a_paragraph_is_made_what_it_is(admin_client, button, line) -> None:
    article, _ = stories()
    press(admin_client, article, button)
    assert line in article.body
    press(admin_client, article, "paragraph:1")
    assert article.body == BODY


def test_ticked_paragraphs_move_together(admin_client) -> None:
    article, other = stories()
    opened = admin_client.get(address(article)).text
    ticked = re.findall(r'name="repair_lines" value="([^"]+)"', opened)[1:3]
    press(
        admin_client,
        article,
        "move:1",
        repair_lines=ticked,
        repair_target=other.pk,
        repair_place="first",
    )
    other.refresh_from_db()
    assert article.body == "清淤工程开工。"
    assert other.body == "桃花开了\n\n果园游人如织。\n\n图书馆延时。"


def test_a_move_needs_somewhere_to_go_and_lines_that_stand_together(admin_client) -> None:
    article, other = stories()
    assert "请先选移到哪一篇" in press(admin_client, article, "move:1").text
    elsewhere = make_article("别的版").pk
    response = press(admin_client, article, "move:1", repair_target=elsewhere)
    assert "请先选移到哪一篇" in response.text
    opened = admin_client.get(address(article)).text
    ticked = re.findall(r'name="repair_lines" value="([^"]+)"', opened)
    apart = press(admin_client, article, "move:0", repair_target=other.pk, repair_lines=[ticked[2]])
    assert "要连在一起" in apart.text


def test_text_goes_out_and_comes_back(admin_client) -> None:
    article, _ = stories()
    press(admin_client, article, "out:1")
    assert [each["text"] for each in Page.objects.get().leftovers] == ["桃花开了", "征订启事"]
    press(admin_client, article, "in:0", repair_place="last")
    assert article.body == "清淤工程开工。\n\n果园游人如织。\n\n桃花开了"


def test_a_button_that_shows_what_is_gone_does_nothing(admin_client) -> None:
    article, _ = stories()
    opened = admin_client.get(address(article))
    for value in ("in:0:0", "in:9:0", "undo:7", "split:1:0", "nonsense"):
        response = admin_client.post(address(article), posted(opened, _repair=value), follow=True)
        assert "没有" in response.text
    assert not Repair.objects.exists()


def test_undoing_a_status_needs_the_right_to_publish(client) -> None:
    article, _ = stories()
    set_status(Article.objects.filter(pk=article.pk), Article.Status.PUBLISHED)
    editor = User.objects.create(username="编辑", is_staff=True)
    names = ["change_article", "view_article"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(editor)
    assert "要有发布和撤下的权限" in press(client, article, "undo").text
    article.refresh_from_db()
    assert article.is_public


def test_who_may_only_look_is_offered_no_repair(client) -> None:
    article, _ = stories()
    reader = User.objects.create(username="记者", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(reader)
    assert 'name="_repair"' not in client.get(address(article)).text
    client.post(address(article), {"_repair": "merge"})
    assert not Revision.objects.exists()


def test_the_page_takes_the_same_queries_among_many_stories(admin_client) -> None:
    counts = []
    for more in (1, 40):
        article, _ = stories()
        for number in range(more):
            make_article(f"其他{number}", article.page)
        admin_client.get(address(article))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address(article))
        counts.append(len(queries))
    assert counts[0] == counts[1]
