from __future__ import annotations

import pytest

from articles.ingest.records import Part, Printed, Story
from articles.ingest.suspects import find_suspects


def story(*texts: str, headline: str = "路灯亮了") -> Story:
    return Story(
        section=None,
        headlines=(Printed.at(headline, 0),),
        dateline=None,
        event_date=None,
        body=tuple(
            Part("paragraph", Printed.at(text, 100 * number))
            for number, text in enumerate(texts, start=1)
        ),
        byline_text=(),
        bylines=(),
        credit=None,
    )


@pytest.mark.parametrize(
    ("text", "place", "corrected"),
    [
        ("落实“-岗双责”。", "-", "落实“一岗双责”。"),
        ("党政同责,-岗双责。", "-", "党政同责,一岗双责。"),
        ("-体化推进。", "-", "一体化推进。"),
        ("推进城乡—体化。", "—", "推进城乡一体化。"),
        ("提供－站式服务。", "－", "提供一站式服务。"),
        ("市长是第–责任人。", "–", "市长是第一责任人。"),
        ("亲自抓，－把手带头。", "－", "亲自抓，一把手带头。"),
        ("另-方面，—方面。", "-", "另一方面，一方面。"),
        ("要坚持-把尺子。", "-", "要坚持一把尺子。"),
        ("进-步压实责任。", "-", "进一步压实责任。"),
        ("做到-户一策。", "-", "做到一户一策。"),
        ("做到一户-策。", "-", "做到一户一策。"),
        ("这ー年。", "ー", "这一年。"),
        ("提升服务理念 and 水平。", "and", "提升服务理念和水平。"),
        ("居民or商户都可报名。", "or", "居民或商户都可报名。"),
        ("开展 the 行动。", "the", "开展行动。"),
        ("在2O18年5月。", "2O18", "在2018年5月。"),
        ("到l0月底。", "l0", "到10月底。"),
        ("l月3日。", "l", "1月3日。"),
        ("增长3O%。", "3O", "增长30%。"),
        ("二O一八年。", "O", "二〇一八年。"),
        ("路灯亮了o居民高兴。", "o", "路灯亮了。居民高兴。"),
        ("路灯丶水管。", "丶", "路灯、水管。"),
        ("ニ是修路。", "ニ", "二是修路。"),
        ("一一记者探访柳河。", "一一", "——记者探访柳河。"),
        ('“路灯"亮了。', '"', "“路灯”亮了。"),
        ('"路灯”亮了。', '"', "“路灯”亮了。"),
        ("“路灯“亮了，“水管”好了。", "“", "“路灯”亮了，“水管”好了。"),
    ],
)
def test_a_misread_character_is_flagged_where_it_stands_with_a_proposal(text, place, corrected):
    [flag] = find_suspects(story(text))
    assert flag.code == "suspect-character"
    assert text[flag.start - 100 : flag.end - 100].strip() == place
    assert text.count(flag.found) == 1
    assert text.replace(flag.found, flag.proposed) == corrected
    assert f"“{flag.found}”，建议“{flag.proposed}”" in flag.message


@pytest.mark.parametrize(
    "text",
    [
        "气温在-5到8摄氏度之间。",
        "热线0370-5551234。",
        "“open day”活动开始了。",
        "他爱唱Rock and Roll。",
        "“路灯”和“水管”都好了。",
        '"路灯"亮了。',
        "A-岗位",
        # ranges, links, dashes
        "柳河-清水高速通车。",
        "周一-周五开放。",
        "省-市-县三级联动。",
        "街道党工委—社区党组织—网格党支部。",
        "系统-平台对接。",
        "365天不打烊——在柳河区。",
        "B-2次列车、K1-3路公交。",
        "-条件成熟的先办。",
        # Latin letters and figures that belong there
        "爱in柳河。",
        "厕所按3A级标准，PM10浓度，N05版，A38版。",
        "5G基站、O型血、CO2排放、O2O平台、4l油桶。",
        "二〇一八年，二○一九年。",
        "他学过の字，看过《ハロー》。",
        # doubled on purpose
        "居民一一作答，层层落实，教育局局长讲话。",
        "一一对应。",
        "区领导王东 林洁",  # a list of names parted by blanks
        # boxes that are ornaments or are ticked
        "□ 是 □ 否",
        # a quotation inside another
        "““路灯”亮了”，他说。",
    ],
)
def test_what_is_rightly_printed_is_not_flagged(text):
    assert find_suspects(story(text)) == ()


