"""Whether a sentence tells that somebody is given a post, or relieved of it."""

from __future__ import annotations

import re
from typing import Literal

SENTENCE_ENDS = "。！？!?；;\n"

# 会议决定任命孙立平为副区长 · 补选孙立平为区长
_NAMED_TO = re.compile(r"(?:任命|选举|补选|推选|推举|选出|聘任|聘请|接受)\w{0,4}$")
# 孙立平当选为区长 · 孙立平任副区长 · 孙立平被任命为局长
_IS_MADE = re.compile(
    r"(?:同志)?(?:全票|高票)?(?:当选|被?(?:任命|选举|补选|推选|推举|选)为|为|(?:新)?任(?!职|务|期))"
)
# 免去孙立平的副区长职务 · 接受孙立平辞去副区长职务
_RELIEVED = re.compile(r"(?:免去|免除|罢免|撤销)\w{0,4}$")
_RESIGNS = re.compile(r"(?:同志)?(?:辞去|不再担任|卸任|被免去)")

Turn = Literal["appointed", "removed"]


def turn_of(text: str, start: int, end: int) -> Turn | None:
    """What the sentence does to the person named at [start, end), characters of `text`.

    >>> turn_of("会议决定任命孙立平为副区长。", 6, 9)
    'appointed'
    >>> turn_of("会议免去孙立平的副区长职务。", 4, 7)
    'removed'
    """
    before, after = sentence_around(text, start, end)
    if _RELIEVED.search(before) or _RESIGNS.match(after):
        return "removed"
    if after.startswith("为") and not _NAMED_TO.search(before):
        return None  # 孙立平为大家讲课
    return "appointed" if _IS_MADE.match(after) else None


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after [start, end) within its sentence."""
    first = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    ends = [place for mark in SENTENCE_ENDS if (place := text.find(mark, end)) >= 0]
    return text[first:start], text[end : min(ends, default=len(text))]
