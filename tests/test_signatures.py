from __future__ import annotations

import pytest

from articles.ingest.layout import Kind, Line
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import Printed
from articles.ingest.signatures import (
    mark_signatures,
    parse_signature,
    printed_signatures,
    read_signatures,
)
from articles.ingest.signed_names import read_names

LEXICON = Lexicon.packaged()


def lines_of(source: str) -> list[Line]:
    """The lines of a text, each with its true place; a blank line is a gap."""
    out, at, gap = [], 0, 0
    for text in source.split("\n"):
        if text:
            out.append(Line(Printed.at(text, at), gap))
        gap = 0 if text else gap + 1
        at += len(text) + 1
    return out


def kinds(*texts: str) -> list[tuple[str, str]]:
    marked = mark_signatures([Line(Printed.at(text, 0)) for text in texts], LEXICON)
    return [("S" if line.kind is Kind.SIGNATURE else "", line.text) for line in marked]


@pytest.mark.parametrize(
    ("text", "entries", "credit"),
    [
        ("记者 林晓禾", "记者 林晓禾", None),
        ("记者 林晓禾 通讯员 周立", "记者 林晓禾|通讯员 周立", None),
        ("记者 林晓禾 摄", "记者 林晓禾", "摄"),
        ("通讯员 周立 记者 林晓禾", "通讯员 周立|记者 林晓禾", None),
        ("记者林晓禾通讯员苏禾", "记者 林晓禾|通讯员 苏禾", None),
        ("记者：林晓禾 通讯员：苏禾", "记者 林晓禾|通讯员 苏禾", None),
        ("记 者 林晓禾 通 讯 员 苏禾", "记者 林晓禾|通讯员 苏禾", None),
        # 讯 misread
        ("通迅员 林晓禾", "通讯员 林晓禾", None),
        # whatever the paper calls them
        ("■本报记者 沈砚秋", "记者 沈砚秋", None),
        ("□晚报记者 罗一鸣 实习生 苏禾", "记者 罗一鸣|实习生 苏禾", None),
        ("●首席记者 罗一鸣", "记者 罗一鸣", None),
        ("临江日报全媒体记者 罗一鸣", "记者 罗一鸣", None),
        ("融媒体记者 罗一鸣", "记者 罗一鸣", None),
        ("特约通讯员 罗一鸣", "通讯员 罗一鸣", None),
        ("见习记者 罗一鸣", "见习记者 罗一鸣", None),
        ("实习记者 罗一鸣", "见习记者 罗一鸣", None),
        # in brackets of every kind
        ("(本报记者 欧阳春)", "记者 欧阳春", None),
        ("（郑报全媒体记者 欧阳春 通讯员 田 雨 文/图）", "记者 欧阳春|通讯员 田雨", "文/图"),
        ("【记者 林晓禾】", "记者 林晓禾", None),
        ("(林晓禾 苏禾)", "记者 林晓禾 苏禾", None),
        ("（苏 禾）", "记者 苏禾", None),
        # several people in a role
        ("记者 林晓禾 苏禾 罗一鸣", "记者 林晓禾 苏禾 罗一鸣", None),
        ("记者 欧阳春、罗一鸣", "记者 欧阳春 罗一鸣", None),
        ("记者林晓禾苏禾罗一鸣", "记者 林晓禾 苏禾 罗一鸣", None),
        # names set with blanks, of two to four characters
        ("记者 林 晓 禾", "记者 林晓禾", None),
        ("记者 林　晓　通讯员 苏　禾", "记者 林晓|通讯员 苏禾", None),
        ("记者 林 晓 苏 禾", "记者 林晓 苏禾", None),
        ("记者 欧阳 春 司马 迁之", "记者 欧阳春 司马迁之", None),
        ("记者 欧阳春司马南", "记者 欧阳春 司马南", None),
        # with a dot, broken at it
        ("记者 尼玛·扎西 通讯员 苏禾", "记者 尼玛·扎西|通讯员 苏禾", None),
        ("记者 尼玛· 扎西", "记者 尼玛·扎西", None),
        ("记者 尼玛 •扎西", "记者 尼玛·扎西", None),
        ("尼玛·扎西 文/图", "文 尼玛·扎西|图 尼玛·扎西", "文/图"),
        # text and pictures: for the whole signature
        ("记者 林晓禾 通讯员 周立 文/图", "记者 林晓禾|通讯员 周立", "文/图"),
        ("记者 林晓禾 文／图", "记者 林晓禾", "文/图"),
        ("记者 林晓禾 文 图", "记者 林晓禾", "文图"),
        ("记者 林晓禾 文/摄", "记者 林晓禾", "文/摄"),
        ("本报记者林晓禾摄影报道", "记者 林晓禾", "摄影报道"),
        ("林晓禾文/图", "文 林晓禾|图 林晓禾", "文/图"),
        ("□文/图 记者 林晓禾", "记者 林晓禾", "文/图"),
        # for some of its names
        ("林晓禾 罗一鸣/文 苏禾/图", "文 林晓禾 罗一鸣|图 苏禾", None),
        ("林晓禾 文 苏 禾 图", "文 林晓禾|图 苏禾", None),
        ("文/林晓禾 图/苏禾", "文 林晓禾|图 苏禾", None),
        ("文：林晓禾 图：苏禾", "文 林晓禾|图 苏禾", None),
        ("文字 林晓禾 图片 苏禾", "文 林晓禾|图 苏禾", None),
        ("记者 林晓禾 摄影 苏禾", "记者 林晓禾|摄影 苏禾", None),
        ("记者 林晓禾 通讯员 苏禾 供图", "记者 林晓禾|通讯员 苏禾|供图 苏禾", None),
        ("林晓禾 摄影", "摄影 林晓禾", None),
        # characters of a name, not of a credit
        ("记者 张博文 通讯员 周宏图", "记者 张博文|通讯员 周宏图", None),
        ("记者 王 文", "记者 王文", None),
        # the work done is no name
        ("记者 林晓禾 实习生 苏禾 整理", "记者 林晓禾|实习生 苏禾", None),
        ("本报记者 林晓禾 报道", "记者 林晓禾", None),
        # editors of a story
        ("编辑 林晓禾 校对 苏禾", "编辑 林晓禾|校对 苏禾", None),
        ("责任编辑:林晓禾", "编辑 林晓禾", None),
    ],
)
def test_a_signature_names_who_did_what(text, entries, credit):
    signature = parse_signature(text, LEXICON)
    assert signature is not None
    found = "|".join(" ".join((entry.role, *entry.names)) for entry in signature.entries)
    assert (found, signature.credit) == (entries, credit)
    assert kinds(text) == [("S", text)]


