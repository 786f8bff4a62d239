"""The display type over a story: its section, and its kicker, headline and deck in print order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.ingest.characters import one_blank
from articles.ingest.clauses import (
    has_subject,
    names_only_who,
    opens_with_people,
    opens_with_who,
    stands_alone,
)
from articles.ingest.layout import Line
from articles.ingest.records import Printed
from articles.ingest.seams import joins
from articles.ingest.section_labels import take_section
from articles.ingest.statements import is_complete, runs_on

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

_QUOTED = re.compile(r"^[“\"](?P<said>[^”\"]+)[”\"][。！？!?]?$")
_LONGEST_QUOTED_WORD = 6  # “热心肠”; longer is what somebody said
# 某某镇:…, 社区书记连守33天:… — what follows the colon is said of what stands before it
_COLON = re.compile(r"^[^:：]{2,12}[:：]")
# ——清水街道纪事 · 首日清拖47辆: says more of what the line above has said
_OPENS_ANEW = re.compile(
    r"——|首[日批月]|[今当]天|今日|即日|[\d一两三四五六七八九十半]+(?:天|周|个月|小时)[^起前后内]"
)
# 以党的建设高质量 (推动经济发展高质量): by what it is done, not yet what
_ONLY_HOW = re.compile(r"^(?:以|把|用|让|将)(?![^\s]*(?:促|推|带|引|助))")
_BLANK = re.compile(r"\s+")
_QUOTATION_MARKS = re.compile("[“”‘’\"']")


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
    section, furniture, lines = take_section(lines)
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
    if runs_on(above, _BLANK.split(line)[0]) or len(line) <= _SHORTEST_LINE:
        return True
    quoted = _QUOTED.match(line)
    if quoted:
        return len(quoted["said"]) <= _LONGEST_QUOTED_WORD
    opening = opens_with_who(above) or _ONLY_HOW.match(above)
    if (
        opening
        and not is_complete(above)
        and max(len(above), len(line)) <= _NARROW_COLUMN
        and not (opens_with_who(line) or stands_alone(line))
    ):
        return len(above) + len(line) <= 2 * _NARROW_LINE
    told = _COLON.match(above)
    return told is not None and len(line) <= _NARROW_COLUMN and not stands_alone(line)


def _pieces(line: Printed) -> list[Printed]:
    """The line cut at the blanks that may part two phrases; not inside quotation marks."""
    text = line.text
    out: list[Printed] = []
    start = 0
    for gap in _BLANK.finditer(text):
        before, after = text[gap.start() - 1], text[gap.end()]
        english = any(each.isascii() and each.isalpha() for each in (before, after))
        broken = joins(text[: gap.start()], text[gap.end() :])
        # Where a whole clause ends or begins, the word across the blank is there by chance.
        whole = is_complete(text[start : gap.start()]) or has_subject(text[gap.end() :])
        broken = broken and not whole
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
    if len(pieces) == 4 and names_only_who(pieces[0].text):
        told, half, other_half = pieces[1:]
        if _length(told) != _length(half) == _length(other_half):
            return [_with_blanks(pieces[:2]), _with_blanks(pieces[2:])]
    narrow = len(pieces) == 2 and _set_narrow(pieces[0].text, pieces[1].text)
    groups: list[list[Printed]] = []
    for at, piece in enumerate(pieces):
        coupled = at + 1 < len(pieces) and _length(piece) == _length(pieces[at + 1])
        if groups and _same_entry(
            groups[-1],
            piece,
            first=first_line and len(groups) == 1,
            narrow=narrow,
            coupled=coupled,
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_with_blanks(group) for group in groups]


def _set_narrow(head: str, piece: str) -> bool:
    """Whether who acts and what is done are one headline, broken for a narrow column."""
    return (
        max(len(head), len(piece)) <= _NARROW_COLUMN
        and not opens_with_people(piece)
        and opens_with_who(head)
        and not is_complete(head)
    )


def _same_entry(
    group: list[Printed], piece: Printed, *, first: bool, narrow: bool, coupled: bool
) -> bool:
    """Whether a phrase belongs to the entry before it.

    Args:
        group: the phrases of that entry.
        piece: the phrase.
        first: it would be the first entry of all.
        narrow: the two are set as one in a narrow column.
        coupled: the phrase behind it is as long as it is.
    """
    head, last = group[0].text, group[-1].text
    if piece.text.startswith("——"):
        return False
    if _is_couplet(group, piece):
        return True
    if _opens_an_entry(group, piece, coupled=coupled):
        return False
    # a subject alone, or before a colon, takes the phrases behind it that have none of their own
    if narrow or runs_on(last, piece.text):
        return True
    if names_only_who(re.split("[:：]", head)[0]):
        return not stands_alone(piece.text)
    return _says_more(group, piece, first=first)


def _is_couplet(group: list[Printed], piece: Printed) -> bool:
    """Whether a phrase is the second half of a couplet, alone or said of who stands before it."""
    head = group[0].text
    if len(group) == 1:
        opened = not (opens_with_who(head) and is_complete(head))
    else:
        opened = len(group) == 2 and names_only_who(head)
    if not opened or _length(piece) > _LONGEST_COUPLET:
        return False
    if len(group[-1]) == len(piece):
        return True
    return _length(group[-1]) == _length(piece) and not stands_alone(piece.text)


def _length(phrase: Printed) -> int:
    """Of the words alone: a line is set to its characters, and quotation marks hardly count."""
    return len(_QUOTATION_MARKS.sub("", phrase.text))


def _opens_an_entry(group: list[Printed], piece: Printed, *, coupled: bool) -> bool:
    """Whether a phrase is a line of its own, whatever stands before it."""
    head, last = group[0].text, group[-1].text
    if last[-1] in "?？!！" or _OPENS_ANEW.match(piece.text):
        return True
    if len(group) == 2 and len(group[0]) == len(group[1]) and has_subject(piece.text):
        return True  # behind a couplet stands who did it
    if len(group) > 1 or names_only_who(re.split("[:：]", head)[0]):
        return False
    quoted = _QUOTED.match(piece.text)
    if quoted and len(quoted["said"]) > _LONGEST_QUOTED_WORD:
        return has_subject(head)
    # behind who did what stands a couplet, and is not its end
    told = is_complete(head) or (len(head) > _LONGEST_COUPLET and not runs_on(head, piece.text))
    return coupled and opens_with_who(head) and told


def _says_more(group: list[Printed], piece: Printed, *, first: bool) -> bool:
    """Whether a phrase without a subject of its own goes on in what the entry says."""
    head = group[0].text
    said = "".join(each.text for each in group)
    if len(piece) < _SHORTEST_LINE and not (has_subject(said) or is_complete(said)):
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
