"""Tenures drawn from what is published: their ends, what they rest on, and what they leave alone."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.editing import set_status
from articles.listing import list_new, relist
from articles.models import Article, PostClaim
from articles.tenures import extend_tenures, redraw_tenures
from people.models import Person, Post, Tenure
from tests.factories import (
    make_article,
    make_claim,
    make_issue,
    make_mention,
    make_page,
    make_person,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db


def sight(
    day: date | None,
    person: Person,
    post: Post,
    standing: str = "current",
    precision: str = "day",
    **story,
) -> PostClaim:
    """A story of that day that prints the person with the post."""
    page = make_page(issue=make_issue(day, precision))
    mention = make_mention(make_article(page=page, **story), person.name, [post.title])
    mention.person = person
    mention.save()
    return make_claim(mention, post, standing)


def spans(person: Person) -> list[tuple]:
    tenures = Tenure.objects.filter(person=person).order_by("start")
    return [(each.start, each.end) for each in tenures]


def test_a_tenure_runs_from_first_to_last_in_print() -> None:
    person, post = make_person(is_official=True), make_post()
    for day in (date(2018, 5, 2), date(2017, 3, 1), date(2019, 1, 9)):
        sight(day, person, post)
    redraw_tenures([person.pk])

    tenure = Tenure.objects.get()
    assert (tenure.start, tenure.end) == (date(2017, 3, 1), date(2019, 1, 9))
    assert (tenure.start_basis, tenure.end_basis) == ("first", "last")
    assert tenure.status == Tenure.Status.INFERRED


def test_the_ends_say_how_well_they_are_known() -> None:
    person, post = make_person(is_official=True), make_post()
    sight(date(2018, 3, 1), person, post, precision="month")
    sight(date(2019, 1, 1), person, post, precision="year")
    redraw_tenures([person.pk])

    tenure = Tenure.objects.get()
    assert (tenure.start_precision, tenure.end_precision) == ("month", "year")


def test_a_post_seen_only_on_undated_pages_has_no_dates() -> None:
    person, post = make_person(is_official=True), make_post()
    sight(None, person, post)
    redraw_tenures([person.pk])

    tenure = Tenure.objects.get()
    assert (tenure.start, tenure.end, tenure.start_basis) == (None, None, "")


@pytest.mark.parametrize("standing", ["former", "nominee"])
def test_who_was_or_may_become_something_is_not_in_the_post(standing) -> None:
    person, post = make_person(is_official=True), make_post()
    sight(date(2018, 5, 2), person, post, standing)
    redraw_tenures([person.pk])

    assert not Tenure.objects.exists()


def test_reports_of_appointment_and_dismissal_are_the_basis_of_the_ends() -> None:
    person, post = make_person(is_official=True), make_post()
    sight(date(2017, 3, 1), person, post, "appointed")
    sight(date(2018, 5, 2), person, post)
    sight(date(2019, 1, 9), person, post, "removed")
    redraw_tenures([person.pk])

    tenure = Tenure.objects.get()
    assert (tenure.start, tenure.start_basis) == (date(2017, 3, 1), "appointment")
    assert (tenure.end, tenure.end_basis) == (date(2019, 1, 9), "appointment")


def test_who_returns_to_a_single_seat_after_another_has_two_tenures() -> None:
    first, second, post = make_person("林晓禾"), make_person("周立群"), make_post()
    sight(date(2012, 5, 2), first, post)
    sight(date(2014, 5, 2), second, post)
    sight(date(2017, 5, 2), first, post)
    redraw_tenures([first.pk, second.pk])

    assert spans(first) == [
        (date(2012, 5, 2), date(2012, 5, 2)),
        (date(2017, 5, 2), date(2017, 5, 2)),
    ]


def test_a_stray_holder_in_between_parts_nothing() -> None:
    """One wrong reading among many must not cut a term; the alarm tells of it."""
    first, second, post = make_person("林晓禾"), make_person("周立群"), make_post()
    for month in (1, 3, 5):
        sight(date(2018, month, 2), first, post)
    sight(date(2018, 4, 2), second, post)
    redraw_tenures([first.pk, second.pk])

    assert spans(first) == [(date(2018, 1, 2), date(2018, 5, 2))]


def test_who_came_between_parts_the_terms_of_another_only_while_in_print() -> None:
    one, other, seat = (
        make_person(is_official=True),
        make_person("何维", is_official=True),
        make_post(),
    )
    for day in (date(2013, 1, 1), date(2020, 1, 1)):
        sight(day, one, seat)
    redraw_tenures([one.pk])
    assert spans(one) == [(date(2013, 1, 1), date(2020, 1, 1))]

    between = sight(date(2016, 1, 1), other, seat)
    list_new([between.article_id])
    assert spans(one) == [(day, day) for day in (date(2013, 1, 1), date(2020, 1, 1))]

    set_status(Article.objects.filter(pk=between.article_id), Article.Status.WITHDRAWN)
    assert spans(one) == [(date(2013, 1, 1), date(2020, 1, 1))]


def test_a_further_day_of_one_parts_the_terms_of_another() -> None:
    one, other, seat = (
        make_person(is_official=True),
        make_person("何维", is_official=True),
        make_post(),
    )
    for day in (date(2013, 1, 1), date(2020, 1, 1)):
        sight(day, one, seat)
    sight(date(2012, 1, 1), other, seat)
    redraw_tenures([one.pk, other.pk])
    assert len(spans(one)) == 1

    list_new([sight(date(2013, 10, 1), other, seat).article_id])

    assert spans(other) == [(date(2012, 1, 1), date(2013, 10, 1))]
    assert len(spans(one)) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked there alone")
def test_two_stories_that_come_out_at_once_make_one_tenure() -> None:
    person, post = make_person(is_official=True), make_post()
    days = [date(2019, 5, 1), date(2019, 6, 1)]
    stories = [sight(day, person, post, status="reviewed").article_id for day in days]
    done = Event()

    def publish_the_second() -> None:
        set_status(Article.objects.filter(pk=stories[1]), Article.Status.PUBLISHED)
        done.set()
        connection.close()

    thread = Thread(target=publish_the_second)
    with transaction.atomic():
        set_status(Article.objects.filter(pk=stories[0]), Article.Status.PUBLISHED)
        thread.start()
        assert not done.wait(0.5)
    thread.join()

    assert spans(person) == [(days[0], days[1])]


def test_long_silence_alone_parts_nothing() -> None:
    person, post = make_person(), make_post()
    sight(date(2012, 5, 2), person, post)
    sight(date(2017, 5, 2), person, post)
    redraw_tenures([person.pk])

    assert len(spans(person)) == 1


def test_only_what_readers_may_see_is_drawn_on() -> None:
    person, post = make_person(is_official=True), make_post()
    sight(date(2018, 5, 2), person, post)
    sight(date(2019, 5, 2), person, post, status=Article.Status.IMPORTED)
    later = timezone.now() + timedelta(days=1)
    sight(date(2020, 5, 2), person, post, published_at=later)
    redraw_tenures([person.pk])

    assert spans(person) == [(date(2018, 5, 2), date(2018, 5, 2))]


def test_drawing_again_writes_nothing(django_assert_num_queries) -> None:
    person, post = make_person(is_official=True), make_post()
    sight(date(2018, 5, 2), person, post)
    redraw_tenures([person.pk])
    before = list(Tenure.objects.values())

    with django_assert_num_queries(
        6
    ):  # who they are, the claims, the tenures held, and three for alarms
        assert redraw_tenures([person.pk]) == set()
    assert list(Tenure.objects.values()) == before


@pytest.mark.parametrize("status", ["confirmed", "disputed"])
def test_an_editors_tenure_is_left_alone_and_nothing_inferred_beside_it(status) -> None:
    person, post = make_person(is_official=True), make_post()
    make_tenure(person, post, date(2016, 1, 1), date(2017, 1, 1), status=status)
    sight(date(2018, 5, 2), person, post)
    redraw_tenures([person.pk])

    assert spans(person) == [(date(2016, 1, 1), date(2017, 1, 1))]


def test_a_tenure_goes_with_the_last_story_that_shows_it() -> None:
    person, post = make_person(is_official=True), make_post()
    claim = sight(date(2018, 5, 2), person, post)
    redraw_tenures([person.pk])
    set_status(Article.objects.filter(pk=claim.article_id), Article.Status.WITHDRAWN)

    assert not Tenure.objects.exists()


def test_publishing_draws_and_a_new_date_moves_the_ends() -> None:
    person, post = make_person(is_official=True), make_post()
    claim = sight(date(2018, 5, 2), person, post, status=Article.Status.REVIEWED)
    set_status(Article.objects.filter(pk=claim.article_id), Article.Status.PUBLISHED)
    assert spans(person) == [(date(2018, 5, 2), date(2018, 5, 2))]

    story = claim.article
    story.refresh_from_db()
    story.page = make_page(issue=make_issue(date(2019, 5, 2)))
    story.save()
    relist([story.pk])

    assert spans(person) == [(date(2019, 5, 2), date(2019, 5, 2))]


@pytest.mark.parametrize(
    "days",
    [
        [date(2018, 5, 2), date(2018, 6, 2)],
        [date(2018, 6, 2), date(2018, 5, 2)],
        [date(2018, 6, 2), date(2018, 6, 2), date(2018, 6, 1)],
        [date(2014, 6, 2), date(2018, 6, 2), date(2016, 6, 1)],
        [None, date(2018, 6, 2), None, date(2018, 6, 1)],
    ],
)
@pytest.mark.parametrize("standing", ["current", "acting", "appointed", "removed"])
def test_what_is_added_story_by_story_is_what_is_drawn_at_once(days, standing) -> None:
    person, other, post = make_person("林晓禾"), make_person("周立群"), make_post()
    claims = [sight(day, person, post) for day in days]
    claims += [
        sight(date(2016, 7, 1), other, post),
        sight(date(2018, 7, 1), person, post, standing),
    ]
    for claim in claims:
        claim.delete()
        PostClaim.objects.bulk_create([claim])
        list_new([claim.article_id])
    added = list(Tenure.objects.order_by("person", "start").values_list("person", "start", "end"))
    Tenure.objects.all().delete()
    redraw_tenures([person.pk, other.pk])

    drawn = list(Tenure.objects.order_by("person", "start").values_list("person", "start", "end"))
    assert added == drawn


def test_a_further_day_of_somebody_in_print_every_day_reads_one_row(
    django_assert_num_queries,
) -> None:
    person, post = make_person(is_official=True), make_post()
    for day in range(1, 20):
        sight(date(2018, 5, day), person, post)
    redraw_tenures([person.pk])
    newest = sight(date(2018, 5, 20), person, post)

    with django_assert_num_queries(8):  # claims added, who, tenures held, the new end, others in
        # the seat; alarms
        extend_tenures([newest.article_id])

    assert spans(person) == [(date(2018, 5, 1), date(2018, 5, 20))]
