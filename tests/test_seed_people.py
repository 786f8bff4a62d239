"""The people of the sample pages, as a reader meets them after the pages were imported."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from people.models import Person, PersonPair, Post, Tenure

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture
def _imported(db) -> None:
    call_command("import_issue", str(SEEDS), publish=True, stdout=StringIO(), stderr=StringIO())


def text_of(client, address: str) -> str:
    return "".join(strip_tags(client.get(address).text).split())


@pytest.mark.usefixtures("_imported")
def test_a_career_is_one_organization_in_three_printed_forms(client) -> None:
    person = Person.objects.get(name="张艳敏")
    held = Tenure.objects.filter(person=person).order_by("start", "post__order")

    assert [(str(each.post), each.start.isoformat()[:7]) for each in held] == [
        ("管城区委副书记", "2018-03"),
        ("管城区区长", "2019-11"),
    ]
    shown = text_of(client, person.get_absolute_url())
    assert "管城区委副书记2018年3月—2019年11月" in shown
    assert "管城区区长2019年11月" in shown


@pytest.mark.usefixtures("_imported")
def test_the_secretaries_stand_one_after_the_other(client) -> None:
    post = Post.objects.get(organization__name="管城回族区委", title="书记")
    holders = Tenure.objects.filter(post=post).order_by("start").values_list("person__name")

    assert [name for (name,) in holders] == ["王东亮", "虎强"]
    shown = text_of(client, post.get_absolute_url())
    assert shown.index("王东亮2018年3月—2018年5月") < shown.index("虎强2019年11月—2021年6月")
    district = post.organization.parent
    on_a_day = text_of(client, f"/officials/?on=2019-11-25&organization={district.pk}")
    assert "书记虎强" in on_a_day
    assert "王东亮" not in on_a_day


@pytest.mark.usefixtures("_imported")
def test_one_person_of_two_pages_is_one_by_the_place(client) -> None:
    person = Person.objects.get(name="王东亮")

    assert person.mentions.values("article__page").distinct().count() > 1


@pytest.mark.usefixtures("_imported")
def test_a_name_misread_in_print_is_proposed_and_not_merged() -> None:
    pair = PersonPair.objects.get()

    assert {pair.one.name, pair.other.name} == {"娄璞", "姜璞"}
    assert pair.status == PersonPair.Status.OPEN
