from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Tag, TagAlias, TaggedArticle
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make_tag(article, name: str, score: float | None, alias: str = "") -> None:
    tag = Tag.objects.create(name=name, slug=name)
    if alias:
        TagAlias.objects.create(name=alias, tag=tag)
    TaggedArticle.objects.create(content_object=article, tag=tag, score=score)


def shown(client, article) -> list[str]:
    """Each line of the list of tags, without its markup."""
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    part = page[page.index('<ul class="tag-evidence">') :]
    lines = part[: part.index("</ul>")].split("</li>")[:-1]
    return [" ".join(_words(line).split()) for line in lines]


def _words(markup: str) -> str:
    words = ""
    for part in markup.replace("<mark>", "【").replace("</mark>", "】").split("<"):
        words += part.partition(">")[2] or ("" if ">" in part else part)
    return words


def test_each_tag_shows_its_score_and_the_sentence_it_stands_in(admin_client) -> None:
    article = make_article("老街开市", body="清晨落雨。近日，柳河清淤工程开工。岸上有人。")
    make_tag(article, "清淤", 0.4567)
    make_tag(article, "市容", 0.3, alias="老街")
    make_tag(article, "环保", None)

    assert shown(admin_client, article) == [
        "环保 编辑添的 文中没有这个词",
        "清淤 得分 0.46 近日，柳河【清淤】工程开工。",
        "市容 得分 0.30 【老街】开市",
    ]


def test_a_new_story_has_no_tags_to_explain(admin_client) -> None:
    page = admin_client.get(reverse("admin:articles_article_add"))

    assert page.status_code == 200
    assert "tag-evidence" not in page.text
