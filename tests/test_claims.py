"""Printed posts as claims of posts: one post in all its forms, on whichever page it stands."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from articles.appointments import turn_of
from articles.editing import record_edit, snapshot
from articles.models import Alarm, Article, Mention, Page, PostClaim, Source
from articles.office_rows import organization_rows
from articles.redrawing import redraw_page
from articles.storage import Stored, store_page
from people.models import Organization, Person, Post, Tenure
from people.offices import Body, Kind
from tests.factories import make_mention
from tests.parsed import make_parsed, make_story


def store(day: str, named: dict[str, tuple[str, ...]], body: str = "", **values) -> Stored:
    """A published page of 瀍河回族区 (瀍河区 for short) in 洛阳市 that names these people."""
    text = body or "，".join(f"{'、'.join(posts)}{name}" for name, posts in named.items())
    story = make_story(f"{day}的会议", officials=named, bylines=(), body=(f"{text}参加。",))
    values = {"name": "瀍河新闻", "paper": "洛阳晚报"} | values
    return store_page(make_parsed(story, day=day, **values), publish=True)


def held_by(name: str) -> list[tuple]:
    tenures = Tenure.objects.filter(person__name=name).order_by("post__order")
    return [(str(each.post), each.start, each.end) for each in tenures]


@pytest.mark.django_db
def test_a_post_in_three_forms_is_one_post_of_one_organization() -> None:
    store("2018-03-14", {"周立群": ("瀍河区委副书记",)})
    store("2018-09-14", {"周立群": ("瀍河回族区委副书记",)})
    store("2019-11-25", {"周立群": ("区委副书记", "区长")})

    assert Person.objects.count() == 1
    assert held_by("周立群") == [
        ("瀍河区区长", date(2019, 11, 25), date(2019, 11, 25)),
        ("瀍河区委副书记", date(2018, 3, 14), date(2019, 11, 25)),
    ]
    assert Organization.objects.filter(kind="party").count() == 1


@pytest.mark.django_db
def test_the_same_words_on_pages_of_two_districts_are_two_posts_of_two_people() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    store("2018-03-15", {"周立群": ("区委书记",)}, name="涧西新闻")

    assert Tenure.objects.get().post.organization.name == "瀍河回族区委"
    assert Mention.objects.latest("pk").person is None  # an editor is asked
    assert "person-unclear" in Article.objects.latest("pk").flags.values_list("code", flat=True)


@pytest.mark.django_db
def test_where_the_page_does_not_tell_the_district_it_stays_open() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)}, name="要闻", paper="")

    claim = PostClaim.objects.get()
    assert (claim.printed, claim.organization, claim.post) == ("区委书记", None, None)
    assert Page.objects.get().district is None
    assert not Tenure.objects.exists()


@pytest.mark.django_db
def test_a_bare_collective_tells_the_place_and_no_post() -> None:
    store("2018-03-14", {"周立群": ("区领导",)})

    claim = PostClaim.objects.get()
    assert (claim.organization.name, claim.post) == ("瀍河回族区", None)
    assert not Tenure.objects.exists()


@pytest.mark.django_db
def test_level_links_a_leader_and_another_place_does_not() -> None:
    store("2018-03-14", {"周立群": ("区领导",)})
    store("2018-04-14", {"周立群": ("副区长",)})
    store("2018-05-14", {"周立群": ("宜阳县副县长",)})

    linked = list(Mention.objects.order_by("pk").values_list("person", flat=True))
    assert linked[0] == linked[1]
    assert linked[2] is None


@pytest.mark.django_db
def test_in_a_large_place_the_level_is_not_enough_for_a_department() -> None:
    store("2018-03-14", {"周立群": ("洛阳市民政局副局长",)})
    store("2018-04-14", {"周立群": ("洛阳市教育局副局长",)})

    assert Mention.objects.latest("pk").person is None


@pytest.mark.django_db
def test_an_editors_district_is_kept_and_followed() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    page = Page.objects.get()
    store("2018-03-15", {"何维": ("区委书记",)}, name="涧西新闻")
    page.district = Organization.objects.get(name="涧西区")
    page.save()
    call_command("redraw_people", stdout=StringIO())

    assert held_by("周立群")[0][0] == "涧西区委书记"


@pytest.mark.django_db
def test_an_organization_that_an_editor_renamed_is_found_again() -> None:
    store("2018-03-14", {"周立群": ("瀍河区委书记",)})
    body = Organization.objects.get(kind="party")
    body.name = "中共洛阳市瀍河回族区委员会"
    body.save()
    store("2018-05-14", {"周立群": ("区委书记",)})

    assert Organization.objects.filter(kind="party").count() == 1
    assert Tenure.objects.get().end == date(2018, 5, 14)


@pytest.mark.django_db
def test_an_organization_that_an_editor_made_is_taken_over() -> None:
    store("2018-03-14", {"何维": ("瀍河区区长",)})
    district = Organization.objects.get(name="瀍河回族区")
    by_hand = Organization.objects.create(name="瀍河回族区委", parent=district, kind="party")
    store("2018-05-14", {"周立群": ("区委书记",)})

    assert Tenure.objects.get(person__name="周立群").post.organization == by_hand


@pytest.mark.django_db
def test_an_organization_is_not_made_where_another_was_renamed_to_it() -> None:
    store("2018-03-14", {"周立群": ("瀍河区教体局局长",)})
    Organization.objects.filter(kind="department").update(name="瀍河回族区教育局")

    store("2018-04-14", {"何维": ("瀍河区教育局副局长",)})

    department = Organization.objects.get(kind="department")
    assert [post.title for post in department.posts.all()] == ["局长", "副局长"]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["title", "organization"])
def test_a_post_that_an_editor_renamed_or_moved_is_found_again(change) -> None:
    store("2018-03-14", {"周立群": ("区委副书记",)})
    party = Organization.objects.get(kind="party")
    changed = {"title": "党委副书记"} if change == "title" else {"organization": party.parent}
    Post.objects.update(**changed)

    store("2019-04-14", {"周立群": ("区委副书记",)})

    tenure = Tenure.objects.get()
    assert tenure.post == Post.objects.get(**changed)
    assert (tenure.start, tenure.end) == (date(2018, 3, 14), date(2019, 4, 14))


@pytest.mark.django_db
def test_a_post_that_an_editor_made_is_taken_over() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    party = Organization.objects.get(kind="party")
    by_hand = Post.objects.create(organization=party, title="副书记")

    store("2018-04-14", {"何维": ("区委副书记",)})
    Post.objects.filter(pk=by_hand.pk).update(title="专职副书记")
    store("2018-05-14", {"何维": ("区委副书记",)})

    assert Tenure.objects.get(person__name="何维").post == by_hand


@pytest.mark.django_db
def test_words_longer_than_any_name_make_no_rows() -> None:
    long_name = "瀍河区" + "青藤路" * 36 + "局局长"
    store("2018-04-14", {"何维": ("瀍河区教育局党组成员", "特派" * 40, "长" * 200, long_name)})

    rows = [*Organization.objects.all(), *Post.objects.all()]
    for row in rows:
        row.clean_fields(exclude=["parent", "organization"])
    assert PostClaim.objects.count() == 4


@pytest.mark.django_db
def test_one_body_told_with_and_without_a_short_name_is_one_row() -> None:
    district = Body("柳河区", Kind.DIVISION, None)
    plain = Body("柳河区民政局", Kind.DEPARTMENT, district)
    short = Body("柳河区民政局", Kind.DEPARTMENT, district, "柳河民政局")
    below = Body("柳河区民政局救助科", Kind.DEPARTMENT, plain)

    rows = organization_rows([plain, short, below])

    assert rows[plain] == rows[short] == rows[below].parent
    assert Organization.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["township", "party"])
def test_a_page_of_a_street_or_a_body_is_a_page_of_its_district(kind) -> None:
    store("2018-03-14", {"周立群": ("北窑街道办主任",), "何维": ("区委书记",)})
    page = Page.objects.get()
    page.district = Organization.objects.get(kind=kind)
    page.save()
    Mention.objects.filter(name="何维").update(posts=["东关街道办主任"])

    redraw_page(Page.objects.get())

    assert Organization.objects.get(name="东关街道").parent.name == "瀍河回族区"


@pytest.mark.django_db
def test_posts_that_an_editor_corrects_move_claims_and_tenures() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    story = Article.objects.get()
    before = snapshot(story)
    story.mentions.update(posts=["区委副书记"])
    record_edit(story, before)

    assert held_by("周立群") == [("瀍河区委副书记", date(2018, 3, 14), date(2018, 3, 14))]


@pytest.mark.django_db
def test_storing_twice_changes_no_claim_and_no_tenure() -> None:
    named = {"周立群": ("区委书记",), "何维": ("区委常委", "副区长")}
    store("2018-03-14", named)
    before = [list(model.objects.values()) for model in (PostClaim, Tenure, Organization)]
    store("2018-03-14", named)

    assert [list(model.objects.values()) for model in (PostClaim, Tenure, Organization)] == before


@pytest.mark.django_db
def test_pages_read_by_an_older_reader_are_understood_when_they_come_again() -> None:
    named = {"周立群": ("区委书记",)}
    store("2018-03-14", named)
    PostClaim.objects.all().delete()
    Tenure.objects.all().delete()
    Source.objects.update(reader="2020.1")
    store("2018-03-14", named)

    assert held_by("周立群") == [("瀍河区委书记", date(2018, 3, 14), date(2018, 3, 14))]


@pytest.mark.django_db
def test_the_whole_archive_is_drawn_anew_by_a_command() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    store("2018-05-14", {"周立群": ("区委书记",)})
    PostClaim.objects.all().delete()
    Tenure.objects.all().delete()
    Page.objects.update(district=None)
    out = StringIO()
    call_command("redraw_people", stdout=out)

    assert "2 版" in out.getvalue()
    assert held_by("周立群") == [("瀍河区委书记", date(2018, 3, 14), date(2018, 5, 14))]
    call_command("redraw_people", stdout=out)
    assert "0 人" in out.getvalue()


@pytest.mark.django_db
def test_fifty_mentions_cost_the_queries_of_ten(django_assert_max_num_queries) -> None:
    def named(prefix: str, number: int) -> dict[str, tuple[str, ...]]:
        return {f"{prefix}{chr(0x4E00 + each)}": ("副区长",) for each in range(number)}

    store("2018-03-14", {"何维": ("副区长",)})
    with django_assert_max_num_queries(62) as few:
        store("2018-03-15", named("周", 10))
    with django_assert_max_num_queries(len(few.captured_queries)):
        store("2018-03-16", named("吴", 50))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "body", "raised"),
    [
        ({"何维": ("区长",), "周立群": ("区委书记",)}, "区长何维、区委书记周立群", True),
        ({"周立群": ("区委书记",), "何维": ("区长",)}, "区委书记周立群、区长何维", False),
        # who goes along is named first, and that is no list
        ({"何维": ("区长",), "周立群": ("区委书记",)}, "区长何维陪同区委书记周立群", False),
        # two places
        (
            {"何维": ("宜阳县副县长",), "周立群": ("瀍河区委书记",)},
            "宜阳县副县长何维、瀍河区委书记周立群",
            False,
        ),
    ],
)
def test_a_list_of_leaders_against_custom_is_an_alarm(named, body, raised) -> None:
    store("2018-03-14", named, body)

    alarms = Alarm.objects.filter(kind=Alarm.Kind.ORDER)
    assert alarms.exists() is raised
    if raised:
        assert "瀍河区区长何维排在瀍河区委书记周立群之前" in alarms.get().message


@pytest.mark.parametrize(
    ("text", "name", "turn"),
    [
        ("会议决定任命孙立平为副区长。", "孙立平", "appointed"),
        ("会议补选孙立平为区长，钱万里为副区长。", "孙立平", "appointed"),
        ("孙立平当选为区长。", "孙立平", "appointed"),
        ("孙立平同志任副区长。", "孙立平", "appointed"),
        ("免去孙立平的副区长职务。", "孙立平", "removed"),
        ("接受孙立平辞去副区长职务的请求。", "孙立平", "removed"),
        ("副区长孙立平为大家讲课。", "孙立平", None),
        ("副区长孙立平任务繁重。", "孙立平", None),
        ("会议任命了三人。副区长孙立平主持。", "孙立平", None),
    ],
)
def test_a_sentence_tells_of_an_appointment(text, name, turn) -> None:
    start = text.index(name)

    assert turn_of(text, start, start + len(name)) == turn


@pytest.mark.django_db
def test_an_appointment_is_the_basis_of_the_start() -> None:
    store("2018-03-14", {"周立群": ("副区长",)}, "会议决定任命周立群为副区长")
    store("2018-05-14", {"周立群": ("副区长",)})

    tenure = Tenure.objects.get()
    assert (tenure.start, tenure.start_basis) == (date(2018, 3, 14), "appointment")


@pytest.mark.django_db
def test_a_sentence_read_better_at_the_same_place_is_understood_anew() -> None:
    for body in ("会议仟命周立群为区长。何维到会。", "会议任命周立群为区长。何维到会。"):
        store("2018-03-14", {"周立群": ("区长",)}, body=body)

    assert PostClaim.objects.get().standing == "appointed"
    assert Tenure.objects.get().start_basis == "appointment"


@pytest.mark.django_db
def test_a_claim_is_read_where_the_name_stands_in_an_editors_body() -> None:
    store("2018-03-14", {"周立群": ("区长",)}, body="会议任命周立群为区长。何维到会。")
    article = Article.objects.get()
    before = snapshot(article)
    article.body = f"编者按：春天到了，河边很美。\n\n{article.body}"
    article.save()
    record_edit(article, before)

    store("2018-03-14", {"周立群": ("区长", "区委副书记")}, body="会议任命周立群为区长。何维到会。")

    assert {claim.standing for claim in PostClaim.objects.all()} == {"appointed"}
    assert PostClaim.objects.count() == 2


@pytest.mark.django_db
def test_a_mention_by_hand_claims_its_posts_when_the_story_is_saved() -> None:
    store("2018-03-14", {"周立群": ("区委书记",)})
    story = Article.objects.get()
    before = snapshot(story)
    make_mention(story, "何维", ["区长"])
    record_edit(story, before)

    assert held_by("何维") == [("瀍河区区长", date(2018, 3, 14), date(2018, 3, 14))]
