"""Lines that stand by themselves among the text: rows of a box or a list, verse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.characters import ends_sentence
from articles.ingest.layout import Kind, Line
from articles.ingest.records import Printed
from articles.ingest.seams import joins
from articles.ingest.shapes import addresses, is_point

# 186个：列入计划的小区 · 一等奖（3名）：… · 6月20日 6:00—18:00 柳河路沿线
_BOX_ROW = re.compile(
    r"^(?:\d[\d.,]*[万亿余多]*[\u3400-\u9fff%％]{1,4}(?:[:：]|[ \u3000]+(?=[\u3400-\u9fff]))"
    r"|[\u3400-\u9fff]{1,8}奖(?:[(（][^()（）]{1,6}[)）])?[:：]"
    r"|\d{1,2}月\d{1,2}日[ \u3000]+\d{1,2}[:：]\d{2})\s*\S"
)
# 优秀组织单位：柳河街道, below the row of a prize
_LABELLED = re.compile(r"^[\u3400-\u9fff“”]{2,10}(?:[(（][^()（）]{1,6}[)）])?[:：]\s*[^\s。]")
# 一等奖 · 优秀组织奖（4个）, over the rows of those who won it
_PRIZE = re.compile(r"^[\u3400-\u9fff“”]{1,10}奖(?:[(（][^()（）]{1,8}[)）])?[:：]?$")
# 林晓禾　苏禾　周立　罗一鸣: names and nothing else
_NAMES = re.compile(r"^[\u3400-\u9fff·]{2,4}(?:[ \u3000]+[\u3400-\u9fff·]{2,4}){3,}$")
# 举报电话：0371-66660000 · 来信地址：柳河市柳河路295号
_CONTACT = re.compile(
    r"^(?:举报|监督|受理|来信|通信|通讯|联系|咨询|报名)(?:电话|地址|邮箱|传真)[:：]\s*[^。]+$"
)
_FEWEST = 2  # rows of a box
_LONGEST_ROW = 4  # lines that one was broken over
_FEWEST_POINTS = 3
_LONGEST_POINT = 40
_OPEN_ENDS = ("、", ",", "，")
# 两岸新芽绿未匀， — a line of a poem has five or seven characters and its mark.
_VERSE = re.compile(r"^(?:[\u3400-\u9fff]{5}|[\u3400-\u9fff]{7})[，。！？；,!?;]?$")
_FEWEST_VERSES = 4


def mark_rows(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark what is told to be a line of its own by its form; a row that was broken is joined."""
    out: list[Line] = []
    index = 0
    while index < len(lines):
        rows, past = _box(lines, index) or _points(lines, index) or _verses(lines, index)
        alone = map(_alone, lines[index:past])
        out += rows or alone
        index = past
    for index in range(len(out) - 2, -1, -1):
        if out[index + 1].kind is Kind.ROW and _is_one(_PRIZE, out[index]):
            out[index] = out[index].of_kind(Kind.ROW)
    return tuple(out)


def _box(lines: Sequence[Line], begin: int) -> tuple[list[Line], int] | None:
    """The rows of a box that begin at a line, and where they end."""
    rows: list[Line] = []
    at = begin
    while at < len(lines) and (
        _is_one(_BOX_ROW, lines[at])
        or (bool(rows) and not lines[at].finished and _is_one(_LABELLED, lines[at]))
    ):
        past = at + 1
        while past - at < _LONGEST_ROW and _goes_on(lines[past - 1], lines[past : past + 1]):
            past += 1
        printed = Printed.join(line.printed for line in lines[at:past])
        rows.append(replace(lines[at], printed=printed, kind=Kind.ROW))
        at = past
    return (rows, at) if len(rows) >= _FEWEST else None


def _points(lines: Sequence[Line], begin: int) -> tuple[list[Line], int] | None:
    """The numbered rows that begin at a line; a numbered head has a text below it."""
    at = begin
    while at < len(lines) and _is_bare_point(lines[at]):
        at += 1
    if at - begin < _FEWEST_POINTS:
        return None
    return [line.of_kind(Kind.ROW) for line in lines[begin:at]], at


def _is_bare_point(line: Line) -> bool:
    if line.kind is not Kind.UNKNOWN or len(line.text) > _LONGEST_POINT:
        return False
    return is_point(line.text) and line.text[-1] not in "；;，,、：:" and not line.finished


def _verses(lines: Sequence[Line], begin: int) -> tuple[list[Line], int]:
    """The lines of a poem that begins at a line, and where they end; else how far to go on."""
    at = begin
    while at < len(lines) and _is_one(_VERSE, lines[at]):
        at += 1
    verses = [line.of_kind(Kind.ROW) for line in lines[begin:at]]
    is_poem = len(verses) >= _FEWEST_VERSES and _is_poem(verses)
    return (verses if is_poem else []), max(at, begin + 1)


def _is_one(form: re.Pattern[str], line: Line) -> bool:
    return line.kind is Kind.UNKNOWN and form.match(line.text) is not None


def _goes_on(row: Line, following: Sequence[Line]) -> bool:
    """Whether a row stops behind a comma, in a title or in mid-word, and the line below goes on."""
    if not following or following[0].kind is not Kind.UNKNOWN or row.finished:
        return False
    if _BOX_ROW.match(following[0].text) or _LABELLED.match(following[0].text):
        return False
    opened = row.text.count("《") > row.text.count("》")
    return opened or row.text.endswith(_OPEN_ENDS) or joins(row.text, following[0].text)


def _is_poem(rows: Sequence[Line]) -> bool:
    """Whether lines of one length end as a poem's do; headlines have no marks."""
    return len({len(row.text) for row in rows}) == 1 and rows[-1].text[-1] in "。！？!?"


def _alone(line: Line) -> Line:
    if line.kind is not Kind.UNKNOWN or ends_sentence(line.text):
        return line
    addressed = addresses(line.text) and line.text[-1] in ":："
    row = addressed or _CONTACT.match(line.text) or _NAMES.match(line.text)
    return line.of_kind(Kind.ROW) if row else line
