"""The index of words: what it finds is what is printed, whoever wrote it, on each database."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.editing import record_edit, refresh_order_keys, snapshot
from articles.models import Article, Issue, SearchEntry
from articles.moving import AT_END, move_lines, take_leftover, to_leftovers
from articles.repairs import merge_with_next, split_story
from articles.restoring import last_step, restore_all_imported, undo_step
from articles.search import building
from articles.search.filters import Filters
from articles.search.folding import fold
from articles.search.hits import Hits
from articles.search.names import people_meant
from articles.search.query import parse
from articles.search.texts import FIELDS
from articles.storage import store_page
from articles.undoing_repairs import undo_repair
from people.models import OtherName
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
)
from tests.index import assert_index_is_true
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


def found(text, **filters):
    query = parse(text)
    hits = Hits(query, Filters(**filters), people_meant(query.wanted))
    assert hits.are_led_to
    stories = [story for _, story in hits.newest(1000)]
    assert len(stories) == hits.count()
    return stories


def headlines(text, **filters):
    stories = Article.objects.in_bulk(found(text, **filters))
    return {story.headline for story in stories.values()}


# ---- what is found ----

ODD = [
    "第３２届龍舟節在柳河鎮開幕，ＡＢＣ公司贊助１２０００元。",
    "“老街”改造（一期）完成；5G网络覆盖95%，3.5万人受益。",
    "果农：“今年花期早了五天。”——记者见闻",
    "𠮷野家 门店、café 与 Wi-Fi",
]


@pytest.fixture
def archive():
    """Stories of some real pages, and some that are written oddly; their texts by key."""
    call_command("import_issue", *PAGES[:4], "--publish", stdout=StringIO())
    Article.objects.update(status="published", published_at=timezone.now())
    for text in ODD:
        make_article("见闻", body=text)
    rows = Article.objects.values_list("pk", *FIELDS)
    return {pk: [fold(text) for text in texts if text] for pk, *texts in rows}


def scan(archive, words):
    """The stories that print `words`, found by reading all of them."""
    letters = r"[^\W\u2e80-\U0010ffff]"
    runs = [re.escape(run) for run in re.findall(r"[^\W_]+", fold(words))]
    pattern = r"[\W_]+".join(runs)
    start = rf"(?<!{letters})" if re.match(letters, fold(words).lstrip("_")) else ""
    end = rf"(?!{letters})" if re.match(letters, fold(words)[-1:]) else ""
    search = re.compile(start + pattern + end).search
    return {pk for pk, texts in archive.items() if any(map(search, texts))}


def test_every_printed_word_finds_its_stories_and_no_others(archive) -> None:
    choose = random.Random(7)
    texts = [text for texts in archive.values() for text in texts]
    for _ in range(400):
        runs = re.findall(r"[^\W_]{2,}", choose.choice(texts))
        if not runs:
            continue
        run = choose.choice(runs)
        start = choose.randrange(len(run) - 1)
        word = run[start : start + choose.randint(2, 6)]
        cut = re.match(r"[a-z0-9]", run[start - 1 : start]) and start
        if len(word) < 2 or cut or re.search(r"[a-z0-9é]", word):
            continue
        assert set(found(f'"{word}"')) == scan(archive, word), word


def test_phrases_over_marks_and_numbers_are_found_as_a_whole(archive) -> None:
    choose = random.Random(8)
    texts = [text for texts in archive.values() for text in texts]
    for _ in range(300):
        pieces = re.findall(r"[^\W_]+", choose.choice(texts))
        start = choose.randrange(len(pieces))
        words = " ".join(pieces[start : start + choose.randint(1, 3)])[:40]
        words = " ".join(words.split()[:-1] or [words])
        if len(words) < 2 or not parse(f'"{words}"').terms[0].tokens:
            continue
        assert set(found(f'"{words}"')) == scan(archive, words), words


def test_several_words_find_the_stories_that_print_all_of_them(archive) -> None:
    choose = random.Random(9)
    words = [
        word for texts in archive.values() for word in re.findall(r"[\u4e00-\u9fff]{2,4}", texts[0])
    ]
    for _ in range(100):
        one, other, without = choose.sample(words, 3)
        expected = scan(archive, one) & scan(archive, other)
        assert set(found(f'"{one}" "{other}"')) == expected
        expected = scan(archive, one) - scan(archive, without)
        assert set(found(f'"{one}" -"{without}"')) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("龙舟节", 0),
        ("龍舟節", 0),
        ("abc公司", 0),
        ("ＡＢＣ", 0),
        ("第32届", 0),
        ("5g网络", 1),
        ("3.5万", 1),
        ("“老街 改造”", 1),
        ("今年花期", 2),
        ("𠮷野", 3),
        ("CAFÉ", 3),
        ("wi-fi", 3),
        ("2000元", None),
        ("bc", None),
    ],
)
def test_forms_of_writing_do_not_matter_but_words_of_letters_are_whole(text, number) -> None:
    stories = [make_article(body=body).pk for body in ODD]

    assert found(text) == ([] if number is None else [stories[number]])


def test_all_words_have_to_be_in_a_story_in_any_order_and_place() -> None:
    make_article("老街改造", body="临街商铺重新开门。")
    make_article("老街夜市", body="商铺照常营业。")

    assert headlines("商铺 老街") == {"老街改造", "老街夜市"}
    assert headlines("老街 临街") == {"老街改造"}
    assert headlines("老街 -夜市") == {"老街改造"}
    assert headlines("“老街商铺”") == set()


def test_a_single_character_narrows_what_other_words_find() -> None:
    make_article("老街改造", body="桥头到桥尾。")
    make_article("老街夜市")

    assert headlines("桥 老街") == {"老街改造"}
    assert headlines("老街 -桥") == {"老街夜市"}
    assert not Hits(parse("桥")).are_led_to


def test_a_word_that_was_corrected_since_still_finds_the_story() -> None:
    source = "清游工程开工\n近日，清游工程开工。"
    story = make_article(page=make_page(text=source), spans=[[0, len(source)]])

    assert found("清淤工程") == found("清游工程") == [story.pk]
    assert found("清淤 -清游") == []


def test_words_of_the_page_outside_of_a_story_do_not_find_it() -> None:
    make_article(page=make_page(text="清淤工程开工\n征订启事"), spans=[[0, 6]])

    assert found("征订") == []


# ---- people ----


def test_a_person_is_found_by_pinyin_and_by_other_names() -> None:
    pen_name = make_article("夜市见闻")
    person = make_byline(pen_name, "林晓禾").person
    OtherName.objects.create(person=person, name="禾苗")
    printed = make_article("桃花开了", body="通讯员林晓禾。")
    named = make_article("清淤工程")
    make_mention(named, "周立群")
    make_article("别的")

    assert found("linxiaohe") == found("lin xiao he") == [pen_name.pk]
    assert found("禾苗") == [pen_name.pk]
    assert set(found("林晓禾")) == {pen_name.pk, printed.pk}
    assert found("linxiaohe 见闻") == [pen_name.pk]
    assert found("zhouliqun") == [named.pk]
    assert found("zhouliqun 见闻") == []


# ---- who may see it, when it was, what it is narrowed to ----


@pytest.mark.parametrize(
    "values",
    [
        {"status": "imported", "published_at": None},
        {"status": "reviewed", "published_at": None},
        {"status": "withdrawn"},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_only_what_readers_may_see_is_found_and_counted(values) -> None:
    public = make_article("清淤工程开工")
    hidden = make_article("清淤工程收尾", **values)
    person = make_byline(hidden).person
    hidden.tags.add("清淤")

    assert found("清淤工程") == [public.pk]
    assert found("linxiaohe") == []
    assert found("", reporter=person.pk) == []
    assert found("", tag=hidden.tags.get().pk) == []
    assert found("", issue=hidden.page.issue_id, section="") in ([public.pk], [])


def test_an_issue_finds_its_stories() -> None:
    one = make_article("甲", page=make_page(make_issue(date(2019, 11, 25))))
    other = make_article("乙", page=make_page(make_issue(date(2020, 1, 2))))

    assert found("", issue=one.page.issue_id) == [one.pk]
    assert found("清淤工程") == [other.pk, one.pk]


def test_dates_take_in_what_the_lists_take_in() -> None:
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 11, 25), date(2020, 1, 1)]
    stories = [make_article(page=make_page(make_issue(day))).pk for day in days]
    year = make_article(page=make_page(make_issue(date(2019, 1, 1), "year"))).pk
    make_article(page=make_page(make_issue(None)))

    assert found("2019") == found("清淤工程 2019") == [stories[2], stories[1], year]
    assert found("2019-11 清淤") == [stories[2]]
    assert found("2018..2019-01-01") == [stories[1], year, stories[0]]


def test_filters_narrow_each_other_and_the_words() -> None:
    first, second = (make_article(name, section="要闻") for name in ("老街", "老街"))
    third = make_article("老街", section="副刊")
    first.tags.add("改造")
    third.tags.add("改造")
    reporter = make_byline(first).person.pk
    official = make_mention(third).person.pk
    tag = first.tags.get().pk

    assert (
        set(found("老街", section="要闻"))
        == set(found("", section="要闻"))
        == {first.pk, second.pk}
    )
    assert set(found("", tag=tag)) == {first.pk, third.pk}
    assert found("老街", tag=tag, section="要闻") == found("", reporter=reporter) == [first.pk]
    assert found("老街", official=official) == [third.pk]
    assert found("老街", official=official, reporter=reporter) == []


def test_the_newest_come_first_and_pages_lead_to_the_last() -> None:
    pages = [make_page(make_issue(date(2019, 11, day))) for day in (25, 27, 26)]
    stories = [make_article(page=page).pk for page in pages for _ in range(3)]
    expected = [*stories[3:6], *stories[6:9], *stories[0:3]]
    hits = Hits(parse("清淤工程"))

    read, before = [], None
    while page := hits.newest(2, before):
        read += [story for _, story in page]
        before = page[-1][0]

    assert read == expected


# ---- the index is true ----


def test_whatever_writes_a_story_brings_the_index_along() -> None:
    story = make_article("清淤工程开工", page=make_page(text="清淤工程开工近日"), spans=[[0, 8]])
    page = story.page
    steps = [
        lambda: Article.objects.bulk_create(
            [Article(page=page, position=5, key="k", headline="桃花开了", order_key=9 * 10**15)]
        ),
        lambda: Article.objects.filter(headline="桃花开了").update(body="满山都是。"),
        lambda: Article.objects.bulk_update([_with(story, headline="清淤收尾")], ["headline"]),
        lambda: _with(story, body="河道清淤。").save(),
        lambda: _with(story, deck="三段施工").save(update_fields=["deck"]),
        lambda: _with(story, risk=3).save(update_fields=["risk"]),
        lambda: _with(story, position=9).save(),
        lambda: Issue.objects.filter(pk=page.issue_id).update(date=date(2001, 2, 3)),
        lambda: refresh_order_keys(Article.objects.filter(page=page)),
        lambda: _with(story, spans=[[0, 4]]).save(),
        lambda: Article.objects.filter(headline="桃花开了").delete(),
        story.delete,
    ]
    for step in steps:
        step()
        assert_index_is_true()

    assert not SearchEntry.objects.exists()


def _with(story, **values):
    story.refresh_from_db()
    for name, value in values.items():
        setattr(story, name, value)
    return story


def test_repairs_versions_and_imports_bring_the_index_along() -> None:
    stored = store_page(make_parsed(make_story("清淤工程开工"), make_story("桃花开了")))
    first, second = stored.page.articles.order_by("position")
    steps = [
        lambda: split_story(first, 20, None),
        lambda: undo_step(last_step(first), None),
        lambda: move_lines(first, (0, 8), second, AT_END, None),
        lambda: to_leftovers(second, (0, 8), None),
        lambda: take_leftover(stored.page, 0, first, AT_END, None),
        lambda: undo_repair(first.revisions.latest("number").repair, None),
        lambda: _edit(first, body="河道清淤。"),
        lambda: restore_all_imported(first, None),
        lambda: merge_with_next(first, None),
        lambda: store_page(make_parsed(make_story("清淤工程收尾"), make_story("桃花谢了"))),
    ]
    for step in steps:
        first.refresh_from_db()
        second.refresh_from_db()
        step()
        assert_index_is_true()


def _edit(story, **values):
    before = snapshot(story)
    record_edit(_with(story, **values), before)
    story.save()


def test_stories_that_change_places_change_them_in_the_index() -> None:
    one, other = make_article("甲"), make_article("乙")
    page = one.page
    Article.objects.filter(pk=other.pk).update(page=page, order_key=one.order_key - 1)
    one.refresh_from_db()
    other.refresh_from_db()

    one.order_key, other.order_key = other.order_key, one.order_key
    Article.objects.bulk_update([one, other], ["order_key"])

    assert_index_is_true()
    assert found("清淤工程") == [other.pk, one.pk]


def test_stories_of_one_place_have_each_their_own() -> None:
    page = make_page()
    rows = [
        Article(page=page, position=1, key=str(n), headline=f"第{n}篇通稿", order_key=10**15)
        for n in range(30)
    ]
    Article.objects.bulk_create(rows)
    Article.objects.update(status="published", published_at=timezone.now())

    assert_index_is_true()
    assert len(found("篇通稿")) == 30


def test_what_is_left_when_tables_are_emptied_past_us_finds_nothing() -> None:
    gone = make_article("清淤工程开工")
    key, place = gone.order_key, SearchEntry.objects.get().place
    SearchEntry.objects.all().delete()
    Article.objects.filter(pk=gone.pk)._raw_delete("default")

    story = make_article("桃花开了", body="满山都是。", page=gone.page, pk=gone.pk)

    assert (story.order_key, SearchEntry.objects.get().place) == (key, place)
    assert found("清淤工程") == []
    assert_index_is_true()


# ---- building it anew ----


def _spoil():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET body = '满山桃花。'")


def test_the_command_tells_what_is_untrue_and_builds_anew(capsys) -> None:
    story = make_article("清淤工程开工")
    _spoil()

    with pytest.raises(CommandError, match=f"1 篇.*编号 {story.pk}.*reindex_search"):
        call_command("reindex_search", "--check")
    call_command("reindex_search")
    call_command("reindex_search", "--check")

    assert "1 篇稿件的索引一致" in capsys.readouterr().out
    assert found("满山桃花") == [story.pk]
    assert_index_is_true()


def test_building_anew_takes_a_batch_at_a_time(django_assert_num_queries, monkeypatch) -> None:
    for number in range(6):
        make_article(f"第{number}篇")
    monkeypatch.setattr("articles.search.index.BATCH_SIZE", 2)

    assert list(building.rebuild()) == [2, 4, 6]
    assert_index_is_true()
