from __future__ import annotations

import pytest

from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.order import Ordered, restore_order
from articles.ingest.records import Printed
from articles.ingest.seams import joins


class Page:
    """Lines with places of their own, in the order in which they are asked for."""

    def __init__(self) -> None:
        self.at = 0

    def line(self, text: str, kind: Kind = Kind.TEXT) -> Line:
        printed = Printed.at(text, self.at)
        self.at += len(text) + 1
        return Line(printed, kind=kind)

    def story(self, headline: str, *texts: str | tuple[Kind, str]) -> Draft:
        return Draft(
            (self.line(headline, Kind.DISPLAY),),
            self.run(*texts),
            (self.line("记者 林晓禾", Kind.SIGNATURE),),
        )

    def run(self, *texts: str | tuple[Kind, str]) -> tuple[Line, ...]:
        return tuple(
            self.line(text) if isinstance(text, str) else self.line(text[1], text[0])
            for text in texts
        )


def order(stories: list[tuple], loose: list[tuple]) -> Ordered:
    """Stories of (headline, text…) and runs of (index of the story before, text…)."""
    page = Page()
    drafts = [page.story(*story) for story in stories]
    return restore_order(drafts, [(before, page.run(*texts)) for before, *texts in loose], joins)


def texts(ordered: Ordered) -> list[list[str]]:
    return [[line.text for line in draft.text] for draft in ordered.drafts]


def codes(ordered: Ordered) -> list[list[str]]:
    return [[flag.code for flag in flags] for flags in ordered.flags]


FLOODS = (
    "柳河区召开防汛推进会",
    "6月18日,柳河区召开防汛推进会。会议通报了雨情水情,部署了政府购买社会服",
    "周立群强调,要加强巡查,确保群众生命财产安全。",
)
READING = (
    "巷子里的读书声",
    "梧桐巷的书屋里坐满了孩子。书屋有书三千多册,都是居民捐的。",
    "管理员金秋实说,孩子们爱来,她就天天开门。",
)


@pytest.mark.parametrize(
    ("before", "run", "story", "line"),
    [
        # the rest of a word that was cut, printed after the signature
        (0, ("务等工作。",), 0, 1),
        # at the foot of the page, below another story
        (1, ("务等工作。",), 0, 1),
        # before any story
        (-1, ("务等工作。",), 0, 1),
        # whole paragraphs, by what they speak of
        (1, ("书屋的孩子们还办起了读书会,居民捐的书三千多册都看遍了。",), 1, 2),
        (1, ("会议要求,防汛物资要备足,雨情水情要随时通报,巡查要加强。",), 0, 2),
    ],
)
def test_a_column_goes_where_the_text_says_it_belongs(before, run, story, line):
    stories = [FLOODS, READING]
    ordered = order(stories, [(before, *run)])
    assert texts(ordered)[story][line : line + len(run)] == list(run)
    assert sum(len(draft.text) for draft in ordered.drafts) == 4 + len(run)
    assert ordered.leftovers == ()
    assert codes(ordered)[story] in (["reordered"], ["orphan-text"])


def test_a_certain_place_is_said_and_an_uncertain_one_asks_with_both_candidates():
    certain = order([FLOODS, READING], [(1, "务等工作。")])
    assert codes(certain) == [["reordered"], []]
    [flag] = certain.flags[0]
    assert "部署了政府购买社会服" in flag.message

    uncertain = order([READING], [(0, "下一步,还要开办夜校。")])
    [flag] = [flag for flags in uncertain.flags for flag in flags]
    assert flag.code == "orphan-text"
    assert flag.start is not None


def test_a_head_is_not_parted_from_its_text():
    story = (
        "清水街道治理见成效",
        "街道搭平台、建阵地。",
        (Kind.DISPLAY, "一、搭平台"),
        "居民都来议事。",
    )
    ordered = order([story], [(0, (Kind.DISPLAY, "二、建阵地"), "阵地建起来了。")])
    assert texts(ordered) == [
        ["街道搭平台、建阵地。", "一、搭平台", "居民都来议事。", "二、建阵地", "阵地建起来了。"]
    ]


