"""Where on a page each story begins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from articles.ingest.characters import ORNAMENTS
from articles.ingest.layout import Kind, Line
from articles.ingest.shapes import addresses, form_of_head, looks_subhead

# Under the label of a column of briefs every line of display type heads one.
_BRIEFS = re.compile(
    r"^[■□●○◆◇★☆]?\s*[\u3400-\u9fff]{0,4}(?:短波|短讯|简讯|快讯|速递|速览|短新闻|一句话新闻|微新闻)$"
)
# A story needs a sentence or two; less under a headline of its own is a box or a table.
_SHORTEST_STORY = 40
# A shorter line without a signature of its own is a head within the story before it.
_SHORTEST_HEADLINE = 8
# What a notice calls itself, however short.
_NOTICE = re.compile(r"^(?:.{0,12}的?)?(?:公告|公示|通告|启事|声明|讣告|更正|通知)$")
# ——记清水街道的楼长林某某: under a quotation it makes of it a headline, which no subhead has.
_DECK = "——"
# Lines of a story among which its signature stands where it stands at the head.
_LONGEST_HEAD = 20

_Heads = dict[str, set[str]]  # the texts of one form


def find_starts(page: Sequence[Line], below_sale: Collection[int] = ()) -> list[int]:
    """The index of the first line of every story, ascending.

    A story begins with the display type over its dateline or its signature, or, after the
    end of another, over a text that has neither; a dateline without display type begins one
    by itself.

    Args:
        below_sale: indices of the lines right above which an advertisement stood.
    """
    starts: set[int] = set()
    heads = _lone_heads(page)
    last = 0
    briefs = False
    for begin, end in _display_runs(page):
        sold = begin in below_sale and _stands_free(page, begin)
        if (
            page[begin].opens
            or _begins_story(page, heads, begin, end)
            or _after_signed(page, heads, last, begin, end)
            or (sold and _heads_own_text(page, heads, begin, end))
            or (briefs and _stands_free(page, begin))
        ):
            starts.add(begin)
            last = begin
            briefs = briefs or bool(_BRIEFS.search(page[begin].text))
    for index, line in enumerate(page):
        if line.dateline:
            lead = index
            while lead > 0 and page[lead - 1].kind is Kind.LEAD_SIGNATURE:
                lead -= 1
            above = _skip_back(page, lead)
            if not any(start in starts for start in range(_run_start(page, above), lead)):
                starts.add(lead)
    return sorted(starts)


def _lone_heads(page: Sequence[Line]) -> _Heads:
    """The short lines that stand alone over a text, as the heads of a story's parts do."""
    heads: _Heads = {}
    for begin, end in _display_runs(page):
        over = page[end].kind if end < len(page) else Kind.SIGNATURE
        if (
            over not in _UNDER_HEADLINE
            and end == begin + 1
            and (form := form_of_head(page[begin].text))
        ):
            heads.setdefault(form, set()).add(page[begin].text)
    return heads


def _display_runs(page: Sequence[Line]) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(page):
        end = begin
        while end < len(page) and page[end].kind is Kind.DISPLAY:
            end += 1
            if end < len(page) and page[end].opens:
                break
            under = end
            while under < len(page) and page[under].kind is Kind.CAPTION:
                under += 1
            if end < under < len(page) and page[under].kind is Kind.DISPLAY:
                end = under  # a photograph stood between two lines of one headline
        if end > begin:
            yield begin, end
        begin = max(end, begin + 1)


def _begins_story(page: Sequence[Line], heads: _Heads, begin: int, end: int) -> bool:
    under = end
    while under < len(page) and page[under].kind in _BETWEEN:
        under += 1
    if under == len(page):
        return False
    signed = any(line.kind is Kind.SIGNATURE for line in page[end:under])
    if page[under].dateline:  # a text that stops in mid-sentence above goes on elsewhere
        return True
    if addresses(page[under].text):
        return _stands_free(page, begin)
    if signed or any("接" in line.text for line in page[end:under] if line.kind is Kind.JUMP):
        return _stands_free(page, begin)
    if end - begin > 1 and page[begin].text[0] in ORNAMENTS:  # the label of a column
        return _stands_free(page, begin)
    return _after_end(page, begin) and _heads_own_text(page, heads, begin, end)


