"""The lines that belong to the page and to no story: masthead, folio, page staff, ornaments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.ingest.characters import ORNAMENTS, narrow
from articles.ingest.clauses import names_only_who
from articles.ingest.layout import Kind, Line
from articles.ingest.records import PageDate

# A folio line is short type; what is longer is a sentence that happens to hold a date.
_LONGEST_FOLIO = 90
# What may be left of a folio line when all that is known of it is taken away: the page's name.
_LONGEST_NAME = 8
# How many lines at the head and at the foot can be a page's name or staff without saying so.
_EDGE = 6
# 柳河大学 苏禾, who signs with a date below, is no longer than this.
_LONGEST_SIGNER = 16
_DIGITS = "零一二三四五六七八九"

_NAME = (
    r"(?:[\u3400-\u9fff·]{2,4}|[\u3400-\u9fff][ \u3000]+[\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])"
)
_FIRM_ROLE = (
    r"(?:责任编辑|执行编辑|值班编辑|本版编辑|版面编辑|责任校对|责任美编|首席编辑|见习编辑|编辑统筹|图片编辑|"
    r"值班主任|值班编委|值班总编|责\s*编|美\s*编|组\s*版)"
)
# These are also words of a headline: only with a blank or a colon before the name are they roles.
_SOFT_ROLE = r"(?:版\s*式|统\s*筹|主\s*编|总值班|制\s*图|审\s*读|审\s*校|编\s*辑|校\s*对|美术|视觉|设计|监制|策划)"

# 2021年6月22日, 2019.10.31, 2019-10-31, 二〇一九年 is not used in folios of these papers
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[年./\-－—·]\s*(?P<month>\d{1,2})\s*[月./\-－—·]\s*(?P<day>\d{1,2})\s*日?"
)
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_LUNAR = re.compile(r"农历[^\s]{2,12}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年[^\s]{0,8}")
_NUMBER = re.compile(
    r"(?=[第A-Z\d\s])(?<!今日)(?<!共)(?:第?\s*(?P<number>[A-Z]{1,2}\s?\d{1,3})\s*版?[:：]?|第\s*(?P<plain>\d{1,3}|[一二三四五六七八九十]{1,3})\s*版[:：]?"
    r"|(?<!\d)(?P<bare>\d{1,2})\s*版(?=[:：\s]|$))"
)
_STAFF = re.compile(
    rf"(?<![\u3400-\u9fff]){_FIRM_ROLE}\s*[:：/]?\s*(?:{_NAME}(?:\s*[、/ ]\s*(?!{_FIRM_ROLE}|{_SOFT_ROLE}){_NAME})*)?"
)
_SOFT_STAFF = re.compile(
    rf"(?<![\u3400-\u9fff])(?:本版|本期)?{_SOFT_ROLE}\s*[:：/ \u3000]\s*{_NAME}"
)
_CONTACT = re.compile(
    r"(?:新闻热线|热线电话|联系电话|服务热线|热线|电话|传真|邮箱|E-?mail|QQ|微信|网址|邮编|本报地址)\s*[:：]?\s*[\w@.\-—－]+"
    r"|(?:\d{3,4}[-—－])?\d{7,8}|[\w.]+@[\w.]+|(?:www|http)[\w.:/]+",
    re.IGNORECASE,
)
_PAPER = re.compile(r"[\u3400-\u9fff]{2,6}(?:晚报|日报|早报|商报|时报|快报|晨报|都市报|导报)")
_PAGE_NOTE = re.compile(
    r"^[（(]?(?:本版|本组|本页)(?:图片|照片|稿件|文图|文字|摄影|图文|未署名图片)[^。]{0,60}$"
)
# 本版图片由记者 林晓禾 摄, behind the page's staff
_PICTURES_NOTE = re.compile(r"本版(?:图片|照片|文图)[^,，。;；]{0,20}$")
# 总第1234期 · 国内统一刊号CN41-0012 · 今日8版
_SERIES = re.compile(
    r"总?第\s*\d+\s*期|国内统一(?:连续出版物)?刊?号\s*[:：]?\s*CN[\d\-/ ]+|邮发代号\s*[:：]?\s*[\d\-—]+|(?:今日|共)\s*\d+\s*版"
)
# One of these stands in whatever the patterns of a folio match: most lines have none.
_HINT = re.compile(r"[\d编校版期周历年任C]")
_FOLIO_PARTS = (_DATE, _PAPER, _NUMBER, _SOFT_STAFF, _CONTACT)
_STRONG = (_DATE, _WEEKDAY, _NUMBER, _STAFF, _LUNAR, _SERIES)
# One of these any folio has that names no paper: of two parts, one is no telephone number.
_TELLING = (*_STRONG, _SOFT_STAFF)
# 柳河时讯 · 07 · 07 河湾社区 · 河湾晨报 | 柳河周刊
_LABEL = re.compile(
    r"[\u3400-\u9fff]{2,4}(?:时讯|新闻|视窗|在线|专刊|周刊|专版|播报|速递)|\d{2}"
    r"|\d{1,2}[ \u3000]+(?![年月日个名位户家万亿余])[\u3400-\u9fff]{2,6}"
    r"|[\u3400-\u9fff]{2,8}\s*[|｜]\s*[\u3400-\u9fff]{2,8}"
    r"|[\u3400-\u9fff]{2,6}(?:晚报|日报|早报|商报|时报|快报|晨报)\s*·\s*[\u3400-\u9fff]{2,8}"
)
_BETWEEN = re.compile(r"[\u3400-\u9fff·]{2,8}")
_IN_SENTENCES = re.compile(r"[,，。;；!！?？]")
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class PageHead:
    """What the page says of itself; "" for what it does not say."""

    date: PageDate
    number: str
    name: str
    paper: str


def read_page_head(lines: Sequence[Line]) -> tuple[tuple[Line, ...], PageHead]:
    """Mark the page's own lines as furniture and read the folio off them."""
    marked = [
        line.of_kind(Kind.FURNITURE)
        if _is_folio(line.text) and not _dates_a_notice(lines, index)
        else line
        for index, line in enumerate(lines)
    ]
    marked = _mark_names_beside_folio(marked)
    folio = [narrow(line.text) for line in marked if line.kind is Kind.FURNITURE]
    return tuple(marked), PageHead(
        date=_date(folio), number=_number(folio), name=_name(folio), paper=_paper(folio)
    )


