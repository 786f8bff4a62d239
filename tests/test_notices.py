"""Notices, letters and what signs them off, seen by what a page's stories say in the end."""

from __future__ import annotations

import pytest

from articles.ingest.layout import Kind
from articles.ingest.lexicon import Lexicon
from articles.ingest.lines import split_lines
from articles.ingest.notices import mark_notices
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageHints, ParsedPage


def signed_off(*texts: str) -> list[str]:
    marked = mark_notices(split_lines("\n".join(texts)))
    return [line.text for line in marked if line.kind is Kind.SIGN_OFF]


@pytest.mark.parametrize(
    "texts",
    [
        ("柳河区人民政府　　2021年6月22日",),
        ("柳河区人民政府2021年6月22日",),
        ("柳河区人民政府", "2021年6月22日"),
        ("柳河区水利局", "柳河区公安局", "二〇二一年六月二十二日"),
        ("柳河水务有限公司　柳河燃气公司　2021 年 6 月 22 日",),
        ("柳河区护河专项行动组　2021年6月22日",),  # apart from its date, whatever it is
    ],
)
def test_an_organ_with_its_date_signs_off(texts):
    assert signed_off("敬请谅解。", *texts) == list(texts)


def test_a_reader_signs_off_below_a_finished_letter():
    assert signed_off("望有关部门管一管。", "市民 周先生", "2021年6月22日")
    assert not signed_off("居民拿着告示问，落款的日子怎么写的是", "市民 周先生", "2021年6月22日")


@pytest.mark.parametrize(
    "texts",
    [
        ("柳河区2021年6月22日召开会议",),
        ("2021年6月22日",),  # no organ above: the page's own
        ("柳河区召开推进会", "本报讯 近日，柳河区召开推进会。"),
        ("截止日期为2021年6月22日",),
    ],
)
def test_a_date_alone_or_in_a_sentence_signs_nothing(texts):
    assert signed_off(*texts) == []


def read(*parts: str) -> ParsedPage:
    return read_page("\n\n".join(parts).encode(), "x.txt", PageHints(), Lexicon.packaged())


def titles(page: ParsedPage) -> list[str]:
    return [" / ".join(each.text for each in story.headlines) for story in page.stories]


def bodies(page: ParsedPage) -> list[list[str]]:
    return [[f"{part.kind}:{part.text}" for part in story.body] for story in page.stories]


CLOSED = (
    "关于柳河路封闭施工的通告",
    "因柳河路管网改造，自6月20日起封闭施工。现将有关事项通告如下：",
    "一、封闭期间，禁止机动车通行。",
    "二、沿线居民凭证明出入。",
    "咨询电话：0371-66660000",
    "联系地址：柳河区清水路12号",
)
BY_POLICE = "柳河市公安局交通警察支队　　2021年6月18日"
WATER = ("停水通知", "因管道检修，6月20日8时至18时停水，请提前做好准备。")
TEXT = "清水街道的书屋开门了，孩子们放学后都来这里看书，居民说这样的地方越多越好。"
FLOODS = ("柳河区召开防汛推进会", f"本报讯 6月18日，柳河区召开防汛推进会。{TEXT}")


def test_a_notice_ends_with_its_sign_off_and_the_next_begins():
    page = read(*CLOSED, BY_POLICE, *WATER, "柳河水务公司", "2021年6月18日", *FLOODS)
    assert titles(page) == [CLOSED[0], WATER[0], FLOODS[0]]
    assert bodies(page)[0] == [
        f"paragraph:{text}" for text in (*CLOSED[1:], BY_POLICE.replace("　　", " "))
    ]
    assert bodies(page)[1][1:] == ["paragraph:柳河水务公司", "paragraph:2021年6月18日"]


@pytest.mark.parametrize(
    ("above", "label"),
    [
        (("巷子里的读书声", "□记者 苏禾", TEXT), ()),  # which has no end of its own
        (("巷子里的读书声", "□记者 苏禾", TEXT), ("柳河区水利局",)),
        (FLOODS, ()),
    ],
)
def test_a_notice_begins_below_a_story_without_an_end(above, label):
    page = read(*above, *label, *CLOSED)
    assert titles(page) == [above[0], "".join((*label, CLOSED[0]))]


def test_an_organ_alone_signs_the_notice_above_it_unless_the_headline_below_wants_it():
    page = read(*CLOSED, "柳河水务公司", *WATER)
    assert titles(page) == [CLOSED[0], WATER[0]]
    assert bodies(page)[0][-1] == "paragraph:柳河水务公司"
    page = read(*WATER, "柳河区公安局", *CLOSED)
    assert titles(page) == [WATER[0], "柳河区公安局" + CLOSED[0]]


