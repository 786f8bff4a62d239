"""The desk's queues of names without a person, and of people who may be one."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.deciding import open_pairs, unclear_bylines, unclear_mentions
from articles.models import Article, Byline, Mention, Newspaper
from people.models import LinkDecision, OtherName, Person, PersonPair, Tenure
from tests.factories import (
    make_article,
    make_byline,
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

MENTIONS = "admin:people-unclear"
BYLINES = "admin:people-unclear-bylines"
PAIRS = "admin:people-pairs"
QUEUES = [MENTIONS, BYLINES, PAIRS]


def story(day: date | None = date(2019, 3, 1), **values) -> Article:
    return make_article(page=make_page(issue=make_issue(day)), **values)


def official(*seen: tuple[date, str], name: str = "周立群", place: str = "柳河区") -> Person:
    """An official printed on these days with these posts of the place."""
    person = make_person(name, is_official=True)
    for day, title in seen:
        body = f"近日，{title}{name}到河堤查看。"
        start = body.index(name)
        mention = Mention.objects.create(
            article=story(day, body=body),
            person=person,
            name=name,
            posts=[title],
            start=start,
            end=start + len(name),
        )
        make_claim(mention, make_post(make_organization(place), title))
    return person


def unclear(name: str = "周立群", title: str = "区长", **values) -> Mention:
    body = f"昨日，{title}{name}主持会议。会后，大家离开。"
    start = body.index(name)
    mention = Mention.objects.create(
        article=story(**({"body": body} | values)),
        name=name,
        posts=[title],
        start=start,
        end=start + len(name),
    )
    make_claim(mention, make_post(title=title))
    return mention


def unsigned(name: str = "林晓禾", role: str = "记者", **values) -> Byline:
    return Byline.objects.create(article=story(**values), name=name, role=role)


def pair(kind: str = PersonPair.Kind.NAMESAKE) -> PersonPair:
    one, other = official((date(2019, 1, 1), "区长")), official((date(2019, 5, 1), "区长"))
    reason = "姓名相同；都印作柳河区区长。"
    return PersonPair.objects.create(one=one, other=other, kind=kind, reason=reason)


def choose(client, queue: str, response, choice: object, **values):
    return client.post(reverse(queue), posted(response, choice=choice, **values), follow=True)


@pytest.mark.parametrize("queue", QUEUES)
def test_an_empty_queue_says_so(admin_client, queue) -> None:
    assert "回到首页" in admin_client.get(reverse(queue)).text


@pytest.mark.parametrize("queue", QUEUES)
def test_only_those_who_may_change_people_decide(client, queue) -> None:
    user = User.objects.create_user("clerk", is_staff=True)
    client.force_login(user)
    assert client.get(reverse(queue)).status_code == 403
    assert client.post(reverse(queue), {"row": 1, "choice": "new"}).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="change_person"))
    assert client.get(reverse(queue)).status_code == 200


@pytest.mark.parametrize("queue", QUEUES)
def test_readers_are_asked_to_log_in(client, queue) -> None:
    assert client.get(reverse(queue)).status_code == 302


def test_a_name_stands_in_its_sentence_beside_those_who_may_be_meant(admin_client) -> None:
    official((date(2018, 5, 2), "区长"), (date(2019, 1, 9), "区长"))
    official((date(2019, 2, 2), "党支部书记"), place="清泉村")
    unclear()
    text = admin_client.get(reverse(MENTIONS)).text

    assert "<blockquote>昨日，区长<mark>周立群</mark>主持会议。" in text
    assert "会后" not in text
    assert "2019年3月1日" in text
    assert "近日，区长<mark>周立群</mark>到河堤查看。" in text
    assert "同一岗位：柳河区区长" in text
    assert text.count("data-key=") == 2 + 4  # two people; another, of another name, skip, remove


def test_a_candidate_of_another_place_is_told_from_one_of_here(admin_client) -> None:
    county = make_organization("柳河县")
    village = make_organization("清泉村", "village", parent=county)
    here = official((date(2019, 2, 2), "县长"), place="柳河县")
    mention = unclear()
    mention.claims.update(post=make_post(make_organization("柳河县委", "party", county), "书记"))
    mention.claims.update(organization=make_organization("柳河县委", "party", county))
    there = official()
    make_tenure(there, make_post(village, "党支部书记"), date(2019, 1, 1), date(2019, 4, 1))
    choices = admin_client.get(reverse(MENTIONS)).context["choices"]

    signs = {dossier.person: (dossier.agrees, dossier.disagrees) for dossier, _ in choices}
    assert signs == {
        here: (["同在一地：柳河县"], []),
        there: ([], ["不在一地：清泉村"]),
    }


def test_long_silence_and_a_place_in_the_same_story_speak_against_somebody(admin_client) -> None:
    person = official((date(2009, 3, 1), "镇长"), name="周立羣", place="柳河镇")
    OtherName.objects.create(person=person, name="周立群")
    mention = unclear()
    ((dossier, _),) = admin_client.get(reverse(MENTIONS)).context["choices"]
    assert "最近的一次见报相隔 10 年" in dossier.disagrees

    Mention.objects.create(article=mention.article, name="周立羣", person=person)
    ((dossier, _),) = admin_client.get(reverse(MENTIONS)).context["choices"]
    assert "同一篇里另外写到此人" in dossier.disagrees


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2018, 6, 1), [("当时", "副区长")]),
        (date(2019, 3, 1), [("此前", "副区长"), ("此后", "区长")]),
        (date(2021, 3, 1), [("此前", "区长")]),
        (date(2017, 3, 1), [("此后", "副区长")]),
        (None, [("", "副区长"), ("", "区长")]),
    ],
)
def test_the_posts_of_that_day_are_shown_or_the_nearest(admin_client, day, shown) -> None:
    person = make_person("周立群", is_official=True)
    spans = {
        "副区长": (date(2018, 1, 1), date(2018, 12, 31)),
        "区长": (date(2019, 6, 1), date(2020, 1, 1)),
    }
    for title, (start, end) in spans.items():
        make_tenure(person, make_post(title=title), start, end)
    unclear(day=day)
    ((_, posts),) = admin_client.get(reverse(MENTIONS)).context["choices"]

    assert [(when, held.label) for when, held in posts] == [
        (when, f"柳河区{title}") for when, title in shown
    ]


def test_one_of_them_is_chosen_and_the_next_name_shown(admin_client) -> None:
    meant = official((date(2019, 1, 9), "区长"))
    official((date(2019, 1, 9), "镇长"), place="清泉镇")
    mention, following = unclear(), unclear("林晓禾")
    response = choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), meant.pk)

    mention.refresh_from_db()
    assert mention.person == meant
    assert response.context["row"] == following
    assert "认定为已有的周立群" in response.text
    assert Tenure.objects.filter(person=meant).exists()


def test_somebody_new_is_made(admin_client) -> None:
    known = official((date(2019, 1, 9), "区长"))
    mention = unclear()
    choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), "new")

    mention.refresh_from_db()
    assert mention.person not in (None, known)


def test_skipping_leads_on_and_then_back(admin_client) -> None:
    first, second = unclear(), unclear("林晓禾")
    response = choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), "skip")
    assert response.context["row"] == second

    response = choose(admin_client, MENTIONS, response, "skip")
    assert "跳过的还有 2 处" in response.text
    assert admin_client.get(reverse(MENTIONS)).context["row"] == first


def test_what_is_no_name_is_taken_out(admin_client) -> None:
    unclear()
    choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), "remove")

    assert not Mention.objects.exists()
    assert Article.objects.get().edited_fields == ["mentions"]


def test_whoever_may_not_change_stories_takes_no_name_out(client) -> None:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_person"))
    client.force_login(user)
    unclear()
    response = client.get(reverse(MENTIONS))
    assert "删去" not in response.text

    response = choose(client, MENTIONS, response, "remove")
    assert "没有修改稿件的权限" in response.text
    assert Mention.objects.exists()


@pytest.mark.parametrize("choice", ["new", "remove"])
def test_the_last_step_is_undone_and_shown_again(admin_client, choice) -> None:
    official((date(2019, 1, 9), "区长"))
    mention = unclear()
    response = choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), choice)
    response = choose(admin_client, MENTIONS, response, "undo")

    assert response.context["row"] == mention
    assert "已撤销" in response.text
    assert Person.objects.count() == 1

    response = choose(admin_client, MENTIONS, response, "undo")
    assert "没有可以撤销的" in response.text


def test_what_cannot_be_undone_says_why(admin_client) -> None:
    unclear()
    response = choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), "remove")
    Article.objects.all().delete()
    response = choose(admin_client, MENTIONS, response, "undo")

    assert "稿件已不在" in response.text


def test_a_page_that_was_left_open_decides_nothing_twice(admin_client) -> None:
    person = official((date(2019, 1, 9), "区长"))
    unclear()
    page = admin_client.get(reverse(MENTIONS))
    choose(admin_client, MENTIONS, page, "new")
    response = choose(admin_client, MENTIONS, page, person.pk)

    assert "已经认定，或已不在" in response.text
    assert not Mention.objects.filter(person=person, posts=["区长"], article__body__contains="昨日")


def test_nobody_but_a_candidate_can_be_chosen(admin_client) -> None:
    mention, other = unclear(), make_person("林晓禾", is_official=True)
    response = choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), other.pk)

    assert "不在候选之中" in response.text
    mention.refresh_from_db()
    assert mention.person is None


def test_a_choice_that_makes_no_sense_does_nothing(admin_client) -> None:
    unclear()
    for queue in QUEUES:
        response = admin_client.post(reverse(queue), {"row": "x", "pair": "x"}, follow=True)
        assert response.status_code == 200
    assert unclear_mentions().exists()


def test_one_newspaper_can_be_worked_through_alone(admin_client) -> None:
    unclear()
    there = unclear(day=date(2020, 1, 1))
    issue = there.article.page.issue
    issue.newspaper = Newspaper.objects.create(name="山前日报")
    issue.save()
    response = admin_client.get(reverse(MENTIONS), {"newspaper": issue.newspaper.pk})
    assert (response.context["row"], response.context["waiting"]) == (there, "1")

    response = choose(admin_client, MENTIONS, response, "skip")
    assert "《山前日报》" in response.text
    assert response.context["row"] is None


def test_a_signature_stands_beside_the_reporters_of_the_name(admin_client) -> None:
    cosigner = make_byline(make_article(section="河畔人家"), "周立群").person
    known = make_person("林晓禾", is_reporter=True)
    for name, person in (("林晓禾", known), ("周立群", cosigner)):
        article = Article.objects.get()
        Byline.objects.update_or_create(
            article=article, name=name, defaults={"person": person, "role": "记者"}
        )
    correspondent = make_person("林晓禾", is_reporter=True)
    Byline.objects.create(article=story(), person=correspondent, name="林晓禾", role="通讯员")
    byline = unsigned(section="河畔人家")
    Byline.objects.create(article=byline.article, person=cosigner, name="周立群", role="记者")
    choices = admin_client.get(reverse(BYLINES)).context["choices"]

    assert [(dossier.agrees, dossier.disagrees) for dossier, _ in choices] == [
        (["也在《河滨晚报》署记者", "也与周立群同署", "也写“河畔人家”栏"], []),
        ([], ["在《河滨晚报》署的是通讯员"]),
    ]

    response = choose(admin_client, BYLINES, admin_client.get(reverse(BYLINES)), known.pk)
    byline.refresh_from_db()
    assert byline.person == known
    choose(admin_client, BYLINES, response, "undo")
    assert unclear_bylines().get() == byline


def test_a_signature_is_not_taken_out_here(admin_client) -> None:
    unsigned()
    response = admin_client.get(reverse(BYLINES))
    assert "删去" not in response.text
    assert "只能在稿件里删" in choose(admin_client, BYLINES, response, "remove").text


def test_a_pair_stands_side_by_side_with_its_grounds_and_the_way_to_merging(admin_client) -> None:
    rows = pair()
    text = admin_client.get(reverse(PAIRS)).text

    assert rows.reason in text
    assert text.count('class="queue-choice"') == 2
    (way,) = re.findall(r'href="([^"]+)" data-key="1"', text)
    assert admin_client.get(unescape(way)).context["plan"].kept == rows.one


def test_a_pair_is_told_apart_for_good_and_asked_about_again_when_undone(admin_client) -> None:
    rows = pair()
    response = choose(
        admin_client, PAIRS, admin_client.get(reverse(PAIRS)), "different", pair=rows.pk
    )
    assert "不是同一人" in response.text
    assert PersonPair.objects.get().status == PersonPair.Status.DIFFERENT

    response = choose(admin_client, PAIRS, response, "undo", pair=0)
    assert response.context["pair"] == rows
    assert open_pairs().exists()


def test_a_pair_that_is_gone_cannot_be_told_apart(admin_client) -> None:
    rows = pair()
    response = admin_client.get(reverse(PAIRS))
    rows.delete()

    assert "已不在" in choose(admin_client, PAIRS, response, "different").text
    assert "没有可以撤销的" in choose(admin_client, PAIRS, response, "undo").text


def test_skipped_pairs_come_again_from_the_start(admin_client) -> None:
    pair()
    response = choose(admin_client, PAIRS, admin_client.get(reverse(PAIRS)), "skip")

    assert "跳过的还有 1 对" in response.text


def test_the_first_screen_counts_what_waits(admin_client) -> None:
    unclear()
    unsigned()
    pair()
    text = admin_client.get(reverse("admin:index")).text

    for queue in QUEUES:
        assert f'<a href="{reverse(queue)}"><strong>1</strong>' in text


def test_a_remembered_decision_can_be_changed_and_forgotten(admin_client) -> None:
    person, other = official((date(2019, 1, 9), "区长")), official()
    unclear()
    choose(admin_client, MENTIONS, admin_client.get(reverse(MENTIONS)), person.pk)
    decision = LinkDecision.objects.get()
    address = reverse("admin:people_linkdecision_change", args=[decision.pk])
    admin_client.post(address, {"person": other.pk})
    assert LinkDecision.objects.get().person == other

    admin_client.post(
        reverse("admin:people_linkdecision_delete", args=[decision.pk]), {"post": "yes"}
    )
    assert not LinkDecision.objects.exists()


def test_a_settled_pair_can_be_asked_about_again(admin_client) -> None:
    pair = PersonPair.objects.create(
        one=official(), other=official(), kind="namesake", reason="", status="different"
    )
    data = {"action": "ask_again", ACTION_CHECKBOX_NAME: [pair.pk]}
    admin_client.post(reverse("admin:people_personpair_changelist"), data)

    assert PersonPair.objects.get().status == PersonPair.Status.OPEN


@pytest.mark.parametrize("number", [10, 2000])
@pytest.mark.parametrize(("queue", "queries"), [(MENTIONS, 14), (BYLINES, 10), (PAIRS, 12)])
def test_a_queue_asks_the_same_queries_however_many_people_there_are(
    admin_client, django_assert_num_queries, queue, queries, number
) -> None:
    unclear()
    unsigned("周立群")
    pair()
    fill(number)
    with django_assert_num_queries(queries):
        response = admin_client.get(reverse(queue))
    assert response.status_code == 200


def fill(number: int) -> None:
    """That many people of one name, each in a story, and as many names without a person, and of people who may be one."""
    page = story().page
    for flag, model, more in (
        ("is_official", Mention, {}),
        ("is_reporter", Byline, {"role": "记者"}),
    ):
        people = Person.objects.bulk_create(
            Person(name="周立群", **{flag: True}) for _ in range(number // 2)
        )
        stories = Article.objects.bulk_create(
            Article(page=page, headline="稿", key=f"{flag}{index}", position=index)
            for index in range(number // 2)
        )
        model.objects.bulk_create(
            model(article=each, person=person, name="周立群", **more)
            for each, person in zip(stories, people, strict=True)
        )
        model.objects.bulk_create(model(article=each, name="林晓禾", **more) for each in stories)
