"""Tenures as readers see them: which are shown, and the print that each end rests on."""

from __future__ import annotations

from datetime import date

import pytest

from articles.careers import entries, shown
from articles.models import Article, Mention, PostClaim
from articles.reading import Anchor, story_parts
from articles.sentences import anchor_of, place_of_post, quotation_at, sentence_span
from people.models import Tenure
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

FIRST, MIDDLE, LAST = date(2018, 5, 31), date(2019, 3, 1), date(2019, 11, 25)


def sight(
    day: date | None,
    name: str = "周立群",
    post=None,
    precision: str = "day",
    standing: str = "current",
    **values,
) -> PostClaim:
    """A published story of that day that prints the name with the post."""
    body = values.pop("body", f"清淤工程开工。区长{name}到场。众人鼓掌。")
    story = make_article(page=make_page(make_issue(day, precision)), body=body, **values)
    mention = make_mention(story, name)
    mention.start = body.index(name)
    mention.end = mention.start + len(name)
    mention.save()
    return make_claim(mention, post or make_post(), standing)


def the_entry(tenure: Tenure):
    (entry,) = entries(shown(Tenure.objects.filter(pk=tenure.pk)))
    return entry


def claims_of(entry) -> list[PostClaim | None]:
    return [end.evidence and end.evidence.claim for end in (entry.start, entry.end)]


@pytest.mark.django_db
class TestEnds:
    def test_each_end_rests_on_the_sighting_of_its_day(self) -> None:
        first, _, last = (sight(day) for day in (FIRST, MIDDLE, LAST))
        tenure = make_tenure(first.mention.person, first.post, FIRST, LAST)

        entry = the_entry(tenure)

        assert claims_of(entry) == [first, last]
        assert entry.sightings == 3
        assert entry.term == "2018年5月31日 — 2019年11月25日"
        assert (entry.start.basis, entry.end.basis) == ("首次见报", "末次见报")
        assert entry.start.evidence.address == (
            f"/articles/{first.article_id}/#m{first.mention_id}"
        )

    def test_what_lies_outside_the_term_is_no_evidence(self) -> None:
        inside = sight(MIDDLE)
        sight(FIRST)
        sight(LAST)
        tenure = make_tenure(inside.mention.person, inside.post, MIDDLE, MIDDLE)

        entry = the_entry(tenure)

        assert claims_of(entry) == [inside, inside]
        assert entry.sightings == 1
        assert entry.seen_once

    @pytest.mark.parametrize(
        ("day", "precision", "counts"),
        [
            (date(2019, 3, 1), "month", True),  # only known to the month
            (date(2019, 3, 31), "day", True),
            (date(2019, 4, 1), "day", False),
            (date(2019, 1, 1), "year", False),  # may lie before it
        ],
    )
    def test_a_month_takes_in_all_its_days(self, day, precision, counts) -> None:
        claim = sight(day, precision=precision)
        tenure = make_tenure(
            claim.mention.person,
            claim.post,
            MIDDLE,
            MIDDLE,
            start_precision="month",
            end_precision="month",
        )

        assert shown(Tenure.objects.filter(pk=tenure.pk)).exists() is counts

    def test_a_year_takes_in_what_is_only_known_to_the_year(self) -> None:
        claims = [sight(date(2019, 1, 1), precision="year"), sight(LAST)]
        tenure = make_tenure(
            claims[0].mention.person,
            claims[0].post,
            date(2019, 1, 1),
            date(2019, 1, 1),
            start_precision="year",
            end_precision="year",
        )

        entry = the_entry(tenure)

        assert entry.sightings == 2
        assert entry.term == "2019年"

    def test_an_undated_sighting_supports_an_undated_tenure(self) -> None:
        claim = sight(None)
        entry = the_entry(make_tenure(claim.mention.person, claim.post))

        assert entry.term == "日期待定"
        assert claims_of(entry) == [claim, claim]

    def test_a_report_of_the_appointment_stands_before_other_print_of_the_day(self) -> None:
        sight(FIRST)
        appointed = sight(FIRST, standing="appointed", position=9)
        removed = sight(LAST, standing="removed")
        tenure = make_tenure(
            appointed.mention.person,
            appointed.post,
            FIRST,
            LAST,
            start_basis="appointment",
            end_basis="appointment",
        )

        entry = the_entry(tenure)

        assert claims_of(entry) == [appointed, removed]
        assert entry.start.basis == "任命报道"

    @pytest.mark.parametrize("standing", ["former", "nominee", "removed"])
    def test_being_named_for_another_time_is_no_sighting(self, standing) -> None:
        claim = sight(FIRST, standing=standing)
        tenure = make_tenure(claim.mention.person, claim.post, FIRST, FIRST)

        assert not shown(Tenure.objects.filter(pk=tenure.pk)).exists()

    def test_the_same_post_of_another_person_is_no_sighting(self) -> None:
        claim = sight(FIRST, "吴江南")
        tenure = make_tenure(make_person("周立群", is_official=True), claim.post, FIRST, LAST)

        assert not shown(Tenure.objects.filter(pk=tenure.pk)).exists()