# What no head of a part stands over.
_UNDER_HEADLINE = (Kind.SIGNATURE, Kind.LEAD_SIGNATURE)
_BETWEEN = (Kind.SIGNATURE, Kind.LEAD_SIGNATURE, Kind.CAPTION, Kind.JUMP)


def _run_start(page: Sequence[Line], end: int) -> int:
    """The first line of the display run that ends before `end`; `end` where none does."""
    start = end
    while start > 0 and page[start - 1].kind in (Kind.DISPLAY, Kind.CAPTION):
        start -= 1
        if page[start].kind is Kind.DISPLAY:
            end = start
    return end


def _skip_back(page: Sequence[Line], index: int) -> int:
    """Past the captions and signatures right above a line."""
    while index > 0 and page[index - 1].kind in _BETWEEN:
        index -= 1
    return index


def _stands_free(page: Sequence[Line], begin: int) -> bool:
    """Whether nothing above goes on here: the page's head, a signature, a finished text."""
    above = begin - 1
    while above >= 0 and page[above].kind is Kind.CAPTION:
        above -= 1
    return (
        above < 0
        or page[above].kind in (Kind.SIGNATURE, Kind.SIGN_OFF, Kind.ROW, Kind.JUMP)
        or page[above].finished
    )


def _after_end(page: Sequence[Line], begin: int) -> bool:
    """Whether a story ended right above: at a signature that stands below a text."""
    if begin == 0:
        return True
    if page[begin - 1].kind in (Kind.ROW, Kind.SIGN_OFF, Kind.JUMP):
        return True
    if page[begin - 1].kind is not Kind.SIGNATURE:
        return False
    above = _skip_back(page, begin)
    return above > 0 and page[above - 1].kind is not Kind.DISPLAY


def _after_signed(page: Sequence[Line], heads: _Heads, last: int, begin: int, end: int) -> bool:
    """Whether the story above has its signature already, and the text below its own."""
    above = page[last : min(begin, last + _LONGEST_HEAD)]
    text = next((i for i, line in enumerate(above) if line.kind is Kind.UNKNOWN), len(above))
    lead = any(line.kind is Kind.LEAD_SIGNATURE for line in above)
    near = page[max(last, begin - _LONGEST_HEAD) : begin]
    ended = any(line.kind is Kind.SIGNATURE for line in (*above[:text], *near))
    if not lead and not ended:
        return False
    while end < len(page) and page[end].kind in (Kind.CAPTION, Kind.LEAD_SIGNATURE):
        end += 1  # a photograph with its credit
    stop = next((i for i in range(end, len(page)) if page[i].kind in _ENDS), len(page))
    signed = stop < len(page) and page[stop].kind is Kind.SIGNATURE
    return signed and _stands_free(page, begin) and _heads_own_text(page, heads, begin, end)


_ENDS = (Kind.SIGNATURE, Kind.LEAD_SIGNATURE, Kind.DISPLAY, Kind.TEXT)


def _heads_own_text(page: Sequence[Line], heads: _Heads, begin: int, end: int) -> bool:
    """Whether display type heads a story, and not a part of the one before it."""
    first = page[begin].text
    below = range(end, len(page))
    stop = next((i for i in below if page[i].kind is Kind.SIGNATURE), None)
    text = sum(len(page[i].text) for i in range(end, len(page) if stop is None else stop))
    decked = any(line.text.startswith(_DECK) for line in page[begin + 1 : end])
    if text < _SHORTEST_STORY or (looks_subhead(first) and not decked):
        return False
    if heads.get(form_of_head(first), set()) - {first}:
        return False
    if any(_NOTICE.search(line.text) for line in page[begin:end]):
        return True
    longest = max(len(line.text) for line in page[begin:end])
    return stop is not None or longest >= _SHORTEST_HEADLINE
