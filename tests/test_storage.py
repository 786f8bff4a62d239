"""What the rows say after a page is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.ingest.errors import PageError
from articles.ingest.records import Flag as ParsedFlag
from articles.ingest.records import Keyword, Part, Printed
from articles.models import (
    Article,
    Byline,
    Flag,
    Issue,
    Mention,
    Newspaper,
    Page,
    Source,
    Tag,
    TaggedArticle,
)
from articles.planning import Outcome
from articles.storage import lexicon_from_archive, preview, store_page
from people.models import OtherName, Person
from tests.factories import make_person
from tests.parsed import BODY, make_parsed, make_story

pytestmark = pytest.mark.django_db

BLOCKING = ParsedFlag("unfinished-text", "正文停在半句。", 3, 9)
ASKING = ParsedFlag("no-byline", "没有认出署名。", 3, 9)


@pytest.mark.parametrize(
    ("lines", "kicker", "headline", "deck"),
    [
        (("开工",), "", "开工", ""),
        (("肩题", "主题"), "肩题", "主题", ""),
        (("肩题", "主题", "副题"), "肩题", "主题", "副题"),
        (("肩题", "主题", "副题", "又一行"), "肩题", "主题", "副题 又一行"),
    ],
)
def test_display_lines_become_kicker_headline_and_deck(lines, kicker, headline, deck) -> None:
    store_page(make_parsed(make_story(*lines)))

    article = Article.objects.get()
    assert (article.kicker, article.headline, article.deck) == (kicker, headline, deck)


def test_a_story_without_headline_is_called_by_its_opening_and_flagged() -> None:
    store_page(make_parsed(make_story("")))

    article = Article.objects.get()
    assert article.headline == f"{BODY[0][:20]}……"
    assert article.flags.get().code == "no-headline"
    assert article.flags.get().blocking


def test_a_line_too_long_for_its_column_stands_in_the_body_and_is_flagged() -> None:
    long = "长" * 201
    store_page(make_parsed(make_story("肩题", long)))

    article = Article.objects.get()
    assert article.kicker == "肩题"
    assert article.body.startswith(f"{long}\n\n{BODY[0]}")
    assert article.flags.filter(code="too-long").exists()


def test_the_body_marks_its_parts_and_a_mention_says_where_it_stands() -> None:
    parts = (
        ("paragraph", "昨日，清淤工程开工。"),
        ("subhead", "河道变宽了"),
        ("caption", "区长周立群在现场"),
        ("jump", "(下转二版)"),
    )
    store_page(make_parsed(make_story(body=parts, officials={"周立群": ("区长",)})))

    article = Article.objects.get()
    assert (
        article.body
        == "昨日，清淤工程开工。\n\n## 河道变宽了\n\n图: 区长周立群在现场\n\n(下转二版)"
    )
    mention = article.mentions.get()
    assert article.body[mention.start : mention.end] == "周立群"
    assert mention.posts == ["区长"]


def test_a_mention_moves_with_a_line_put_before_the_body() -> None:
    store_page(make_parsed(make_story("长" * 201, officials={"周立群": ("区长",)})))

    article, mention = Article.objects.get(), Mention.objects.get()
    assert article.body[mention.start : mention.end] == "周立群"


def test_a_name_that_stands_in_a_headline_only_has_no_place_in_the_body() -> None:
    story = make_story("区长罗棠谈清淤", officials={"罗棠": ("区长",)})
    store_page(make_parsed(story))

    mention = Mention.objects.get()
    assert (mention.start, mention.end) == (None, None)


def test_signatures_tags_and_all_that_was_concluded_are_stored() -> None:
    story = make_story(
        section=Printed.at("网格", 0),
        dateline=Printed.at("本报讯", 0),
        event_date="2019-11-24",
        credit="文/图",
        bylines=(("记者", "林晓禾", "沈一舟"), ("通讯员", "林晓禾"), ("记者", "林晓禾")),
        tags=("清淤", "河道", "清淤"),
    )
    store_page(make_parsed(story))

    article = Article.objects.get()
    assert (article.section, article.dateline, article.credit) == ("网格", "本报讯", "文/图")
    assert article.event_date == "2019-11-24"
    signed = list(Byline.objects.values_list("role", "name"))
    assert signed == [("记者", "林晓禾"), ("记者", "沈一舟"), ("通讯员", "林晓禾")]
    assert sorted(article.tags.names()) == ["河道", "清淤"]
    assert article.as_imported["body"] == article.body
    assert article.status == Article.Status.IMPORTED


def test_the_summary_ends_where_a_phrase_ends() -> None:
    opening = "昨日上午，" + "清淤工程第一段开工，" * 15
    store_page(make_parsed(make_story(body=(opening,))))

    summary = Article.objects.get().summary
    assert summary.endswith("开工……")
    assert len(summary) <= 102


def test_spans_are_ranges_of_the_source() -> None:
    story = replace(
        make_story(bylines=()),
        headlines=(Printed.at("标题", 0),),
        body=(Part("paragraph", Printed.at("先印的", 8)), Part("paragraph", Printed.at("后", 4))),
    )
    store_page(make_parsed(story, text="标题\n\n后\n\n\n先印的"))

    assert Article.objects.get().spans == [[0, 2], [4, 5], [8, 11]]


@pytest.mark.parametrize(
    ("day", "stored", "precision", "slug"),
    [
        ("2019-11-25", date(2019, 11, 25), "day", "2019-11-25"),
        ("2019-11", date(2019, 11, 1), "month", "2019-11"),
        ("2019", date(2019, 1, 1), "year", "2019"),
        (None, None, "none", "undated"),
    ],
)
def test_an_issue_is_dated_as_far_as_is_known(day, stored, precision, slug) -> None:
    store_page(make_parsed(make_story(), day=day))

    issue = Issue.objects.get()
    assert (issue.date, issue.precision, issue.slug) == (stored, precision, slug)


def test_two_papers_of_one_day_have_two_addresses() -> None:
    store_page(make_parsed(make_story("甲"), source="a.txt"))
    store_page(make_parsed(make_story("乙"), source="b.txt", paper="山前日报"))

    assert sorted(Issue.objects.values_list("slug", flat=True)) == ["2019-11-25", "2019-11-25-2"]


def test_a_paper_nobody_names_has_a_name_that_says_so() -> None:
    store_page(make_parsed(make_story(), paper=""))

    assert Newspaper.objects.get().name == "未署报名"


def test_a_page_stands_at_its_printed_number_where_that_is_free() -> None:
    for number, name in (("N05", "a"), ("", "b"), ("A05", "c"), ("N02", "d")):
        store_page(make_parsed(make_story(name), source=f"{name}.txt", number=number))

    pages = Page.objects.order_by("position").values_list("position", "slug", "number")
    assert list(pages) == [(2, "n02", "N02"), (5, "n05", "N05"), (6, "p6", ""), (7, "a05", "A05")]


def test_undated_pages_of_one_file_name_stay_two_pages() -> None:
    store_page(make_parsed(make_story("甲", body=("一场春雨过后，山前果园开了花。",)), day=None))
    store_page(make_parsed(make_story("乙", body=("区图书馆夜间开放，读者满座。",)), day=None))

    assert Page.objects.count() == 2


def test_every_character_of_the_source_is_kept_with_its_encoding() -> None:
    parsed = make_parsed(
        make_story(), furniture=(Printed.at("河滨晚报", 0),), leftovers=(Printed.at("广告", 7),)
    )
    store_page(parsed)

    source, page = Source.objects.get(), Page.objects.get()
    assert (source.text, source.encoding, source.sha256) == (parsed.text, "utf-8", parsed.sha256)
    assert page.furniture == ["河滨晚报"]
    assert page.leftovers == [{"text": "广告", "start": 7, "end": 9}]


def test_a_page_of_no_story_is_stored_with_its_flag() -> None:
    nothing = ParsedFlag("no-story", "这一版没有认出稿件。")
    store_page(
        make_parsed(text="招租广告", flags=(nothing,), leftovers=(Printed.at("招租广告", 0),))
    )

    assert Article.objects.count() == 0
    assert Flag.objects.get(article=None).code == "no-story"


def test_publishing_takes_what_nothing_blocks() -> None:
    page = make_parsed(
        make_story("甲"), make_story("乙", flags=(ASKING,)), make_story("丙", flags=(BLOCKING,))
    )
    stored = store_page(page, publish=True)

    assert stored.published == 2
    assert sorted(Article.objects.published().values_list("headline", flat=True)) == ["乙", "甲"]


def test_a_blocking_flag_of_the_page_holds_all_its_stories_back() -> None:
    stored = store_page(make_parsed(make_story(), flags=(BLOCKING,)), publish=True)

    assert stored.published == 0


def test_a_second_import_publishes_what_the_first_left() -> None:
    page = make_parsed(make_story("甲"), make_story("乙", flags=(BLOCKING,)))
    store_page(page)
    Flag.objects.update(resolved_at=Issue.objects.get().date.strftime("%Y-%m-%dT00:00Z"))

    assert store_page(page, publish=True).published == 2


def test_what_an_editor_took_back_is_not_published_by_an_import() -> None:
    page = make_parsed(make_story())
    store_page(page)
    Article.objects.update(edited_fields=["status"])

    assert store_page(page, publish=True).published == 0


def test_tags_that_differ_in_case_are_one_and_clashing_slugs_are_numbered() -> None:
    Tag.objects.create(name="gdp", slug="gdp")
    keywords = (Keyword("GDP", 3.0), Keyword("c", 2.0), Keyword("C++", 1.0))
    store_page(make_parsed(make_story(keywords=keywords)))

    assert dict(Tag.objects.values_list("name", "slug")) == {"gdp": "gdp", "c": "c", "C++": "c-2"}
    assert TaggedArticle.objects.order_by("-score").values_list("score", flat=True)[0] == 3.0


def test_a_dry_run_says_what_would_come_and_writes_nothing() -> None:
    parsed = make_parsed(make_story(flags=(ASKING,)))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seen = preview(parsed)

    assert seen.stories == {Outcome.NEW: 1}
    assert [notice.message for notice in seen.notices] == [ASKING.message]
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_the_number_of_queries_does_not_grow_with_the_stories() -> None:
    def queries_for(day: str, count: int) -> int:
        stories = [
            make_story(
                f"第{number}篇",
                body=(f"第{number}段文字，区长周{number:02}到场。",),
                officials={f"周{number:02}": ("区长",)},
                bylines=(("记者", f"林{number:02}"),),
                tags=(f"标签{number}",),
                flags=(ASKING,),
            )
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            store_page(make_parsed(*stories, day=day, source=f"{day}.txt"), publish=True)
        return len(queries)

    queries_for("2019-11-01", 1)  # the paper is there from here on
    assert queries_for("2019-11-02", 2) == queries_for("2019-11-03", 12)


def test_a_text_no_database_can_hold_is_refused() -> None:
    with pytest.raises(PageError, match="NUL"):
        store_page(make_parsed(make_story(), text="空\0字符"))


def test_the_lexicon_knows_the_confirmed_by_all_their_names() -> None:
    person = make_person("罗棠", confirmed=True)
    OtherName.objects.create(person=person, name="罗唐")
    make_person("未确认")

    assert lexicon_from_archive().names == {"罗棠", "罗唐"}


def test_nobody_is_made_twice_on_one_page() -> None:
    store_page(
        make_parsed(
            make_story("甲", officials={"周立群": ("柳河区区长",)}),
            make_story("乙", officials={"周立群": ("区领导",)}),
        )
    )

    assert Person.objects.filter(name="周立群").count() == 1
    assert Person.objects.filter(name="林晓禾").count() == 1
