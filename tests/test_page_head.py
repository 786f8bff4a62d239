from __future__ import annotations

import pytest

from articles.ingest.layout import Kind
from articles.ingest.lines import split_lines
from articles.ingest.page_head import read_page_head

STORY = "柳河区召开防汛推进会\n\n本报讯 5月23日,柳河区召开防汛推进会。\n\n记者 林晓禾"


def read(*parts: str):
    return read_page_head(split_lines("\n\n".join(parts)))


def furniture(lines) -> list[str]:
    return [line.text for line in lines if line.kind is Kind.FURNITURE]


@pytest.mark.parametrize(
    ("line", "date", "number", "name", "paper"),
    [
        ("2021年6月22日 星期二 责编 白云帆 N05 柳河时讯", "2021-06-22", "N05", "柳河时讯", ""),
        (
            "临江晚报 2014年9月18日 星期四 编辑 白云帆 美编 宋小词 电话 55512345 A12 区县新闻",
            "2014-09-18",
            "A12",
            "区县新闻",
            "临江晚报",
        ),
        ("2019.10.31", "2019-10-31", "", "", ""),
        ("2019-10-31", "2019-10-31", "", "", ""),
        ("2019/10/31 周四", "2019-10-31", "", "", ""),
        ("２０２１年６月２２日　星期二　Ｎ０５", "2021-06-22", "N05", "", ""),
        ("2021年6月22日 农历五月十三", "2021-06-22", "", "", ""),
        ("2021年6月22日 星期二 总第1234期 今日8版", "2021-06-22", "", "", ""),
        ("A05版 | 2021年6月22日 | 星期二", "2021-06-22", "A05", "", ""),
        ("11版 2021年6月22日 星期二", "2021-06-22", "11", "", ""),
        ("第A38版:瞭望塔", None, "A38", "瞭望塔", ""),
        ("第A38版：瞭望塔", None, "A38", "瞭望塔", ""),
        ("A05 城事·民生", None, "A05", "城事民生", ""),
        ("临江晚报 A06 城事", None, "A06", "城事", "临江晚报"),
        ("第5版", None, "5", "", ""),
        ("第五版", None, "5", "", ""),
        ("第十二版", None, "12", "", ""),
        ("N05", None, "N05", "", ""),
        ("星期二", None, "", "", ""),
        ("临江晚报", None, "", "", "临江晚报"),
        ("责编:白云帆 美编:宋小词 校对:路遥远", None, "", "", ""),
        ("责编／白云帆 美编／宋小词", None, "", "", ""),
        ("责编 王 静 校对 路 遥 组版 罗一鸣", None, "", "", ""),
        ("值班主任 白云帆 见习编辑 宋小词", None, "", "", ""),
        ("统筹 白云帆", None, "", "", ""),
        ("编辑:白云帆 校对:路遥远", None, "", "", ""),
        ("新闻热线:0370-5551234", None, "", "", ""),
        ("责编 白云帆 邮箱 news@example.com", None, "", "", ""),
        ("本版图片均由记者 林晓禾 摄", None, "", "", ""),
        ("■", None, "", "", ""),
        # a misread figure dates nothing
        ("2019年13月45日 星期二", None, "", "", ""),
    ],
)
def test_the_pages_own_line_is_furniture_and_says_what_it_says(line, date, number, name, paper):
    lines, head = read(line, STORY)
    assert furniture(lines) == [line]
    assert (head.date.value, head.number, head.name, head.paper) == (date, number, name, paper)
    assert (head.date.precision, head.date.basis) == (("day", "text") if date else ("none", "none"))


@pytest.mark.parametrize("where", ["head", "foot"])
def test_a_folio_scattered_over_lines_is_read_at_head_and_foot(where):
    folio = ["N06", "柳河时讯", "2022年3月29日 星期二", "责编 白云帆 美编 宋小词 校对 路遥远"]
    lines, head = read(*folio, STORY) if where == "head" else read(STORY, *folio)
    assert furniture(lines) == folio
    assert (head.date.value, head.number, head.name) == ("2022-03-29", "N06", "柳河时讯")


@pytest.mark.parametrize("name", ["07 河湾社区", "临江晨报 | 柳河周刊", "临江晨报·柳河周刊", "07"])
def test_a_running_head_beside_the_folio_is_the_pages(name):
    lines, _ = read("2020年11月3日 星期二", name, STORY)
    assert furniture(lines) == ["2020年11月3日 星期二", name]


@pytest.mark.parametrize(
    "line",
    [
        "电话：0371-66660000　本版统筹　白云帆",
        "本版编辑　白云帆　版式　宋小词　本版图片由记者　苏禾　摄",
    ],
)
def test_the_staff_of_a_page_and_the_note_on_its_pictures_share_a_line_at_the_foot(line):
    lines, _ = read(STORY, line)
    assert furniture(lines) == [line]


@pytest.mark.parametrize("line", ["60 年风雨柳河路", "3 户居民的新院子", "07 河湾社区"])
def test_figures_and_words_away_from_a_folio_or_counted_are_a_headline(line):
    lines, _ = read(line, STORY) if line[0] == "0" else read("2020年11月3日 星期二", line, STORY)
    assert line not in furniture(lines)


@pytest.mark.parametrize(
    "line",
    [
        "2018年区里要办十件实事",
        "2018年5月23日柳河区召开会议",
        "柳河区召开防汛推进会",
        "5月23日,柳河区召开防汛推进会。",
        "2021年6月22日，星期二，清水街道的居民起了个大早。",
        "清水街道12345热线办得快",
        "网格化治理",
        "记者 林晓禾 通讯员 周立",
        "A股上市辅导会走进柳河区",
        "校对人生",
        "统筹推进防汛工作",
        "“周三夜校”开课啦",
    ],
)
def test_a_line_of_a_story_is_not_the_pages(line):
    lines, _ = read(line, STORY)
    assert furniture(lines) == []


@pytest.mark.parametrize(
    "row",
    ["2018年5月23日 书屋开门", "联系电话:0370-5551234", "临江晚报"],
)
def test_in_the_middle_of_a_page_words_beside_a_date_or_a_number_are_a_storys(row):
    around = "清水街道的书屋开门三年,办了很多活动,居民都爱来。"
    paragraphs = [around] * 8
    lines, head = read(STORY, *paragraphs, "书屋大事", row, *paragraphs)
    assert furniture(lines) == []
    assert head.date.value is None


def test_the_date_below_the_writer_of_a_letter_is_the_letters():
    letter = "望有关部门管一管。\n\n柳河大学 苏禾\n\n2021年6月22日\n\n柳河区开会"
    marked, head = read_page_head(split_lines(letter))
    assert head.date.value is None
    assert not any(line.kind is Kind.FURNITURE for line in marked)


def test_the_date_below_the_organ_that_signs_a_notice_does_not_date_the_page():
    lines, head = read(
        STORY, "公告", "因施工需要,清水路封闭三日。", "柳河区住建局", "2018年5月23日"
    )
    assert furniture(lines) == []
    assert head.date.value is None