def _is_folio(text: str) -> bool:
    if all(character in ORNAMENTS or character.isspace() for character in text):
        return True
    if len(text) > _LONGEST_FOLIO:
        return False
    text = narrow(text)
    if _PAGE_NOTE.match(text):
        return True
    hint = _HINT.search(text)
    if not hint or not ("报" in text or any(pattern.search(text) for pattern in _TELLING)):
        return False
    kinds = sum(bool(pattern.search(text)) for pattern in _FOLIO_PARTS)
    firm = "星期" in text or _STAFF.search(text) or kinds > 1 or _numbered(text)
    if not firm and not any(pattern.search(text) for pattern in _STRONG):
        return False
    left = _without_folio(text)
    return not left or (bool(firm) and _is_name(left, text))


def _is_name(left: str, text: str) -> bool:
    """Whether what is left of a folio line can be the page's name."""
    return len(left) <= _LONGEST_NAME and not _IN_SENTENCES.search(text)


def _is_folio_at_edge(text: str) -> bool:
    """Whether a line is the page's own where it stands at its head or foot; elsewhere the same
    is a telephone number of a notice, or a row of a chronicle.
    """
    if len(text) > _LONGEST_FOLIO:
        return False
    if _PAPER.fullmatch(text) or _CONTACT.fullmatch(text):
        return True
    dated = _DATE.search(text)
    if dated is None:
        return False
    left = _without_folio(text)
    if not left or not _is_name(left, text):
        return False
    # a blank parts the date from the page's name; 2021年6月22日柳河区开会 is a headline
    return all(not each.strip() for each in (text[: dated.start()][-1:], text[dated.end() :][:1]))


