"""What readers type into search, and how it is understood; no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.folding import fold
from articles.search.places import first_place, free_places, last_place, wanted_place, window_of
from articles.search.query import parse
from articles.search.syllables import readings
from articles.search.texts import words_of
from articles.search.tokens import as_number, is_pair, skeleton, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("鄉鎮幹部", "乡镇干部"),
        ("ＡＢＣ１２３，　", "abc123, "),
        ("Wi-Fi", "wi-fi"),
        ("⼈民", "人民"),  # a radical that stands for the character
        ("乾隆", "干隆"),
    ],
)
def test_folding_writes_the_forms_of_a_character_as_one(text, folded) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text) -> None:
    assert len(fold(text)) == len(text)
    assert [fold(each) for each in text] == list(fold(text))


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("柳河大桥通车", ["柳河", "河大", "大桥", "桥通", "通车"]),
        ("柳河。大桥", ["柳河", "大桥"]),
        ("5G网络", ["5g", "网络"]),
        ("第12期", ["12"]),
        ("２０１９年", ["2019"]),
        ("𠮷野家", ["𠮷野", "野家"]),  # a character of two bytes more
        ("a_b|c", ["a", "b", "c"]),
        ("（图）", []),
        ("", []),
    ],
)
def test_tokens_are_neighbours_and_words_of_letters(text, found) -> None:
    assert [*tokens(skeleton(text))] == found


@given(st.text(alphabet="柳河大桥a1 ，|_", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_part_of_a_text_has_no_pair_that_the_text_has_not(text, start, end) -> None:
    whole = {*tokens(skeleton(text))}
    assert {pair for pair in tokens(skeleton(text[start:end])) if is_pair(pair)} <= whole


@given(st.text(alphabet=st.characters(min_codepoint=0x2E80, max_codepoint=0xFFFF), min_size=4))
def test_no_two_pairs_share_a_number(text) -> None:
    pairs = {pair for pair in tokens(skeleton(text)) if is_pair(pair)}
    assert len({as_number(pair) for pair in pairs}) == len(pairs)


@given(st.text(min_size=1))
def test_every_number_fits_a_column(text) -> None:
    assert all(-(2**31) <= as_number(token) < 2**31 for token in tokens(skeleton(text)))


def typed(text):
    query = parse(text)
    return [("-" if term.excluded else "") + term.skeleton for term in query.terms]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("老街改造", ["老街改造"]),
        ("老街　改造", ["老街", "改造"]),
        ("老街、改造", ["老街", "改造"]),
        ("“老街 改造”", ["老街 改造"]),
        ('"老街', ["老街"]),
        ("老街 -商铺", ["老街", "-商铺"]),
        ("老街 －“临街 商铺”", ["老街", "-临街 商铺"]),
        ("3.5万", ["|3| |5|万"]),
        ("老街 老街", ["老街"]),
        ("鄉鎮", ["乡镇"]),
        ("lin xiao he", ["|lin| |xiao| |he|"]),
        ("smart city", ["|smart|", "|city|"]),
        ("，。！", []),
        ("- ", []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_terms(text, terms) -> None:
    assert typed(text) == terms


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2019", "2019年", "2019年"),
        ("２０１９年", "2019年", "2019年"),
        ("2019-11", "2019年11月", "2019年11月"),
        ("2019年11月5日", "2019年11月5日", "2019年11月5日"),
        ("2018..2019-03", "2018年", "2019年3月"),
        ("2018-2019", "2018年", "2019年"),
        ("2018年至2019年", "2018年", "2019年"),
        ("2018 2018-05", "2018年5月", "2018年5月"),
        ("2018..2020 2019..2024", "2019年", "2020年"),
    ],
)
def test_dates_among_the_words_are_a_range(text, since, until) -> None:
    query = parse(f"老街 {text}")

    assert (str(query.since), str(query.until)) == (since, until)
    assert [term.skeleton for term in query.terms] == ["老街"]


@pytest.mark.parametrize("text", ["“2019”", "-2019", "9999", "2019-13", "12345", "3月"])
def test_what_is_quoted_or_no_date_is_a_word(text) -> None:
    query = parse(text)

    assert query.since is None
    assert len(query.terms) == 1


@given(st.text())
def test_whatever_is_typed_can_be_read(text) -> None:
    query = parse(text)

    assert all(term.skeleton for term in query.terms)


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("linxiaohe", "lin xiao he"),
        ("xian", "xi an"),
        ("zhangsun", "zhang sun"),
        ("lv", "lv"),
        ("e", "e"),
    ],
)
def test_letters_are_parted_into_syllables(letters, found) -> None:
    assert found in readings(letters)


@pytest.mark.parametrize("letters", ["smart", "", "林", "a" * 60, "xyz"])
def test_letters_that_are_no_name_are_parted_into_nothing(letters) -> None:
    assert readings(letters) == []


FIELDS = ["", "", "清淤工程开工", "", "", "近日，清淤工程在柳河开工。", "", "", ""]


@pytest.mark.parametrize(
    ("source", "original"),
    [
        ("清淤工程开工\n近日，清淤工程\n在柳河开工。", ""),
        # a word that a line break cut, and blanks between letters
        ("清淤工程开工\n近日，清 淤工\n程在柳河开工。", ""),
        ("清淤工程开工\n近日，清游工程\n在柳河开工。", "清淤工程开工 近日 清游工程在柳河开工"),
        ("", ""),
    ],
)
def test_what_the_source_said_otherwise_is_kept(source, original) -> None:
    assert words_of(FIELDS, [[0, len(source)]], source).original == original


def test_a_number_that_a_line_break_cut_is_no_change() -> None:
    source = "产量达20\n19吨"

    assert words_of(["产量达2019吨"], [[0, 5], [6, len(source)]], source).original == ""


KEYS = [2019_11_25_99998_998, 2019_11_25_99998_997, 2019_11_25_99996_998, 2019_11_26_99001_001]


def test_places_sort_as_order_keys_do() -> None:
    keys = [*KEYS, 2019_11_00_99998_998, 2019_00_00_99998_998, 99998_998, 67_233_000]

    assert sorted(keys, key=wanted_place) == sorted(keys)


@pytest.mark.parametrize("key", [*KEYS, 2019_11_00_99998_998, 99998_998])
def test_a_place_is_within_its_day(key) -> None:
    assert first_place(key) <= wanted_place(key)
    if key // 10**8 % 100:
        assert wanted_place(key) <= last_place(key)


def test_no_two_stories_have_one_place_and_none_leaves_its_day() -> None:
    window = window_of(KEYS[0])
    wanted = [(window.start + 5, window)] * 20

    found = free_places(wanted, lambda places: {window.start + 3} & set(places))

    assert len({*found, window.start + 3}) == 21
    assert found[0] == window.start + 5
    assert {*found} <= {*window}
