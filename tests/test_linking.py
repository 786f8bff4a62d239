"""Who is meant by a name: linked only where more than the name agrees."""

from __future__ import annotations

from datetime import date

import pytest

from articles.deciding import decide
from articles.ingest.records import ParsedPage
from articles.levels import level_of, same_post, share_level
from articles.models import Byline, Flag, Mention
from articles.storage import store_page
from people.models import Organization, OtherName, Person, PersonPair, Post, Tenure
from tests.factories import make_article, make_issue, make_mention, make_page, make_person
from tests.parsed import make_parsed, make_story


def page_naming(*posts: str, **values) -> ParsedPage:
    return make_parsed(make_story(officials={"周立群": posts}, bylines=()), **values)


def known_as(*posts: str, name: str = "周立群") -> Person:
    """An official of the archive, printed before with these posts."""
    article = make_article(page=make_page(issue=make_issue(date(2019, 1, 1))))
    return make_mention(article, name, list(posts)).person


@pytest.mark.parametrize(
    ("post", "level"),
    [
        ("柳河区委书记", ("柳河", "区")),
        ("区领导", ("", "区")),
        ("清水街道办事处主任", ("清水", "街道")),
        ("社区书记", ("", "社区")),
        ("团省委书记", ("", "省")),
        ("市委常委", ("", "市")),
        ("市场监督管理局局长", None),  # 市场 is no level
        ("市政府副市长", ("", "市")),
        ("乡村振兴局局长", None),
        ("乡党委书记", ("", "镇")),
        ("全国人大代表", ("", "国家")),
        ("局长", None),
    ],
)
def test_a_post_tells_its_level(post, level) -> None:
    assert level_of(post) == level


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("区委书记", "柳河区委书记", True),
        ("书记", "书记", True),
        ("书记", "柳河区委书记", False),  # every office has one
        ("区委副书记", "区委书记", False),
        ("柳河区委书记", "清泉区委书记", False),
    ],
)
def test_the_organization_of_a_post_may_be_left_out(one, other, same) -> None:
    assert same_post(one, other) is same


def test_two_places_of_one_level_do_not_agree() -> None:
    assert share_level(["区领导"], ["柳河区委书记"])
    assert not share_level(["清泉区区长"], ["柳河区委书记"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "printed"),
    [
        ("柳河区委书记", "区委书记"),
        ("区领导", "柳河区委书记"),
        ("局长", "局长"),
    ],
)
def test_a_post_that_agrees_links_a_mention_to_the_known_person(before, printed) -> None:
    person = known_as(before)
    store_page(page_naming(printed))

    assert Mention.objects.latest("pk").person == person
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_namesake_with_nothing_in_common_is_left_to_an_editor() -> None:
    known_as("柳河区委书记")
    store_page(page_naming("清泉村党支部书记"))

    assert Mention.objects.latest("pk").person is None
    message = Flag.objects.get(code="person-unclear").message
    assert "清泉村党支部书记" in message
    assert "柳河区委书记" in message


@pytest.mark.django_db
def test_of_two_namesakes_the_one_whose_post_agrees_is_meant() -> None:
    known_as("清泉村党支部书记")
    meant = make_person("周立群", is_official=True)
    make_article()
    Mention.objects.create(
        article=make_article(), person=meant, name="周立群", posts=["柳河区委书记"]
    )
    store_page(page_naming("区委书记"))

    assert Mention.objects.latest("pk").person == meant


@pytest.mark.django_db
def test_of_two_who_agree_nobody_is_guessed_and_both_are_named() -> None:
    known_as("柳河区委书记")
    second = make_person("周立群", is_official=True)
    Mention.objects.create(
        article=make_article(), person=second, name="周立群", posts=["清泉区委书记"]
    )
    store_page(page_naming("区委书记"))

    assert Mention.objects.latest("pk").person is None
    message = Flag.objects.get(code="person-unclear").message
    assert "柳河区委书记" in message
    assert "清泉区委书记" in message


@pytest.mark.django_db
def test_a_level_agrees_only_within_one_newspaper() -> None:
    known_as("柳河区委书记")
    store_page(page_naming("区领导", paper="山前日报"))

    assert Mention.objects.latest("pk").person is None


