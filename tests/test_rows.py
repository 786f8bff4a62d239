"""Lines that are lines of their own by their form, wherever they stand in a story."""

from __future__ import annotations

import pytest

from articles.ingest.layout import Kind
from articles.ingest.lexicon import Lexicon
from articles.ingest.lines import split_lines
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageHints
from articles.ingest.rows import mark_rows


def rows(*texts: str) -> list[str]:
    lines = mark_rows(split_lines("\n".join(texts)))
    return [line.text for line in lines if line.kind is Kind.ROW]


@pytest.mark.parametrize(
    "texts",
    [
        ("186个：列入计划的小区", "4.3万户：惠及居民户数", "96%：平均同意率"),
        ("一等奖：林晓禾家庭", "二等奖：苏禾家庭 周立家庭"),
        ("一等奖（2名）：林晓禾《书箱》、苏禾《灯》", "优秀组织奖（1个）：柳河街道"),
        ("6月20日 6:00—18:00 柳河路沿线", "6月21日 7:00—16:00 清水路以西"),
        ("168座 石头院落", "2.3万元 去年村民人均收入"),
        ("一等奖：林晓禾《书箱》", "优秀指导教师：苏禾（清水小学）", "优秀组织单位：清水小学"),
        ("林晓禾　苏禾　周立　罗一鸣",),
        ("一等奖", "林晓禾　苏禾　周立　罗一鸣", "二等奖（4名）", "田野　白鹭　石榴　江南"),
        ("1.清水路与梧桐路交叉口", "2.清水路与柳河路交叉口", "3.梧桐路东段"),
        ("编辑同志：",),
        ("各用热单位、居民用户：",),
        ("尊敬的用户：",),
        ("举报电话：0371-66660000",),
        ("来信地址：柳河市清水路12号",),
        ("两岸新芽绿未匀，", "一川烟水涤轻尘。", "老桥石缝花犹在，", "笑问归来白发人。"),
    ],
)
def test_a_row_is_told_by_its_form(texts):
    assert rows(*texts) == list(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("186个：列入计划的小区",),  # one alone can be a headline
        ("清水街道：小网格托起大民生", "梧桐社区：书屋坐满人"),
        ("一等奖", "居民都说好"),  # over no row
        ("优秀组织单位：清水小学", "优秀指导教师：苏禾"),  # below no prize
        ("林晓禾 苏禾 周立",),  # can be a couplet or a headline in two halves
        ("各街道：压实责任促整改",),
        ("一、清淤更彻底", "二、巡查更细致"),
        ("1.年满十八岁；", "2.家住柳河；", "3.会划船。"),
        ("举报电话：0371-66660000。",),
        ("新芽绿未匀", "烟水涤轻尘", "桥石花犹在", "归来白发人"),  # no mark ends it
    ],
)
def test_a_line_that_may_be_something_else_is_none(texts):
    assert rows(*texts) == []


@pytest.mark.parametrize(
    ("half", "rest"),
    [
        ("一等奖：林晓禾《书箱》、", "苏禾《灯》"),
        ("一等奖：林晓禾《书箱》 苏禾《一盏", "灯》"),
        ("一等奖：林晓禾家庭 苏禾家", "庭 周立家庭"),
    ],
)
def test_a_row_that_stops_behind_a_comma_or_in_a_word_goes_on_below(half, rest):
    assert rows(half, rest, "二等奖：周立《路》") == [half + rest, "二等奖：周立《路》"]


BOX = """老院子里的新日子

□本报记者 林晓禾

走进清水街道梧桐社区，老院子换了新样。像这样的小区，全区共有一百多个，居民都说好。

数读

186个：列入计划的小区

96%：平均同意率

柳河区举行消防演练

本报讯 6月18日，柳河区举行消防演练，两百多名居民参加。

记者 苏禾"""


def read(text: str) -> list[tuple[list[str], list[tuple[str, str]]]]:
    page = read_page(text.encode(), "x.txt", PageHints(), Lexicon.packaged())
    return [
        (
            [each.text for each in story.headlines],
            [(part.kind, part.text) for part in story.body],
        )
        for story in page.stories
    ]


def test_a_box_of_numbers_stays_in_its_story():
    stories = read(BOX)
    assert [headlines for headlines, _ in stories] == [
        ["老院子里的新日子"],
        ["柳河区举行消防演练"],
    ]
    assert stories[0][1][1:] == [
        ("subhead", "数读"),
        ("paragraph", "186个：列入计划的小区"),
        ("paragraph", "96%：平均同意率"),
    ]


def test_a_letter_is_dated_by_its_text_and_not_by_whom_it_addresses():
    letter = (
        "谢谢那位师傅\n\n编辑同志：\n\n4月20日，我把布袋落在了车上，师傅送了回来。\n\n通讯员 苏禾"
    )
    [story] = read_page(letter.encode(), "x.txt", PageHints(), Lexicon.packaged()).stories
    assert story.event_date == "--04-20"
