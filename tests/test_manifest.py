from __future__ import annotations

from pathlib import Path

import pytest

from articles.ingest.errors import ManifestError
from articles.ingest.manifest import parse_manifest
from articles.ingest.records import PageDate, PageHints

ISSUE = """
paper = "河滨晚报"
date = 2018-05-31

[pages."001.txt"]
date = "2018-05"
number = "N05"
name = "城区新闻"

[pages."第二版.txt"]
paper = "临江日报"
number = 2
"""


def test_a_page_takes_its_own_fields_and_the_rest_from_the_issue():
    manifest = parse_manifest(ISSUE, "issue.toml")
    day = PageDate("2018-05-31", "day", "manifest")
    month = PageDate("2018-05", "month", "manifest")
    assert manifest.hints_for("001.txt") == PageHints("河滨晚报", month, "N05", "城区新闻")
    assert manifest.hints_for("第二版.txt") == PageHints("临江日报", day, "2")
    assert manifest.hints_for("不在其中.txt") == PageHints("河滨晚报", day)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2018", "2018"),
        ('"2018"', "2018"),
        ('"2018-05"', "2018-05"),
        ('"2018-05-31"', "2018-05-31"),
        ("2018-05-31", "2018-05-31"),
    ],
)
def test_a_date_may_be_written_as_toml_has_it(written, value):
    assert parse_manifest(f"date = {written}", "issue.toml").hints_for("1.txt").date.value == value


def test_an_empty_manifest_says_nothing():
    assert parse_manifest("# 待补\n", "issue.toml").hints_for("001.txt") == PageHints()


def test_a_name_is_found_however_its_accents_are_stored():
    manifest = parse_manifest('[pages."Café.txt"]\nnumber = "A1"', "issue.toml")
    assert manifest.hints_for("Cafe\u0301.txt").number == "A1"


def test_the_manifest_of_the_seeds_is_read():
    text = (Path(__file__).parent.parent / "seeds" / "issue.toml").read_text(encoding="utf-8")
    manifest = parse_manifest(text, "seeds/issue.toml")
    assert len(manifest.pages) == 5
    assert {hints.date.precision for hints in manifest.pages.values()} == {"month"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('paper = "河滨晚报', "结尾不合 TOML"),
        ("date = 2018-02-30", "第 1 行不合 TOML"),
        ("date = " + "[" * 9999, "不合 TOML"),
        ('paper = "河滨晚报"\npaper = "临江日报"\n', "第 2 行不合 TOML"),
        ('\npapier = "河滨晚报"', "第 2 行，papier：没有这个字段"),
        ("paper = 5", "第 1 行，paper：应是带引号的文字"),
        (f'paper = "{"报" * 61}"', "超过 60 个字"),
        ('# 期\ndate = "昨天"', "第 2 行，date：日期“昨天”无法识别"),
        ("date = 2018-05-31T08:00:00", "第 1 行，date：应写成"),
        ("date = true", "date：应写成"),
        ("date = 18", "date：日期“18”无法识别"),
        ("date = [2018]", "date：应写成"),
        ("number = 5", "第 1 行，number：没有这个字段"),
        ("pages = 5", "第 1 行，pages：应写成"),
        ('[pages]\n"001.txt" = "N05"', "第 2 行，pages › 001.txt：应写成"),
        (
            'date = 2018\n[pages."001.txt"]\nnumber = "A1"\n[pages."002.txt"]\ndate = "2018-13"',
            "第 5 行，pages › 002.txt › date",
        ),
        ('[pages."001.txt"]\nnummer = "A1"', "第 2 行，pages › 001.txt › nummer：没有这个字段"),
        ("[seiten]\n", "第 1 行，seiten：没有这个字段"),
        # an unquoted file name is two keys to TOML
        ("[pages.001.txt]\n", "pages › 001 › txt：没有这个字段"),
        # written in one line: the field is named, the line is not known
        ('pages = {"001.txt" = {date = "2018-13"}}', "issue.toml，pages › 001.txt › date"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(text, said):
    with pytest.raises(ManifestError) as refused:
        parse_manifest(text, "五月/issue.toml")
    assert str(refused.value).startswith("五月/issue.toml")
    assert said in str(refused.value)
