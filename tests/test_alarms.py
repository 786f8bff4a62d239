"""What cannot well be true of who held which post: raised once, judged once, gone when mended."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from articles.alarms import redraw_alarms
from articles.editing import set_status
from articles.models import Alarm, Article
from articles.spans import overlap, span_text
from articles.storage import store_page
from articles.tenures import redraw_tenures
from people.models import Organization, Person, Post, Tenure
from tests.factories import (
    make_article,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_tenure,
)
from tests.parsed import make_parsed, make_story

Kind, Status = Alarm.Kind, Alarm.Status


def known(text: str) -> tuple[date | None, str]:
    """2018-05-31, 2018-05 or 2018 as a date and its precision; "" is not known."""
    precision = {10: "day", 7: "month", 4: "year", 0: "none"}[len(text)]
    return (date.fromisoformat(f"{text}-01-01"[:10]) if text else None), precision


def span(start: str, end: str) -> dict:
    """The columns of a tenure."""
    (first, start_precision), (last, end_precision) = known(start), known(end)
    return {
        "start": first,
        "start_precision": start_precision,
        "end": last,
        "end_precision": end_precision,
    }


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("2018-01-05", "2018-06-30"), ("2018-06-30", "2019-01-01"), True),
        (("2018-01-05", "2018-06-29"), ("2018-06-30", "2019-01-01"), False),
        (("2018-01-05", "2019-06-30"), ("2018-03-01", "2018-03-01"), True),  # seen once within
        (("2018-01-05", "2018-01-05"), ("2018-01-05", "2018-01-05"), True),
        # One leaves and the other comes within a month: the month does not tell who was first.
        (("2018-01", "2018-06"), ("2018-06", "2019-01"), False),
        (("2018-01", "2018-07"), ("2018-06", "2019-01"), True),
        (("2018-01-05", "2018-06"), ("2018-06-15", "2019-01"), False),
        (("2018-01-05", "2018-06-30"), ("2018-06", "2019-01"), True),  # the last of that month
        (("2018-01-05", "2018-06-29"), ("2018-06", "2019-01"), False),
        (("2018-01-05", "2018-02-28"), ("2018-02", "2019-01"), True),  # no leap year
        (("2020-01-05", "2020-02-28"), ("2020-02", "2021-01"), False),  # one
        (("2016", "2018"), ("2018", "2020"), False),
        (("2016", "2019"), ("2018", "2020"), True),
        (("2016", "2018-12-31"), ("2018", "2020"), True),
        (("2018", "2018"), ("2018", "2018"), False),  # some day of that year, each
        (("2018-12-31", "2018-12-31"), ("2018", "2019"), True),
        # What is open at an end may end anywhere.
        (("2016", ""), ("2018", "2020"), False),
        (("", "2019"), ("2018", "2020"), False),
        (("", ""), ("2018", "2020"), False),
    ],
)
def test_two_tenures_overlap_only_where_a_day_is_surely_in_both(one, other, expected) -> None:
    first, second = Tenure(**span(*one)), Tenure(**span(*other))

    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2018-03-14", "2019-11-25", "2018年3月14日至2019年11月25日"),
        ("2018-03", "2019", "2018年3月至2019年"),
        ("2018-03-14", "2018-03-14", "2018年3月14日"),
        ("2018-03", "", "2018年3月至？"),
        ("", "", "？"),
    ],
)
def test_a_span_is_told_as_far_as_it_is_known(start, end, text) -> None:
    assert span_text(Tenure(**span(start, end))) == text


def body_of(kind: str = "government", place: str = "柳河区") -> Organization:
    """The body of that kind right below a place of one city."""
    city = make_organization("临江市")
    district = make_organization(place, parent=city)
    return make_organization(f"{place}{kind}", kind, district)


def hold(name: str, post: Post, start: str, end: str, **values) -> Tenure:
    person, _ = Person.objects.get_or_create(name=name, is_official=True)
    return Tenure.objects.create(person=person, post=post, **span(start, end), **values)


def raised() -> list[tuple[str, str]]:
    redraw_alarms(list(Person.objects.values_list("pk", flat=True)))
    return list(Alarm.objects.values_list("kind", "status"))


@pytest.mark.django_db
def test_two_people_in_a_single_seat_are_an_alarm_that_says_who_and_when() -> None:
    post = make_post(body_of())
    hold("周立群", post, "2018-01-05", "2018-06-30")
    hold("何维", post, "2018-05", "2019-01")

    assert raised() == [("two-holders", "open")]
    alarm = Alarm.objects.get()
    assert {alarm.person.name, alarm.other.name} == {"周立群", "何维"}
    assert alarm.post == post
    for words in ("周立群（2018年1月5日至2018年6月30日）", "何维（2018年5月至2019年1月）"):
        assert words in alarm.message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("single_seat", "second"),
    [
        (False, ("2018-05-01", "2019-01-01")),  # deputies
        (True, ("2018-07-01", "2019-01-01")),  # one after the other
    ],
)
def test_deputies_and_successors_are_no_alarm(single_seat, second) -> None:
    post = make_post(body_of(), single_seat=single_seat)
    hold("周立群", post, "2018-01-05", "2018-06-30")
    hold("何维", post, *second)

    assert raised() == []


@pytest.mark.django_db
def test_one_person_twice_in_a_seat_is_no_two_holders() -> None:
    post = make_post(body_of())
    hold("周立群", post, "2018-01-05", "2018-06-30")
    hold("周立群", post, "2018-03-05", "2019-06-30")

    assert raised() == []


@pytest.mark.django_db
def test_three_in_one_seat_are_an_alarm_for_each_two() -> None:
    post = make_post(body_of())
    for name in ("周立群", "何维", "林晓禾"):
        hold(name, post, "2018-01-05", "2018-06-30")

    assert raised() == [("two-holders", "open")] * 3


@pytest.mark.django_db
def test_redrawing_one_of_two_finds_the_other() -> None:
    post = make_post(body_of())
    first = hold("周立群", post, "2018-01-05", "2018-06-30")
    hold("何维", post, "2018-05-01", "2019-01-01")
    redraw_alarms([first.person_id])

    assert Alarm.objects.get().other is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 人大常委会主任 may hold no office of administration, supervision, court, procuratorate.
        (("congress", "主任"), ("government", "区长"), True),
        (("court", "院长"), ("congress", "主任"), True),
        (("procuratorate", "检察长"), ("court", "院长"), True),
        (("consultative", "主席"), ("government", "区长"), True),
        # The head of the party often chairs the congress, and its deputy heads the government.
        (("party", "书记"), ("congress", "主任"), False),
        (("party", "书记"), ("government", "区长"), False),
        (("department", "局长"), ("congress", "主任"), False),
        # Not the head of anything.
        (("government", "常务副区长"), ("congress", "主任"), False),
    ],
)
def test_heads_of_what_must_stay_apart_are_an_alarm(first, second, expected) -> None:
    for kind, title in (first, second):
        hold("周立群", make_post(body_of(kind), title), "2018-01-05", "2018-06-30")

    assert raised() == ([("incompatible", "open")] if expected else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "place", "expected"),
    [
        ("party", "青石区", True),  # in two districts of one city
        ("party", "柳河区", False),  # the same post, twice
    ],
)
def test_the_head_of_two_places_at_a_time_is_an_alarm(kind, place, expected) -> None:
    hold("周立群", make_post(body_of(kind), "书记"), "2018-01-05", "2018-06-30")
    hold("周立群", make_post(body_of(kind, place), "书记"), "2018-05-05", "2018-08-30")

    assert bool(raised()) is expected


@pytest.mark.django_db
def test_a_head_who_moves_on_is_no_alarm() -> None:
    hold("周立群", make_post(body_of("government")), "2018-01-05", "2018-06-30")
    hold("周立群", make_post(body_of("congress"), "主任"), "2018-07-05", "2018-08-30")

    assert raised() == []


def sight(person: Person, post: Post, day: str, **story) -> Article:
    first, precision = known(day)
    page = make_page(issue=make_issue(first, precision))
    mention = make_mention(make_article(page=page, **story), person.name, [post.title])
    mention.person = person
    mention.save()
    make_claim(mention, post)
    return mention.article


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "seen", "expected"),
    [
        ("2018-03-14", "2019-03-14", "2018-03-14", False),
        ("2018-03-14", "2019-03-14", "2018-03-13", True),
        ("2018-03-14", "2019-03-14", "2019-03-15", True),
        # Known to the month, it may have been any day of it.
        ("2018-03", "2019-03", "2019-03-31", False),
        ("2018-03", "2019-03", "2019-04-01", True),
        ("2018-03-14", "2019-03-14", "2019-03", False),
        ("2018", "2019", "2019-12-31", False),
        ("2018", "2019", "2020", True),
        ("2018-03", "", "2028-03-14", False),  # with an open end
        ("2018-03", "", "2018-02-14", True),
        ("2018-03", "2019-03", "", False),  # on an undated page
    ],
)
def test_a_story_outside_an_editors_dates_is_an_alarm(start, end, seen, expected) -> None:
    post = make_post(body_of())
    tenure = hold("周立群", post, start, end, status=Tenure.Status.CONFIRMED)
    sight(tenure.person, post, seen)

    assert raised() == ([("outside-tenure", "open")] if expected else [])


@pytest.mark.django_db
def test_a_story_inside_either_of_two_terms_is_no_alarm_and_the_first_outside_is_told() -> None:
    post = make_post(body_of())
    hold("周立群", post, "2012", "2014", status=Tenure.Status.CONFIRMED)
    second = hold("周立群", post, "2017", "2019", status=Tenure.Status.CONFIRMED)
    for day in ("2013-05-01", "2018-05-01"):
        sight(second.person, post, day)
    assert raised() == []

    for day in ("2016-02-01", "2015-05-01", "2016-01-01"):
        sight(second.person, post, day)
    assert raised() == [("outside-tenure", "open")]
    assert "2015年5月1日的报纸仍称周立群为" in Alarm.objects.get().message
    assert "2012年至2014年、2017年至2019年" in Alarm.objects.get().message


@pytest.mark.django_db
def test_what_readers_cannot_see_is_outside_no_tenure() -> None:
    post = make_post(body_of())
    tenure = hold("周立群", post, "2018", "2019", status=Tenure.Status.CONFIRMED)
    story = sight(tenure.person, post, "2021-05-01")
    assert raised() == [("outside-tenure", "open")]

    set_status(Article.objects.filter(pk=story.pk), Article.Status.WITHDRAWN)
    assert not Alarm.objects.exists()


@pytest.mark.django_db
def test_a_long_message_is_cut_and_drawn_only_once() -> None:
    post = make_post(body_of())
    for year in range(1900, 1990, 2):
        terms = {"status": Tenure.Status.CONFIRMED}
        tenure = hold("周立群", post, f"{year}-03-14", f"{year}-05-14", **terms)
    sight(tenure.person, post, "2018-05-01")
    raised()
    assert len(Alarm.objects.get().message) == 400

    before = Alarm.objects.values().get()
    assert raised() == [("outside-tenure", "open")]
    assert Alarm.objects.values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DISMISSED])
def test_what_was_decided_is_not_raised_again(status) -> None:
    post = make_post(body_of())
    for name in ("周立群", "何维"):
        hold(name, post, "2018-01-05", "2018-06-30")
    raised()
    Alarm.objects.update(status=status, note="已查报纸")
    Tenure.objects.filter(person__name="何维").update(end=date(2018, 9, 30))

    assert raised() == [("two-holders", status)]
    assert Alarm.objects.get().note == "已查报纸"

    # Nor when it was no longer so in between.
    Tenure.objects.filter(person__name="何维").update(start=date(2018, 8, 1))
    raised()
    Tenure.objects.filter(person__name="何维").update(start=date(2018, 1, 5))
    assert raised() == [("two-holders", status)]


@pytest.mark.django_db
def test_an_open_alarm_follows_the_dates_and_goes_when_they_no_longer_meet() -> None:
    post = make_post(body_of())
    hold("周立群", post, "2018-01-05", "2018-06-30")
    second = hold("何维", post, "2018-05-01", "2019-01-01")
    raised()
    number = Alarm.objects.get().pk
    Tenure.objects.filter(pk=second.pk).update(start=date(2018, 6, 1))
    raised()
    assert "2018年6月1日" in Alarm.objects.get(pk=number).message

    Tenure.objects.filter(pk=second.pk).update(start=date(2018, 7, 1))
    assert raised() == []


@pytest.mark.django_db
def test_what_an_editor_disputes_raises_nothing() -> None:
    """To dispute one of two tenures is how an editor settles which of them is wrong."""
    post = make_post(body_of())
    hold("周立群", post, "2018-01-05", "2018-06-30")
    second = hold("何维", post, "2018-05-01", "2019-01-01")
    raised()
    Tenure.objects.filter(pk=second.pk).update(status=Tenure.Status.DISPUTED)

    assert raised() == []


def store(day: str, name: str) -> None:
    """A published page of 瀍河回族区 that names the head of its government."""
    story = make_story(
        f"{day}的会议", officials={name: ("区长",)}, bylines=(), body=(f"区长{name}参加。",)
    )
    parsed = make_parsed(story, day=day, name="瀍河新闻", paper="洛阳晚报")
    store_page(parsed, publish=True)


@pytest.mark.django_db
def test_a_decision_outlasts_further_imports_and_drawing_all_anew() -> None:
    for day, name in (("2018-03-14", "周立群"), ("2018-05-14", "周立群"), ("2018-04-14", "何维")):
        store(day, name)
    assert Alarm.objects.get().status == Status.OPEN
    Alarm.objects.update(status=Status.DISMISSED, note="代理区长")
    store("2018-04-20", "何维")
    store("2018-04-20", "何维")
    call_command("redraw_people", stdout=StringIO())

    alarm = Alarm.objects.get()
    assert (alarm.status, alarm.note) == (Status.DISMISSED, "代理区长")


@pytest.mark.django_db
@pytest.mark.parametrize("people", [10, 2000])
def test_alarms_take_as_many_queries_for_ten_people_as_for_two_thousand(
    django_assert_num_queries, people
) -> None:
    post = make_post(body_of())
    Person.objects.bulk_create(
        Person(name=f"周{number}", pinyin="zhou", is_official=True) for number in range(people)
    )
    numbers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    # Ten overlap; the others came one after the other.
    Tenure.objects.bulk_create(
        Tenure(person_id=number, post=post, **span("2018-01-05", "2018-06-30"))
        for number in numbers[:10]
    )
    make_tenure(make_person("何维"), post, date(2019, 1, 1), date(2019, 2, 1))

    # Tenures of these, of others in their seats, the alarms held; they are written in one more.
    with django_assert_num_queries(4):
        redraw_alarms(numbers[:500])
    with django_assert_num_queries(3):
        redraw_alarms(numbers[:500])
    assert Alarm.objects.count() == 45


@pytest.mark.django_db
def test_drawing_tenures_draws_the_alarms_that_follow() -> None:
    post = make_post(body_of())
    people = [make_person(name, is_official=True) for name in ("周立群", "何维")]
    for day in ("2018-05-01", "2018-07-01"):
        for person in people:
            sight(person, post, day)
    redraw_tenures([person.pk for person in people])

    assert Alarm.objects.get().kind == Kind.TWO_HOLDERS
