"""Who is proposed to be one person, on what grounds, and who is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from articles.models import Article, Byline, Mention, Newspaper
from articles.variants import propose_variants
from people.models import Person, PersonPair, Post
from people.shapes import look_alike
from tests.factories import (
    make_article,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_post,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("晴", "睛"),
        ("侯", "候"),
        ("辉", "晖"),
        ("杨", "扬"),
        ("李", "季"),
        ("陈", "阵"),
        ("郭", "邹"),
        ("洪", "供"),
        ("军", "车"),  # a part, and its whole
        ("未", "末"),
        ("戊", "戌"),
        ("未", "未"),
    ],
)
def test_characters_that_print_mixes_up_look_alike(one, other) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王", "赵"),
        ("丽", "娜"),
        ("伟", "强"),
        ("建", "国"),
        ("一", "蠹"),
        ("芳", "A"),  # nothing is known of the letter
    ],
)
def test_characters_that_nobody_mixes_up_do_not(one, other) -> None:
    assert not look_alike(one, other)


def story(day: date | None = date(2019, 3, 1), **values) -> Article:
    return make_article(page=make_page(issue=make_issue(day)), **values)


def sign(article: Article, *names: str, role: str = "通讯员") -> list[Person]:
    """People of these names sign the story, those already known as whom they are."""
    people = []
    for position, name in enumerate(names, start=1):
        person, _ = Person.objects.get_or_create(name=name, is_reporter=True)
        row = {"article": article, "name": name, "role": role, "position": position}
        Byline.objects.create(person=person, **row)
        people.append(person)
    return people


def name_official(article: Article, name: str, post: Post) -> Person:
    mention = make_mention(article, name, [str(post)])
    make_claim(mention, post)
    return mention.person


def propose() -> list[PersonPair]:
    propose_variants(Person.objects.values_list("pk", flat=True))
    return list(PersonPair.objects.all())


@pytest.mark.django_db
class TestReporters:
    def test_lookalikes_with_a_cosigner_in_common_are_proposed(self) -> None:
        first, _ = sign(story(), "李晓禾", "周立群")
        second, _ = sign(story(), "季晓禾", "周立群")
        (pair,) = propose()

        assert (pair.one, pair.other) == (first, second)
        assert (pair.kind, pair.status) == (PersonPair.Kind.VARIANT, PersonPair.Status.OPEN)
        assert pair.reason == (
            "“李”与“季”形近；都署作《河滨晚报》通讯员，都与周立群同署；没有在同一篇里一起出现过。"
        )

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("李晓禾", "李晓和"),  # the last
            ("李晓禾", "李哓禾"),  # the middle
            ("李禾", "季禾"),
            ("欧阳晓禾", "欧阳哓禾"),
        ],
    )
    def test_names_may_differ_in_any_one_place(self, one, other) -> None:
        sign(story(), one, "周立群")
        sign(story(), other, "周立群")

        assert len(propose()) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("李晓禾", "王晓禾"),  # nothing alike
            ("李晓禾", "季哓禾"),  # two places
            ("李晓禾", "李晓"),  # one lost
            ("李", "季"),
            ("阿不都热合曼", "阿不都热台曼"),  # longer than what is compared
        ],
    )
    def test_other_names_are_not_proposed(self, one, other) -> None:
        sign(story(), one, "周立群")
        sign(story(), other, "周立群")

        assert propose() == []

    def test_a_section_in_common_speaks_for_it(self) -> None:
        for _ in range(3):
            sign(story(section="河畔人家"), "李晓禾")
            sign(story(section="河畔人家"), "季晓禾")
        (pair,) = propose()

        assert "都写“河畔人家”栏" in pair.reason

    @pytest.mark.parametrize(("other", "number"), [("林晓晴", 1), ("林晓清", 0)])
    def test_a_rare_name_needs_to_look_much_alike(self, other, number) -> None:
        for _ in range(3):
            sign(story(), "林晓睛")
        sign(story(), other)
        pairs = propose()

        assert ["其中一名只署过 1 次" in pair.reason for pair in pairs] == [True] * number

    def test_two_who_both_sign_often_need_more_in_common_than_paper_and_role(self) -> None:
        for _ in range(3):
            sign(story(), "林晓晴")
            sign(story(), "林晓睛")

        assert propose() == []

    def test_whoever_signs_beside_the_other_is_another(self) -> None:
        sign(story(), "李晓禾", "周立群")
        sign(story(), "季晓禾", "周立群")
        sign(story(), "李晓禾", "季晓禾")

        assert propose() == []

    def test_another_role_or_paper_is_no_common_place(self) -> None:
        sign(story(), "李晓禾", "周立群")
        sign(story(), "季晓禾", "周立群", role="记者")
        issue = make_issue(date(2019, 4, 1))
        issue.newspaper = Newspaper.objects.create(name="山前日报")
        issue.save()
        sign(make_article(page=make_page(issue)), "李哓禾", "周立群")

        assert propose() == []

    @pytest.mark.parametrize(("day", "number"), [(date(2019, 9, 1), 1), (date(2009, 9, 1), 0)])
    def test_long_silence_speaks_against_it(self, day, number) -> None:
        sign(story(), "李晓禾", "周立群")
        sign(story(day), "季晓禾", "周立群")

        assert len(propose()) == number

    def test_an_unknown_date_speaks_against_nothing(self) -> None:
        sign(story(), "李晓禾", "周立群")
        sign(story(None), "季晓禾", "周立群")

        assert len(propose()) == 1


@pytest.mark.django_db
class TestOfficials:
    def test_lookalikes_in_one_post_are_proposed(self) -> None:
        name_official(story(), "李晓禾", make_post())
        name_official(story(), "季晓禾", make_post())
        (pair,) = propose()

        assert pair.kind == PersonPair.Kind.VARIANT
        assert "都印作柳河区区长" in pair.reason

    def test_so_are_those_of_one_organization(self) -> None:
        name_official(story(), "李晓禾", make_post(title="局长"))
        name_official(story(), "季晓禾", make_post(title="副局长"))
        (pair,) = propose()

        assert "都在柳河区任职" in pair.reason

    def test_those_of_two_organizations_are_not(self) -> None:
        name_official(story(), "李晓禾", make_post())
        name_official(story(), "季晓禾", make_post(make_organization("清泉区")))

        assert propose() == []

    def test_nor_are_those_whom_one_story_names(self) -> None:
        article = story()
        name_official(article, "李晓禾", make_post())
        name_official(article, "季晓禾", make_post(title="副区长"))

        assert propose() == []

    def test_a_post_that_was_held_before_is_no_common_ground(self) -> None:
        name_official(story(), "李晓禾", make_post())
        mention = make_mention(story(), "季晓禾")
        make_claim(mention, make_post(), standing="former")

        assert propose() == []

    def test_two_of_one_name_whose_posts_agree_are_proposed(self) -> None:
        first = name_official(story(), "周立群", make_post())
        second = Person.objects.create(name="周立群", is_official=True)
        mention = Mention.objects.create(article=story(), person=second, name="周立群")
        make_claim(mention, make_post(), printed="区长")
        (pair,) = propose()

        assert (pair.one, pair.other, pair.kind) == (first, second, PersonPair.Kind.NAMESAKE)
        assert pair.reason.startswith("姓名相同；都印作柳河区区长")

    def test_an_official_and_a_reporter_of_one_name_are_not(self) -> None:
        name_official(story(), "周立群", make_post())
        sign(story(), "周立群")

        assert propose() == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", PersonPair.Status)
def test_no_pair_is_asked_about_twice(status) -> None:
    sign(story(), "李晓禾", "周立群")
    sign(story(), "季晓禾", "周立群")
    propose()
    PersonPair.objects.update(status=status)

    assert propose_variants(Person.objects.values_list("pk", flat=True)) == 0
    assert PersonPair.objects.get().status == status


@pytest.mark.django_db
def test_two_names_that_editors_made_sure_of_are_two() -> None:
    sign(story(), "李晓禾", "周立群")
    sign(story(), "季晓禾", "周立群")
    Person.objects.update(confirmed=True)

    assert propose() == []


@pytest.mark.django_db
def test_a_pair_is_found_from_either_side() -> None:
    first, _ = sign(story(), "李晓禾", "周立群")
    sign(story(), "季晓禾", "周立群")

    assert propose_variants([first.pk]) == 1


@pytest.mark.django_db
def test_the_command_looks_through_the_whole_archive(capsys) -> None:
    sign(story(), "李晓禾", "周立群")
    sign(story(), "季晓禾", "周立群")
    call_command("propose_people")
    assert "新提出 1 对" in capsys.readouterr().out

    call_command("propose_people")
    assert "新提出 0 对" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 2000])
def test_a_page_costs_the_same_queries_however_many_people_there_are(
    number, django_assert_num_queries
) -> None:
    crowd = "春夏秋冬东南西北中山水风云雷雨雪霜露日月星"
    names = [a + b + c for a in crowd for b in crowd for c in crowd][:number]
    Person.objects.bulk_create(Person(name=name, is_reporter=True) for name in names)
    ours = [*sign(story(), "李晓禾", "周立群"), *sign(story(), "季晓禾", "周立群")]

    with django_assert_num_queries(12):
        assert propose_variants([person.pk for person in ours]) == 1
