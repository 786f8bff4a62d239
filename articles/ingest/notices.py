"""Notices: from the headline that calls itself one to the organ and the date that end it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.characters import ends_sentence
from articles.ingest.clauses import names_only_who
from articles.ingest.layout import Kind, Line
from articles.ingest.shapes import addresses, looks_display, sells

# 关于柳河路封闭施工的通告 · 停水公告 · 招生通告（第二号） · 致居民的一封信
_HEAD = re.compile(
    r"(?:公告|公示|通告|启事|声明|讣告|更正|通知|须知|告知书|倡议书|公开信|一封信)"
    r"(?:[(（][^()（）]{1,12}[)）])?$"
)
# What a notice says of itself, at the end of its opening or of its text.
_ANNOUNCES = re.compile(
    r"如下[:：]?$|特此(?:公告|公示|通告|通知|声明|说明|更正|讣告|启事|告知)|(?:予以|现予|进行)公示|公示期|"
    r"敬请谅解|敬请周知|望(?:[\u3400-\u9fff]{2,6})?周知|相互转告|做好准备"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、](?!\d)|第[一二三四五六]条)"
)
_FEWEST_POINTS = 2
# 咨询电话：0371-66660000 · 报名地点：清水路12号 · 停水范围：清水路以南、梧桐路以东
_LABELLED = re.compile(
    r"^[\u3400-\u9fff]{0,6}(?:电话|热线|地址|邮箱|传真|网址|邮编|联系人|时间|日期|地点|单位|账号|范围|区域|"
    r"路段|线路|原因|对象|人数|期限|条件|材料|方式)[:：]\s*[^。！？]{2,60}$"
)
# “柳河杯”征文获奖作者名单; 获奖名单 heads a part of the story on the contest
_LIST = re.compile(
    r"^.{8,}(?:名单|光荣榜|一览表?|排行榜|成绩表|分数线)(?:[(（][^()（）]{1,12}[)）])?$"
)
_IN_BRACKETS = re.compile(r"^[(（][^()（）]*[)）]$")
_FEWEST_ROWS = 3
_ROWS_SEEN = 4  # lines below a list's head, with a remark in brackets among them
_LONGEST_ROW = 60
# The words that close a letter, on lines of their own.
_CLOSING = re.compile(r"^(?:此致|敬礼|顺祝[\u3400-\u9fff]{2,4}|祝好|致礼|谢谢|专此)[!！。]?$")
# A notice has a page of its own at the most.
_LONGEST = 80  # lines

_DATE = (
    r"(?:\d{4}|[二〇○零一九八七六五四三]{4})\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*"
    r"[\d一二三四五六七八九十]{1,3}\s*日"
)
# The date below the organ that signs a notice, or behind it: 柳河区人民政府　　2021年6月22日
_DATED = re.compile(rf"^{_DATE}$")
_SIGNED_AND_DATED = re.compile(
    rf"^(?P<organ>[\u3400-\u9fff（）()·]{{2,36}}(?:[ \u3000、]+[\u3400-\u9fff（）()·]{{4,36}}){{0,3}}?)"
    rf"(?P<apart>[ \u3000]*){_DATE}$"
)
_ORGAN = re.compile(r"[部处室组社馆所站队局委院校会]$|中心$|公司$")
# A headline whose organ may stand on the line above: 柳河区水利局 / 关于…的通告
_OWNED = re.compile(r"^(?:关于|的|(?:公告|公示|通告|通知|启事|声明|讣告|公开信)(?:[(（]|$))")
# Who signs with a date below: an organ, or a reader at the end of a letter.
_LONGEST_SIGNER = 24
# 你们的朋友：苏禾
_AS = re.compile(r"^[\u3400-\u9fff]{2,8}[:：](?=[\u3400-\u9fff])")
_MARK = re.compile(r"[,，。、;；:：!！?？“”]|\d")
# No more organs sign together.
_MOST_SIGNERS = 4


def mark_notices(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark where a notice begins and with what it ends, and the short rows between.

    A sign-off is told by its form wherever it stands; a headline is believed only where the
    text below it announces something or is signed off.
    """
    out = _sign_offs(lines)
    for index, line in enumerate(out):
        if _is_head(line):
            past = _end(out, index + 1)
            if _is_notice(out[index + 1 : past]):
                _mark(out, index, past)
                _mark_undated(out, past)
        elif _is_list_head(line) and _are_rows(out[index + 1 : index + 1 + _ROWS_SEEN]):
            _mark(out, index, index + 1)
        elif line.kind is Kind.UNKNOWN and line.text[-1] in ":：" and addresses(line.text):
            _mark_letter(out, index, _end(out, index + 1))
    return tuple(out)