@pytest.mark.django_db
class TestShown:
    @pytest.mark.parametrize("status", ["imported", "reviewed", "withdrawn"])
    def test_an_unpublished_story_supports_nothing(self, status) -> None:
        claim = sight(FIRST, status=Article.Status(status))
        tenure = make_tenure(claim.mention.person, claim.post, FIRST, FIRST)

        assert not shown(Tenure.objects.filter(pk=tenure.pk)).exists()

    @pytest.mark.parametrize(
        ("status", "is_shown"), [("confirmed", True), ("disputed", False), ("inferred", False)]
    )
    def test_without_print_only_an_editors_word_counts(self, status, is_shown) -> None:
        person = make_person(is_official=True)
        tenure = make_tenure(person, make_post(), FIRST, status=status, start_basis="editor")

        rows = shown(Tenure.objects.filter(pk=tenure.pk))

        assert rows.exists() is is_shown
        for entry in entries(rows):
            assert claims_of(entry) == [None, None]
            assert entry.term == "2018年5月31日起"

    def test_they_stand_in_the_order_of_their_start(self) -> None:
        person = make_person(is_official=True)
        posts = [make_post(title=title) for title in ("一", "二", "三", "四")]
        for post, day, precision in zip(
            posts,
            [LAST, None, date(2019, 1, 1), date(2019, 1, 1)],
            ["day", "none", "day", "year"],
            strict=True,
        ):
            make_tenure(person, post, day, start_precision=precision, status="confirmed")

        titles = [row.post.title for row in shown(Tenure.objects.all())]

        assert titles == ["二", "四", "三", "一"]

    def test_claims_of_one_body_by_several_names_are_one_tenure(self) -> None:
        district = make_organization("柳河回族区委", "party")
        post = make_post(district, "副书记")
        claims = [sight(day, post=post) for day in (FIRST, MIDDLE, LAST)]
        for claim, form in zip(
            claims, ["柳河区委副书记", "柳河回族区委副书记", "区委副书记"], strict=True
        ):
            PostClaim.objects.filter(pk=claim.pk).update(printed=form)

        assert the_entry(make_tenure(claims[0].mention.person, post, FIRST, LAST)).sightings == 3


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        ("开工。周立群到场。鼓掌。", "周立群", "周立群到场。"),
        ("周立群说：“开工！”众人鼓掌。", "周立群", "周立群说：“开工！”"),
        ("开工。\n\n周立群到场\n\n鼓掌。", "周立群", "周立群到场"),
        ("先是开工，后来区长周立群到场", "周立群", "先是开工，后来区长周立群到场"),
        ("“开工！”区长周立群宣布。", "周立群", "区长周立群宣布。"),
        ("图: 区长周立群（右）到场", "周立群", "图: 区长周立群（右）到场"),
    ],
)
def test_a_sentence_ends_where_a_reader_sees_its_end(body, name, sentence) -> None:
    start = body.index(name)
    first, last = sentence_span(body, start, start + len(name))

    assert body[first:last] == sentence


