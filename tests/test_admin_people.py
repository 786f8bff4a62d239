"""What editors say of people, tenures, posts, organizations and pages, and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Alarm, Article, Byline, Mention, PostClaim
from articles.storage import store_page
from articles.tenures import redraw_tenures
from people.models import (
    Organization,
    OrganizationName,
    OtherName,
    Person,
    Post,
    Tenure,
)
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
from tests.html_forms import posted
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

Basis, Status = Tenure.Basis, Tenure.Status


def change_page(row) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def save(client, row, **changes):
    url = change_page(row)
    response = client.post(url, posted(client.get(url), **changes), follow=True)
    assert response.redirect_chain, response.context["errors"]
    return response


def sight(person: Person, post: Post, *days: date) -> None:
    for day in days:
        article = make_article("清淤", make_page(make_issue(day)))
        mention = make_mention(article, person.name, [post.title])
        Mention.objects.filter(pk=mention.pk).update(person=person)
        make_claim(mention, post)
    redraw_tenures([person.pk])


@pytest.fixture
def person() -> Person:
    """Somebody in print in one post in March 2018 and in March 2019."""
    found = make_person("周立群", is_official=True)
    sight(found, make_post(), date(2018, 3, 14), date(2019, 3, 14))
    return found


def found(client, words: str) -> set[str]:
    response = client.get(reverse("admin:people_person_changelist"), {"q": words})
    return {each.name for each in response.context["cl"].result_list}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("zlq", {"周立群", "张连庆"}),
        ("ZLQ", {"周立群", "张连庆"}),
        ("zl", {"周立群", "张连庆"}),  # the first two
        ("lq", set()),  # not from the middle
        ("oylq", {"欧阳立群"}),
        ("li", {"周立群", "欧阳立群", "张连庆"}),  # a syllable, or the first letters of one
        ("zhou lq", set()),  # each word by itself
        ("zhouliq", {"周立群"}),
        ("zhou qun", {"周立群"}),
        ("渔夫", {"张连庆"}),
        ("立", {"周立群", "欧阳立群"}),
        ("z_q", set()),
        ("z[a-z]*", set()),  # no pattern of the reader's own
    ],
)
def test_people_are_found_by_the_initials_of_their_names(admin_client, words, names) -> None:
    for name in ("周立群", "欧阳立群", "张连庆"):
        make_person(name)
    OtherName.objects.create(person=Person.objects.get(name="张连庆"), name="渔夫")

    assert found(admin_client, words) == names


def test_a_date_that_an_editor_changes_is_theirs_and_the_tenure_confirmed(
    admin_client, person
) -> None:
    tenure = person.tenures.get()
    save(admin_client, person, **{"tenures-0-start": "2018/03/01", "tenures-0-note": "见公报"})
    tenure.refresh_from_db()

    assert (tenure.start, tenure.start_basis) == (date(2018, 3, 1), Basis.EDITOR)
    assert (tenure.end, tenure.end_basis) == (date(2019, 3, 14), Basis.LAST_SEEN)
    assert (tenure.status, tenure.note) == (Status.CONFIRMED, "见公报")


@pytest.mark.parametrize(
    ("changes", "status", "start_basis"),
    [
        ({"start": "2018/03/01", "start_basis": "appointment"}, "confirmed", "appointment"),
        ({"start": "2018/03/01", "status": "disputed"}, "disputed", "editor"),
        ({"start_precision": "month", "start": "2018/03/01"}, "confirmed", "editor"),
        ({"start": "", "start_precision": "none"}, "confirmed", ""),
        ({"status": "confirmed"}, "confirmed", "first"),
        ({"note": "待查"}, "inferred", "first"),  # a remark judges nothing
        ({}, "inferred", "first"),
    ],
)
def test_what_an_editor_chose_otherwise_stands(
    admin_client, person, changes, status, start_basis
) -> None:
    tenure = person.tenures.get()
    save(admin_client, tenure, **changes)
    tenure.refresh_from_db()

    assert (tenure.status, tenure.start_basis) == (status, start_basis)


def test_a_tenure_that_an_editor_adds_is_confirmed(admin_client) -> None:
    person, post = make_person("周立群", is_official=True), make_post()
    url = reverse("admin:people_tenure_add")
    form = posted(
        admin_client.get(url),
        person=person.pk,
        post=post.pk,
        start="2018/03/01",
        start_precision="month",
    )
    assert admin_client.post(url, form).status_code == 302

    tenure = Tenure.objects.get()
    assert (tenure.status, tenure.start_basis, tenure.end_basis) == ("confirmed", "editor", "")


def test_given_back_to_print_a_tenure_says_again_what_print_says(admin_client, person) -> None:
    tenure = person.tenures.get()
    save(admin_client, tenure, start="2017/01/01")
    save(admin_client, tenure, status="inferred")

    assert Tenure.objects.get().start == date(2018, 3, 14)


def test_an_inference_without_print_goes_and_the_editor_is_told(admin_client) -> None:
    tenure = make_tenure(make_person(), make_post(), date(2018, 1, 1), status="confirmed")
    response = save(admin_client, tenure, status="inferred")

    assert not Tenure.objects.exists()
    assert "报上没有依据" in messages(response)


def test_what_print_says_is_disputed_rather_than_deleted_and_does_not_come_back(
    admin_client, person
) -> None:
    response = save(admin_client, person, **{"tenures-0-DELETE": "on"})
    assert "改为“有争议”" in messages(response)
    redraw_tenures([person.pk])

    assert [each.status for each in person.tenures.all()] == [Status.DISPUTED]


def test_what_is_disputed_can_be_deleted_and_is_inferred_again(admin_client, person) -> None:
    person.tenures.update(status=Status.DISPUTED, start=None, start_precision="none")
    save(admin_client, person, **{"tenures-0-DELETE": "on"})

    tenure = person.tenures.get()
    assert (tenure.status, tenure.start) == (Status.INFERRED, date(2018, 3, 14))


def test_what_no_print_says_is_deleted_for_good(admin_client) -> None:
    person = make_person("周立群", is_official=True)
    make_tenure(person, make_post(), date(2018, 1, 1), status="confirmed")
    save(admin_client, person, **{"tenures-0-DELETE": "on"})

    assert not Tenure.objects.exists()


def test_a_story_not_yet_published_keeps_what_was_deleted_from_coming_back(
    admin_client, person
) -> None:
    PostClaim.objects.update(order_key=None)
    Article.objects.update(status=Article.Status.IMPORTED)
    save(admin_client, person, **{"tenures-0-DELETE": "on"})

    assert person.tenures.get().status == Status.DISPUTED


@pytest.mark.parametrize("together", [True, False])
def test_deletion_in_the_list_of_tenures_follows_the_same_rule(
    admin_client, person, together
) -> None:
    invented = make_tenure(make_person("何维"), make_post(), status="confirmed")
    if together:
        numbers = list(Tenure.objects.values_list("pk", flat=True))
        data = {"action": "delete_selected", "_selected_action": numbers, "post": "yes"}
        url = reverse("admin:people_tenure_changelist")
        response = admin_client.post(url, data, follow=True)
    else:
        for tenure in (person.tenures.get(), invented):
            url = reverse("admin:people_tenure_delete", args=[tenure.pk])
            response = admin_client.post(url, {"post": "yes"}, follow=True)

    assert [each.status for each in Tenure.objects.all()] == [Status.DISPUTED]
    if together:
        assert "其中 1 段任职报上有依据" in messages(response)


def test_the_other_term_in_the_same_post_is_kept_as_the_editor_saw_it(admin_client) -> None:
    post = make_post()
    person, other = (make_person(name, is_official=True) for name in ("周立群", "何维"))
    sight(other, post, date(2014, 3, 14))
    sight(person, post, date(2012, 3, 14), date(2018, 3, 14))
    assert person.tenures.count() == 2
    response = save(admin_client, person, **{"tenures-1-end": "2018/12/31"})

    terms = [(each.start, each.end, each.status) for each in person.tenures.order_by("start")]
    assert terms == [
        (date(2012, 3, 14), date(2012, 3, 14), "confirmed"),
        (date(2018, 3, 14), date(2018, 12, 31), "confirmed"),
    ]
    assert "另有 1 段推断的任期" in messages(response)


def test_a_changed_tenure_settles_the_alarm_it_raised(admin_client, person) -> None:
    other = make_person("何维", is_official=True)
    sight(other, make_post(), date(2018, 5, 1), date(2018, 7, 1))
    assert Alarm.objects.get().kind == "two-holders"
    save(admin_client, other.tenures.get(), status="disputed")

    assert not Alarm.objects.exists()


def test_a_tenure_given_to_another_person_is_judged_for_both(admin_client, person) -> None:
    other = make_person("何维", is_official=True)
    save(admin_client, person.tenures.get(), person=other.pk)

    assert other.tenures.get().status == Status.CONFIRMED
    assert person.tenures.get().status == Status.INFERRED  # drawn anew from print


def test_a_tenure_stands_beside_the_print_it_rests_on(admin_client, person) -> None:
    text = admin_client.get(change_page(person.tenures.get())).text
    assert "共 2 次见报" in text
    assert text.count('">清淤</a>') == 2

    Article.objects.update(status=Article.Status.WITHDRAWN)
    assert "没有依据" in admin_client.get(change_page(person.tenures.get())).text


def test_a_renamed_organization_keeps_its_former_name_once(admin_client) -> None:
    body = make_organization("柳河县人民政府", "government")
    for name in ("柳河区人民政府", "柳河新区管委会", "柳河区人民政府"):
        save(admin_client, body, name=name)
        body.refresh_from_db()

    names = {each.name: each.kind for each in OrganizationName.objects.all()}
    assert names == {"柳河县人民政府": "former", "柳河新区管委会": "former"}


def test_no_organization_stands_below_itself(admin_client) -> None:
    city = make_organization("临江市")
    office = make_organization("清水街道", "township", make_organization(parent=city))
    url = change_page(city)
    response = admin_client.post(url, posted(admin_client.get(url), parent=office.pk))

    assert "上级不能是本单位或它的下级" in response.text


def test_an_organization_shows_what_is_above_and_below(admin_client) -> None:
    city = make_organization("临江市")
    district = make_organization(parent=city)
    office = make_organization("清水街道", "township", district)
    Organization.objects.filter(pk=district.pk).update(key="某省/临江市/柳河区")
    post = make_post(district)
    text = admin_client.get(change_page(district)).text

    for row in (city, office, post):
        assert change_page(row) in text
    assert "某省/临江市/柳河区" in text
    assert 'name="key"' not in text


def test_organizations_are_found_by_former_names_and_told_apart(admin_client) -> None:
    city = make_organization("临江市")
    office = make_organization("清水街道", "township", city)
    make_organization("柳河区")
    OrganizationName.objects.create(organization=office, name="清水乡")
    data = {"app_label": "people", "model_name": "post", "field_name": "organization"}
    response = admin_client.get(reverse("admin:autocomplete"), data | {"term": "清水乡"})

    assert [row["text"] for row in response.json()["results"]] == ["清水街道（临江市）"]


def test_moving_a_body_in_the_tree_judges_its_heads_anew(admin_client) -> None:
    city = make_organization("临江市")
    district = make_organization(parent=city)
    congress = make_organization("柳河区人大常委会", "congress")
    government = make_organization("柳河区人民政府", "government", district)
    person = make_person("周立群", is_official=True)
    for post in (make_post(congress, "主任"), make_post(government)):
        sight(person, post, date(2018, 3, 14))
    assert not Alarm.objects.exists()
    save(admin_client, congress, parent=district.pk)

    assert Alarm.objects.get().kind == "incompatible"


def test_a_post_lists_its_holders_and_a_seat_for_many_raises_no_alarm(admin_client, person) -> None:
    other = make_person("何维", is_official=True)
    sight(other, make_post(), date(2018, 5, 1), date(2018, 7, 1))
    post = Post.objects.get()
    text = admin_client.get(change_page(post)).text
    for tenure in Tenure.objects.all():
        assert change_page(tenure) in text
    assert Alarm.objects.exists()

    save(admin_client, post, single_seat=None)
    assert not Alarm.objects.exists()


def test_a_page_given_to_another_district_is_understood_anew(admin_client) -> None:
    story = make_story(
        "会议", officials={"周立群": ("区委书记",)}, bylines=(), body=("区委书记周立群参加。",)
    )
    parsed = make_parsed(story, day="2018-03-14", name="瀍河新闻", paper="洛阳晚报")
    page = store_page(parsed, publish=True).page
    other = make_parsed(
        make_story("另一会议", officials={"何维": ("区委书记",)}, bylines=(), body=("何维参加。",)),
        day="2018-03-15",
        name="涧西新闻",
        paper="洛阳晚报",
    )
    store_page(other, publish=True)
    page.refresh_from_db()
    save(admin_client, page, district=Organization.objects.get(name="涧西区").pk)

    held = Tenure.objects.filter(person__name="周立群").select_related("post__organization")
    assert [str(each.post) for each in held] == ["涧西区委书记"]


def many(number: int) -> Person:
    """As many people with stories, tenures in ten posts, and one of them with a full page."""
    page = make_page(make_issue(date(2018, 3, 14)))
    article = make_article(page=page)
    people = Person.objects.bulk_create(
        Person(name=f"周{each}", pinyin=f"zhou {each}", is_official=True, is_reporter=True)
        for each in range(number)
    )
    place = make_organization()
    posts = [
        make_post(make_organization(f"第{each}局", parent=place), "局长") for each in range(10)
    ]
    key = {"article": article, "order_key": article.order_key}
    mentions = Mention.objects.bulk_create(
        Mention(person=each, name=each.name, **key) for each in people
    )
    Byline.objects.bulk_create(
        Byline(person=each, name=each.name, role="记者", **key) for each in people
    )
    PostClaim.objects.bulk_create(
        PostClaim(mention=each, post=posts[index % 10], organization=place, **key)
        for index, each in enumerate(mentions)
    )
    Tenure.objects.bulk_create(
        Tenure(person=each, post=posts[index % 10]) for index, each in enumerate(people)
    )
    OtherName.objects.bulk_create(OtherName(person=each, name="老周") for each in people)
    return people[0]


@pytest.mark.parametrize("number", [10, 2000])
def test_the_pages_take_the_same_queries_for_ten_and_two_thousand(admin_client, number) -> None:
    person = many(number)
    tenure = person.tenures.get()
    addresses = {
        reverse("admin:people_person_changelist"): 3,
        f"{reverse('admin:people_person_changelist')}?q=zhou": 3,
        reverse("admin:people_tenure_changelist"): 3,
        reverse("admin:people_post_changelist"): 3,
        reverse("admin:people_organization_changelist"): 3,
        change_page(person): 11,
        change_page(tenure): 12,
        change_page(tenure.post): 6,
        change_page(tenure.post.organization): 9,
    }
    admin_client.get(change_page(person))
    taken = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        taken[address] = len(captured)

    assert taken == addresses
