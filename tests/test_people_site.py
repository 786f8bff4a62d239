"""What readers see of reporters and officials."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from articles.models import Article, Byline, Mention, Tag
from people.models import Official, Person
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db

BOTH = {"is_reporter": True, "is_official": True}


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


def test_a_letter_groups_its_names_by_their_reading_and_leads_to_its_neighbours(client) -> None:
    story = make_article()
    for name in ("王立群", "魏知夏", "汪文远"):
        make_mention(story, name)

    text = client.get(reverse("official-list"), {"letter": "W"}).text

    assert text.count(">Wang</h3>") == text.count(">Wei</h3>") == 1
    assert text.index("王立群") < text.index("汪文远") < text.index("魏知夏")
    assert 'href="?letter=T">← T<' in text
    assert 'href="?letter=X">X →<' in text


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
    [("official-list", 3), ("reporter-list", 2), ("official-detail", 9), ("reporter-detail", 9)],
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


def in_office(day: date, name: str = "周立群", post=None, printed: str = "", **values):
    """A claim of a published story of that day."""
    post = post or make_post()
    printed = printed or str(post)
    body = f"清淤工程开工。{printed}{name}到场。"
    story = make_article(page=make_page(make_issue(day)), body=body, **values)
    mention = make_mention(story, name, [printed])
    mention.start = body.index(name)
    mention.end = mention.start + len(name)
    mention.save()
    return make_claim(mention, post, printed=printed)


def test_a_career_shows_its_posts_with_the_print_behind_both_ends(client) -> None:
    post = make_post(make_organization("柳河回族区委", "party", short_name="柳河区委"), "副书记")
    first = in_office(date(2018, 5, 31), post=post, printed="区委副书记")
    in_office(date(2019, 3, 1), post=post, printed="区委副书记")
    last = in_office(date(2019, 11, 25), post=post, printed="柳河回族区委副书记")
    tenure = make_tenure(first.mention.person, post, date(2018, 5, 31), date(2019, 11, 25))

    text = client.get(first.mention.person.get_absolute_url()).text

    assert f'id="tenure-{tenure.pk}"' in text
    assert f'href="#tenure-{tenure.pk}"' in text
    assert "2018年5月31日 — 2019年11月25日" in text
    assert "报上写作：区委副书记、柳河回族区委副书记" in text
    for claim in (first, last):
        assert f'href="/articles/{claim.article_id}/#m{claim.mention_id}"' in text
    assert "区委副书记<mark>周立群</mark>到场。" in text
    assert f'<a href="/tenures/{tenure.pk}/">全部 3 次见报</a>' in text
    assert f'<a href="{post.get_absolute_url()}">副书记</a>' in text


def test_a_career_can_be_heard_as_a_table(client) -> None:
    claim = in_office(date(2018, 5, 31))
    make_tenure(
        claim.mention.person,
        claim.post,
        date(2018, 5, 31),
        status="confirmed",
        start_basis="editor",
    )

    text = client.get(claim.mention.person.get_absolute_url()).text

    assert "<caption>周立群历任职务</caption>" in text
    assert (
        '<th scope="row">柳河区区长</th><td>2018年5月31日</td><td>编辑</td>'
        "<td>未知</td><td></td><td>已确认</td>"
    ) in text
    assert 'class="timeline" width="100%" height="82" aria-hidden="true"' in text


def test_posts_of_no_known_organization_stay_as_printed(client) -> None:
    placed = in_office(date(2018, 5, 31), printed="柳河区区长")
    person = placed.mention.person
    make_tenure(person, placed.post, date(2018, 5, 31), date(2018, 5, 31))
    story = make_article(page=make_page(make_issue(date(2019, 11, 25))))
    mention = make_mention(story, "周立群", ["区领导"])
    make_claim(mention, None, printed="区领导")

    posts = client.get(person.get_absolute_url()).context["posts"]

    assert [(post.title, str(post.first), post.stories) for post in posts] == [
        ("区领导", "2019年11月25日", 1)
    ]


def test_a_post_without_a_tenure_to_show_stays_as_printed(client) -> None:
    claim = in_office(date(2018, 5, 31), printed="柳河区区长")

    response = client.get(claim.mention.person.get_absolute_url())

    assert [post.title for post in response.context["posts"]] == ["柳河区区长"]
    assert "任职</h2>" not in response.text


def test_someone_whom_only_an_editor_knows_in_a_post_has_a_page(client) -> None:
    person = make_person("周立群", is_official=True)
    make_tenure(person, make_post(), date(2018, 5, 31), status="confirmed")

    text = client.get(person.get_absolute_url()).text

    assert "2018年5月31日起" in text
    assert "周立群" not in client.get(reverse("official-list")).text


def test_who_appears_together_is_counted_over_public_stories(client) -> None:
    for number in range(3):
        story = make_article(page=make_page(make_issue(date(2018, 5, number + 1))))
        make_mention(story, "周立群")
        make_mention(story, "吴江南", ["区委书记"])
        if number:
            make_mention(story, "秦雪晴")
    hidden = make_article(status=Article.Status.REVIEWED)
    official = make_mention(hidden, "周立群").person
    make_mention(hidden, "不公开")

    # The same person by two names of one story, as after a merge
    Mention.objects.create(
        article=Article.objects.published().newest_first()[0],
        person=Official.objects.get(name="秦雪晴"),
        name="秦雪情",
    )

    response = client.get(official.get_absolute_url())

    company = [(each.name, each.stories) for each in response.context["company"]]
    assert company == [("吴江南", 3), ("秦雪晴", 2)]
    assert "不公开" not in response.text


def test_stories_are_counted_by_year_with_the_empty_years_between(client) -> None:
    for day, precision in [
        (date(2018, 5, 31), "day"),
        (date(2018, 1, 1), "year"),
        (date(2021, 6, 1), "month"),
        (None, "none"),
    ]:
        story = make_article(page=make_page(make_issue(day, precision)))
        official = make_mention(story).person

    response = client.get(official.get_absolute_url())

    assert [each.stories for each in response.context["years"]] == [2, 0, 0, 1]
    assert '<th scope="row">2021年</th><td>1</td>' in response.text


def test_a_reporter_is_shown_with_what_they_cover_and_with_whom(client) -> None:
    tag = Tag.objects.create(name="清淤", slug="清淤")
    for month in (3, 5):
        page = make_page(make_issue(date(2019, month, 1), "month"))
        story = make_article(page=page, section="网格化治理")
        story.tagged_items.create(tag=tag)
        reporter = make_byline(story, "林晓禾").person
        make_byline(story, "林晓禾", "摄影")  # one story all the same
        make_byline(story, "沈一帆")

    context = client.get(reverse("reporter-detail", args=[reporter.pk])).context

    assert [(each["section"], each["stories"]) for each in context["sections"]] == [
        ("网格化治理", 2)
    ]
    assert context["tags"] == [tag]
    assert [(each.name, each.stories) for each in context["company"]] == [("沈一帆", 2)]
    assert [each.title for each in context["months"] if each.stories] == ["2019年3月", "2019年5月"]


def test_the_story_opens_at_the_name(client) -> None:
    claim = in_office(date(2018, 5, 31))
    in_headline = make_mention(claim.article, "吴江南", ["书记"])

    text = client.get(claim.article.get_absolute_url()).text

    assert f'<a class="person" id="m{claim.mention_id}"' in text
    assert '<span class="sentence">' in text
    assert f'<div id="m{in_headline.pk}">' in text


@pytest.mark.parametrize("query", [{}, {"letter": "z"}])
@pytest.mark.parametrize(("name", "queries"), [("official-list", 3), ("reporter-list", 2)])
def test_an_index_of_people_costs_the_same_with_ten_and_with_thousands(
    client, django_assert_num_queries, name: str, queries: int, query: dict[str, str]
) -> None:
    story = make_article()
    for first, last in ((0, 10), (10, 3000)):
        people = Person.objects.bulk_create(
            Person(name=f"周立{number}", pinyin=f"zhou li {number:04}", **BOTH)
            for number in range(first, last)
        )
        for model, printed in ((Mention, {}), (Byline, {"role": "记者"})):
            model.objects.bulk_create(
                model(
                    article=story,
                    person=each,
                    name=each.name,
                    order_key=story.order_key,
                    **printed,
                )
                for each in people
            )
        with django_assert_num_queries(queries):
            client.get(reverse(name), query)
