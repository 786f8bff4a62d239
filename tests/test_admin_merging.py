from __future__ import annotations

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.merging import merge_people
from articles.models import Byline, Mention
from people.models import Person, PersonMerge, PersonPair
from tests.factories import (
    make_article,
    make_claim,
    make_issue,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_tenure,
)
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('原文')</script>"


def merge_page(kept: Person, merged: Person | None = None) -> str:
    query = {"kept": kept.pk} | ({"merged": merged.pk} if merged else {})
    return reverse("admin:people_person_merge", query=query)


def split_page(person: Person, **query) -> str:
    return reverse("admin:people_person_split", args=[person.pk], query=query)


def name_in(person: Person, body: str = "", day: date = date(2019, 11, 25), **values) -> Mention:
    article = make_article(page=make_page(make_issue(day)), body=body, **values)
    start = body.find(person.name)
    place = {"start": start, "end": start + len(person.name)} if start >= 0 else {}
    return Mention.objects.create(
        article=article, person=person, name=person.name, posts=["区长"], **place
    )


def sign(person: Person, **values) -> Byline:
    return Byline.objects.create(
        article=make_article(**values), person=person, name=person.name, role="记者"
    )


def test_two_people_chosen_from_a_list_are_compared(admin_client) -> None:
    one, other = make_person("周立群"), make_person("周立裙")
    name_in(other)
    for kind in ("person", "official", "reporter"):
        Person.objects.update(is_official=True, is_reporter=True)
        url = reverse(f"admin:people_{kind}_changelist")

        response = admin_client.post(
            url, {"action": "merge_chosen", "_selected_action": [one.pk, other.pk]}
        )

        # Whoever is printed more often is kept.
        assert response["Location"] == merge_page(other, one)


@pytest.mark.parametrize("count", [1, 3])
def test_not_two_people_are_not_merged(admin_client, count) -> None:
    people = [make_person(f"甲{n}") for n in range(count)]
    url = reverse("admin:people_person_changelist")

    response = admin_client.post(
        url,
        {"action": "merge_chosen", "_selected_action": [each.pk for each in people]},
        follow=True,
    )

    assert "请正好选两个人" in response.text


def test_the_page_shows_both_side_by_side_and_what_will_move(admin_client) -> None:
    kept = make_person("周立群", note=HOSTILE)
    merged = make_person("周立裙", is_reporter=True)
    kept.other_names.create(name="老周")
    name_in(kept, "近日开工。区长周立群到场。大家鼓掌。", date(2018, 5, 3))
    name_in(kept, day=date(2019, 11, 25))
    sign(merged, headline="河边新路")
    make_tenure(kept, make_post(), date(2018, 5, 3), date(2019, 11, 25))

    page = admin_client.get(merge_page(kept, merged)).text

    for shown in (
        "老周",
        "2018年5月3日至2019年11月25日",
        "区长<mark>周立群</mark>到场。",
        "柳河区区长",
        "署名 1 条",
        "《河边新路》",
        "“周立裙”成为“周立群”的别名",
        merge_page(merged, kept).replace("&", "&amp;"),
    ):
        assert shown in page
    assert "近日开工" not in page
    assert HOSTILE not in page


def test_what_speaks_against_a_merge_is_said(admin_client) -> None:
    kept, merged = make_person("周立群", is_official=True), make_person("周立裙", is_reporter=True)
    assert "一个只署名，一个只任公职" in admin_client.get(merge_page(kept, merged)).text


def test_merging_is_confirmed_and_can_be_undone_from_its_message(admin_client) -> None:
    kept, merged = make_person("周立群"), make_person("周立裙")
    mention = name_in(merged)
    url = merge_page(kept, merged)

    page = admin_client.post(url, posted(admin_client.get(url), merge="1"), follow=True).text

    merge = PersonMerge.objects.get()
    undo = reverse("admin:people_person_unmerge", args=[merge.pk])
    assert f'已把“周立裙”并入“周立群”。<a href="{undo}">撤销合并</a>' in page
    assert page.count(undo) == 2  # in the message, and among the buttons of the person
    assert merge.merged_by.username == "admin"

    assert "“周立裙”恢复为单独的人物" in admin_client.get(undo).text
    page = admin_client.post(undo, follow=True).text
    assert "已撤销：“周立裙”恢复为单独的人物" in page
    mention.refresh_from_db()
    assert mention.person_id == merge.merged_id
    messages = LogEntry.objects.values_list("change_message", flat=True)
    assert any(each.startswith("并入了“周立裙”") for each in messages)
    assert "撤销了“周立裙”的并入。" in messages