@pytest.mark.parametrize("text", ["路灯\ufffd了。", "路灯□了。", "路灯□□，亮了。"])
def test_what_was_not_read_is_flagged_and_nothing_is_proposed(text):
    [flag] = find_suspects(story(text))
    assert (flag.code, flag.found, flag.proposed) == ("unread-character", "", "")
    assert set(text[flag.start - 100 : flag.end - 100]) <= {"□", "\ufffd"}


@pytest.mark.parametrize("text", ["“路灯亮了。", "路灯”亮了。", '"路灯亮了。', "“甲”乙“丙“丁”"])
def test_quotation_marks_that_do_not_pair_are_flagged(text):
    assert [flag.code for flag in find_suspects(story(text))] == ["quote-unbalanced"]


@pytest.mark.parametrize(
    "texts",
    [
        # opened anew by each paragraph, closed by the last
        ("他说：“路灯亮了。", "“水管好了。", "“都高兴。”"),
        ("他说：“路灯亮了。", "水管好了。”"),
    ],
)
def test_a_quotation_may_go_on_over_paragraphs(texts):
    assert find_suspects(story(*texts)) == ()


def test_headlines_are_looked_at_too():
    [flag] = find_suspects(story("路灯亮了。", headline="“路灯亮了"))
    assert (flag.start, flag.end) == (0, 5)


@pytest.mark.parametrize(
    ("headline", "corrected"),
    [
        ("全力推 进棚户区改造", "全力推进棚户区改造"),
        ("从严治党 打造过硬队伍", None),  # two phrases
        ("优化便民服务 中心城区提质", None),  # 服务中心 is a word, and so are both its halves
    ],
)
def test_a_blank_inside_a_word_of_a_headline_is_flagged(headline, corrected):
    flags = find_suspects(story("路灯亮了。", headline=headline))
    assert [headline.replace(flag.found, flag.proposed) for flag in flags] == (
        [corrected] if corrected else []
    )


def joined(*blocks: str, apart: int) -> Story:
    """A story whose paragraph was put together of blocks that stand apart in the source."""
    pieces, start = [], 100
    for block in blocks:
        pieces.append(Printed.at(block, start))
        start += len(block) + apart
    paragraph = Part("paragraph", Printed.join(pieces))
    return Story(None, (Printed.at("路灯亮了", 0),), None, None, (paragraph,), (), (), None)


@pytest.mark.parametrize(
    ("blocks", "apart", "corrected"),
    [
        (("支部组织党", "党员清理河道。"), 40, "支部组织党员清理河道。"),
        (("支部组织党", "党员清理河道。"), -30, "支部组织党员清理河道。"),  # the column before
        (("支部组织党", "党员清理河道。"), 0, None),  # no seam
        (("柳河区教育局", "局长到场。"), 40, None),
        (("压实责任层", "层落实。"), 40, None),
    ],
)
def test_a_character_said_again_where_two_blocks_join_is_flagged(blocks, apart, corrected):
    flags = find_suspects(joined(*blocks, apart=apart))
    text = "".join(blocks)
    assert [text.replace(flag.found, flag.proposed) for flag in flags] == (
        [corrected] if corrected else []
    )


def test_a_proposal_names_enough_of_the_text_to_be_found_once():
    first, second = find_suspects(story("甲区落实、-岗双责到位。", "乙区落实、-岗双责到位。"))
    assert first.found.startswith("甲区")
    assert second.found.startswith("乙区")


def test_near_places_are_one_proposal_so_that_one_does_not_undo_the_other():
    [flag] = find_suspects(story("推进-体化、-站式服务。"))
    assert (flag.found, flag.proposed) == ("推进-体化、-站式服", "推进一体化、一站式服")


def test_what_stands_twice_word_for_word_gets_no_proposal_to_accept():
    flags = find_suspects(story("落实-岗双责", "落实-岗双责"))
    assert [(flag.found, flag.proposed) for flag in flags] == [("", "")] * 2
    assert all("建议" in flag.message for flag in flags)


def test_a_text_that_is_damage_throughout_is_not_flagged_place_by_place():
    text = "".join(f"第{number}项、-岗双责到位。" for number in range(20_000))
    assert len(find_suspects(story(text))) == 100