def test_labelled_rows_below_a_notices_headline_tell_of_it_as_much_as_its_words():
    rows = ("投稿邮箱：liuhe@126.com", "截稿日期：2021年7月20日")
    page = read(*FLOODS, "征稿启事", TEXT, *rows, *WATER)
    assert titles(page) == [FLOODS[0], "征稿启事", WATER[0]]
    assert bodies(page)[1] == [f"paragraph:{text}" for text in (TEXT, *rows)]


def test_a_notice_without_sign_off_ends_where_a_lead_follows():
    page = read(*WATER, *FLOODS)
    assert titles(page) == [WATER[0], FLOODS[0]]


@pytest.mark.parametrize(
    "story",
    [
        ("柳河区发布护河通告", f"本报讯 近日，柳河区发布通告。{TEXT}", "记者 苏禾"),
        ("柳河区发布护河通告", "□记者 苏禾", f"通告对下河捕鱼说不。{TEXT}"),
    ],
)
def test_a_story_about_a_notice_is_none(story):
    [parsed] = read(*story).stories
    assert parsed.bylines


def test_what_stands_below_a_sign_off_is_no_part_of_the_notice():
    astray = "苏禾说，孩子们放学后到书屋看书，书屋的灯一直亮到九点，居民都说好。"
    story = (
        "巷子里的书屋",
        "□记者 林晓禾",
        f"苏禾的书屋开在巷子里。孩子们放学后到书屋看书。{TEXT}",
    )
    page = read(*story, *CLOSED, BY_POLICE, astray)
    assert f"paragraph:{astray}" not in bodies(page)[1]
    assert f"paragraph:{astray}" in bodies(page)[0]


def test_an_offer_that_calls_itself_a_notice_stays_an_advertisement():
    offer = ("招租启事", "清水路旺铺招租，价格面议", "电话:13800000000")
    page = read(*FLOODS, "记者 苏禾", "\n".join(offer), *WATER)
    assert titles(page) == [FLOODS[0], WATER[0]]


def test_numbered_heads_and_points_of_a_notice_stand_apart():
    points = (
        "一、报名条件",
        "1.年满十八周岁；",
        "2.家住柳河沿线。",
        "二、报名办法",
        "报名时间：6月20日至22日",
        "联系人：周老师 苏老师",
    )
    page = read(
        "柳河区招募护河志愿者公告",
        "现将有关事项公告如下：",
        *points,
        "柳河区水利局",
        "2021年6月18日",
    )
    kinds = ("subhead", "paragraph", "paragraph", "subhead", "paragraph", "paragraph")
    told = [f"{kind}:{text}" for kind, text in zip(kinds, points, strict=True)]
    assert bodies(page)[0][1:-2] == told


WINNERS = ("一等奖", "林晓禾　苏禾　周立　罗一鸣", "二等奖", "田野　白鹭　石榴　江南")


def test_a_list_under_a_headline_of_its_own_is_a_story():
    page = read(*FLOODS, "“柳河杯”征文获奖作者名单", "（以姓氏笔画为序）", *WINNERS)
    assert titles(page) == [FLOODS[0], "“柳河杯”征文获奖作者名单 / （以姓氏笔画为序）"]
    assert bodies(page)[1] == [f"paragraph:{row.replace('　', ' ')}" for row in WINNERS]


def test_a_list_under_a_short_head_is_a_part_of_the_story_on_the_contest():
    page = read(*FLOODS, "获奖名单", *WINNERS)
    assert titles(page) == [FLOODS[0]]
    assert bodies(page)[0][1] == "subhead:获奖名单"


LETTER = (
    "编辑同志：",
    "4月20日，我乘车时丢了布袋，司机师傅送到了我家，我想谢谢他，谢谢这座城市的好心人。",
)


def test_a_letter_has_its_own_headline_and_is_dated_by_its_first_sentence():
    page = read(
        *FLOODS,
        "记者 苏禾",
        "谢谢那位司机",
        *LETTER,
        "读者 罗一鸣",
        "路灯何时亮",
        "通讯员 周立",
        *LETTER,
    )
    assert titles(page) == [FLOODS[0], "谢谢那位司机", "路灯何时亮"]
    assert bodies(page)[1] == [f"paragraph:{text}" for text in LETTER]
    assert [story.event_date for story in page.stories[1:]] == ["--04-20"] * 2
    assert [len(story.bylines) for story in page.stories] == [1, 1, 1]


def test_the_words_that_close_a_letter_are_no_headline():
    closing = ("祝你们平平安安！", "此致", "敬礼！", "一名小学生：苏小禾", "2021年6月18日")
    page = read("写给消防员叔叔的信", *LETTER, *closing, *FLOODS)
    assert titles(page) == ["写给消防员叔叔的信", FLOODS[0]]
    assert bodies(page)[0] == [f"paragraph:{text}" for text in (*LETTER, *closing)]
