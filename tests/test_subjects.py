"""What readers see of tags and sections: their stories, their run, who and what is in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import sections
from articles.models import Article, Page, Tag, TaggedArticle, order_key
from tests.factories import make_article, make_byline, make_issue, make_mention, make_page

pytestmark = pytest.mark.django_db

HIDDEN = [
    {"status": Article.Status.IMPORTED},
    {"status": Article.Status.WITHDRAWN},
    {"published_at": timezone.now() + timedelta(days=400)},
]


def make_tag(name: str = "防汛", *stories: Article) -> Tag:
    tag, _ = Tag.objects.get_or_create(name=name, defaults={"slug": name})
    for story in stories:
        TaggedArticle.objects.create(content_object=story, tag=tag)
    return tag


def make_story(day: date | None, section: str = "要闻", **values: object) -> Article:
    precision = "day" if day else "none"
    return make_article(page=make_page(make_issue(day, precision)), section=section, **values)


def fill(page: Page, number: int, tag: Tag) -> None:
    """That many more stories of one page, with a section, the tag, signatures and names."""
    person = make_mention(make_article(page=page)).person
    first = Article.objects.count()
    stories = Article.objects.bulk_create(
        Article(
            page=page,
            position=first + place,
            key=f"bulk{first + place:060}",
            headline=f"稿件{place}",
            section="要闻",
            status=Article.Status.PUBLISHED,
            published_at=timezone.now(),
            order_key=order_key(page, first + place) - place * 10**6,
        )
        for place in range(1, number + 1)
    )
    link = {"tag": tag, "score": 1.0}
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=story, order_key=story.order_key, **link) for story in stories
    )
    person.mentions.model.objects.bulk_create(
        person.mentions.model(
            article=story, person=person, name=person.name, order_key=story.order_key
        )
        for story in stories
    )


def addresses(tag: Tag) -> dict[str, str]:
    return {
        "tag-list": reverse("tag-list"),
        "tag-detail": tag.get_absolute_url(),
        "section-list": reverse("section-list"),
        "section-detail": reverse("section-detail", args=["要闻"]),
    }


def run(response) -> dict[str, int]:
    return {each.title: each.stories for each in response.context["run"]}


@pytest.mark.parametrize("kind", ["tag-detail", "section-detail"])
def test_a_subject_shows_its_run_as_columns_and_as_a_table(client, kind: str) -> None:
    days = [date(2017, 3, 1), date(2017, 9, 1), date(2019, 11, 25), None]
    tag = make_tag("防汛", *(make_story(day) for day in days))

    response = client.get(addresses(tag)[kind])

    assert run(response) == {"2017年": 2, "2018年": 0, "2019年": 1}
    assert "<caption>" in response.text
    assert response.text.count("<tr>") == 3  # the head, and two years
    assert 'class="columns-chart"' in response.text


@pytest.mark.parametrize("kind", ["tag-detail", "section-detail"])
def test_a_year_of_the_run_leads_to_its_stories(client, kind: str) -> None:
    stories = [
        make_story(date(year, 5, 1), headline=f"{year}年的稿件") for year in (2017, 2018, 2019)
    ]
    address = addresses(make_tag("防汛", *stories))[kind]

    for place, column in enumerate(client.get(address).context["run"]):
        query = {"after": column.after} if column.after else {}
        response = client.get(address, query)
        assert response.context["page"].rows[0] == stories[place]
        assert f'href="?{"after=" + column.after if column.after else ""}#works"' in response.text


@pytest.mark.parametrize("kind", ["tag-detail", "section-detail"])
@pytest.mark.parametrize("values", HIDDEN)
def test_what_is_not_public_is_not_even_counted(client, kind: str, values) -> None:
    shown = [make_story(date(year, 5, 1)) for year in (2018, 2019)]
    hidden = make_story(date(2017, 5, 1), headline="不公开的", **values)
    tag = make_tag("防汛", *shown, hidden)
    make_mention(hidden, "周立群")
    make_byline(hidden, "林晓禾")
    make_tag("没有公开的标签", hidden)

    response = client.get(addresses(tag)[kind])

    assert run(response) == {"2018年": 1, "2019年": 1}
    for each in ("不公开的", "周立群", "林晓禾", "没有公开的标签"):
        assert each not in response.text


@pytest.mark.parametrize("values", HIDDEN)
def test_a_section_without_a_public_story_does_not_exist(client, values) -> None:
    make_story(date(2019, 1, 1), "内部", **values)

    assert client.get(reverse("section-detail", args=["内部"])).status_code == 404
    assert "内部" not in client.get(reverse("section-list")).text


def test_a_tag_is_shown_with_whom_and_what_stands_beside_it(client) -> None:
    first, second = make_story(date(2019, 1, 1)), make_story(date(2018, 1, 1), "民生")
    tag = make_tag("防汛", first, second)
    make_tag("排水", first)
    for story in (first, second):
        make_mention(story, "周立群")
    make_mention(first, "吴江南", ["书记"])

    context = client.get(tag.get_absolute_url()).context

    assert [(each.name, each.stories) for each in context["officials"]] == [
        ("周立群", 2),
        ("吴江南", 1),
    ]
    assert [each.name for each in context["tags"]] == ["排水"]
    assert [each["section"] for each in context["sections"]] == ["民生", "要闻"]


def test_a_section_is_shown_with_who_writes_for_it(client) -> None:
    story = make_story(date(2019, 1, 1))
    make_byline(story, "林晓禾")
    make_byline(make_story(date(2019, 1, 2), "民生"), "沈一帆")

    text = client.get(reverse("section-detail", args=["要闻"])).text

    assert "林晓禾" in text
    assert "沈一帆" not in text


def test_sections_stand_by_pinyin_with_their_newest_story(client) -> None:
    make_story(date(2019, 1, 1), "要闻", headline="新的")
    make_story(date(2018, 1, 1), "要闻", headline="旧的")
    make_story(date(2018, 1, 1), "安全")
    make_story(date(2018, 1, 1), "")

    response = client.get(reverse("section-list"))

    rows = response.context["page"].rows
    assert [each.name for each in rows] == ["安全", "要闻"]
    assert "新的" in response.text
    assert "旧的" not in response.text


def test_many_sections_go_on_on_further_pages(client, monkeypatch) -> None:
    monkeypatch.setattr(sections, "SECTIONS_A_PAGE", 2)
    names = {"要闻", "安全", "民生", "体育", "副刊"}
    for name in names:
        make_story(date(2019, 1, 1), name)

    found, query = [], {}
    while True:
        page = client.get(reverse("section-list"), query).context["page"]
        found += [each.name for each in page.rows]
        if not page.after:
            break
        query = {"after": page.after}

    assert sorted(found) == sorted(names)


@pytest.mark.parametrize("name", ["图/文", "a/b", "50%", "问？答#1", "<b>栏</b>", "栏 目"])
def test_a_section_has_an_address_whatever_it_is_called(client, name: str) -> None:
    story = make_story(date(2019, 1, 1), name)

    text = client.get(story.get_absolute_url()).text
    address = reverse("section-detail", args=[name])

    assert f'href="{address}"' in text
    assert client.get(address).context["page"].rows == [story]


def test_years_share_columns_where_there_are_too_many(client) -> None:
    tag = make_tag("防汛", make_story(date(1900, 1, 1)), make_story(date(2019, 1, 1)))

    columns = client.get(tag.get_absolute_url()).context["run"]

    assert len(columns) == 60
    assert columns[0].title == "1900—1901年"


@pytest.mark.parametrize(
    ("kind", "queries"),
    [("tag-list", 3), ("tag-detail", 10), ("section-list", 3), ("section-detail", 9)],
)
def test_a_subject_costs_the_same_with_ten_stories_and_thousands(
    client, django_assert_num_queries, kind: str, queries: int
) -> None:
    page = make_page(make_issue())
    tag = make_tag()
    fill(page, 10, tag)
    address = addresses(tag)[kind]
    with django_assert_num_queries(queries):
        client.get(address)

    fill(page, 3000, tag)
    make_tag("排水", *Article.objects.all()[:9])
    with django_assert_num_queries(queries):
        client.get(address)
