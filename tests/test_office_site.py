"""What readers see of posts, organizations, tenures, and of who held office on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Mention, PostClaim
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

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = date(2018, 5, 31), date(2019, 11, 25)


def sight(post: Post, name: str = "周立群", day: date | None = AUTUMN, **values) -> PostClaim:
    """A published story of that day prints the post beside the name."""
    precision = values.pop("precision", "day")
    standing = values.pop("standing", "current")
    story = make_article(page=make_page(make_issue(day, precision)), **values)
    return make_claim(make_mention(story, name, [post.title]), post, standing)


def hold(post: Post, name: str, start: date, end: date, **values) -> Tenure:
    """A tenure with a sighting at each end."""
    person = sight(post, name, start).mention.person
    if end != start:
        sight(post, name, end)
    return make_tenure(person, post, start, end, **values)


def district() -> Organization:
    city = make_organization("江滨市")
    return make_organization("柳河回族区", parent=city, short_name="柳河区")


def ask(client, on: str, organization: object):
    return client.get(reverse("official-list"), {"on": on, "organization": organization})


def names_on(response) -> list[str]:
    return [row.tenure.person.name for staff in response.context["staff"] for row in staff.rows]


class TestPost:
    def test_holders_stand_one_after_the_other_with_their_evidence(self, client) -> None:
        post = make_post(make_organization("柳河区委", "party", district()), "书记")
        second = hold(post, "吴江南", AUTUMN, AUTUMN)
        first = hold(post, "周立群", SPRING, date(2018, 9, 1))

        response = client.get(post.get_absolute_url())

        assert [entry.tenure for entry in response.context["holders"]] == [first, second]
        assert "柳河区委</a>书记" in response.text
        assert "<caption>历任柳河区委书记</caption>" in response.text

    def test_the_way_to_the_post_leads_through_its_organizations(self, client) -> None:
        post = make_post(make_organization("柳河区委", "party", district()), "书记")
        sight(post)

        text = client.get(post.get_absolute_url()).text

        crumbs = text[
            text.index('class="crumbs"') : text.index("</nav>", text.index('class="crumbs"'))
        ]
        places = [crumbs.index(name) for name in ("江滨市", "柳河区", "柳河区委", "书记")]
        assert places == sorted(places)

    def test_a_post_nobody_is_known_in_says_so(self, client) -> None:
        post = make_post()
        claim = sight(post)
        Mention.objects.filter(pk=claim.mention_id).update(person=None)

        assert "还没有认定是谁" in client.get(post.get_absolute_url()).text

    @pytest.mark.parametrize("status", ["imported", "reviewed", "withdrawn"])
    def test_a_post_of_unpublished_stories_is_unknown(self, client, status) -> None:
        claim = sight(make_post(), status=Article.Status(status))
        make_tenure(claim.mention.person, claim.post, AUTUMN, AUTUMN)

        for row in (claim.post, claim.organization):
            assert client.get(row.get_absolute_url()).status_code == 404

    def test_what_stands_above_an_unpublished_post_alone_is_unknown(self, client) -> None:
        place = make_organization("柳河区")
        company = make_organization("青藤集团", "other", place)
        union = make_organization("青藤集团工会", "mass", company)
        sight(make_post(union, "主席"), status=Article.Status.IMPORTED)
        sight(make_post(place, "区长"), "何维")

        assert client.get(company.get_absolute_url()).status_code == 404
        assert "青藤集团" not in client.get(place.get_absolute_url()).text
        assert "没有找到" in ask(client, "2019", "青藤集团").text

    def test_the_body_to_which_an_editor_moved_a_post_is_found(self, client) -> None:
        post = make_post()
        claim = sight(post)
        post.organization = make_organization("青山区")
        post.save()

        assert client.get(claim.post.organization.get_absolute_url()).status_code == 200

    def test_what_comes_out_later_is_not_shown_before(self, client) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        claim = sight(make_post(), published_at=tomorrow)

        assert client.get(claim.post.get_absolute_url()).status_code == 404

    def test_many_holders_are_paged_in_order(self, client) -> None:
        post = make_post(title="委员", single_seat=False)
        for number in range(31):
            make_tenure(
                make_person(f"周立{number}", is_official=True),
                post,
                SPRING + timedelta(number // 2),
                status="confirmed",
            )

        first = client.get(post.get_absolute_url())
        second = client.get(post.get_absolute_url(), {"after": first.context["page"].after})

        pages = [
            [entry.tenure.person.name for entry in page.context["holders"]]
            for page in (first, second)
        ]
        assert pages == [[f"周立{number}" for number in range(30)], ["周立30"]]


class TestTenure:
    def test_all_sightings_are_paged_the_newest_first(self, client) -> None:
        post = make_post()
        for number in range(31):
            claim = sight(post, day=SPRING + timedelta(number))
        tenure = make_tenure(claim.mention.person, post, SPRING, AUTUMN)
        address = reverse("tenure-detail", args=[tenure.pk])

        first = client.get(address)
        second = client.get(address, {"after": first.context["page"].after})

        assert "31 次见报" in first.text
        assert first.context["evidence"][0].claim == claim
        assert (len(first.context["evidence"]), len(second.context["evidence"])) == (30, 1)

    def test_an_editors_word_without_print_says_so(self, client) -> None:
        person = make_person("周立群", is_official=True)
        tenure = make_tenure(person, make_post(), SPRING, status="confirmed", note="据公报。")

        text = client.get(reverse("tenure-detail", args=[tenure.pk])).text

        assert "由编辑确认，报上还没有对应的文字" in text
        assert "据公报。" in text

    def test_one_that_readers_may_not_see_is_unknown(self, client) -> None:
        tenure = make_tenure(make_person(is_official=True), make_post(), SPRING, SPRING)

        assert client.get(reverse("tenure-detail", args=[tenure.pk])).status_code == 404

    def test_unknown_rows_have_no_page(self, client) -> None:
        for name in ("post-detail", "organization-detail", "tenure-detail"):
            assert client.get(reverse(name, args=[9])).status_code == 404


class TestOrganization:
    def test_it_stands_in_its_tree_with_all_its_names(self, client) -> None:
        top = district()
        top.other_names.create(name="柳河郊区", kind="former")
        for name, kind in [
            ("东关街道", "township"),
            ("柳河区政府", "government"),
            ("柳河区委", "party"),
        ]:
            body = make_organization(name, kind, top)
            sight(make_post(body, "负责人"))

        response = client.get(top.get_absolute_url())

        assert [
            (kind, [each.name for each in group]) for kind, group in response.context["children"]
        ] == [("党委", ["柳河区委"]), ("政府", ["柳河区政府"]), ("乡镇街道", ["东关街道"])]
        assert [each.name for each in response.context["path"]] == ["江滨市"]
        assert "简称 柳河区" in response.text
        assert "曾用名 柳河郊区" in response.text

    def test_posts_stand_in_customary_order_those_of_its_leaders_too(self, client) -> None:
        top = district()
        party = make_organization("柳河区委", "party", top)
        government = make_organization("柳河区政府", "government", top)
        bureau = make_organization("柳河区民政局", "department", top)
        for body, title, order in [
            (bureau, "局长", 10),
            (government, "区长", 10),
            (party, "副书记", 20),
            (party, "书记", 10),
        ]:
            sight(make_post(body, title, order=order))

        offices = client.get(top.get_absolute_url()).context["offices"]

        assert [(body.name, [post.title for post, _ in posts]) for body, posts in offices] == [
            ("柳河区委", ["书记", "副书记"]),
            ("柳河区政府", ["区长"]),
        ]

    def test_each_post_names_its_latest_holders(self, client) -> None:
        post = make_post(district(), "副区长", single_seat=False)
        for number in range(7):
            day = date(2012 + number, 3, 1)
            hold(post, f"周立{number}", day, day)
        undated = sight(post, "无日期", None)
        make_tenure(undated.mention.person, post)
        make_tenure(make_person("在任者", is_official=True), post, SPRING, status="confirmed")

        response = client.get(post.organization.get_absolute_url())

        ((_, [(_, holders)]),) = response.context["offices"]
        assert [(tenure.person.name, term) for tenure, term in holders] == [
            ("在任者", "2018年5月31日起"),
            *[(f"周立{number}", f"{2012 + number}年3月1日") for number in (6, 5, 4, 3)],
        ]

    def test_what_only_unpublished_stories_name_stays_out_of_the_tree(self, client) -> None:
        top = district()
        sight(make_post(make_organization("柳河区委", "party", top), "书记"))
        hidden = make_post(make_organization("河滨社区", "village", top), "主任")
        sight(hidden, status=Article.Status.REVIEWED)

        text = client.get(top.get_absolute_url()).text

        assert "柳河区委" in text
        assert "河滨社区" not in text


class TestOnADay:
    @pytest.mark.parametrize(
        ("on", "found"),
        [
            ("2018-05-30", []),
            ("2018-05-31", ["周立群"]),
            ("2018.9.10", ["周立群"]),
            ("2019年3月1日", ["周立群"]),
            ("2019-03-02", []),
            ("2018-05", ["周立群"]),
            ("2018-04", []),
            ("2019", ["周立群"]),
            ("2020", []),
        ],
    )
    def test_a_tenure_covers_the_days_between_its_ends(self, client, on, found) -> None:
        post = make_post()
        hold(post, "周立群", SPRING, date(2019, 3, 1))

        response = ask(client, on, post.organization_id)

        assert names_on(response) == found
        assert ("没有人在柳河区及其下属任职" in response.text) is not found

    @pytest.mark.parametrize(
        ("precision", "on", "found"),
        [
            ("month", "2018-05-01", True),
            ("month", "2019-11-30", True),
            ("month", "2019-12-01", False),
            ("year", "2018-01-01", True),
            ("year", "2019-12-31", True),
            ("year", "2020-01-01", False),
        ],
    )
    def test_an_end_known_to_a_month_or_year_takes_in_all_of_it(
        self, client, precision, on, found
    ) -> None:
        first, last = (
            (date(2018, 5, 1), date(2019, 11, 1))
            if precision == "month"
            else (date(2018, 1, 1), date(2019, 1, 1))
        )
        post = make_post()
        claims = [sight(post, day=day, precision=precision) for day in (first, last)]
        make_tenure(
            claims[0].mention.person,
            post,
            first,
            last,
            start_precision=precision,
            end_precision=precision,
        )

        assert bool(names_on(ask(client, on, post.organization_id))) is found

    def test_one_without_an_end_goes_on_and_one_without_a_start_covers_nothing(
        self, client
    ) -> None:
        post = make_post(single_seat=False)
        make_tenure(make_person("在任者", is_official=True), post, SPRING, status="confirmed")
        make_tenure(make_person("前任", is_official=True), post, None, AUTUMN, status="confirmed")
        make_tenure(make_person("无日期", is_official=True), post, status="confirmed")

        assert names_on(ask(client, "2019-01-01", post.organization_id)) == ["在任者"]

    def test_those_below_are_listed_in_the_order_papers_name_them(self, client) -> None:
        top = district()
        bodies = {
            kind: make_organization(f"柳河区{kind}", kind, top)
            for kind in ("township", "department", "government", "congress", "party")
        }
        office = make_organization("东关街道办事处", "government", bodies["township"])
        for number, (body, title, order) in enumerate(
            [
                (office, "主任", 10),
                (bodies["department"], "局长", 10),
                (bodies["government"], "副区长", 20),
                (bodies["government"], "区长", 10),
                (bodies["congress"], "主任", 10),
                (bodies["party"], "书记", 10),
                (top, "区级领导", 10),
            ]
        ):
            hold(make_post(body, title, order=order), f"周立{number}", SPRING, AUTUMN)
        hold(
            make_post(make_organization("江北区", parent=top.parent), "区长"),
            "别处",
            SPRING,
            AUTUMN,
        )

        response = ask(client, "2019-01-01", top.pk)

        assert names_on(response) == [f"周立{number}" for number in (6, 5, 4, 3, 2, 1, 0)]

    def test_each_row_says_what_it_rests_on(self, client) -> None:
        post = make_post()
        days = [date(2018, 3, 1), SPRING, date(2018, 9, 1), AUTUMN]
        claims = [sight(post, day=day) for day in days]
        make_tenure(claims[0].mention.person, post, days[0], days[-1])

        def evidence(on: str) -> list[PostClaim | None]:
            ((row,),) = [
                each.rows for each in ask(client, on, post.organization_id).context["staff"]
            ]
            return [each and each.claim for each in (row.before, row.then, row.after)]

        assert evidence("2018-06-15") == [claims[1], None, claims[2]]
        assert evidence("2018-05-31") == [None, claims[1], None]
        assert evidence("2018") == [None, claims[0], None]

    def test_names_are_understood_as_well_as_numbers(self, client) -> None:
        top = district()
        top.other_names.create(name="柳河郊区", kind="former")
        hold(make_post(top), "周立群", SPRING, AUTUMN)

        for typed in (top.pk, "柳河回族区", "柳河区", "柳河郊区", " 柳河区 "):
            assert names_on(ask(client, "2019", typed)) == ["周立群"]
        assert 'value="柳河回族区"' in ask(client, "2019", top.pk).text

    def test_several_of_one_name_are_offered(self, client) -> None:
        for city in ("江滨市", "海滨市"):
            body = make_organization("城关区", parent=make_organization(city))
            hold(make_post(body), f"{city}人", SPRING, AUTUMN)

        response = ask(client, "2019", "城关区")

        assert "叫“城关区”的单位不止一个" in response.text
        assert "江滨市 / 城关区" in response.text
        assert f"?on=2019&amp;organization={body.pk}" in response.text

    @pytest.mark.parametrize(
        ("on", "organization", "message"),
        [
            ("昨天", "柳河区", "“昨天”不是日期"),
            ("2019-02-30", "柳河区", "不是日期"),
            ("2019", "", "请写单位"),
            ("", "柳河区", "请写日期"),
            ("2019", "无此区", "没有找到“无此区”"),
            ("2019", "9" * 30, "没有找到"),
            ("2019", "0", "没有找到"),
            ("2019", "<b>", "没有找到“&lt;b&gt;”"),
        ],
    )
    def test_what_cannot_be_answered_is_explained(self, client, on, organization, message) -> None:
        sight(make_post())

        response = ask(client, on, organization)

        assert response.status_code == 200
        assert message in response.text

    def test_the_question_stands_on_the_list_and_with_each_organization(self, client) -> None:
        post = make_post()
        sight(post)

        assert '<option value="柳河区">' in client.get(reverse("official-list")).text
        text = client.get(post.organization.get_absolute_url()).text
        assert f'name="organization" value="{post.organization_id}"' in text

    def test_a_circle_of_parents_comes_to_an_end(self, client) -> None:
        one = district()
        other = make_organization("柳河区委", "party", one)
        hold(make_post(one), "周立群", SPRING, AUTUMN)
        Organization.objects.filter(pk=one.pk).update(parent=other)

        assert names_on(ask(client, "2019", one.pk)) == ["周立群"]
        assert client.get(one.get_absolute_url()).status_code == 200


def archive(people: int) -> tuple[Person, Post]:
    """One official in print with all the others, each in a post of one organization."""
    top = make_organization()
    Organization.objects.bulk_create(
        Organization(name=f"柳河区第{number}局", kind="department", parent=top)
        for number in range(people // 10)
    )
    first = make_post(top, single_seat=False)
    Post.objects.bulk_create(Post(organization=top, title=f"职务{each}") for each in range(50))
    posts = [first, *Post.objects.exclude(pk=first.pk).order_by("pk")]
    named = Person.objects.bulk_create(
        Person(name=f"周{number}", pinyin="zhou", is_official=True) for number in range(people)
    )
    stories = [
        make_article(page=make_page(make_issue(date(2010 + number, 5, 1)))) for number in range(5)
    ]
    rows = [
        (person, stories[number % 5], posts[number % 51 if number % 3 else 0])
        for number, person in enumerate(named)
    ]
    # The first of them is in every story, in one post after the other.
    rows += [(named[0], story, posts[number]) for number, story in enumerate(stories) if number]
    mentions = Mention.objects.bulk_create(
        Mention(
            article=story,
            person=person,
            name=person.name,
            posts=[post.title],
            order_key=story.order_key,
        )
        for person, story, post in rows
    )
    PostClaim.objects.bulk_create(
        PostClaim(
            article=story,
            mention=mention,
            printed=post.title,
            organization=top,
            post=post,
            order_key=story.order_key,
        )
        for mention, (_, story, post) in zip(mentions, rows, strict=True)
    )
    Tenure.objects.bulk_create(
        Tenure(
            person=person,
            post=post,
            start=story.page.issue.date,
            start_precision="day",
            start_basis="first",
            end=story.page.issue.date,
            end_precision="day",
            end_basis="last",
        )
        for person, story, post in rows
    )
    return named[0], first


@pytest.mark.counts_queries
@pytest.mark.parametrize("people", [10, 2000])
def test_pages_of_people_and_posts_take_as_many_queries_for_ten_as_for_thousands(
    client, django_assert_num_queries, people: int
) -> None:
    person, post = archive(people)
    tenure = person.tenures.first()

    for queries, address in [
        (3, reverse("official-list")),
        (11, person.get_absolute_url()),
        (5, post.get_absolute_url()),
        (6, reverse("tenure-detail", args=[tenure.pk])),
        (6, post.organization.get_absolute_url()),
        (6, f"{reverse('official-list')}?on=2010-05-01&organization={post.organization_id}"),
    ]:
        with django_assert_num_queries(queries):
            response = client.get(address)
        assert response.status_code == 200


def test_a_day_with_more_people_than_a_page_holds_says_so(client) -> None:
    _, post = archive(1200)

    response = ask(client, "2010-05-01", post.organization_id)

    assert len(names_on(response)) == 200
    assert "只列出 200 位" in response.text
