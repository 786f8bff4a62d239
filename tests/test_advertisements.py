from __future__ import annotations

import pytest

from articles.ingest.advertisements import mark_advertisements
from articles.ingest.layout import Kind, Line
from articles.ingest.lines import split_lines
from articles.ingest.records import Printed


def sold(*texts: str) -> list[str]:
    marked = mark_advertisements([Line(Printed.at(text, 0)) for text in texts])
    return [line.text for line in marked if line.kind is Kind.ADVERTISEMENT]


TEXT = "居民都说路灯亮了。"


@pytest.mark.parametrize(
    "lines",
    [
        ["柳河花园盛大开盘", "首付八万元起 即买即住", "售楼热线:0370-5551234", "地址:清水路1号"],
        ["门面房招租", "清水路临街，价格面议", "电话:13800000000"],
        ["清水幼儿园招生", "席位有限 欲购从速 电话:0370-5551234"],
        ["二手车转让 电话:13800000000"],
        ["清水家居团购节 低至5折", "活动解释权归清水家居所有"],
        ["清水家居夏季团购节 全城让利", "沙发、床垫低至4.8折"],
    ],
)
def test_lines_with_signs_of_trade_are_an_advertisement_with_their_headline(lines):
    assert sold(TEXT, *lines, TEXT) == lines


@pytest.mark.parametrize(
    "lines",
    [
        # one telephone number can stand in a report
        ["清水街道开通热线", "居民可拨打热线:0370-5551234反映问题。"],
        ["柳河区举办招聘会"],
        ["民警提醒:切莫出租、出借、出售银行卡，切莫参与任何形式的转让。"],
        # a sentence of running text, however much it names
        [
            "街道公布了三部电话:0370-5551234、0370-5551235、0370-5551236，居民有事随时可以打，"
            "白天夜里都有人接，说清楚地址:几号楼几单元，网格员半小时之内一定上门，问题当天办结，"
            "办不结的第二天给一个说法，居民们都说这样的热线很管用，以前跑断腿的事现在一个电话就成了。"
        ],
    ],
)
def test_a_report_that_names_a_number_is_no_advertisement(lines):
    assert sold(TEXT, *lines, TEXT) == []


def test_the_block_of_an_advertisement_ends_at_a_blank_line():
    lines = split_lines("盛大开业\n全城让利 团购五折\n前百名送礼\n\n柳河区开渠\n居民都说好。")
    marked = mark_advertisements(lines)
    sold_lines = [line.text for line in marked if line.kind is Kind.ADVERTISEMENT]
    assert sold_lines == ["盛大开业", "全城让利 团购五折", "前百名送礼"]
    # without one, what has no sign of trade can head the story below
    lines = split_lines("盛大开业\n全城让利 团购五折\n柳河区开渠\n居民都说好。")
    assert [line.text for line in mark_advertisements(lines) if line.kind is Kind.UNKNOWN] == [
        "柳河区开渠",
        "居民都说好。",
    ]


def test_the_last_line_of_a_block_belongs_to_the_advertisement_above_it():
    block = ["清水家居团购节 全城让利", "订购热线:0370-5551234", "活动解释权归清水家居所有"]
    assert sold(TEXT, *block) == block
    assert sold(TEXT, *block[:2], "柳河区召开防汛推进会", TEXT) == block[:2]


def test_where_to_report_to_is_no_trade():
    assert sold(TEXT, "举报电话:0370-5551234", "来信地址:柳河市清水路12号", TEXT) == []


def test_marked_lines_stay_what_they_are():
    line = Line(Printed.at("电话:0370-5551234 欲购从速", 0), kind=Kind.FURNITURE)
    assert mark_advertisements([line]) == (line,)