def quoted(body: str, name: str = "周立群") -> tuple[str, str, str]:
    story = Article(body=body, headline="清淤工程开工")
    start = body.find(name)
    found = quotation_at(story, (start, start + len(name)) if start >= 0 else None)
    return found.before, found.name, found.after


def test_a_quotation_leaves_out_the_marks_of_its_line() -> None:
    assert quoted("开工。\n\n图: 区长周立群到场") == ("区长", "周立群", "到场")
    assert quoted("## 周立群到场") == ("", "周立群", "到场")


def test_a_long_list_is_quoted_around_the_name() -> None:
    before, name, after = quoted("河长" * 100 + "周立群" + "湖长" * 100 + "。")

    assert (before[:2], name, after[-2:]) == ("……", "周立群", "……")
    assert len(before + after) < 200


def test_a_name_of_the_headline_alone_quotes_the_headline() -> None:
    assert quoted("众人到场。") == ("清淤工程开工", "", "")


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("区长", "随后，区委副书记、区长周立群讲话。"),
        ("区委副书记", "随后，区委副书记、区长周立群讲话。"),
        ("区领导", "区领导吴江南、周立群到场。"),
        ("总河长", "周立群总河长、吴江南区长巡河。"),  # rather than the 总河长 of the last
        ("局长", "区领导吴江南、周立群到场。"),  # nowhere: where the name is first
    ],
)
def test_a_claim_is_quoted_from_the_sentence_that_makes_it(printed, sentence) -> None:
    body = (
        "区领导吴江南、周立群到场。随后，区委副书记、区长周立群讲话。"
        "周立群总河长、吴江南区长巡河。总河长们随后与周立群座谈。"
    )
    start = body.index("周立群")
    mention = Mention(pk=7, name="周立群", start=start, end=start + 3)

    place = place_of_post(body, mention, printed)

    first, last = sentence_span(body, *place)
    assert body[first:last] == sentence
    assert anchor_of(mention, place[0]) == ("m7" if place[0] == start else f"m7-{place[0]}")


def html_of(body: str, links: dict[str, str], *names: str) -> list[str]:
    anchors = [
        Anchor(start := body.index(name), start + len(name), f"m{number}")
        for number, name in enumerate(names, start=1)
    ]
    return [str(part.html) for part in story_parts(body, links, "", anchors)]


def test_a_name_that_evidence_leads_to_has_its_id_and_its_sentence() -> None:
    links = {"周立群": "/officials/1/"}

    assert html_of("开工。区长周立群到场。众人鼓掌。", links, "周立群") == [
        '开工。<span class="sentence">区长'
        '<a class="person" id="m1" href="/officials/1/">周立群</a>到场。</span>众人鼓掌。'
    ]


def test_two_names_of_a_sentence_share_it() -> None:
    assert html_of("周立群、吴江南到场。", {}, "周立群", "吴江南") == [
        '<span class="sentence"><span id="m1">周立群</span>、<span id="m2">吴江南</span>到场。</span>'
    ]


def test_a_name_is_marked_where_it_is_meant_and_not_where_it_stands_again() -> None:
    body = "## 周立群讲话\n\n图: 周立群到场"
    place = body.rindex("周立群")
    parts = story_parts(body, {}, "", [Anchor(place, place + 3, "m7")])

    assert [str(part.html) for part in parts] == [
        "周立群讲话",
        '<span class="sentence"><span id="m7">周立群</span>到场</span>',
    ]


def test_markup_in_print_stays_text_beside_anchors() -> None:
    assert html_of("<b>区长</b>周立群到场", {}, "周立群") == [
        '<span class="sentence">&lt;b&gt;区长&lt;/b&gt;<span id="m1">周立群</span>到场</span>'
    ]