def _dates_a_notice(lines: Sequence[Line], index: int) -> bool:
    """A date alone below the organ that signs a notice, or the writer of a letter, is theirs."""
    if not index or not _DATE.fullmatch(narrow(lines[index].text)):
        return False
    above = lines[index - 1].text
    if names_only_who(above):
        return True
    writer = len(above) <= _LONGEST_SIGNER and not _IN_SENTENCES.search(above)
    named = _LABEL.fullmatch(narrow(above)) or _is_folio(above)
    over = lines[index - 2]  # the end of the letter, or an organ that signs with it
    whole = index > 1 and (over.finished or names_only_who(over.text))
    return whole and writer and not named


def _numbered(text: str) -> bool:
    """A page number with its letter or with the word 版 at an end of the line."""
    found = _NUMBER.search(text)
    return found is not None and (found.start() <= 1 or found.end() >= len(text) - 1)


def _without_folio(text: str) -> str:
    """What is left of a line when every part of a folio is taken out."""
    for pattern in (
        _PICTURES_NOTE,
        _DATE,
        _WEEKDAY,
        _LUNAR,
        _STAFF,
        _SOFT_STAFF,
        _SERIES,
        _CONTACT,
        _PAPER,
        _NUMBER,
    ):
        text = pattern.sub(" ", text)
    return _NO_WORD.sub("", text)


def _mark_names_beside_folio(lines: list[Line]) -> list[Line]:
    """A page's name or a member of its staff on a line of its own, next to the folio."""
    out = list(lines)
    edges = [*range(min(_EDGE, len(out))), *range(len(out) - 1, max(len(out) - 1 - _EDGE, -1), -1)]
    for index in edges:
        if out[index].kind is Kind.FURNITURE:
            continue
        near = [out[i] for i in (index - 1, index + 1) if 0 <= i < len(out)]
        folio = [line.kind is Kind.FURNITURE and len(line.text) > 1 for line in near]
        text = narrow(out[index].text)
        soft = _SOFT_STAFF.search(text) and not _without_folio(text)
        between = len(folio) == 2 and all(folio) and _BETWEEN.fullmatch(text)
        beside = any(folio) and (soft or _LABEL.fullmatch(text))
        named = between or beside or (index == 0 and soft)
        if named or _is_folio_at_edge(text):
            out[index] = out[index].of_kind(Kind.FURNITURE)
    return out


def _date(folio: list[str]) -> PageDate:
    for text in folio:
        if found := _DATE.search(text):
            parts = (int(found["year"]), int(found["month"]), int(found["day"]))
            try:
                return PageDate(date(*parts).isoformat(), "day", "text")
            except ValueError:  # 2019.13.45: a misread figure dates nothing
                continue
    return PageDate()


def _number(folio: list[str]) -> str:
    for text in folio:
        bare = _CONTACT.sub(" ", _SERIES.sub(" ", _DATE.sub(" ", text)))
        if found := _NUMBER.search(bare):
            number = found["number"] or found["plain"] or found["bare"]
            return _figures(re.sub(r"\s", "", number))
    return ""


def _figures(number: str) -> str:
    """A page number in figures: 十二 is 12."""
    tens, _, ones = number.rpartition("十")
    if not set(number) <= set(_DIGITS + "十"):
        return number
    ten = (_DIGITS.find(tens) if tens else 1) if "十" in number else 0
    return str(10 * ten + _DIGITS.find(ones) if ones else 10 * ten)


def _name(folio: list[str]) -> str:
    for text in folio:
        left = _without_folio(text)
        if 2 <= len(left) <= _LONGEST_NAME and re.fullmatch(r"[\u3400-\u9fff·]+", left):
            return left
    return ""


def _paper(folio: list[str]) -> str:
    for text in folio:
        if found := _PAPER.search(text):
            return found[0]
    return ""
