from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.characters import close_up, ends_sentence, fold, narrow, one_blank, width
from articles.ingest.records import Printed


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("路灯亮了。", True),
        ("路灯亮了！", True),
        ("他说：“路灯亮了。”", True),
        ("他说:“路灯亮了！”　", True),
        ("（路灯亮了。）", True),
        ("路灯亮了……", True),
        ("路灯亮了?", True),
        ("政府购买社会服", False),
        ("路灯、水管、", False),
        ("“板凳会”", False),
        ("他说：", False),
        ("路灯亮了;", False),
        ("", False),
        ("”）", False),
    ],
)
def test_a_text_is_finished_when_its_last_mark_ends_a_sentence(text, finished):
    assert ends_sentence(text) is finished


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("站点规 范化、管理常态化", "站点规范化、管理常态化"),
        ("站点规　范化", "站点规范化"),
        ("站点\t规 \u3000 范化", "站点规范化"),
        ("区长 何 维", "区长何维"),
        ("建成站点 6 个，投入 70 万元", "建成站点6个，投入70万元"),
        # a blank between two ASCII words, or beside one, means something
        ("open day", "open day"),
        ("A5 B6", "A5 B6"),
        ("1 2", "1 2"),
        ("服务理念  and　水平", "服务理念 and 水平"),
        ("C P I 上涨", "C P I 上涨"),
        # two phrases of a couplet in quotation marks
        ("“绷紧防汛弦 守好平安门”主题活动", "“绷紧防汛弦 守好平安门”主题活动"),
        ("“绷紧防汛弦　守好平安门”主题活动", "“绷紧防汛弦 守好平安门”主题活动"),
        # a word cut by a line break, in quotation marks
        ("“文明使 者”志愿服务站", "“文明使者”志愿服务站"),
        ("“党 建+志愿服务”模式", "“党建+志愿服务”模式"),
    ],
)
def test_running_text_is_closed_up_where_a_blank_means_nothing(text, closed):
    assert close_up(Printed.at(text, 0)).text == closed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  绷紧防汛弦　守好平安门 ", "绷紧防汛弦 守好平安门"),
        ("记者 林晓禾\t\t通讯员", "记者 林晓禾 通讯员"),
        ("路灯", "路灯"),
        ("　", ""),
    ],
)
def test_display_type_keeps_one_blank_for_each_run_of_them(text, printed):
    assert one_blank(Printed.at(text, 0)).text == printed


@given(st.text())
def test_blanks_are_all_that_closing_up_takes_away(text):
    for closed in (close_up(Printed.at(text, 7)), one_blank(Printed.at(text, 7))):
        kept = [
            (character, offset - 7)
            for character, offset in zip(closed.text, closed.offsets, strict=True)
            if not character.isspace()
        ]
        assert kept == [(each, at) for at, each in enumerate(text) if not each.isspace()]
        assert all(
            text[offset - 7].isspace() or text[offset - 7] in closed.text
            for offset in closed.offsets
        )


@given(st.text())
def test_narrowing_keeps_every_character_in_its_place(text):
    assert len(narrow(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ("２０２１年６月２２日　星期二　Ｎ０５：", "2021年6月22日 星期二 N05:"),
        ("（路灯，亮了。）", "（路灯，亮了。）"),
    ],
)
def test_narrowing_leaves_chinese_punctuation_alone(text, narrowed):
    assert narrow(text) == narrowed


def test_texts_are_compared_without_widths_blanks_and_shapes_of_quotation_marks():
    assert fold("“Ａ５” 路灯，亮 了") == fold('"A5"路灯,亮了')
    assert fold("路灯亮了") != fold("路灯灭了")


def test_a_chinese_character_is_two_columns_wide():
    assert width("路灯A，1") == 2 + 2 + 1 + 2 + 1
