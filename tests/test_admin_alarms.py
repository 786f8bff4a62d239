"""The queue of alarms: the evidence beside each, judged by one click or key, and kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.alarms import redraw_alarms
from articles.models import Alarm, Mention, PostClaim
from articles.ranking import redraw_order_alarms
from people.models import Person, Post, Tenure
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

pytestmark = pytest.mark.django_db

Status = Alarm.Status
WORK = "admin:articles_alarm_work"


def make_seat(title: str = "区长", kind: str = "government", order: int = 20) -> Post:
    district = make_organization(parent=make_organization("临江市"))
    return make_post(make_organization(f"柳河区{kind}", kind, district), title, order=order)


def sight(person: Person, post: Post, day: date, body: str = "") -> PostClaim:
    body = body or f"昨日上午，{post.title}{person.name}到北岸查看。工程按期完工。"
    article = make_article(f"{person.name}查看清淤", make_page(make_issue(day)), body=body)
    start = body.index(person.name)
    mention = Mention.objects.create(
        article=article,
        person=person,
        name=person.name,
        posts=[post.title],
        start=start,
        end=start + len(person.name),
    )
    return make_claim(mention, post, printed=post.title)


def two_holders() -> Alarm:
    post = make_seat()
    for name in ("周立群", "何维"):
        person = make_person(name, is_official=True)
        days = [date(2018, 1, 5), date(2018, 6, 30)]
        for day in days:
            sight(person, post, day)
        make_tenure(person, post, *days)
    redraw_alarms(list(Person.objects.values_list("pk", flat=True)))
    return Alarm.objects.get()


def page_of(alarm: Alarm) -> str:
    return reverse("admin:articles_alarm_change", args=[alarm.pk])


def other_alarm(number: int = 0, kind: str = "order", **values) -> Alarm:
    text = f"次序{number}"
    return Alarm.objects.create(kind=kind, key=f"{kind}:x{number}", message=text, **values)


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_two_holders_stand_side_by_side_with_their_sentences(admin_client) -> None:
    alarm = two_holders()
    text = admin_client.get(reverse(WORK), follow=True).text

    assert alarm.message in text
    assert "昨日上午，区长<mark>周立群</mark>到北岸查看。" in text
    assert "昨日上午，区长<mark>何维</mark>到北岸查看。" in text
    assert "2018年1月5日 — 2018年6月30日" in text
    for tenure in Tenure.objects.all():
        assert reverse("admin:people_tenure_change", args=[tenure.pk]) in text


def test_both_posts_of_one_person_are_compared(admin_client) -> None:
    person = make_person("周立群", is_official=True)
    for post in (make_seat(), make_seat("主任", "congress", 30)):
        sight(person, post, date(2018, 1, 5))
        make_tenure(person, post, date(2018, 1, 5), date(2018, 1, 5))
    redraw_alarms([person.pk])
    text = admin_client.get(page_of(Alarm.objects.get())).text

    assert "区长<mark>周立群</mark>" in text
    assert "主任<mark>周立群</mark>" in text


def test_what_lies_outside_a_tenure_is_quoted_with_its_day(admin_client) -> None:
    person, post = make_person("周立群", is_official=True), make_seat()
    make_tenure(person, post, date(2018, 1, 5), date(2018, 6, 30), status="confirmed")
    for day in (date(2018, 2, 1), date(2019, 3, 14)):
        sight(person, post, day)
    redraw_alarms([person.pk])
    outside = admin_client.get(page_of(Alarm.objects.get())).text.split("任期之外见报")[1]

    assert "2019年3月14日" in outside
    assert "2018年2月1日" not in outside


def test_a_list_against_custom_is_shown_with_every_name_marked(admin_client) -> None:
    body = "北岸昨日开工。\n\n区长何维、区委书记周立群出席，河长林晓禾主持。\n\n工程六月完工。"
    article = make_article(body=body)
    seats = {
        "何维": make_seat(),
        "周立群": make_seat("书记", "party", 10),
        "林晓禾": make_seat("河长", "other", 900),
    }
    for name, post in seats.items():
        start = body.index(name)
        mention = Mention.objects.create(
            article=article, name=name, posts=[post.title], start=start, end=start + len(name)
        )
        make_claim(mention, post)
    Mention.objects.filter(name="周立群").update(posts=["区委书记"])
    redraw_order_alarms([article.pk])
    text = admin_client.get(page_of(Alarm.objects.get())).text

    assert "区长<mark>何维</mark>、区委书记<mark>周立群</mark>出席" in text
    assert "工程六月完工" not in text
    assert text.index("惯例排位 20") < text.index("惯例排位 10")


@pytest.mark.parametrize("choice", ["accepted", "dismissed"])
def test_a_decision_is_kept_with_who_made_it_and_the_next_one_comes(
    admin_client, admin_user, choice
) -> None:
    first, second = other_alarm(1), other_alarm(2)
    data = {"choice": choice, "note": "已查报纸"}
    response = admin_client.post(page_of(first), data, follow=True)

    first.refresh_from_db()
    assert (first.status, first.note, first.decided_by) == (choice, "已查报纸", admin_user)
    assert first.decided_at is not None
    assert response.redirect_chain[-1][0] == page_of(second)
    assert LogEntry.objects.get().object_id == str(first.pk)


def test_skipping_decides_nothing_and_the_end_says_how_many_were_skipped(admin_client) -> None:
    first, second = other_alarm(1), other_alarm(2)
    assert admin_client.post(page_of(first), {"choice": "skip"}).url == page_of(second)
    response = admin_client.post(page_of(second), {"choice": "skip"}, follow=True)

    assert "跳过的还有 2 条" in messages(response)
    assert Alarm.objects.filter(status=Status.OPEN).count() == 2


def test_the_last_decision_is_undone_and_its_note_kept(admin_client) -> None:
    first, second = other_alarm(1), other_alarm(2)
    admin_client.post(page_of(first), {"choice": "dismissed", "note": "惯例如此"})
    response = admin_client.post(page_of(second), {"choice": "undo"}, follow=True)

    first.refresh_from_db()
    assert (first.status, first.decided_by, first.note) == (Status.OPEN, None, "惯例如此")
    assert response.redirect_chain[-1][0] == page_of(first)
    assert "惯例如此</textarea>" in response.text
    again = admin_client.post(page_of(first), {"choice": "undo"}, follow=True)
    assert "没有可以撤销的" in messages(again)


def test_a_decided_alarm_is_listed_and_opened_again(admin_client) -> None:
    alarm = other_alarm(status=Status.DISMISSED)
    listing = reverse("admin:articles_alarm_changelist")
    found = admin_client.get(listing, {"status__exact": "dismissed"}).context["cl"].result_list
    assert list(found) == [alarm]
    assert "重新打开" in admin_client.get(page_of(alarm)).text

    admin_client.post(page_of(alarm), {"choice": "open"})
    alarm.refresh_from_db()
    assert alarm.status == Status.OPEN


def test_several_are_dismissed_and_opened_again_in_the_list(admin_client) -> None:
    alarms = [other_alarm(number) for number in range(3)]
    alarms.append(other_alarm(9, status=Status.ACCEPTED, note="属实"))
    listing = reverse("admin:articles_alarm_changelist")
    data = {"action": "dismiss", "_selected_action": [alarm.pk for alarm in alarms]}
    assert "3 条标为不成问题" in messages(admin_client.post(listing, data, follow=True))
    assert Alarm.objects.get(status=Status.ACCEPTED).note == "属实"

    response = admin_client.post(listing, data | {"action": "ask_again"}, follow=True)
    assert "4 条重新待处理" in messages(response)


def test_only_one_kind_is_worked_through_when_it_is_chosen(admin_client) -> None:
    other_alarm(1)
    second = other_alarm(2, "incompatible")
    third = other_alarm(3, "incompatible")
    first = admin_client.get(reverse(WORK), {"kind": "incompatible"})
    assert first.url == f"{page_of(second)}?kind=incompatible"

    data = {"choice": "dismissed", "kind": "incompatible"}
    assert admin_client.post(first.url, data).url == f"{page_of(third)}?kind=incompatible"
    assert "排名与惯例不合 1" in admin_client.get(page_of(third)).text


def test_what_another_editor_decided_meanwhile_stays(admin_client) -> None:
    alarm = other_alarm(status=Status.ACCEPTED, note="属实")
    response = admin_client.post(page_of(alarm), {"choice": "dismissed"}, follow=True)

    alarm.refresh_from_db()
    assert alarm.status == Status.ACCEPTED
    assert "别的编辑已经处理" in messages(response)


@pytest.mark.parametrize(
    "data", [{}, {"choice": "delete"}, {"choice": "accepted", "note": "长" * 201}]
)
def test_a_form_that_says_nothing_decides_nothing(admin_client, data) -> None:
    alarm = other_alarm()
    response = admin_client.post(page_of(alarm), data, follow=True)

    assert "没有处理" in messages(response)
    assert Alarm.objects.get().status == Status.OPEN


def test_an_alarm_that_went_away_leads_on(admin_client) -> None:
    alarm = other_alarm(1)
    address = page_of(alarm)
    alarm.delete()
    response = admin_client.get(address, follow=True)

    assert "已不在" in messages(response)


def test_who_may_only_look_is_shown_no_button_and_decides_nothing(client) -> None:
    user = User.objects.create(username="实习编辑", is_staff=True)
    alarm = other_alarm()
    client.force_login(user)
    assert client.get(reverse(WORK)).status_code == 403

    user.user_permissions.set(Permission.objects.filter(codename="view_alarm"))
    client.force_login(User.objects.get(pk=user.pk))
    assert 'name="choice"' not in client.get(page_of(alarm)).text
    assert client.post(page_of(alarm), {"choice": "accepted"}).status_code == 403


@pytest.mark.parametrize("number", [10, 2000])
def test_an_alarm_takes_as_many_queries_among_ten_as_among_two_thousand(
    admin_client, number
) -> None:
    alarm = two_holders()
    Alarm.objects.bulk_create(
        Alarm(kind="order", key=f"order:x{each}", message="次序") for each in range(number)
    )
    admin_client.get(page_of(alarm))
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(page_of(alarm))

    # session, user; the alarm; counts by kind; the post, the tenures, which claims, the claims
    assert len(captured) == 12  # five of them count what is open, and stop early
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(reverse("admin:articles_alarm_changelist"))
    assert len(captured) == 3  # session, user, and a page of them


def test_the_first_screen_counts_the_open_ones(admin_client) -> None:
    other_alarm(1)
    other_alarm(2, status=Status.DISMISSED)
    response = admin_client.get(reverse("admin:index"))

    assert ("admin:articles_alarm_work", "疑点", "1") in response.context["people_counts"]
