from __future__ import annotations

import pytest

from articles.ingest.lines import split_lines, unwrap


def joined(source: str) -> list[str]:
    return [line.text for line in unwrap(split_lines(source))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_parts_lines(end):
    assert [line.text for line in split_lines(f"路灯{end}水管{end}")] == ["路灯", "水管"]


def test_blanks_at_the_ends_are_the_gap_and_the_indent():
    lines = split_lines("\n \n　　路灯亮了。 \n\n\n\t水管通了。\r\n\r\n  \r\n书屋")
    assert [(line.text, line.gap, line.indent) for line in lines] == [
        ("路灯亮了。", 2, 4),
        ("水管通了。", 2, 4),
        ("书屋", 2, 0),
    ]


def test_every_character_keeps_its_place():
    source = " 路灯 亮了。\r\n\r\n\u3000水管\n"
    for line in split_lines(source):
        assert "".join(source[offset] for offset in line.printed.offsets) == line.text


@pytest.mark.parametrize("source", ["", "\n\n", " \u3000\t"])
def test_a_page_of_blanks_has_no_line(source):
    assert split_lines(source) == ()


INDENTED = """　　清水街道梧桐社区的院子里，居民搬来了
板凳，你一言我一语，把路灯不亮、下水道
不通的事说了个遍，社区一件件都记下了。
　　没过几天，路灯亮了，下水道也通了，大
家都说这样的会开得好。"""

FLUSH = """清水街道梧桐社区的院子里，居民搬来了板
凳，你一言我一语，把路灯不亮、下水道不
通的事说了个遍，社区一件件都记在了本子
上，没过几天，路灯亮了，下水道也通了，
大家都说这样的会开得好。"""

LONG = "\n".join(["清水街道梧桐社区的院子里，居民搬来了板凳，" * 4] * 5)


def test_lines_broken_at_the_width_of_a_column_are_joined_into_paragraphs():
    assert joined(INDENTED) == [
        "清水街道梧桐社区的院子里，居民搬来了板凳，你一言我一语，把路灯不亮、下水道"
        "不通的事说了个遍，社区一件件都记下了。",
        "没过几天，路灯亮了，下水道也通了，大家都说这样的会开得好。",
    ]
    assert joined(FLUSH) == [FLUSH.replace("\n", "")]


@pytest.mark.parametrize(
    "source",
    [
        # blank lines between: each line is a paragraph
        FLUSH.replace("\n", "\n\n"),
        # lines of every length
        "路灯亮了。\n下水道也通了，居民都很高兴。\n书屋\n周末的院子里坐满了来听故事的孩子们。",
        # wider than any column
        LONG,
        # too few to tell
        "\n".join(FLUSH.split("\n")[:3]),
        # verse
        "梧桐的叶子黄了\n像一封封寄出的信\n我坐在青石阶上\n听风翻旧日的书\n炊烟绕着老柳树",
        # a list of winners
        "林晓禾 清水路小学\n苏一禾 梧桐路小学\n罗一鸣 柳河区一小\n田小雨 柳河区二小\n周小立 清水路小学",
    ],
)
def test_other_lines_stay_as_they_are(source):
    assert joined(source) == [line for line in source.split("\n") if line]


LISTED = """柳河区招募护河志愿者公告
　　因护河需要，柳河区面向全区居民招募志愿
者，现将有关事项公告如下：
　　一、年满十八岁。
　　二、家住柳河沿线。
　　三、每月能到河边巡查两次，并把看到的事
记在本子上。
　　电话：0370-5551234
　　地址：清水路1号
　　柳河区水利局
　　2021年6月18日"""


def test_a_run_of_short_paragraphs_is_joined_at_the_width_that_others_of_its_page_show():
    listed = joined(f"{LISTED}\n\n{INDENTED}")
    assert "三、每月能到河边巡查两次，并把看到的事记在本子上。" in listed
    assert "地址：清水路1号" in listed
    assert joined(LISTED) == [line.strip() for line in LISTED.split("\n")]


LETTER = """编辑同志：
　　我家住在梧桐路15号，门前的路灯坏了半个
月，老人孩子出门都不方便。
　　望有关部门管一管。
　　柳河居民 周先生"""


def test_a_page_of_letters_shows_its_column_where_all_are_taken_together():
    joined_lines = joined("\n\n".join([LETTER] * 4))
    assert (
        joined_lines.count("我家住在梧桐路15号，门前的路灯坏了半个月，老人孩子出门都不方便。") == 4
    )
    assert joined_lines.count("柳河居民 周先生") == 4
    assert joined(LETTER) == [line.strip() for line in LETTER.split("\n")]


@pytest.mark.parametrize(
    "verse",
    [
        "秋登青石山\n文/林晓禾\n云开石径斜，\n风落满山花。\n莫道秋光老，\n柿红三两家。",
        "重阳有寄\n作者 林晓禾\n又是黄花满径时，登高谁与寄相思。\n茱萸遍插人犹在，一盏新醅慰鬓丝。",
    ],
)
def test_verse_is_no_wrapped_column(verse):
    assert joined(verse) == verse.split("\n")


@pytest.mark.parametrize(
    "opening",
    [
        "本报讯 近日，区里召开推进会。",
        "■书屋开门了",
        "记者 林晓禾 通讯员 周立",
        "图为居民在院子里议事。",
    ],
)
def test_what_opens_on_a_line_of_its_own_is_joined_to_nothing_above(opening):
    first, second, *rest = FLUSH.split("\n")
    assert opening in joined("\n".join([first, second, *rest[:2], opening]))


def test_a_wrapped_column_with_a_blank_line_behind_each_line_is_one_paragraph():
    column = [
        "本报讯 5月11日下午,柳河区防汛演练动员会在清水街道办事处举行。区防汛",
        "办公室第六工作组组长周立群,区应急管理局副局长田一禾,清水街道办事处各",
        "科室、各社区和驻街单位负责同志八十余人到现场观看了防汛演练的全部过程。",
        "动员会由副局长田一禾主持。",
    ]
    lines = joined("\n\n".join(column))
    assert any(line.endswith("全部过程。动员会由副局长田一禾主持。") for line in lines)


def test_joining_keeps_every_character_in_its_place():
    for line in unwrap(split_lines(INDENTED)):
        assert "".join(INDENTED[offset] for offset in line.printed.offsets) == line.text
