from __future__ import annotations

import pytest

from articles.ingest.hints import hints_from_name, merge_hints, parse_date
from articles.ingest.records import PageDate, PageHints


@pytest.mark.parametrize(
    ("name", "paper", "value", "number"),
    [
        ("2018-03-15-N05.txt", "", "2018-03-15", "N05"),
        ("2018-03-15-05.TXT", "", "2018-03-15", "05"),
        ("20180315_05.txt", "", "2018-03-15", "05"),
        ("20180315A05.txt", "", "2018-03-15", "A05"),
        ("2018031505.txt", "", "2018-03-15", "05"),
        ("hbwb20180315_n05.txt", "", "2018-03-15", "N05"),
        ("2018_03_15_AA01.txt", "", "2018-03-15", "AA01"),
        ("2018-03-15-p05.txt", "", "2018-03-15", "05"),
        ("2018.03.15 A05版.txt", "", "2018-03-15", "A05"),
        ("河滨晚报2018年3月15日N05.txt", "河滨晚报", "2018-03-15", "N05"),
        ("河滨晚报第5版.txt", "河滨晚报", None, "5"),
        ("２０１８年３月１５日 第５版.txt", "", "2018-03-15", "5"),
        ("临江日报_2021-7-1.txt", "临江日报", "2021-07-01", ""),
        ("2018-03-N05", "", "2018-03", "N05"),
        ("2018年3月", "", "2018-03", ""),
        ("2018年合订本.txt", "", "2018", ""),
        ("A38.txt", "", None, "A38"),
        ("20180315_c29735f8dae70fa3.txt", "", "2018-03-15", ""),
        ("2018-03-15 城区新闻.txt", "", "2018-03-15", ""),
        # the same day twice is one day
        ("2018-03-15_20180315A02.txt", "", "2018-03-15", "A02"),
        # a checksum, though its digits spell a date
        ("001_c29735f8dae70fa3.txt", "", None, ""),
        ("003_2018031542b4a3c4.txt", "", None, ""),
        ("20180315c29735f8dae70fa3.txt", "", None, ""),
        # no such day
        ("20181399.txt", "", None, ""),
        ("2018-02-30-A05.txt", "", None, "A05"),
        # which of the two
        ("2018-03-15_2018-03-16.txt", "", None, ""),
        # a place in a list, a time, a version
        ("001.txt", "", None, ""),
        ("2018.txt", "", None, ""),
        ("2018_05.txt", "", None, ""),
        ("20180315123456.txt", "", None, ""),
        ("20180315_12_30_00.txt", "", "2018-03-15", ""),
        ("2018-03-15-001.txt", "", "2018-03-15", ""),
        ("2018-03-15-v2.txt", "", "2018-03-15", ""),
        ("a1.txt", "", None, ""),
        # a headline
        ("河滨晚报创刊座谈会.txt", "", None, ""),
        ("学习简报.txt", "", None, ""),
        ("", "", None, ""),
        ("-", "", None, ""),
    ],
)
def test_a_file_name_gives_what_it_says_and_no_more(name, paper, value, number):
    hints = hints_from_name(name)
    assert (hints.paper, hints.date.value, hints.number) == (paper, value, number)
    assert hints.date.basis == ("filename" if value else "none")


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2018", "2018", "year"),
        ("2018-05", "2018-05", "month"),
        ("2018-5", "2018-05", "month"),
        ("2018-05-31", "2018-05-31", "day"),
        (" 2020/2/29 ", "2020-02-29", "day"),
        ("２０１８－０５", "2018-05", "month"),
    ],
)
def test_an_editors_date_is_known_as_far_as_written(written, value, precision):
    assert parse_date(written, "option") == PageDate(value, precision, "option")


@pytest.mark.parametrize(
    "written",
    ["", "昨天", "18-05-31", "2018-13", "2018-02-29", "2018-00", "2018-05-", "0000", "20180531"],
)
def test_a_date_that_is_none_is_refused_by_its_text(written):
    with pytest.raises(ValueError, match="YYYY-MM-DD") as refused:
        parse_date(written, "option")
    assert f"“{written}”" in str(refused.value)


def test_of_several_hints_each_field_takes_the_first_known():
    option = PageHints(number="A01")
    manifest = PageHints(paper="河滨晚报", date=PageDate("2018", "year", "manifest"))
    name = PageHints(number="N05", date=PageDate("2018-03", "month", "filename"), name="城区")
    assert merge_hints(option, manifest, name) == PageHints(
        paper="河滨晚报", date=PageDate("2018", "year", "manifest"), number="A01", name="城区"
    )
    assert merge_hints() == PageHints()
