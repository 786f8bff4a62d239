"""Dates in the text: when it happened, and the year in which the page was printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from articles.ingest.characters import narrow
from articles.ingest.records import PageDate

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*|(?P<this>今年)\s*|(?P<last>去年)\s*)?"
    r"(?<![\d·.])(?P<month>1[0-2]|0?[1-9])\s*月\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*(?:日|(?=[至到\-—－~～]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日))"
)
# A lead that says so only vaguely: no later date in it says when.
_VAGUE = re.compile(
    r"近日|日前|近期|连日来|即日起|不久前|前不久|近段时间|最近|这几天|连续几天|近来|入[春夏秋冬伏汛]以来"
)
# 6月5日世界环境日 · 5月12日是第十个全国防灾减灾日: the day's name, not the event's date
_NAMED_DAY = re.compile(
    r"^(?P<apart>[，,])?\s*(?:是|为|即|的)?\s*第?[\u3400-\u9fff“\"\d]{0,14}?(?:世界|国际|全国|中国|宣传|护士|记者|教师|儿童|劳动|妇女|青年|环境|安全|纪念|公祭|植树|消费者|减灾|禁毒|人口|戒烟|无烟|读书)[\u3400-\u9fff“”\"]{0,10}?(?:日|节|周)"
    # 5月12日,防灾减灾日,… names the day; 5月12日,防灾减灾日活动启动 tells what happened on it
    r"(?(apart)(?=[,，。]|来临|到来))"
)
# 9月10日是教师节。当天,… : named, and the event's date as well
_ON_THAT_DAY = re.compile(r"当天|当日|这一天|这天")
_BEFORE_NAMED = re.compile(r"(?:截至|截止|距|距离|迎接|迎来|庆祝|纪念)(?:今年|去年)?$")
# 将于6月3日 · 定于6月3日召开: of a day that is still to come
_AHEAD = re.compile(r"(?:将于|定于|拟于|将在|计划于|预计)(?:今年)?$")
# 23日上午: of the page's month, or the one before it
_DAY_ALONE = re.compile(
    r"(?<![\d月、至到\-—－~～])(?P<day>3[01]|[12]\d|[1-9])日(?=[上下中晚凌清傍深早,，从在])"
)
# Characters of a lead in which such a word tells of the event.
_OPENING = 60
_RELATIVE = (("前日|前天", 2), ("昨日|昨天|昨晚|昨夜", 1), ("今日|今天|今晨|今早", 0))

# Characters on each side of a date that say what it is the date of.
_AROUND = 60

_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年")
_PLAN_BEFORE = re.compile(r"(?:到|至|截至|截止|力争|争取|自|从|在|于|—|-|、|和)\s*$")
_PLAN_AFTER = re.compile(r"^\s*(?:底|末|前|以前|之前|远景|后|年底|来|起|以来|以后|至|到|[-—－])")


# A page tells of what was, and of what is to begin soon: 9月18日起停水, printed on the 12th.
_SOON = timedelta(days=31)


def event_date(lead: str, page: PageDate) -> str | None:
    """The first date that a lead gives for what happened, ISO 8601, or None.

    The year is the printed one, else the last in which the day was not after the page's
    date; where neither is known the date begins with `--`.
    """
    lead = narrow(lead)
    vague = _VAGUE.search(lead)
    for found in _DAY.finditer(lead):
        if vague and vague.start() < found.start():
            return None
        before, after = _around(lead, found)
        if _NAMED_DAY.match(after) and not _ON_THAT_DAY.search(after):
            continue
        if _BEFORE_NAMED.search(before):
            continue
        month, day = int(found["month"]), int(found["day"])
        ahead = bool(_AHEAD.search(before))
        year = _event_year(found, month, day, page, ahead)
        return _iso(year, month, day)
    return None if vague else _relative(lead, page)


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands right before a date, and right behind it."""
    start, end = found.span()
    return text[max(0, start - _AROUND) : start], text[end : end + _AROUND]


def _iso(year: int | None, month: int, day: int) -> str | None:
    try:
        checked = date(year or 2000, month, day)  # 2000 is a leap year: any day may be printed
    except ValueError:  # 2月30日, a misread figure
        return None
    return checked.isoformat() if year else f"--{checked:%m-%d}"


def _event_year(
    found: re.Match[str], month: int, day: int, page: PageDate, ahead: bool
) -> int | None:
    if found["year"]:
        return int(found["year"])
    if page.value is None:
        return None
    year = int(page.value[:4])
    if found["last"] or found["this"]:
        return year - 1 if found["last"] else year
    if page.precision == "year":
        # A page of a year may be of January and tell of December.
        return None if month == 12 else year
    printed = int(page.value[5:7])
    if ahead:
        return year + 1 if (month, day) < (printed, int(page.value[8:10] or 1)) else year
    latest = date(year, printed, int(page.value[8:10] or 28)) + _SOON
    return latest.year if (month, day) <= (latest.month, latest.day) else latest.year - 1


def _relative(lead: str, page: PageDate) -> str | None:
    if page.precision != "day" or page.value is None:
        return None
    printed = date.fromisoformat(page.value)
    for words, days in _RELATIVE:
        if re.search(words, lead[:_OPENING]):
            return (printed - timedelta(days=days)).isoformat()
    if found := _DAY_ALONE.search(lead[:_OPENING]):
        day = int(found["day"])
        month = printed if day <= printed.day else printed.replace(day=1) - timedelta(days=1)
        return _iso(month.year, month.month, day)
    return None


def year_in_text(paragraphs: Iterable[str]) -> PageDate:
    """The year in which a page was printed, when its text says it beyond doubt.

    That is the latest year in the text, standing at least twice and never as the end or the
    start of a span or as the year of a plan (到2020年, 2035年远景目标); or the only one, in a
    paragraph that tells of a day.
    """
    seen: set[int] = set()
    dated: set[int] = set()
    counts: dict[int, int] = {}
    opens: set[int] = set()
    latest = 0
    for text in paragraphs:
        for found in _YEAR.finditer(text):
            year = int(found["year"])
            latest = max(latest, year)
            seen.add(year)
            before, after = _around(text, found)
            if _PLAN_BEFORE.search(before) or _PLAN_AFTER.match(after):
                continue
            counts[year] = counts.get(year, 0) + 1
            if after[:1] != "度" and any(not day["year"] for day in _DAY.finditer(text[:_OPENING])):
                dated.add(year)
            if not before and after[:1] in ",，全":
                opens.add(year)
    if (latest in opens and counts[latest] >= 2) or (seen == {latest} and latest in dated):
        return PageDate(str(latest), "year", "text")
    return PageDate()
