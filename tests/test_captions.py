from __future__ import annotations

import pytest

from articles.ingest.captions import mark_captions
from articles.ingest.layout import Kind, Line
from articles.ingest.records import Printed
from articles.ingest.seams import joins


def captions(*texts: str) -> list[str]:
    marked = mark_captions([Line(Printed.at(text, 0)) for text in texts], joins)
    return [line.text for line in marked if line.kind is Kind.CAPTION]


@pytest.mark.parametrize(
    "text",
    [
        "图为居民在院子里议事。",
        "图为居民在院子里议事",
        "图①：书屋里的孩子",
        "图一：书屋里的孩子",
        "图2为清淤现场",
        "左图：清淤前的河道",
        "上图为清淤后的河道",
        "▲居民在院子里议事 林晓禾 摄",
        "▲图为清淤现场",
        "孩子们在书屋里读书 林晓禾/图",
        "孩子们在书屋里读书（资料图片）",
        "孩子们在书屋里读书 街道供图",
        "题图：清水河畔",
    ],
)
def test_a_caption_is_told_by_how_it_opens_or_ends(text):
    assert captions("路灯亮了。", text, "水管通了。") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "图书馆里坐满了孩子",
        "图个吉利",
        "路灯亮了。",
        "上图书馆去的人多了",
    ],
)
def test_a_line_of_text_is_no_caption(text):
    assert captions("路灯亮了。", text, "水管通了。") == []


def test_a_line_that_stands_in_the_middle_of_a_word_is_a_caption():
    assert captions("会议部署了政府购买社会服", "志愿者清理河道", "务等工作。") == [
        "志愿者清理河道"
    ]


def test_a_dated_line_inside_a_sentence_is_a_caption():
    assert captions("会议部署了清淤、巡查和", "6月18日，志愿者清理河道", "绿化三项工作。") == [
        "6月18日，志愿者清理河道"
    ]


@pytest.mark.parametrize(
    "words",
    ["推进会现场", "志愿者在清理卫生死角", "居民与网格员交流", "林师傅的客人排队领取热粥"],
)
def test_a_line_that_pictures_something_inside_a_sentence_is_a_caption(words):
    assert captions("会议要求压实责任，当好", words, "居民的贴心人。") == [words]


@pytest.mark.parametrize(
    ("line", "words", "credit"),
    [
        ("林晓禾为老人理发 通讯员 苏禾 摄", "林晓禾为老人理发", "通讯员 苏禾 摄"),
        ("工人正在分拣蒜米 本报记者 苏 禾 摄", "工人正在分拣蒜米", "本报记者 苏 禾 摄"),
    ],
)
def test_the_credit_behind_a_caption_is_a_signature_that_ends_no_story(line, words, credit):
    marked = mark_captions([Line(Printed.at(line, 0))], joins)
    assert [(each.text, each.kind) for each in marked] == [
        (words, Kind.CAPTION),
        (credit, Kind.LEAD_SIGNATURE),
    ]


def test_the_ornament_before_a_caption_is_the_pages():
    [mark, words] = mark_captions([Line(Printed.at("■图为清淤现场", 0))], joins)
    assert (mark.text, mark.kind, words.text, words.kind) == (
        "■",
        Kind.FURNITURE,
        "图为清淤现场",
        Kind.CAPTION,
    )


@pytest.mark.parametrize(
    "texts",
    [
        # the sentence goes on through the line
        ("会议部署了政府购买社会服", "务和河道清淤等工", "作。"),
        # the text above is finished: a head
        ("会议部署了工作。", "志愿者清理河道", "务必做好巡查。"),
        # a whole sentence
        ("会议部署了政府购买社会服", "志愿者清理了河道。", "务等工作。"),
    ],
)
def test_a_line_that_belongs_to_its_sentence_is_none(texts):
    assert captions(*texts) == []
