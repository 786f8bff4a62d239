"""The report: its shape is a public interface."""

from __future__ import annotations

import io
import json

import pytest

from articles.ingest.records import Flag, Printed
from articles.ingest.report import ReportWriter, report_document
from tests.parsed import make_parsed, make_story

STORY = make_story(
    "肩题",
    "主题",
    section=Printed.at("网格", 0),
    dateline=Printed.at("本报讯", 0),
    event_date="--11-24",
    body=(("paragraph", "昨日，区长周立群到场。"), ("subhead", "河道变宽了")),
    credit="文/图",
    officials={"周立群": ("区长", "区委副书记")},
    flags=(Flag("orphan-text", "放在哪里拿不准。", 3, 9),),
)
PAGE = make_parsed(
    STORY,
    day="2018-03",
    text="肩 题",
    furniture=(Printed.at("■", 0),),
    leftovers=(Printed.at("广告", 7),),
    flags=(Flag("no-story", "没有认出稿件。"),),
)


def test_the_report_has_every_field_in_the_promised_order() -> None:
    report = report_document([PAGE])
    page = report["pages"][0]

    assert list(report) == ["format", "pages"]
    assert report["format"] == "newsroom-import/1"
    assert list(page) == [
        "source",
        "sha256",
        "characters",
        "date",
        "articles",
        "furniture",
        "leftovers",
        "flags",
    ]
    assert (page["source"], page["characters"]) == ("page.txt", 2)
    assert page["date"] == {"value": "2018-03", "precision": "month", "basis": "option"}
    assert page["furniture"] == ["■"]
    assert page["leftovers"] == [{"text": "广告", "start": 7, "end": 9}]
    assert page["flags"] == [
        {"code": "no-story", "message": "没有认出稿件。", "start": None, "end": None}
    ]


def test_a_story_is_reported_whole() -> None:
    article = report_document([PAGE])["pages"][0]["articles"][0]

    assert list(article.items()) == [
        ("section", "网格"),
        ("headlines", ["肩题", "主题"]),
        ("dateline", "本报讯"),
        ("event_date", "--11-24"),
        (
            "body",
            [
                {"kind": "paragraph", "text": "昨日，区长周立群到场。"},
                {"kind": "subhead", "text": "河道变宽了"},
            ],
        ),
        ("byline_text", ["记者 林晓禾"]),
        ("bylines", [{"role": "记者", "names": ["林晓禾"]}]),
        ("credit", "文/图"),
        ("officials", [{"name": "周立群", "posts": ["区长", "区委副书记"]}]),
        ("tags", ["清淤", "河道"]),
        (
            "flags",
            [{"code": "orphan-text", "message": "放在哪里拿不准。", "start": 3, "end": 9}],
        ),
    ]


def test_what_is_absent_is_null() -> None:
    article = report_document([make_parsed(make_story())])["pages"][0]["articles"][0]

    assert article["section"] is article["dateline"] is article["event_date"] is None
    assert article["credit"] is None


def test_at_most_ten_tags_are_reported() -> None:
    story = make_story(tags=tuple(f"标签{number}" for number in range(12)))
    tags = report_document([make_parsed(story)])["pages"][0]["articles"][0]["tags"]

    assert tags == [f"标签{number}" for number in range(10)]


@pytest.mark.parametrize("pages", [[], [PAGE], [PAGE, PAGE]])
def test_written_page_by_page_it_is_the_same_document(pages) -> None:
    stream = io.StringIO()
    with ReportWriter(stream) as writer:
        for page in pages:
            writer.page(page)

    assert json.loads(stream.getvalue()) == report_document(pages)


def test_refused_files_stand_at_the_end() -> None:
    stream = io.StringIO()
    with ReportWriter(stream) as writer:
        writer.refuse("a.txt", "读不了。")
        writer.page(PAGE)

    report = json.loads(stream.getvalue())
    assert report["refused"] == [{"source": "a.txt", "reason": "读不了。"}]
    assert len(report["pages"]) == 1


def test_the_document_is_whole_even_when_the_run_breaks_off() -> None:
    stream = io.StringIO()

    def interrupted() -> None:
        with ReportWriter(stream) as writer:
            writer.page(PAGE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert len(json.loads(stream.getvalue())["pages"]) == 1


def test_a_stream_that_cannot_hold_chinese_gets_the_same_document() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gb2312")
    with ReportWriter(stream) as writer:
        writer.page(PAGE)
    stream.flush()

    assert json.loads(stream.buffer.getvalue().decode("ascii")) == report_document([PAGE])