@pytest.mark.parametrize(
    "text",
    [
        "记者从会上获悉",
        "记者了解到",
        "记者手记",
        "记者走基层",
        "■记者连线",
        "记者节快乐",
        "通讯员风采",
        "编辑推荐",
        "记者节：致敬每一位记录者",
        "柳河区举办通讯员培训班",
        "记者走访发现，巷子里的路灯都亮了。",
        "林晓禾",
        "林晓禾 苏禾",
        "(完)",
        "(图)",
        "(上接N01版)",
        "（清水街道）",
        "小记者走进报社",
        "周立群：让河水清起来",
    ],
)
def test_what_only_speaks_of_reporters_is_no_signature(text):
    assert kinds(text) == [("", text)]


@pytest.mark.parametrize(
    ("text", "body", "signature"),
    [
        ("路灯都亮了。记者 林晓禾 通讯员 周立", "路灯都亮了。", "记者 林晓禾 通讯员 周立"),
        ("路灯都亮了。(记者 林晓禾)", "路灯都亮了。", "(记者 林晓禾)"),
        ("“路灯都亮了！”　■本报记者 林晓禾", "“路灯都亮了！”", "■本报记者 林晓禾"),
        ("路灯都亮了。（林晓禾 苏禾）", "路灯都亮了。", "（林晓禾 苏禾）"),
        ("路灯都亮了。林晓禾 文/图", "路灯都亮了。", "林晓禾 文/图"),
    ],
)
def test_a_signature_behind_the_last_full_stop_is_parted_from_the_text(text, body, signature):
    assert kinds(text) == [("", body), ("S", signature)]


@pytest.mark.parametrize(
    "text",
    [
        "路灯都亮了。记者了解到，还要再装六十盏",
        "路灯都亮了。居民周立说",
        "路灯都亮了。（图）",
    ],
)
def test_a_text_that_goes_on_behind_a_full_stop_stays_whole(text):
    assert kinds(text) == [("", text)]


@pytest.mark.parametrize(
    ("source", "entries"),
    [
        ("记者 林晓禾\n通讯员 周立", "记者 林晓禾|通讯员 周立"),
        ("记者 林晓禾 通讯员\n周立 文/图", "记者 林晓禾|通讯员 周立"),
        ("记者 尼玛·\n扎西 通讯员 苏禾", "记者 尼玛·扎西|通讯员 苏禾"),
        ("记者 林晓禾 通讯员 周立\n苏禾 文/图", "记者 林晓禾|通讯员 周立 苏禾"),
    ],
)
def test_a_signature_broken_over_two_lines_is_one(source, entries):
    marked = mark_signatures(lines_of(source), LEXICON)
    assert [line.kind for line in marked] == [Kind.SIGNATURE] * 2
    signature = read_signatures(marked, LEXICON)
    assert entries == "|".join(" ".join((each.role, *each.names)) for each in signature.entries)
    assert [printed.text for printed in printed_signatures(marked, source)] == [
        source.replace("\n", " ")
    ]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("记者 林晓禾\n通讯员 周立", ["记者 林晓禾 通讯员 周立"]),
        ("记者 林晓禾\n\n通讯员 周立", ["记者 林晓禾", "通讯员 周立"]),
        ("□记者 林晓禾\n路灯亮了。\n摄影 苏禾", ["□记者 林晓禾", "摄影 苏禾"]),
    ],
)
def test_only_lines_right_below_one_another_are_one_printed_place(source, texts):
    lines = [line for line in lines_of(source) if "。" not in line.text]
    assert [printed.text for printed in printed_signatures(lines, source)] == texts


def test_a_name_that_stands_at_two_places_is_counted_once():
    lines = lines_of("□本报记者 林晓禾\n\n记者 林晓禾 摄影 苏禾")
    signature = read_signatures(lines, LEXICON)
    assert [(entry.role, entry.names) for entry in signature.entries] == [
        ("记者", ("林晓禾",)),
        ("摄影", ("苏禾",)),
    ]


@pytest.mark.parametrize("text", ["林晓禾2", "Tom", "林晓禾。", "林晓禾(图)"])
def test_a_piece_with_anything_but_names_has_none(text):
    assert read_names(text, LEXICON) is None
