"""What options and a file's name say of a page: its paper, date and number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from articles.ingest.records import Basis, PageDate, PageHints, Precision

# 2018, 2018-3, 2018-03-15
_OPTION_DATE = re.compile(
    r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?", re.ASCII
)
# The first paper in Chinese appeared in 1815; a year before that or after 2199 is a slip.
FIRST_YEAR, LAST_YEAR = 1815, 2199

# By the number of parts known: what that is called, and how much of 2018-03-15 it takes.
_PRECISIONS: dict[int, tuple[Precision, int]] = {1: ("year", 4), 2: ("month", 7), 3: ("day", 10)}

# A run of so many hexadecimal digits is a checksum, whatever date its digits may spell; the
# longest date with a page (20180315A05) has 11.
_CHECKSUM = re.compile(r"(?<![0-9a-z])(?=[0-9a-f]*[a-f])[0-9a-f]{12,}(?![0-9a-z])", re.IGNORECASE)

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = (
    # 2018年3月15日, 2018年3月, 2018年
    re.compile(rf"(?<!\d){_YEAR}年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日?)?)?(?!\d)"),
    # 2018-03-15, 2018.3.15, 2018_03_15
    re.compile(
        rf"(?<!\d){_YEAR}(?P<mark>[-._])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)"
    ),
    # 20180315, hbwb20180315A05, 2018031505: the page may follow without a mark
    re.compile(
        rf"(?<![0-9]){_YEAR}(?P<month>\d\d)(?P<day>\d\d)"
        r"(?=[A-Za-z]{1,2}\d{1,3}(?![0-9A-Za-z])|\d\d(?![0-9A-Za-z])|(?![0-9A-Za-z]))"
    ),
    # 2018-03; the day is not known. An underscore would part a year and a page.
    re.compile(rf"(?<![0-9A-Za-z]){_YEAR}[-.](?P<month>\d\d)(?![0-9])"),
)
# N05, AA01; V2 is a version
_LETTERED = re.compile(
    r"(?<![0-9A-Za-z])(?P<letter>[A-UW-Za-uw-z])(?P=letter)?(?P<digits>\d{1,3})(?![0-9A-Za-z])"
)
# 第5版, 05版, A05版
_PRINTED = re.compile(r"(?<![0-9A-Za-z])第?(?P<number>[A-Za-z]{0,2}\d{1,3})版")
# The _05 of 20180315_05; three digits are a place in a list, and more pairs a time of day.
_BARE = re.compile(r"[-_. ]*(?P<number>\d\d)(?![0-9A-Za-z]|[-_.]\d)")
# 河滨晚报 at the head of a name; 河滨晚报创刊 is a headline
_PAPER = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{1,8}"
    r"(?:[日晚晨早午时商导新]报|都市报|青年报|工人报|农民报|法[制治]报|经济报|教育报))"
    r"(?=第|[^\u4e00-\u9fff]|$)"
)


def hints_from_name(name: str) -> PageHints:
    """What a file's name says, its folder left out; nothing where it could mean two things.

    >>> hints_from_name("2018-03-15-N05.txt").number
    'N05'
    """
    folded = unicodedata.normalize("NFKC", name)
    stem = _CHECKSUM.sub(" ", re.sub(r"\.txt$", "", folded, flags=re.IGNORECASE))
    paper = _PAPER.match(stem)
    known, rest, after = _find_date(stem)
    bare = _BARE.match(after) if known.precision == "day" else None
    number = _find_number(rest, dated=known.value is not None)
    return PageHints(
        paper=paper["paper"] if paper else "",
        date=known,
        number=number or (bare["number"] if bare else ""),
    )


def _find_date(stem: str) -> tuple[PageDate, str, str]:
    """The one date of a name, the name without dates, and what follows the last of them.

    An impossible date, or two different ones, is none.
    """
    found: set[PageDate | None] = set()
    rest, after = stem, ""
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            found.add(_page_date(match, "filename"))
            after = stem[match.end() :]
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    known = found.pop() if len(found) == 1 else None
    return known or PageDate(), rest, after


def _find_number(rest: str, *, dated: bool) -> str:
    """The page's number as a paper prints it; a small letter counts only beside a date."""
    if printed := _PRINTED.search(rest):
        return printed["number"].upper()
    for match in _LETTERED.finditer(rest):
        if match["letter"].isupper():
            return match.group()
        if dated:  # p05 is page 05, a05 is A05
            return match["digits"] if match["letter"] == "p" else match.group().upper()
    return ""


def _page_date(match: re.Match[str], basis: Basis) -> PageDate | None:
    """The date of a match with the groups year, month and day; None when there is no such day."""
    parts = [int(match[key]) for key in ("year", "month", "day") if match.groupdict().get(key)]
    try:
        first = date(*parts, *(1,) * (3 - len(parts)))
    except ValueError:
        return None
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        return None
    precision, width = _PRECISIONS[len(parts)]
    return PageDate(first.isoformat()[:width], precision, basis)


def parse_date(value: str, basis: Basis) -> PageDate:
    """The date an editor wrote as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises:
        ValueError: it is none, with a message for the editor.
    """
    found = _OPTION_DATE.fullmatch(unicodedata.normalize("NFKC", value).strip())
    known = _page_date(found, basis) if found else None
    if known is None:
        raise ValueError(
            f"日期“{value}”无法识别：请写成 YYYY、YYYY-MM 或 YYYY-MM-DD，例如 2018-05-31。"
        )
    return known


def merge_hints(*hints: PageHints) -> PageHints:
    """Field by field the first that is known."""
    return PageHints(
        paper=next((each.paper for each in hints if each.paper), ""),
        date=next((each.date for each in hints if each.date.value), PageDate()),
        number=next((each.number for each in hints if each.number), ""),
        name=next((each.name for each in hints if each.name), ""),
    )