def _sign_offs(lines: Sequence[Line]) -> list[Line]:
    out = list(lines)
    for index, line in enumerate(lines):
        if line.kind is not Kind.UNKNOWN or line.text[-1] != "日":
            continue
        signed = _SIGNED_AND_DATED.match(line.text)
        if signed and (signed["apart"] or names_only_who(signed["organ"])):
            first = index
        elif _DATED.match(line.text):
            first = _first_signer(lines, index)
        else:
            continue
        if first < index or not _DATED.match(line.text):
            for at in range(first, index + 1):
                out[at] = replace(lines[at], kind=Kind.SIGN_OFF)
    return out


def _first_signer(lines: Sequence[Line], date: int) -> int:
    """The first of the lines that sign above a date; the date itself where none does.

    They are organs, or follow right below what is finished as it stands.
    """
    first = date
    while first > max(0, date - _MOST_SIGNERS) and _signs(lines[first - 1]):
        first -= 1
    while first < date and not names_only_who(lines[first].text):
        above = lines[first - 1] if first else None
        if above is not None and (above.finished or _LABELLED.match(above.text)):
            break
        first += 1
    return first


def _signs(line: Line) -> bool:
    text = _AS.sub("", line.text)
    short = len(text) <= _LONGEST_SIGNER or names_only_who(text)
    return line.kind is Kind.UNKNOWN and short and not _MARK.search(text)


def _is_head(line: Line) -> bool:
    named = line.kind is Kind.UNKNOWN and _HEAD.search(line.text)
    return bool(named) and looks_display(line.text)


def _is_list_head(line: Line) -> bool:
    named = line.kind is Kind.UNKNOWN and _LIST.match(line.text)
    return bool(named) and looks_display(line.text)


def _are_rows(lines: Sequence[Line]) -> bool:
    rows = [line for line in lines if not _IN_BRACKETS.match(line.text)]
    plain = (
        line.kind is Kind.UNKNOWN and not line.finished and len(line.text) <= _LONGEST_ROW
        for line in rows
    )
    return len(rows) >= _FEWEST_ROWS and all(plain)


def _mark_letter(lines: list[Line], salutation: int, past: int) -> None:
    """The short sentences that close a letter, which are no display type."""
    signed = lines[past - 1].kind is Kind.SIGN_OFF
    signed = signed or (past < len(lines) and lines[past].kind is Kind.SIGNATURE)
    for at in range(salutation + 1, past):
        line = lines[at]
        if line.kind is Kind.UNKNOWN and _CLOSING.match(line.text):
            lines[at] = replace(line, kind=Kind.ROW)
        elif line.kind is Kind.UNKNOWN and line.finished and signed:
            lines[at] = replace(line, kind=Kind.TEXT)


def _end(lines: Sequence[Line], begin: int) -> int:
    """One past the last line of a notice whose text begins there."""
    for index in range(begin, min(len(lines), begin + _LONGEST)):
        line = lines[index]
        if line.kind is Kind.SIGN_OFF:
            following = lines[index + 1] if index + 1 < len(lines) else None
            if following is None or following.kind is not Kind.SIGN_OFF:
                return index + 1
        elif line.kind is not Kind.UNKNOWN or _is_head(line):
            return index
    return min(len(lines), begin + _LONGEST)


def _is_notice(text: Sequence[Line]) -> bool:
    if not any(ends_sentence(line.text) or line.text[-1] in ":：" for line in text):
        return False
    if any(
        sells(line.text) and not _LABELLED.match(line.text) and not line.finished for line in text
    ):
        return False
    points = sum(bool(_NUMBERED.match(line.text) or _LABELLED.match(line.text)) for line in text)
    return (
        points >= _FEWEST_POINTS
        or text[-1].kind is Kind.SIGN_OFF
        or any(_ANNOUNCES.search(line.text) or addresses(line.text) for line in text)
    )


def _mark(lines: list[Line], head: int, past: int) -> None:
    first = head
    while first > 0 and head - first < _MOST_ABOVE and _may_stand_above(lines[first - 1]):
        first -= 1
    if first > 0 and lines[first - 1].kind is Kind.UNKNOWN and not lines[first - 1].finished:
        first = head  # what stands above goes on from there
    for at in range(first, head + 1):
        lines[at] = replace(lines[at], kind=Kind.DISPLAY, opens=at == first)
    for at in range(head + 1, past):
        if lines[at].kind is Kind.UNKNOWN and _LABELLED.match(lines[at].text):
            lines[at] = replace(lines[at], kind=Kind.ROW)


def _mark_undated(lines: list[Line], past: int) -> None:
    """The organ that signs a notice without a date, right above the next notice's headline."""
    last = lines[past - 1]
    following = lines[past].text if past < len(lines) else ""
    if _OWNED.match(following) or not (_ORGAN.search(last.text) and _signs(last)):
        return
    if past == len(lines) or _is_head(lines[past]):
        lines[past - 1] = replace(last, kind=Kind.SIGN_OFF)


# Lines of display type over the one that says what it is: a label, the organ, half a title.
_MOST_ABOVE = 2


def _may_stand_above(line: Line) -> bool:
    row = _LABELLED.match(line.text) or _NUMBERED.match(line.text)
    return line.kind is Kind.UNKNOWN and not row and looks_display(line.text)