def test_two_people_can_be_told_apart_instead(admin_client) -> None:
    kept, merged = make_person("周立群"), make_person("周立裙")
    url = merge_page(kept, merged)

    page = admin_client.post(url, posted(admin_client.get(url), different="1"), follow=True).text

    assert "不是同一人" in page
    assert PersonPair.objects.get().status == "different"
    assert Person.objects.count() == 2
    assert "编辑曾认定他们不是同一人" in admin_client.get(url).text


def test_the_other_one_is_found_by_name_sound_or_proposal(admin_client) -> None:
    person = make_person("周立群")
    same, sounding, proposed, stranger = (
        make_person(name) for name in ("周立群", "周丽裙", "同立群", "郑文")
    )
    PersonPair.objects.create(one=person, other=proposed, kind="variant", reason="字形")

    response = admin_client.get(merge_page(person))

    for other in (same, sounding, proposed):
        assert merge_page(person, other).replace("&", "&amp;") in response.text
    assert "郑文" not in response.text
    chosen = admin_client.get(
        reverse("admin:people_person_merge"), posted(response, merged=stranger.pk)
    )
    assert "合并：周立群与郑文" in chosen.text


def test_a_person_is_not_merged_into_themselves_or_with_nobody(admin_client) -> None:
    person = make_person("周立群")
    assert "选的是同一个人" in admin_client.get(merge_page(person, person)).text
    page = admin_client.get(reverse("admin:people_person_merge"), {"kept": 900}, follow=True)
    assert "已经不在" in page.text


def test_a_merge_that_others_built_on_is_not_undone(admin_client) -> None:
    kept, second, third = (make_person(name) for name in ("甲一", "甲二", "甲三"))
    first = merge_people(kept, second, None)
    merge_people(kept, third, None)
    undo = reverse("admin:people_person_unmerge", args=[first.pk])

    for page in (admin_client.get(undo).text, admin_client.post(undo).text):
        assert "又把“甲三”并入了“甲一”，请先撤销那一次" in page
    first.refresh_from_db()
    assert first.undone_at is None


def test_what_an_undone_merge_left_is_said(admin_client) -> None:
    kept, second = make_person("甲一"), make_person("甲二", note="区人")
    merge = merge_people(kept, second, None)
    Person.objects.update(note="编辑写的")

    page = admin_client.post(
        reverse("admin:people_person_unmerge", args=[merge.pk]), follow=True
    ).text

    assert "保持现状：人物“甲一”的说明。" in page


def test_ticked_stories_go_to_a_new_person(admin_client) -> None:
    person = make_person("周立群")
    moved, stays, signed = name_in(person, "区长周立群到场。"), name_in(person), sign(person)
    url = split_page(person)
    page = admin_client.get(url)
    assert "区长<mark>周立群</mark>到场。" in page.text

    response = admin_client.post(
        url, posted(page, mentions=[moved.pk], bylines=[signed.pk]), follow=True
    )

    new = Person.objects.get(name="周立群", is_reporter=True)
    assert [row.person for row in (Mention.objects.get(pk=moved.pk), Byline.objects.get())] == [
        new,
        new,
    ]
    assert Mention.objects.get(pk=stays.pk).person == person
    assert "已把 2 处分给" in response.text
    # What is ticked next goes to the same person.
    assert posted(response)["to"] == str(new.pk)


