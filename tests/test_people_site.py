"""What readers see of reporters and officials."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from articles.models import Article
from people.models import Person
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
    make_person,
)

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [person.name for person in response.context["page"].rows]


def test_people_stand_by_pinyin_under_their_letters(client) -> None:
    story = make_article()
    for name in ("周立群", "安知夏", "单文远", "艾青石"):
        make_mention(story, name)

    response = client.get(reverse("official-list"))

    assert names(response) == ["艾青石", "安知夏", "单文远", "周立群"]
    places = [response.text.index(f"<h2>{letter}</h2>") for letter in "ASZ"]
    assert places == sorted(places)


def test_a_letter_opens_its_own_names(client) -> None:
    story = make_article()
    for name in ("周立群", "安知夏"):
        make_byline(story, name)

    response = client.get(reverse("reporter-list"), {"letter": "z"})

    assert names(response) == ["周立群"]
    assert '<a href="?letter=Z" aria-current="true">' in response.text


@pytest.mark.parametrize("letter", ["周", "ZZ", "%"])
def test_a_letter_that_is_none_is_explained(client, letter: str) -> None:
    response = client.get(reverse("official-list"), {"letter": letter})

    assert response.status_code == 200
    assert "请选 A 到 Z 的一个字母" in response.text


def test_a_letter_without_names_says_so(client) -> None:
    response = client.get(reverse("official-list"), {"letter": "Q"})

    assert "没有以 Q 开头的姓名" in response.text


def test_many_people_are_paged(client) -> None:
    story = make_article()
    for number in range(121):
        make_mention(story, f"周立{number:03}")

    first = client.get(reverse("official-list"))
    second = client.get(reverse("official-list"), {"after": first.context["page"].after})

    assert len(names(first)) == 120
    assert len(names(second)) == 1
    assert (
        client.get(reverse("official-list"), {"before": second.context["page"].before})
        .context["page"]
        .rows
        == first.context["page"].rows
    )


def test_only_those_in_public_stories_are_listed(client) -> None:
    make_person("没见报", is_official=True, is_reporter=True)
    hidden = make_article(status=Article.Status.IMPORTED)
    make_mention(hidden, "未公开")
    make_byline(hidden, "未公开")

    for name in ("official-list", "reporter-list"):
        assert names(client.get(reverse(name))) == []
    for person in Person.objects.all():
        assert client.get(reverse("official-detail", args=[person.pk])).status_code == 404
        assert client.get(reverse("reporter-detail", args=[person.pk])).status_code == 404


def test_each_kind_has_its_own_address(client) -> None:
    story = make_article()
    official = make_mention(story, "周立群").person
    reporter = make_byline(story, "林晓禾").person

    for name, there, elsewhere in [
        ("official-detail", official, reporter),
        ("reporter-detail", reporter, official),
    ]:
        assert client.get(reverse(name, args=[there.pk])).status_code == 200
        assert client.get(reverse(name, args=[elsewhere.pk])).status_code == 404


def test_whoever_signs_and_governs_has_both_pages(client) -> None:
    person = make_person("周立群", is_official=True, is_reporter=True)
    signed, named = make_article("署名的"), make_article("见报的")
    signed.bylines.create(person=person, name="周立群", role="通讯员")
    named.mentions.create(person=person, name="周立群", posts=["区长"])

    as_reporter = client.get(reverse("reporter-detail", args=[person.pk])).text
    as_official = client.get(reverse("official-detail", args=[person.pk])).text
    listed = client.get(reverse("reporter-list")).text

    assert "署名的" in as_reporter
    assert "见报的" not in as_reporter
    assert "见报的" in as_official
    assert "署名的" not in as_official
    assert reverse("reporter-detail", args=[person.pk]) in listed


def test_posts_stand_as_printed_with_their_first_and_last_issue(client) -> None:
    for day, precision, posts in [
        (date(2018, 5, 1), "month", ["区委常委", "副区长"]),
        (date(2019, 11, 25), "day", ["副区长"]),
        (date(2021, 1, 1), "year", ["区长"]),
        (None, "none", ["区长", "书记"]),
    ]:
        story = make_article(page=make_page(make_issue(day, precision)))
        official = make_mention(story, "周立群", posts).person
    make_mention(make_article(status=Article.Status.REVIEWED), "周立群", ["未公开的长"])

    response = client.get(official.get_absolute_url())

    assert [
        (post.title, str(post.first), str(post.last), post.stories)
        for post in response.context["posts"]
    ] == [
        ("区长", "2021年", "2021年", 2),
        ("副区长", "2018年5月", "2019年11月25日", 2),
        ("区委常委", "2018年5月", "2018年5月", 1),
        ("书记", "None", "None", 1),
    ]
    assert "2018年5月 — 2019年11月25日" in response.text
    assert "日期待定" in response.text
    assert "未公开的长" not in response.text


def test_the_list_prints_the_newest_post(client) -> None:
    for day, post in [(date(2019, 11, 25), "区长"), (date(2018, 5, 31), "副区长")]:
        make_mention(make_article(page=make_page(make_issue(day))), "周立群", [post])

    text = client.get(reverse("official-list")).text

    assert "区长" in text
    assert "副区长" not in text


def test_a_person_is_shown_with_other_names_and_the_note(client) -> None:
    person = make_byline(make_article(), "林晓禾").person
    person.other_names.create(name="晓禾", kind="pen")
    person.note = "与体育版同名记者不是一人。"
    person.save()

    text = client.get(reverse("reporter-detail", args=[person.pk])).text

    assert "笔名 晓禾" in text
    assert "不是一人" in text


@pytest.mark.parametrize(
    ("name", "queries"),
    [("official-list", 1), ("reporter-list", 1), ("official-detail", 4), ("reporter-detail", 4)],
)
def test_a_page_of_people_costs_the_same_with_few_rows_and_many(
    client, django_assert_num_queries, name: str, queries: int
) -> None:
    story = make_article()
    people = {
        "official": make_mention(story, "周立群").person,
        "reporter": make_byline(story, "林晓禾").person,
    }
    kind, _, page = name.partition("-")
    address = reverse(name, args=[people[kind].pk] if page == "detail" else [])
    with django_assert_num_queries(queries):
        client.get(address)

    for number in range(8):
        other = make_article(page=make_page(make_issue(date(2018, 5, number + 1))))
        for each in ("周立群", f"周立{number}"):
            make_mention(other, each, [f"职务{number}"])
        for each in ("林晓禾", f"林晓{number}"):
            make_byline(other, each)
    people[kind].other_names.create(name="又名")
    with django_assert_num_queries(queries):
        client.get(address)
