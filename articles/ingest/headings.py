"""The display type over a story: its section, and its kicker, headline and deck in print order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.ingest.characters import ORNAMENTS, one_blank
from articles.ingest.clauses import (
    has_subject,
    is_held,
    names_only_who,
    opens_with_people,
    opens_with_verb,
    opens_with_who,
    runs_on,
    stands_alone,
)
from articles.ingest.layout import Line
from articles.ingest.records import Printed
from articles.ingest.seams import joins

_LONGEST_SECTION = 9
# Two phrases of one length, each no longer than this, are a couplet.
_LONGEST_COUPLET = 12
# Two phrases without a subject that differ more are two display lines, if the first is longer.
_MOST_UNEVEN = 3
# One headline set in lines no longer than this was broken by a narrow column.
_NARROW_COLUMN = 12
_NARROW_LINE = 9  # on average, over the two lines
# What stands alone on so short a line is the end of the line above.
_SHORTEST_LINE = 5
_SHORTEST_PHRASE = 3
# A label so short over a whole headline names the column, whatever its words.
_LONGEST_BARE_LABEL = 5
# 走进校园 can be the name of a column over a whole headline of two phrases.
_SHORTEST_LABEL = 4
_SHORTEST_HEADLINE = 8
_ORNAMENTED = re.compile(rf"^[{''.join(ORNAMENTS)}]\s*")

# How the name of a column ends, or all of it: 相关新闻, 基层动态, 网格化治理, 党建园地.
_SECTION = re.compile(
    r"(?:新闻|动态|链接|时讯|简讯|快讯|短讯|要闻|关注|聚焦|视点|视窗|观察|一线|风采|园地|之窗|在线|直播|速递|速览|播报|"
    r"专栏|专题|特写|特刊|专版|访谈|对话|评论|短评|时评|论坛|热线|热点|焦点|焦距|传真|掠影|集锦|集萃|纪实|纪事|剪影|回音|"
    r"公告|公示|启事|声明|通知|提醒|提示|服务|讲堂|课堂|课|故事|人物|先锋|榜样|典型|风景|影像|图片|镜头|看台|平台|进行时|"
    r"正在行动|在行动|行动|治理|攻坚|创建|建设|先行|经验|做法|亮点|资讯|信息|消息|简报|连线|面对面|直通车|大家谈|曝光台|"
    r"回顾|展望|解读|问答|说法|说事|发布|推荐|导读|背景|延伸阅读|延伸|阅读|新语|声音|随笔|文苑|副刊|书画|摄影)$"
)
_PUNCTUATED = re.compile(r"[,，。;；:：!！?？]")
_QUOTED = re.compile(r"^[“\"][^”\"]{1,10}[”\"][。！？!?]?$")
# 某某镇:…, 社区书记连守33天:… — what follows the colon is said of what stands before it
_COLON = re.compile(r"^[^:：]{2,12}[:：]")
# ——清水街道纪事 · 首日清拖47辆: says more of what the line above has said
_OPENS_ANEW = re.compile(r"——|首[日批月]|[今当]天|今日|即日")
# 以党的建设高质量 (推动经济发展高质量): by what it is done, not yet what
_ONLY_HOW = re.compile(r"^(?:以|把|用|让|将)(?![^\s]*(?:促|推|带|引|助))")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    section: Printed | None
    headlines: tuple[Printed, ...]
    furniture: tuple[Printed, ...]  # the ornament of a section's label


def read_heading(display: Sequence[Line]) -> Heading:
    """Sort the display lines of one story.

    A line may carry several entries parted by blanks (two display lines run together), and
    an entry may have been broken over blanks or lines where its predicate begins.
    """
    lines = [line.printed for line in display]
    section, furniture, lines = _take_section(lines)
    entries: list[Printed] = []
    for line in lines:
        pieces = _pieces(line)
        if entries and _broken(entries[-1].text, line.text):
            pieces[0] = Printed.join([entries.pop(), pieces[0]])
        entries += _group(pieces, first_line=not entries)
    return Heading(section, tuple(entries), tuple(furniture))


def _broken(above: str, line: str) -> bool:
    """Whether a display line is the second half of the one above, broken by a narrow column."""
    if _OPENS_ANEW.match(line):
        return False
    if runs_on(above, _BLANK.split(line)[0]) or len(line) <= _SHORTEST_LINE or _QUOTED.match(line):
        return True
    opening = opens_with_who(above) or _ONLY_HOW.match(above)
    if (
        opening
        and not is_held(above)
        and max(len(above), len(line)) <= _NARROW_COLUMN
        and not opens_with_who(line)
    ):
        return len(above) + len(line) <= 2 * _NARROW_LINE
    told = _COLON.match(above)
    return told is not None and len(line) <= _NARROW_COLUMN and not stands_alone(line)


def _take_section(
    lines: list[Printed],
) -> tuple[Printed | None, list[Printed], list[Printed]]:
    """Part the label of a column from the display lines below it."""
    furniture: list[Printed] = []
    if len(lines) < 2:
        return None, furniture, [_bare(line, furniture) for line in lines]
    first = lines[0]
    ornamented = bool(_ORNAMENTED.match(first.text))
    bare = _bare(first, furniture)
    label = "".join(bare.text.split())
    if _is_section(label, ornamented, lines[1].text):
        return one_blank(bare), furniture, [_bare(line, furniture) for line in lines[1:]]
    return None, furniture, [bare, *(_bare(line, furniture) for line in lines[1:])]


def _is_section(label: str, ornamented: bool, below: str) -> bool:
    decked = below.startswith("——")  # what such a line says more of is a headline
    if decked or len(label) > _LONGEST_SECTION or _PUNCTUATED.search(label):
        return False
    if ornamented:
        return True
    acts = opens_with_verb(label) and not (len(label) == _SHORTEST_LABEL and _BLANK.search(below))
    if acts or runs_on(label, below) or len(below) < _SHORTEST_HEADLINE:
        return False
    return bool(_SECTION.search(label)) or len(label) <= _LONGEST_BARE_LABEL


def _bare(line: Printed, furniture: list[Printed]) -> Printed:
    """A display line without the ornament before it, which becomes furniture."""
    found = _ORNAMENTED.match(line.text)
    if found is None:
        return line
    furniture.append(line[: found.end()].strip())
    return line[found.end() :].strip()


def _pieces(line: Printed) -> list[Printed]:
    """The line cut at the blanks that may part two phrases; not inside quotation marks."""
    text = line.text
    out: list[Printed] = []
    start = 0
    for gap in _BLANK.finditer(text):
        before, after = text[gap.start() - 1], text[gap.end()]
        english = any(each.isascii() and each.isalpha() for each in (before, after))
        broken = joins(text[: gap.start()], text[gap.end() :])
        # One or two characters are no phrase: the blank is letter spacing.
        broken = broken or min(gap.start() - start, len(text) - gap.end()) < _SHORTEST_PHRASE
        if not english and not broken and not _inside_quotes(text[: gap.start()]):
            out.append(line[start : gap.start()])
            start = gap.end()
    return [*out, line[start:]]


def _inside_quotes(text: str) -> bool:
    opened = text.count("“") + text.count("《") - text.count("”") - text.count("》")
    return opened > 0 or text.count('"') % 2 == 1


def _group(pieces: list[Printed], *, first_line: bool) -> list[Printed]:
    """The entries that the pieces of one line make up, blanks between phrases kept."""
    narrow = (
        len(pieces) == 2
        and max(map(len, pieces)) <= _NARROW_COLUMN
        and not opens_with_people(pieces[1].text)
        and opens_with_who(pieces[0].text)
        and not is_held(pieces[0].text)
    )
    if len(pieces) == 4 and names_only_who(pieces[0].text) and len(pieces[2]) == len(pieces[3]):
        return [_with_blanks(pieces[:2]), _with_blanks(pieces[2:])]
    groups: list[list[Printed]] = []
    for piece in pieces:
        if groups and (
            narrow or _same_entry(groups[-1], piece, first=first_line and len(groups) == 1)
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_with_blanks(group) for group in groups]


def _same_entry(group: list[Printed], piece: Printed, *, first: bool) -> bool:
    """Whether a phrase belongs to the entry before it; `first`: to the first of all."""
    head, last = group[0].text, group[-1].text
    if _opens_an_entry(group, piece):
        return False
    if len(group) == 1 and len(head) == len(piece) <= _LONGEST_COUPLET:
        return True
    # a subject alone, or before a colon, takes the phrases behind it that have none of their own
    if runs_on(last, piece.text):
        return True
    if names_only_who(re.split("[:：]", head)[0]):
        return not stands_alone(piece.text)
    return _says_more(group, piece, first=first)


def _opens_an_entry(group: list[Printed], piece: Printed) -> bool:
    """Whether a phrase is a line of its own, whatever stands before it."""
    if piece.text.startswith("——"):
        return True
    couplet = len(group) == 2 and len(group[0]) == len(group[1])
    return couplet and has_subject(piece.text)  # behind a couplet stands who did it


def _says_more(group: list[Printed], piece: Printed, *, first: bool) -> bool:
    """Whether a phrase without a subject of its own goes on in what the entry says."""
    head = group[0].text
    if len(piece) < _SHORTEST_LINE and not has_subject("".join(each.text for each in group)):
        return True  # 某区首支 “某某队” 上岗: the act itself
    if opens_with_who(piece.text) or ((first or has_subject(head)) and stands_alone(piece.text)):
        return False
    if _COLON.match(head):
        return True
    uneven = abs(len(head) - len(piece)) > _MOST_UNEVEN and len(head) > _LONGEST_COUPLET
    return not opens_with_who(head) and not (first and uneven)


def _with_blanks(group: list[Printed]) -> Printed:
    """Join the phrases; a blank stands between them, at the place of the first one printed."""
    return one_blank(Printed.join(_spaced(group)))


def _spaced(group: list[Printed]) -> list[Printed]:
    out = [group[0]]
    for before, piece in pairwise(group):
        out += [Printed(" ", (before.end,)), piece]
    return out