def test_a_whole_page_of_one_organization_goes_to_a_person_who_is_there(admin_client) -> None:
    person, there = make_person("周立群"), make_person("周立群")
    county = make_organization("山前县")
    mentions = [name_in(person) for _ in range(3)]
    for mention in mentions[:2]:
        make_claim(mention, make_post(county, "县长"))
    sign(person)
    url = split_page(person, organization=county.pk)

    page = admin_client.get(url)
    assert "山前县，共 2 处" in page.text
    admin_client.post(url, posted(page, whole_page="on", to=there.pk))

    assert set(there.mentions.all()) == set(mentions[:2])
    assert person.bylines.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "还没有选要分出的稿件"),
        ({"whole_page": "on"}, "全部都选中了"),
        ({"to": "900001"}, "选择一个有效的选项"),
    ],
)
def test_a_split_that_says_too_little_is_asked_again(admin_client, changes, message) -> None:
    person = make_person("周立群")
    mention = name_in(person)
    url = split_page(person)

    response = admin_client.post(url, posted(admin_client.get(url), **changes))

    assert message in response.text
    assert Mention.objects.get() == mention
    assert Person.objects.count() == 1


def test_what_was_ticked_stays_ticked_when_asked_again(admin_client) -> None:
    person = make_person("周立群")
    first, _ = name_in(person), name_in(person)
    url = split_page(person)

    response = admin_client.post(
        url, posted(admin_client.get(url), mentions=[first.pk], to="900001")
    )

    assert posted(response)["mentions"] == str(first.pk)


def test_a_long_list_is_turned_page_by_page(admin_client) -> None:
    person = make_person("周立群")
    article = make_article()
    Mention.objects.bulk_create(
        Mention(article=article, person=person, name=f"名{n}") for n in range(51)
    )
    sign(person, headline="河边新路")

    first, last = (admin_client.get(split_page(person, page=n)) for n in (1, 9))

    assert len(posted(first)["shown_mentions"]) == 50
    assert split_page(person, page=2) in first.text
    assert "河边新路" not in first.text.split("person-rows")[1]
    assert "河边新路" in last.text.split("person-rows")[1]
    assert split_page(person, page=1) in last.text


@pytest.mark.parametrize("known", [True, False])
def test_one_mention_is_given_to_another_or_to_nobody(admin_client, known) -> None:
    person, other = make_person("周立群"), make_person("周立群")
    mention = name_in(person, "区长周立群到场。")
    url = reverse("admin:people_person_move", args=[mention.pk])
    page = admin_client.get(url)
    assert "区长<mark>周立群</mark>到场。" in page.text

    assert "还没有选是谁" in admin_client.post(url, posted(page)).text
    to = {"to": other.pk} if known else {"nobody": "没有认定"}
    response = admin_client.post(url, posted(page, **to), follow=True)

    mention.refresh_from_db()
    assert mention.person == (other if known else None)
    assert ("改认为" if known else "改为没有认定") in response.text
    assert mention.article.edited_fields == ["mentions"]


def test_only_those_who_may_change_people_merge_them(client) -> None:
    kept, merged = make_person("周立群"), make_person("周立裙")
    mention = name_in(kept)
    merge = merge_people(kept, make_person("甲三"), None)
    user = User.objects.create_user("见习编辑", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_person"))
    client.force_login(user)
    pages = [
        merge_page(kept, merged),
        split_page(kept),
        reverse("admin:people_person_move", args=[mention.pk]),
        reverse("admin:people_person_unmerge", args=[merge.pk]),
    ]

    for page in pages:
        assert client.get(page).status_code == 403
        assert client.post(page).status_code == 403
    shown = client.get(reverse("admin:people_person_change", args=[kept.pk])).text
    assert "合并到…" not in shown
    assert "merge_chosen" not in client.get(reverse("admin:people_person_changelist")).text


@pytest.mark.parametrize("count", [10, 2000])
def test_the_pages_take_the_same_queries_for_few_and_for_many(
    admin_client, count, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    kept, merged = make_person("周立群"), make_person("周立群")
    Person.objects.bulk_create(Person(name="周立群") for _ in range(count))
    article = make_article()
    for person in (kept, merged):
        Mention.objects.bulk_create(
            Mention(article=article, person=person, name=f"{person.pk}-{n}") for n in range(count)
        )

    with django_assert_num_queries(25):
        admin_client.get(merge_page(kept, merged))
    with django_assert_num_queries(4):
        admin_client.get(merge_page(kept))
    with django_assert_max_num_queries(16):  # one less where mentions alone fill the page
        admin_client.get(split_page(kept))
