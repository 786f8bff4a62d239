from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article
from tests.factories import make_article, make_byline, make_page

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("editor"))
    return client


def found(editor, words: str, **filters: str) -> set[str]:
    response = editor.get(LIST, {"q": words, **filters})
    assert response.status_code == 200
    return {story.headline for story in response.context["cl"].result_list}


def test_stories_that_readers_cannot_see_are_found_too(editor) -> None:
    make_article("清淤工程开工", status=Article.Status.IMPORTED)
    make_article("清淤工程停工", status=Article.Status.WITHDRAWN)
    make_article("桃花开了", status=Article.Status.IMPORTED, body="果园。")

    assert found(editor, "清淤 工程") == {"清淤工程开工", "清淤工程停工"}
    assert found(editor, "清淤 -停工") == {"清淤工程开工"}
    assert found(editor, "清淤", status__exact="withdrawn") == {"清淤工程停工"}


def test_what_the_source_prints_finds_a_story_that_was_corrected(editor) -> None:
    text = "清淤工程开土\n柳河清淤。"
    page = make_page(text=text)
    make_article("清淤工程开工", page, body="柳河清淤。", spans=[[0, len(text)]])

    assert found(editor, "开土") == {"清淤工程开工"}


def test_a_person_is_found_by_how_the_name_is_spelt(editor) -> None:
    make_byline(make_article("清淤工程开工"), "周立群")
    make_article("桃花开了")

    assert found(editor, "zhouliqun") == {"清淤工程开工"}


def test_one_character_is_asked_to_be_more(editor) -> None:
    make_article("清淤工程开工")
    response = editor.get(LIST, {"q": "清"})

    assert "请至少写两个连着的字" in response.text
    assert found(editor, "清") == set()


def test_of_very_many_the_newest_are_listed_and_it_is_said(editor, monkeypatch) -> None:
    monkeypatch.setattr("articles.admin.story_search.MOST_FOUND", 2)
    for number in range(3):
        make_article(f"清淤{number}号")
    response = editor.get(LIST, {"q": "清淤"})

    assert len(response.context["cl"].result_list) == 2
    assert "只在最新的 2 篇里" in response.text
