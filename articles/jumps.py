"""Where a story says that it goes on, or began, on another page of its issue."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.models import Article

# (下转二版) · ▶上接A01版 · （紧接第一版）
_JUMP = re.compile(
    r"(?P<way>下转|上接|紧接|转|接)\s*第?\s*"
    r"(?:(?P<letter>[A-Z])?(?P<digits>\d{1,2})|(?P<words>[一二三四五六七八九十]{1,3}))\s*版"
)
_NUMBER = re.compile(r"(?P<letter>[A-Z])?\D*?(?P<digits>\d{1,2})")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A printed page number: A01, 2, 二; without a letter it is that page of any part."""

    digits: int
    letter: str = ""

    def may_be(self, other: PageNumber) -> bool:
        lettered = self.letter and other.letter
        return self.digits == other.digits and (not lettered or self.letter == other.letter)


@dataclass(frozen=True, slots=True)
class Jump:
    onwards: bool  # 下转; else 上接
    page: PageNumber


def jumps_in(body: str) -> list[Jump]:
    """What a body says of other pages, in print order.

    >>> jumps_in("河道将在汛期之前疏通。\\n\\n(下转A02版)")
    [Jump(onwards=True, page=PageNumber(digits=2, letter='A'))]
    """
    return [
        Jump(
            found["way"] in ("下转", "转"),
            PageNumber(int(found["digits"] or _read(found["words"])), found["letter"] or ""),
        )
        for found in _JUMP.finditer(body)
    ]


def page_number(printed: str) -> PageNumber | None:
    """The number of a page as its folio prints it: N05, 05; None where it has none."""
    found = _NUMBER.match(printed)
    return PageNumber(int(found["digits"]), found["letter"] or "") if found else None


def continued_in(story: Article) -> list[tuple[Article, bool]]:
    """The stories readers may see in which this one goes on (True) or began (False).

    Both must point at each other's page. No query for a story that points nowhere; else one,
    which reads the texts of the issue that point somewhere.
    """
    jumps = jumps_in(story.body)
    if not jumps:
        return []
    here = page_number(story.page.number)
    others = Article.objects.published().filter(page__issue=story.page.issue)
    others = others.filter(body__regex="(下转|上接|紧接|转|接).{0,5}版").exclude(page=story.page)
    found = []
    for other in others.select_related("page").only("body", "page__number").order_by("order_key"):
        there = page_number(other.page.number)
        for jump in jumps:
            points_back = any(
                back.onwards is not jump.onwards and (here is None or back.page.may_be(here))
                for back in jumps_in(other.body)
            )
            if there and jump.page.may_be(there) and points_back:
                found.append((other, jump.onwards))
                break
    return found


def _read(words: str) -> int:
    """The number written in words, up to 99.

    >>> [_read(words) for words in ("二", "十", "十六", "二十", "二十三")]
    [2, 10, 16, 20, 23]
    """
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
