from __future__ import annotations

import pytest

from articles.ingest.layout import Kind
from articles.ingest.leads import mark_leads
from articles.ingest.lines import split_lines

REST = "区里召开推进会。"


def read(source: str):
    """The dateline, the bracketed signature and the rest of a text's first story line."""
    lines = mark_leads(split_lines(source))
    signature = "".join(line.text for line in lines if line.kind is Kind.LEAD_SIGNATURE)
    lead = next((line for line in lines if line.dateline), None)
    if lead is None:
        return None
    return lead.text[: lead.dateline], signature, lead.text[lead.dateline :].strip()


@pytest.mark.parametrize(
    "dateline",
    [
        "本报讯",
        "本 报 讯",
        "【本报讯】",
        "（本报讯）",
        "本报讯：",
        "本报临江讯",
        "本报6月3日讯",
        "本报临江6月3日讯",
        "本报电",
        "本报综合消息",
        "晚报讯",
        "临江晚报讯",
        "郑报全媒体讯",
        "正观新闻讯",
        "新华社北京5月1日电",
        "新华社郑州6月3日专电",
        "新华社电",
        "据新华社电",
        "据新华社北京5月1日电",
        "中新网郑州6月3日电",
        "中新社北京6月3日电",
        "人民网北京6月3日电",
        "央视网消息",
    ],
)
@pytest.mark.parametrize("blank", [" ", "\u3000"])
def test_a_dateline_is_parted_from_what_it_opens(dateline, blank):
    assert read(f"{dateline}{blank}{REST}") == (dateline, "", REST)


@pytest.mark.parametrize(
    "signature",
    [
        "(记者 林晓禾)",
        "（记者林晓禾）",
        "[记者 林晓禾]",
        "(本报记者 欧阳春 通讯员 田 雨)",
        "（郑报全媒体记者 林晓禾 通讯员 苏 禾 文/图）",
        "(正观新闻·临江晚报记者 林晓禾)",
        "(见习记者 林晓禾)",
        "(实习生 苏禾)",
        "(通讯员 苏禾)",
        "(记者 尼玛·扎西)",
        "(记者 林晓禾/文 罗一鸣/图)",
        "(林晓禾)",
        "(林晓禾 苏禾)",
        "（林晓禾、苏禾）",
    ],
)
@pytest.mark.parametrize("blank", ["", " "])
def test_a_signature_in_brackets_behind_a_dateline_is_a_line_of_its_own(signature, blank):
    assert read(f"本报讯{blank}{signature}{blank}{REST}") == ("本报讯", signature, REST)


def test_a_bracket_broken_over_two_lines_is_put_together():
    assert read(f"本报讯（记者 林晓禾\n通讯员 苏禾）{REST}") == (
        "本报讯",
        "（记者 林晓禾通讯员 苏禾）",
        REST,
    )


@pytest.mark.parametrize("remark", ["(综合)", "(综合报道)", "（图）", "(清水街道办事处供稿)"])
def test_another_remark_behind_a_dateline_stays_in_the_text(remark):
    assert read(f"本报讯{remark}{REST}") == ("本报讯", "", remark + REST)


@pytest.mark.parametrize(
    "line",
    [
        "本报记者 林晓禾",
        "本报通讯员 苏禾",
        "本报讯员培训班开班",
        "本报电话公布",
        "本报消息灵通",
        "据《临江日报》报道，区里召开推进会。",
        "“本报讯”三个字，他写了三十年。",
        "新华社区召开推进会",
        "近日，区里召开推进会。",
        "通讯 一条河的四季",
    ],
)
def test_a_line_that_opens_otherwise_is_no_lead(line):
    assert read(line) is None


def test_every_character_keeps_its_place():
    source = f"清水街道\n本报讯（记者 林晓禾\n通讯员 苏禾）{REST}"
    for line in mark_leads(split_lines(source)):
        at = line.printed.offsets
        assert "".join(source[offset] for offset in at) == line.text


def test_the_signature_stands_before_its_lead_and_keeps_its_gap():
    signature, lead = mark_leads(split_lines(f"\n\n本报讯(记者 林晓禾){REST}"))
    assert (signature.gap, lead.gap) == (2, 0)