def test_heads_are_put_in_the_order_of_their_numbers():
    story = (
        "清水街道治理见成效",
        "街道搭平台、建阵地。",
        (Kind.DISPLAY, "二、建阵地"),
        "阵地建起来了。",
    )
    ordered = order([story], [(0, (Kind.DISPLAY, "一、搭平台"), "居民都来议事。")])
    assert [text[:1] for text in texts(ordered)[0]] == ["街", "一", "居", "二", "阵"]


def test_heads_of_one_form_belong_to_one_story():
    story = (
        "清水街道用心养老",
        "街道把养老服务送到家。",
        (Kind.DISPLAY, "“一键呼叫”保平安"),
        "老人家里装了呼叫器,志愿者每天上门问",
        "每周走访一遍,记下所需。",
    )
    run = ("候,随叫随到。", (Kind.DISPLAY, "“一餐热饭”暖人心"), "书屋旁开了食堂,由社区干部")
    ordered = order([story, READING], [(1, *run)])
    assert texts(ordered)[0] == [
        "街道把养老服务送到家。",
        "“一键呼叫”保平安",
        "老人家里装了呼叫器,志愿者每天上门问",
        *(each if isinstance(each, str) else each[1] for each in run),
        "每周走访一遍,记下所需。",
    ]
    assert codes(ordered) == [["reordered"], []]


def test_a_signature_behind_a_stray_column_goes_with_it():
    page = Page()
    draft = page.story(*READING)
    run = (
        page.line("读书会上,孩子们读了三千多册书里的故事。"),
        page.line("摄影 苏禾", Kind.SIGNATURE),
    )
    [story] = restore_order([draft], [(0, run)], joins).drafts
    assert [line.text for line in story.signatures] == ["记者 林晓禾", "摄影 苏禾"]


def test_without_a_story_everything_is_left_over():
    ordered = order([], [(-1, "务等工作。", "路灯亮了。")])
    assert [line.text for line in ordered.leftovers] == ["务等工作。", "路灯亮了。"]


def test_a_signature_alone_is_left_over():
    page = Page()
    draft = page.story(*READING)
    run = (page.line("摄影 苏禾", Kind.SIGNATURE),)
    ordered = restore_order([draft], [(0, run)], joins)
    assert ordered.leftovers == run


def test_no_line_is_lost_or_doubled_among_many_columns():
    stories = [FLOODS, READING] * 20
    loose = [(index % 40, f"第{index}段讲的是书屋与防汛。") for index in range(250)]
    ordered = order(stories, loose)
    kept = [line.text for draft in ordered.drafts for line in draft.text]
    kept += [line.text for line in ordered.leftovers]
    assert sorted(kept) == sorted(
        [text for story in stories for text in story[1:]] + [text for _, text in loose]
    )


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("部署了政府购买社会服", "务等工作。", True),
        ("要加强志", "愿者队伍建设。", True),
        ("路灯亮了。", "水管通了。", False),
        ("会议部署了", "下一步工作。", False),
        ("", "路灯", False),
        ("路灯", "", False),
    ],
)
def test_a_word_across_a_seam_joins_two_texts(left, right, joined):
    assert joins(left, right) is joined


def test_a_column_goes_before_the_rest_of_the_word_it_stops_in_though_that_names_who_acts():
    ordered = order(
        [
            (
                "清水公司护清流",
                "清水公司党支部开展志愿服务活动。",
                "圾袋与居民兑换旧电池。活动结束后,队员们做了花盆。",
            ),
            ("梧桐街道敲门行动", "梧桐街道开展敲门行动。", "居民都说好,隐患少了。"),
        ],
        [(0, (Kind.DISPLAY, "“变废为宝”"), "在梧桐社区,志愿者设置旧物回收点,用绿植、垃")],
    )
    assert texts(ordered)[0][1:3] == [
        "“变废为宝”",
        "在梧桐社区,志愿者设置旧物回收点,用绿植、垃",
    ]
