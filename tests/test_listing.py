"""Rows that tie stories to people and tags know where their story is listed, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from articles.editing import refresh_order_keys, set_status
from articles.models import Article, Byline, Issue, Mention, TaggedArticle
from articles.restoring import restore_imported
from articles.storage import store_page
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
    make_person,
)
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

Status = Article.Status
PAGE = make_parsed(
    make_story("甲", officials={"周立群": ("区长",)}),
    make_story("乙", officials={"何维": ("主任",)}),
    day="2019-11",
)


def rows() -> list[Byline | Mention | TaggedArticle]:
    links = [*Byline.objects.all(), *Mention.objects.all(), *TaggedArticle.objects.all()]
    assert {type(link) for link in links} == {Byline, Mention, TaggedArticle}
    return links


def stored(*, publish: bool) -> Article:
    store_page(PAGE, publish=publish)
    return Article.objects.get(headline="甲")


def import_again(_: Article) -> None:
    store_page(PAGE, publish=True)


def import_moved(_: Article) -> None:
    store_page(replace(PAGE, date=replace(PAGE.date, value="2019-10")))


def import_changed(_: Article) -> None:
    story = make_story("甲", officials={"何维": ("主任",)}, tags=("堤防",))
    store_page(make_parsed(make_story("前一条"), story, day="2019-11", text="改过的原文"))


def publish(_: Article) -> None:
    set_status(Article.objects.all(), Status.PUBLISHED)


def withdraw(article: Article) -> None:
    set_status(Article.objects.filter(pk=article.pk), Status.WITHDRAWN)


def save(article: Article) -> None:
    article.status, article.position = Status.PUBLISHED, 9
    article.save()


def take_back(article: Article) -> None:
    article.status = Status.REVIEWED
    article.save()


def restore_position(article: Article) -> None:
    article.position = 9
    article.save()
    restore_imported(article, ["position"])


def date_the_issue(article: Article) -> None:
    Issue.objects.update(date=date(2018, 5, 1), slug="2018-05")
    refresh_order_keys(Article.objects.all())


def name_more(article: Article) -> None:
    make_byline(article, "沈一舟")
    make_mention(article, "沈一舟")
    article.tags.add("堤防")


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize(
    "write",
    [
        import_again,
        import_moved,
        import_changed,
        publish,
        withdraw,
        save,
        take_back,
        restore_position,
        date_the_issue,
        name_more,
    ],
)
def test_whoever_writes_keeps_the_rows_in_step(
    write: Callable[[Article], None], published: bool
) -> None:
    write(stored(publish=published))

    for row in rows():
        assert row.order_key == row.story.listed_key


def test_rows_of_stories_that_are_not_published_are_in_no_list() -> None:
    stored(publish=False)
    assert {row.order_key for row in rows()} == {None}

    store_page(PAGE, publish=True)
    assert None not in {row.order_key for row in rows()}


def test_whoever_signs_twice_has_the_story_once(client) -> None:
    page = make_page()
    for number in range(25):
        story = make_article(f"稿件{number}号", page)
        for role in ("文", "图"):
            reporter = make_byline(story, "林晓禾", role).person

    address = reverse("reporter-detail", args=[reporter.pk])
    first = client.get(address).context["page"]
    second = client.get(address, {"after": first.after}).context["page"]
    back = client.get(address, {"before": second.before}).context["page"]

    found = [story.headline for story in [*first.rows, *second.rows]]
    assert found == [f"稿件{number}号" for number in range(25)]
    assert back.rows == first.rows


def test_two_people_of_one_name_have_one_list(client) -> None:
    for day in (1, 3, 2):
        story = make_article(f"{day}日的", make_page(make_issue(date(2019, 11, day))))
        for person in (make_person("周立群", is_official=True) for _ in range(day)):
            story.mentions.create(person=person, name=f"周立群{person.pk}", posts=["区长"])

    response = client.get(reverse("article-list"), {"official": "周立群", "until": "2019-11-02"})

    assert [story.headline for story in response.context["page"].rows] == ["2日的", "1日的"]


def test_names_and_tags_narrow_a_list_together(client) -> None:
    for headline, names in [
        ("全有", "署见标"),
        ("无标签", "署见"),
        ("无人物", "署标"),
        ("无署名", "见标"),
    ]:
        story = make_article(headline)
        if "署" in names:
            make_byline(story, "林晓禾")
        if "见" in names:
            make_mention(story, "周立群")
        if "标" in names:
            story.tags.add("防汛")

    query = {"reporter": "林晓禾", "official": "周立群", "tag": "防汛"}
    for left_out, found in [("", {"全有"}), ("tag", {"全有", "无标签"})]:
        wanted = {name: value for name, value in query.items() if name != left_out}
        response = client.get(reverse("article-list"), wanted)
        assert {story.headline for story in response.context["page"].rows} == found
