"""Where a story opens: the dateline, and a signature in brackets behind it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.characters import ORNAMENTS
from articles.ingest.layout import Kind, Line
from articles.ingest.records import Printed

_AGENCY = (
    r"(?:新华社|中新社|中新网|新华网|人民网|人民日报|中国新闻网|央视网|央广网|光明网|映象网|大河网)"
)
_OWN_PAPER = r"(?:本报|本刊|本网|晚报|日报|早报|晨报|商报|时报|快报|[\u3400-\u9fff]{2}(?:晚报|日报|时报|商报)|大河报|郑报(?:全媒体|融媒体?)?|正观新闻)"
# 本报讯 · 本报洛阳讯 · 晚报讯 · 新华社北京5月1日电 · 据新华社电 · 中新网郑州6月3日电 · 【本报讯】
_DATELINE = re.compile(
    rf"(?P<open>[【(（])?(?:据?\s*{_AGENCY}\s*[^\s,，。;；:：(（]{{0,8}}?\s*(?:\d{{1,2}}月\s*\d{{1,2}}日)?\s*(?:专?电|讯|消息)"
    rf"|{_OWN_PAPER}\s*[^\s,，。;；:：(（\d]{{0,6}}?\s*(?:\d{{1,2}}月\s*\d{{1,2}}日\s*)?(?:讯|电(?![话视子力动脑影梯商])|(?:综合)?消息(?=[\s(（:：】])|专电)"
    rf"|本\s*报\s*讯)(?![\u3400-\u9fff]*员)(?(open)\s*[】)）])(?:\s*[:：])?"
)
# ■本报讯: the ornament before a brief
_ORNAMENTED = re.compile(rf"[{''.join(ORNAMENTS)}]\s*(?={_DATELINE.pattern})")
_BRACKET = re.compile(r"\s*[(（\[［]([^()（）\[\]［］]{2,80})[)）\]］]")
_OPEN_BRACKET = re.compile(r"\s*[(（\[［][^()（）\[\]［］]{0,80}$")
# Names alone, (林晓禾 苏禾), where what stands there is no remark: (综合) (图)
_NAMES = re.compile(
    r"(?!.*(?:综合|报道|编译|图|续|上|下))[\u3400-\u9fff]{2,4}(?:[ \u3000、]+[\u3400-\u9fff]{2,4}){0,2}"
)
_SIGNS = re.compile(r"记\s*者|通\s*讯\s*员|文\s*[/／]?\s*图|摄影|实习生|[/／]\s*[文图]")


def mark_leads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark the lines that open with a dateline; a bracketed signature becomes its own line.

    The signature is put before the line it stood in, as one that stands under a headline
    would be; its characters keep their places.
    """
    out: list[Line] = []
    waiting = deque(lines)
    while waiting:
        line = waiting.popleft()
        if line.kind is Kind.UNKNOWN and (opened := _ORNAMENTED.match(line.text)):
            mark = line.printed[: opened.end()].strip()
            out.append(replace(line, printed=mark, kind=Kind.FURNITURE))
            line = replace(line, printed=line.printed[opened.end() :])
        found = _DATELINE.match(line.text) if line.kind is Kind.UNKNOWN else None
        if found is None:
            out.append(line)
            continue
        rest = line.text[found.end() :]
        if _OPEN_BRACKET.match(rest) and waiting and waiting[0].kind is Kind.UNKNOWN:
            broken = waiting.popleft()
            line = replace(line, printed=Printed.join([line.printed, broken.printed]))
        out += _split_lead(line, found.end())
    return tuple(out)


def _split_lead(line: Line, end: int) -> list[Line]:
    bracket = _BRACKET.match(line.text, end)
    text = replace(line, kind=Kind.TEXT, dateline=end)
    if bracket is None or not (_SIGNS.search(bracket[1]) or _NAMES.fullmatch(bracket[1])):
        return [text]
    signature = line.printed[bracket.start() : bracket.end()].strip()
    rest = Printed.join([line.printed[:end], line.printed[bracket.end() :]])
    return [
        replace(line, printed=signature, kind=Kind.LEAD_SIGNATURE),
        replace(text, printed=rest, gap=0),
    ]