@pytest.mark.django_db
def test_what_editors_hold_for_a_fact_counts_as_a_post() -> None:
    person = make_person("周立群", is_official=True)
    office = Organization.objects.create(name="柳河区水利局")
    Tenure.objects.create(
        person=person, post=Post.objects.create(organization=office, title="局长")
    )
    store_page(page_naming("区水利局局长"))

    assert Mention.objects.get().person == person


@pytest.mark.django_db
def test_another_name_finds_its_person() -> None:
    person = known_as("区长", name="周立羣")
    OtherName.objects.create(person=person, name="周立群")
    store_page(page_naming("柳河区区长"))

    assert Mention.objects.latest("pk").person == person


@pytest.mark.django_db
def test_an_unknown_name_becomes_an_official_with_pinyin() -> None:
    store_page(page_naming("区长"))

    person = Person.objects.get()
    assert (person.is_official, person.is_reporter, person.confirmed) == (True, False, False)
    assert person.pinyin == "zhou li qun"


@pytest.mark.django_db
def test_a_reporter_is_one_person_within_a_newspaper_and_another_elsewhere() -> None:
    for paper, number in (("河滨晚报", "1"), ("河滨晚报", "2"), ("山前日报", "1")):
        story = make_story(f"{paper}{number}")
        store_page(make_parsed(story, paper=paper, number=number, source=f"{paper}{number}"))

    people = list(Byline.objects.order_by("pk").values_list("person", flat=True))
    assert people[0] == people[1] != people[2]
    assert Person.objects.filter(is_reporter=True).count() == 2


@pytest.mark.django_db
def test_of_two_reporters_of_one_name_nobody_is_guessed() -> None:
    for _ in range(2):
        make_person("林晓禾", is_reporter=True)
    store_page(make_parsed(make_story()))

    assert Byline.objects.get().person is None
    assert "林晓禾" in Flag.objects.get(code="person-unclear").message


@pytest.mark.django_db
def test_an_official_and_a_reporter_of_one_name_are_not_mixed_up() -> None:
    known_as("区长", name="林晓禾")
    store_page(make_parsed(make_story()))

    assert not Byline.objects.get().person.is_official


@pytest.mark.django_db
def test_whom_an_editor_linked_stays_linked_when_the_posts_change() -> None:
    store_page(page_naming("区长", text="同一版"))
    chosen = make_person("周立群（另一位）", is_official=True)
    Mention.objects.update(person=chosen)
    store_page(page_naming("副区长", text="同一版"))

    mention = Mention.objects.get()
    assert (mention.person, mention.posts) == (chosen, ["副区长"])


@pytest.mark.django_db
def test_a_question_about_a_person_goes_with_the_name() -> None:
    known_as("柳河区委书记")
    store_page(page_naming("清泉村党支部书记", text="同一版"))
    store_page(make_parsed(make_story(bylines=()), text="同一版"))

    assert not Flag.objects.filter(code="person-unclear").exists()


@pytest.mark.django_db
def test_what_an_editor_decided_is_followed_by_later_imports() -> None:
    known_as("柳河区委书记")
    meant = make_person("周立群", is_official=True)
    store_page(page_naming("清泉村党支部书记"))
    decide(Mention.objects.latest("pk"), meant, None)
    store_page(page_naming("清泉村党支部书记", day="2019-12-01", text="另一版的原文"))

    assert Mention.objects.latest("pk").person == meant
    assert not Flag.objects.open().filter(code="person-unclear").exists()


@pytest.mark.django_db
def test_a_name_that_looks_misread_is_proposed_and_linked_to_nobody_else() -> None:
    store_page(page_naming("瀍河区委书记", paper="洛阳晚报"))
    other = make_story(officials={"周立郡": ("瀍河区委书记",)}, bylines=())
    store_page(make_parsed(other, day="2019-12-01", paper="洛阳晚报", text="另一版的原文"))

    assert Person.objects.count() == 2
    pair = PersonPair.objects.get()
    assert {str(pair.one), str(pair.other)} == {"周立群", "周立郡"}
    assert pair.status == PersonPair.Status.OPEN
