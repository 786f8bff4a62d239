from __future__ import annotations

import pytest

from articles.ingest.body import read_body
from articles.ingest.layout import Kind, Line
from articles.ingest.records import Printed


def lines(*texts: str | tuple[Kind, str], dateline: int = 0) -> list[Line]:
    """Text lines one below the other; a pair says what else a line is."""
    out, at = [], 0
    for each in texts:
        kind, text = each if isinstance(each, tuple) else (Kind.TEXT, each)
        out.append(Line(Printed.at(text, at), kind=kind, dateline=0 if out else dateline))
        at += len(text) + 1
    return out


def parts(*texts: str | tuple[Kind, str]) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read_body(lines(*texts)).parts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["路灯亮了。", "水管通了。"], ["路灯亮了。", "水管通了。"]),
        # a sentence broken over lines, in mid-word too
        (["路灯都亮", "了，水管也通了。"], ["路灯都亮了，水管也通了。"]),
        (["政府购买社会服", "务等工作", "进展顺利。"], ["政府购买社会服务等工作进展顺利。"]),
        (["路灯亮了", "水管通了"], ["路灯亮了水管通了"]),
        # blanks inside
        (["站点规 范化建　设。"], ["站点规范化建设。"]),
        # an indent inside a line opens a paragraph
        (["路灯亮了。　　水管通了。"], ["路灯亮了。", "水管通了。"]),
        (["“路灯亮了！”    水管通了。"], ["“路灯亮了！”", "水管通了。"]),
        (["路灯亮了。 水管通了。"], ["路灯亮了。水管通了。"]),
        (["路灯　　亮了。"], ["路灯亮了。"]),
        # what is announced stands below; what is said goes on
        (
            ["现公示下列同志：", "林晓禾，水利局局长。"],
            ["现公示下列同志：", "林晓禾，水利局局长。"],
        ),
        (["他这样说：", "“路灯亮了。”"], ["他这样说：“路灯亮了。”"]),
        (["会议强调：", "要抓好落实。"], ["会议强调：要抓好落实。"]),
        (["1.年满十八岁；", "2.家住柳河。"], ["1.年满十八岁；", "2.家住柳河。"]),
        (["一要清淤；", "二要绿化。"], ["一要清淤；二要绿化。"]),
        ([], []),
    ],
)
def test_lines_are_joined_into_the_paragraphs_a_reader_sees(texts, expected):
    assert parts(*texts) == [("paragraph", text) for text in expected]


def test_a_subhead_ends_the_paragraph_above_it():
    assert parts("路灯亮了", (Kind.DISPLAY, "“水”也通了"), "居民都说好。") == [
        ("paragraph", "路灯亮了"),
        ("subhead", "“水”也通了"),
        ("paragraph", "居民都说好。"),
    ]


def test_a_caption_inside_a_sentence_waits_for_its_end():
    assert parts("路灯都亮", (Kind.CAPTION, "图为居民　在院子里"), "了。", "水管通了。") == [
        ("paragraph", "路灯都亮了。"),
        ("caption", "图为居民 在院子里"),
        ("paragraph", "水管通了。"),
    ]


def test_rows_are_paragraphs_of_their_own():
    assert parts((Kind.ROW, "林小禾 清水路小学"), (Kind.ROW, "苏一禾 梧桐路小学")) == [
        ("paragraph", "林小禾 清水路小学"),
        ("paragraph", "苏一禾 梧桐路小学"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(上接N01版)路灯亮了。", [("jump", "(上接N01版)"), ("paragraph", "路灯亮了。")]),
        ("路灯亮了。（下转二版）", [("paragraph", "路灯亮了。"), ("jump", "（下转二版）")]),
        ("路灯亮了。▶▶下转N03版", [("paragraph", "路灯亮了。"), ("jump", "▶▶下转N03版")]),
        ("(紧接第一版)路灯亮了。", [("jump", "(紧接第一版)"), ("paragraph", "路灯亮了。")]),
        ("【上接A01版】路灯亮了。", [("jump", "【上接A01版】"), ("paragraph", "路灯亮了。")]),
        # not a jump
        ("道路接通了（见右图）。", [("paragraph", "道路接通了（见右图）。")]),
        ("这本书已是第三版。", [("paragraph", "这本书已是第三版。")]),
    ],
)
def test_a_jump_to_another_page_stands_apart(text, expected):
    assert parts(text) == expected


def test_the_dateline_is_no_part_of_the_text():
    body = read_body(lines("本 报 讯 路灯亮了。", "水管通了。", dateline=5))
    assert body.dateline is not None
    assert body.dateline.text == "本报讯"
    assert [part.text for part in body.parts] == ["路灯亮了。", "水管通了。"]


def test_every_character_keeps_its_place():
    source = "本报讯 路灯 都亮\n图为路灯\n了。　　水管通了。（下转二版）"
    texts = source.split("\n")
    body = read_body(lines(texts[0], (Kind.CAPTION, texts[1]), texts[2], dateline=3))
    placed = [body.dateline, *(part.printed for part in body.parts)]
    found = {
        offset: character
        for printed in placed
        for character, offset in zip(printed.text, printed.offsets, strict=True)
    }
    assert found == {at: each for at, each in enumerate(source) if not each.isspace()}
