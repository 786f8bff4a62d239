from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from articles.linking import remove_unused
from articles.merge_plan import plan_merge
from articles.merging import HANDLED, MergeError, merge_people, relations
from articles.models import Alarm, ArchiveStamp, Article, Byline, Mention
from articles.splitting import mark_different, move_mention, split_person
from articles.tenures import redraw_tenures
from articles.unmerging import undo_merge
from people.models import (
    LinkDecision,
    OtherName,
    Person,
    PersonMerge,
    PersonPair,
    PersonRedirect,
    Tenure,
)
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

MONDAY, TUESDAY, WEDNESDAY = (date(2019, 11, day) for day in (25, 26, 27))


def all_rows() -> dict[str, list[dict]]:
    """Every row of the paper and the people, without the log of merges."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for app in ("people", "articles")
        for model in apps.get_app_config(app).get_models()
        if model not in (PersonMerge, ArchiveStamp) and not model._meta.proxy
    }


def name_in(person: Person, *, day: date = MONDAY, name: str = "", **values) -> Mention:
    article = make_article(page=make_page(make_issue(day)))
    return Mention.objects.create(
        article=article, person=person, name=name or person.name, posts=["区长"], **values
    )


def sign(person: Person, *, role: str = "记者", article: Article | None = None) -> Byline:
    article = article or make_article()
    return Byline.objects.create(article=article, person=person, name=person.name, role=role)


def pair(one: Person, other: Person, status: str = "open", **values) -> PersonPair:
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PersonPair.objects.create(
        one=first, other=second, kind="namesake", reason="同名", status=status, **values
    )


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("陆编辑")


def test_every_relation_to_a_person_is_handled() -> None:
    assert relations().keys() == HANDLED.keys()


def test_a_relation_nobody_thought_of_stops_a_merge(monkeypatch) -> None:
    kept, merged = make_person(), make_person()
    monkeypatch.delitem(HANDLED, "articles.Mention.person")

    with pytest.raises(NotImplementedError, match=r"articles\.Mention\.person"):
        merge_people(kept, merged, None)

    assert Person.objects.count() == 2


def test_stories_names_and_tenures_move(editor) -> None:
    kept = make_person("周立群", is_official=True, note="市人")
    merged = make_person("周立裙", is_reporter=True, confirmed=True, note="区人")
    mention, byline = name_in(merged), sign(merged)
    merged.other_names.create(name="周丽群", kind=OtherName.Kind.PEN)
    tenure = make_tenure(merged, make_post(), MONDAY, status="confirmed")
    decision = LinkDecision.objects.create(name="周立裙", person=merged)
    old = merged.pk

    merge = merge_people(kept, merged, editor)

    for row in (mention, byline, tenure, decision):
        row.refresh_from_db()
        assert row.person_id == kept.pk
    kept.refresh_from_db()
    assert set(kept.other_names.values_list("name", "kind")) == {
        ("周立裙", "variant"),
        ("周丽群", "pen"),
    }
    assert (kept.is_reporter, kept.is_official, kept.confirmed) == (True, True, True)
    assert kept.note == "市人\n区人"
    assert not Person.objects.filter(pk=old).exists()
    assert PersonRedirect.objects.get().person == kept
    assert (merge.kept, merge.merged_id, merge.merged_name) == (kept, old, "周立裙")
    assert merge.merged_by == editor
    assert LogEntry.objects.get(object_id=kept.pk).change_message.startswith("并入了“周立裙”")


def test_a_name_of_both_stays_once_and_says_more() -> None:
    kept, merged = make_person("周立群"), make_person("周立群")
    kept.other_names.create(name="老周")
    merged.other_names.create(name="老周", kind=OtherName.Kind.PEN)
    merged.other_names.create(name="周立群")

    merge_people(kept, merged, None)

    assert list(kept.other_names.values_list("name", "kind")) == [("老周", "pen")]


@pytest.mark.parametrize(
    ("held", "moved", "stands"),
    [
        (None, "different", "different"),
        (None, "open", "open"),
        ("open", "different", "different"),
        ("different", "open", "different"),
        ("same", "different", "different"),
        ("different", "same", "different"),
    ],
)
def test_a_pair_with_a_third_person_keeps_what_was_decided(held, moved, stands) -> None:
    kept, third, merged = make_person(), make_person(), make_person()
    if held:
        pair(kept, third, held)
    pair(merged, third, moved)

    merge_people(kept, merged, None)

    only = PersonPair.objects.get()
    assert (only.one, only.other, only.status) == (kept, third, stands)


def test_the_tenures_of_both_are_drawn_together() -> None:
    kept, merged = make_person(), make_person()
    for person, day in ((kept, MONDAY), (merged, WEDNESDAY)):
        make_claim(name_in(person, day=day), make_post())
    redraw_tenures([kept.pk, merged.pk])

    merge = merge_people(kept, merged, None)

    assert list(Tenure.objects.values_list("person", "start", "end")) == [
        (kept.pk, MONDAY, WEDNESDAY)
    ]
    make_claim(name_in(kept, day=TUESDAY), make_post())
    undo_merge(merge, None)
    assert list(Tenure.objects.order_by("start").values_list("person", "start", "end")) == [
        (kept.pk, MONDAY, TUESDAY),
        (merge.merged_id, WEDNESDAY, WEDNESDAY),
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_judged_of_two_holders_stays_judged(turned) -> None:
    people = [make_person(name) for name in ("甲一", "甲二", "甲三")]
    for person in people:
        for day in (MONDAY, WEDNESDAY):
            make_claim(name_in(person, day=day), make_post())
    redraw_tenures([person.pk for person in people])
    kept, merged, third = reversed(people) if turned else people
    Alarm.objects.filter(Q(person=merged) | Q(other=merged)).update(status="dismissed")

    merge_people(kept, merged, None)

    only = Alarm.objects.get()
    assert only.status == "dismissed"
    assert {only.person, only.other} == {kept, third}


def test_a_person_with_an_old_address_outlives_their_stories() -> None:
    kept, merged = make_person(), make_person()
    merge_people(kept, merged, None)

    assert remove_unused([kept.pk]) == 0


def test_merging_goes_by_the_rows_as_they_are_now() -> None:
    kept, merged, gone = make_person(), make_person(), make_person()
    Person.objects.filter(pk=kept.pk).update(note="新写的")
    Person.objects.filter(pk=gone.pk).delete()

    with pytest.raises(MergeError, match="同一个人"):
        merge_people(kept, Person.objects.get(pk=kept.pk), None)
    with pytest.raises(MergeError, match="已经不在"):
        merge_people(kept, gone, None)
    merge_people(kept, merged, None)

    kept.refresh_from_db()
    assert kept.note == "新写的"


def crowd() -> tuple[Person, Person]:
    """Two people with something in every table that names people, often both the same."""
    kept = make_person("周立群", is_official=True, note="市人")
    third = make_person("周立羣", is_official=True)
    merged = make_person("周立裙", is_reporter=True, confirmed=True, note="区人")
    district = make_organization()
    chief, deputy, secretary = (make_post(district, title) for title in ("区长", "副区长", "书记"))
    for person in (kept, merged, third):
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            make_claim(name_in(person, day=day), chief)
    make_claim(name_in(kept, day=MONDAY), deputy)
    make_claim(name_in(merged, day=WEDNESDAY), deputy)
    for person in (kept, merged):
        sign(person)
        sign(person, role="摄影", article=person.bylines.get().article)
        person.other_names.create(name="老周")
        pair(person, third, decided_at=timezone.now())
        make_tenure(person, secretary, MONDAY, TUESDAY, status="confirmed")
        make_claim(name_in(person, day=WEDNESDAY), secretary)  # after the tenure
        LinkDecision.objects.create(name=person.name, organization=district, person=person)
    merged.other_names.create(name="周立群", kind=OtherName.Kind.PEN)
    PersonPair.objects.filter(one=third).update(status="different")
    pair(kept, merged)
    PersonRedirect.objects.create(old_id=900_001, person=merged)
    PersonRedirect.objects.create(old_id=900_002, person=kept)
    PersonMerge.objects.create(kept=merged, merged_id=900_001, merged_name="周群", record={})
    redraw_tenures([kept.pk, merged.pk, third.pk])
    decided = {"status": "dismissed", "note": "不是", "decided_at": timezone.now()}
    Alarm.objects.filter(Q(person=merged) | Q(other=merged)).update(**decided)
    assert Alarm.objects.count() == 6
    return kept, merged


@pytest.mark.parametrize("turned", [False, True])
def test_merging_and_undoing_leaves_every_row_as_it_was(editor, turned) -> None:
    kept, merged = reversed(crowd()) if turned else crowd()
    before = all_rows()
    merges = list(PersonMerge.objects.values())

    merge = merge_people(kept, merged, editor)
    assert all_rows() != before
    undone = undo_merge(merge, editor)

    assert all_rows() == before
    assert list(PersonMerge.objects.exclude(pk=merge.pk).values()) == merges
    assert undone.left == []
    assert undone.person == merged or undone.person.name == merge.merged_name
    merge.refresh_from_db()
    assert merge.undone_at is not None


def test_several_merges_are_undone_the_newest_first() -> None:
    first, second, third, fourth = (make_person(name) for name in ("甲一", "甲二", "甲三", "甲四"))
    for person in (first, second, third, fourth):
        name_in(person)
        person.other_names.create(name="甲")
    before = all_rows()
    one = merge_people(second, third, None)
    two = merge_people(second, fourth, None)
    three = merge_people(first, second, None)
    assert set(PersonRedirect.objects.values_list("person", flat=True)) == {first.pk}

    for merge in (one, two):
        with pytest.raises(MergeError, match="甲二”并入了“甲一”，请先撤销"):
            undo_merge(merge, None)
    undo_merge(three, None)
    with pytest.raises(MergeError, match="甲四”并入了“甲二”，请先撤销"):
        undo_merge(one, None)
    undo_merge(two, None)
    undo_merge(one, None)
    with pytest.raises(MergeError, match="已经撤销过"):
        undo_merge(one, None)

    assert all_rows() == before


def test_what_came_after_the_merge_stays_where_it_came(editor) -> None:
    kept, merged = make_person("周立群"), make_person("周立裙", is_official=True)
    moved = name_in(merged)
    merge = merge_people(kept, merged, None)
    later = name_in(kept)
    kept.refresh_from_db()
    kept.other_names.filter(name="周立裙").update(kind=OtherName.Kind.FORMER)
    Person.objects.filter(pk=kept.pk).update(note="编辑写的")

    undone = undo_merge(merge, editor)

    moved.refresh_from_db()
    later.refresh_from_db()
    kept.refresh_from_db()
    assert (moved.person_id, later.person_id) == (merge.merged_id, kept.pk)
    # Named as an official since: that was not the merge alone.
    assert kept.is_official
    assert kept.note == "编辑写的"
    assert kept.other_names.get().kind == OtherName.Kind.FORMER
    assert undone.left == ["别名“周立裙”", "人物“周立群”的任公职"]


def test_what_an_editor_moved_or_deleted_since_is_left(editor) -> None:
    kept, merged, third = (make_person(name) for name in ("甲一", "甲二", "甲三"))
    taken, deleted, back = name_in(merged), name_in(merged), name_in(merged)
    make_claim(back, make_post())
    redraw_tenures([merged.pk])
    tenure = Tenure.objects.get()
    pair(third, merged)
    merge = merge_people(kept, merged, None)
    taken.refresh_from_db()
    move_mention(taken, third, editor)
    Mention.objects.filter(pk=deleted.pk).delete()
    Tenure.objects.filter(pk=tenure.pk).update(status="confirmed", note="查过档案")
    Person.objects.filter(pk=third.pk).update(note="第三人")

    undone = undo_merge(merge, editor)

    assert Mention.objects.get(pk=taken.pk).person == third
    assert Mention.objects.get(pk=back.pk).person_id == merge.merged_id
    assert Tenure.objects.get(pk=tenure.pk).person == kept
    assert Tenure.objects.get(person=merge.merged_id).status == "inferred"
    assert "任职“甲一 柳河区区长”的人物" in undone.left
    assert "文中提及“区长甲二”的人物" in undone.left


def test_a_row_whose_other_end_is_gone_stays_gone() -> None:
    kept, merged, third = (make_person(name) for name in ("甲一", "甲二", "甲三"))
    decider = User.objects.create_user("离职编辑")
    for person in (kept, merged):
        pair(person, third, "different", decided_by=decider)
    fourth = make_person("甲四")
    for person in (kept, merged):
        pair(person, fourth, "different", decided_by=decider)
    merge = merge_people(kept, merged, None)
    third.delete()
    decider.delete()

    undone = undo_merge(merge, None)

    restored = PersonPair.objects.get(one=merge.merged_id)
    assert (restored.other, restored.decided_by) == (fourth, None)
    assert undone.left == ["疑为同一人（已不能恢复）"]


def test_two_people_once_told_apart_stay_so(editor) -> None:
    one, other = make_person("周立群"), make_person("周立裙")
    pair(one, other)

    mark_different(other, one, editor)

    settled = PersonPair.objects.get()
    assert (settled.status, settled.decided_by) == ("different", editor)
    assert LogEntry.objects.count() == 2


def test_a_mention_goes_to_another_and_later_imports_follow(editor) -> None:
    one, other = make_person("周立群"), make_person("周立群")
    district, county = make_organization(), make_organization("山前县")
    moved, stays = name_in(one), name_in(one)
    for post in (make_post(district), make_post(county, "县长")):
        make_claim(moved, post)
    make_claim(stays, make_post(county, "县长"))

    move_mention(moved, other, editor)

    moved.refresh_from_db()
    other.refresh_from_db()
    assert moved.person == other
    assert other.is_official
    assert moved.article.edited_fields == ["mentions"]
    # Both are printed with a post of the county: there the name says too little.
    assert list(LinkDecision.objects.values_list("name", "organization", "person")) == [
        ("周立群", district.pk, other.pk)
    ]
    move_mention(stays, other, editor)
    assert LinkDecision.objects.filter(person=other).count() == 2


def test_a_mention_that_nobody_can_place_is_taken_off_its_person(editor) -> None:
    one = make_person("周立群")
    mention = name_in(one)
    LinkDecision.objects.create(name="周立群", person=one)

    move_mention(mention, None, editor)

    mention.refresh_from_db()
    assert mention.person is None
    assert mention.article.edited_fields == ["mentions"]
    assert not LinkDecision.objects.exists()


def test_a_mention_moved_to_where_it_is_changes_nothing(editor) -> None:
    mention = name_in(make_person())
    before = all_rows()

    move_mention(mention, mention.person, editor)

    assert all_rows() == before


def test_some_stories_go_to_a_new_person_of_the_name(editor) -> None:
    person = make_person("周立群", is_official=True)
    district = make_organization()
    moved, stays, signed = name_in(person), name_in(person), sign(person)
    make_claim(moved, make_post(district))

    other = split_person(person, [moved], [signed], editor)

    for row in (moved, stays, signed):
        row.refresh_from_db()
    assert [moved.person, stays.person, signed.person] == [other, person, other]
    assert other.tenures.get().post.title == "区长"
    assert (other.name, other.is_official, other.is_reporter) == ("周立群", True, True)
    assert PersonPair.objects.get().status == "different"
    assert LinkDecision.objects.get().person == other
    assert moved.article.edited_fields == ["mentions"]
    assert signed.article.edited_fields == ["bylines"]


def test_stories_printed_otherwise_make_a_person_of_that_name() -> None:
    person = make_person("周立群")
    moved, _ = name_in(person, name="周立裙"), name_in(person)

    assert split_person(person, [moved], [], None).name == "周立裙"


def test_stories_go_to_a_person_who_is_there() -> None:
    person, there = make_person("周立群"), make_person("周立群")
    moved, _ = name_in(person), name_in(person)

    assert split_person(person, [moved], [], None, to=there) == there
    assert there.mentions.get() == moved


@pytest.mark.parametrize(
    ("chosen", "message"),
    [([], "还没有选"), ([0, 1], "全部都选中"), ([2], "不属于这个人")],
)
def test_a_split_that_parts_nobody_is_refused(chosen, message) -> None:
    person = make_person()
    mentions = [name_in(person), name_in(person), name_in(make_person())]
    before = all_rows()

    with pytest.raises(MergeError, match=message):
        split_person(person, [mentions[place] for place in chosen], [], None)

    assert all_rows() == before


def test_the_plan_counts_what_moves_and_writes_nothing() -> None:
    kept, merged = crowd()
    before = all_rows()

    plan = plan_merge(kept, merged)

    counts = {each.label: each.count for each in plan.moving}
    assert counts["文中提及"] == 5
    assert counts["署名"] == 2
    assert counts["疑为同一人"] == 2
    assert len(plan.stories) == 5
    assert all_rows() == before


def test_the_plan_tells_what_speaks_against_it() -> None:
    kept = make_person("周立群", is_official=True)
    merged = make_person("周立裙", is_reporter=True)
    pair(kept, merged, "different")
    county = make_organization("山前县")
    make_tenure(kept, make_post(make_organization("区政府", "government")), MONDAY, TUESDAY)
    make_tenure(merged, make_post(county, "县长"), TUESDAY, WEDNESDAY)
    article = make_article("两人同台")
    for person in (kept, merged):
        Mention.objects.create(article=article, person=person, name=person.name)

    assert plan_merge(kept, merged).conflicts == [
        "编辑曾认定他们不是同一人。",
        "同一时间在两地任职：区区长（2019年11月25日至2019年11月26日）；山前县县长（2019年11月26日至2019年11月27日）。",
        "在一篇稿件里都被提到：《两人同台》。",
        "一个只署名，一个只任公职。",
    ]


@pytest.mark.parametrize(
    ("start", "end", "other_place"),
    [
        (date(2019, 12, 1), None, True),  # one after the other
        (None, None, True),
        (MONDAY, TUESDAY, False),  # two posts of one place
    ],
)
def test_no_conflict_where_none_is_known(start, end, other_place) -> None:
    kept, merged = make_person(), make_person()
    district = make_organization()
    party = make_organization("区委", "party", district)
    make_tenure(kept, make_post(district), MONDAY, TUESDAY)
    elsewhere = make_organization("山前县") if other_place else party
    make_tenure(merged, make_post(elsewhere, "书记"), start, end)

    assert plan_merge(kept, merged).conflicts == []


@pytest.mark.parametrize("count", [10, 2000])
def test_a_plan_takes_the_same_queries_for_few_and_for_many(
    count, django_assert_num_queries
) -> None:
    kept, merged = make_person(), make_person()
    article = make_article()
    Mention.objects.bulk_create(
        Mention(article=article, person=merged, name=f"名{n}") for n in range(count)
    )
    Person.objects.bulk_create(Person(name=f"人{n}") for n in range(count))

    with django_assert_num_queries(14):
        plan_merge(kept, merged)


@pytest.mark.parametrize("kind", ["officials", "reporters"])
def test_an_old_address_leads_to_the_person_there_is_now(client, kind) -> None:
    flags = {"is_official": True, "is_reporter": True}
    first, second, third = (make_person(f"甲{n}", **flags) for n in range(3))
    for person in (first, second, third):
        name_in(person)
        sign(person)
    merges = [merge_people(second, third, None), merge_people(first, second, None)]

    for old in (merge.merged_id for merge in merges):
        response = client.get(f"/{kind}/{old}/?after=3")
        assert (response.status_code, response["Location"]) == (301, f"/{kind}/{first.pk}/?after=3")
    undo_merge(merges[1], None)
    assert client.get(f"/{kind}/{second.pk}/").status_code == 200
    assert client.get(f"/{kind}/{third.pk}/")["Location"] == f"/{kind}/{second.pk}/"


def test_an_old_address_gives_nobody_away_whom_readers_may_not_see(client) -> None:
    kept, merged = make_person(is_official=True), make_person(is_official=True)
    name_in(merged)
    Article.objects.update(status="withdrawn")
    merge = merge_people(kept, merged, None)

    assert client.get(f"/officials/{merge.merged_id}/").status_code == 404
    assert client.get("/officials/900001/").status_code == 404
