"""What holds for every page, however damaged: nothing is lost, nothing stands twice."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.errors import PageError
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageDate, PageHints, ParsedPage
from tests.noise import FOLIO, NOISES, STORIES, base_pages

BASES = tuple(base_pages())


@cache
def lexicon() -> Lexicon:
    return Lexicon.packaged()


def read(text: str, hints: PageHints | None = None) -> ParsedPage:
    return read_page(text.encode(), "page.txt", hints or PageHints(), lexicon())


def read_or_none(data: bytes) -> ParsedPage | None:
    """The page, or None where its bytes are refused; any other exception fails the test."""
    try:
        return read_page(data, "page.txt", PageHints(), lexicon())
    except PageError:
        return None


def check_sum_rule(page: ParsedPage) -> None:
    """Every character that is not white space stands in exactly one place, and is itself."""
    stories = chain.from_iterable(story.printed() for story in page.stories)
    placed: Counter[int] = Counter()
    for printed in chain(stories, page.furniture, page.leftovers):
        assert printed.text, "an empty text was placed"
        for character, offset in zip(printed.text, printed.offsets, strict=True):
            if character.isspace():
                assert page.text[offset].isspace()
            else:
                assert page.text[offset] == character
                placed[offset] += 1
    printed_at = {at for at, character in enumerate(page.text) if not character.isspace()}
    assert set(placed) == printed_at
    assert set(placed.values()) <= {1}


def check_spans(page: ParsedPage) -> None:
    """What points into a text points at something there."""
    for story in page.stories:
        for official in story.officials:
            printed = story.texts()[official.part][official.start : official.end]
            assert "".join(printed.split()) == official.name
    for flag in chain(page.flags, *(story.flags for story in page.stories)):
        if flag.start is not None:
            assert 0 <= flag.start < flag.end <= len(page.text)


def check(page: ParsedPage) -> None:
    check_sum_rule(page)
    check_spans(page)


@pytest.mark.parametrize("base", range(len(BASES)))
def test_every_character_of_a_page_stands_in_one_place(base):
    check(read(BASES[base]))


@settings(max_examples=120)
@given(
    base=st.sampled_from(BASES),
    noises=st.lists(st.sampled_from(NOISES), min_size=1, max_size=4),
    seed=st.integers(0, 2**32),
)
def test_every_character_of_a_damaged_page_stands_in_one_place(base, noises, seed):
    chance = random.Random(seed)
    text = base
    for noise in noises:
        text = noise(text, chance)
    page = read_or_none(text.encode())
    if page is not None:
        check(page)


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([line for story in STORIES for line in story.split("\n")]),
            st.sampled_from(
                ["", "本报讯", "记者 ", "(", "■", "图为", "(下转", "第A", "“", "通讯员:", "/文"]
            ),
            st.text(max_size=20),
        ),
        max_size=25,
    )
)
def test_lines_in_any_order_lose_nothing(lines):
    page = read_or_none("\n".join(lines).encode("utf-8", "replace"))
    if page is not None:
        check(page)


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_refused(text):
    page = read_or_none(text.encode("utf-8", "replace"))
    if page is not None:
        check(page)


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused(data):
    page = read_or_none(data)
    if page is not None:
        check(page)


@settings(max_examples=25)
@given(base=st.sampled_from(BASES), noise=st.sampled_from(NOISES), seed=st.integers(0, 2**32))
def test_reading_a_page_twice_gives_the_same(base, noise, seed):
    data = noise(base, random.Random(seed)).encode()
    assert read_or_none(data) == read_or_none(data)


LEAD = "柳河区召开推进会\n\n本报讯 区里开会。\n\n"

HUGE = {
    "one line of sentences": "柳河区召开防汛工作推进会，区委书记周立群参加会议并讲话。" * 12_000,
    "one line without a mark": "柳河清水梧桐街道社区" * 35_000,
    "one line of blanks": "柳 河\u3000清  水" * 40_000,
    "one line of digits": "2018年3月15日" * 30_000,
    "one line of brackets": "(记者" * 60_000,
    "short lines": "柳河区开展巡河\n" * 20_000,
    "short sentences": "居民说路灯亮了。\n" * 20_000,
    "leads": "本报讯 近日,居民说路灯亮了。\n" * 6_000,
    "signatures": "记者 林晓禾\n" * 20_000,
    "captions": "图为居民在院子里议事\n" * 20_000,
    "quotation marks": "“\n" * 20_000,
    "stories": "\n\n".join(STORIES[:3]) * 60,
    "a story of one line": LEAD + "柳河区召开推进会，区委书记周立群讲话。" * 6_000,
    "a story of cut-off lines": LEAD + "柳河区召开推进会，区委书记周立群\n\n" * 6_000,
    "a story of heads": LEAD + "清水街道在行动\n\n居民说路灯亮了。\n\n" * 4_000,
    "a story of dates": LEAD + "截至5月3日世界环境日，2018年" * 6_000,
    "notices": "停水通告\n\n现将停水事项通告如下：\n\n电话：0371-66660000\n\n柳河水务局　2021年6月18日\n\n"
    * 3_000,
    "headlines of notices": "停水通告\n现将停水事项通告如下：\n" * 10_000,
    "dates of notices": "柳河水务局\n2021年6月18日\n" * 10_000,
    "rows": "一等奖：林晓禾、\n苏禾、\n" * 10_000,
    "a broken row": "一等奖：林晓禾、\n" + "苏禾、\n" * 20_000,
    "verse": "两岸新芽绿未匀，\n" * 20_000,
    "offers": "旺铺招租 面议\n前百名送礼\n" * 10_000,
    "letters": "柳河岸边\n\n编辑同志：\n\n居民说路灯亮了。\n\n" * 4_000,
    "columns after a signature": LEAD + "记者 林晓禾\n\n居民说路灯亮了。\n\n" * 4_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_huge_page_is_read_in_time_that_grows_with_its_length(text):
    """Not timed: a stage that is more than linear would not come to an end here."""
    check_sum_rule(read(text))


def test_what_is_known_beside_a_page_outranks_what_it_prints():
    hints = PageHints("临江日报", PageDate("2019-05", "month", "manifest"), "A38", "瞭望塔")
    page = read(FOLIO + "\n\n" + STORIES[0], hints)
    assert (page.paper, page.date, page.number, page.name) == (
        hints.paper,
        hints.date,
        hints.number,
        hints.name,
    )


def test_the_pages_own_line_is_furniture_and_dates_number_and_name_come_from_it():
    page = read(FOLIO + "\n\n" + STORIES[0])
    assert page.date == PageDate("2021-06-22", "day", "text")
    assert (page.number, page.name) == ("N05", "柳河时讯")
    assert [printed.text for printed in page.furniture] == [FOLIO]
    [story] = page.stories
    assert "白云帆" not in {name for entry in story.bylines for name in entry.names}


def test_a_page_without_a_story_keeps_its_text_and_is_flagged():
    page = read("柳河区清水街道\n梧桐社区")
    assert page.stories == ()
    assert "no-story" in {flag.code for flag in page.flags}
    assert "".join(printed.text for printed in page.leftovers).replace("\n", "") == (
        "柳河区清水街道梧桐社区"
    )


def test_signatures_at_two_places_are_two_texts_even_with_no_blank_line_on_the_page():
    page = read(
        "清水街道办好民生实事\n□本报记者 罗一鸣\n"
        "清水街道今年要办十件实事，已经办成了六件，居民都说好。\n记者 林晓禾 摄影"
    )
    [story] = page.stories
    assert [printed.text for printed in story.byline_text] == [
        "□本报记者 罗一鸣",
        "记者 林晓禾 摄影",
    ]


def test_without_the_tagger_the_rules_stand_alone_and_the_page_says_so(monkeypatch):
    text = "河湾区部署防汛\n\n本报讯 近日,区长林晓禾到柳河检查防汛工作。\n\n记者 苏禾\n"
    both = read_page(text.encode(), "a.txt", PageHints(), Lexicon.packaged())
    monkeypatch.setattr("articles.ingest.pipeline.tagger_available", lambda: False)
    alone = read_page(text.encode(), "a.txt", PageHints(), Lexicon.packaged())
    assert [flag.code for flag in both.flags] == ["date-unknown"]
    assert [flag.code for flag in alone.flags] == ["date-unknown", "one-voice"]
    assert [each.name for each in alone.stories[0].officials] == ["林晓禾"]
