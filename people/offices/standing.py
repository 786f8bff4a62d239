"""Whether a post is held, was held, or is to be held, from the words around its title."""

from __future__ import annotations

import re

from people.offices.gazetteer import is_form, longest_form
from people.offices.records import Standing

_OF_WORD = {
    "代": Standing.ACTING,
    "代理": Standing.ACTING,
    "原": Standing.FORMER,
    "原任": Standing.FORMER,
    "前": Standing.FORMER,
    "前任": Standing.FORMER,
    "时任": Standing.FORMER,
    "曾任": Standing.FORMER,
    "历任": Standing.FORMER,
    "已故": Standing.FORMER,
    "老": Standing.FORMER,
    "拟任": Standing.NOMINEE,
    "拟提名": Standing.NOMINEE,
    "候任": Standing.NOMINEE,
    "提名": Standing.NOMINEE,
    "现任": Standing.CURRENT,
    "新任": Standing.CURRENT,
}
# 前 alone opens many names of places (前进路); it counts before a level or a division only.
_BEFORE = re.compile(
    r"^(?P<word>时任|原任|现任|前任|曾任|历任|拟任|拟提名|提名|新任|候任|已故|代理|原|代(?=[省市区县镇乡州]长)|"
    r"前(?=[省市区县])|老(?=[省市区县镇乡村]长))"
)
_AFTER = re.compile(r"(?:拟任人选|提名人选|候选人|人选)$")


def of_word(word: str) -> Standing:
    return _OF_WORD.get(word, Standing.CURRENT)


def take_standing(words: str) -> tuple[str, Standing | None]:
    """The words without what is printed before or after them of the standing; None where nothing is.

    原阳县 and 前进区 are places: their first character tells nothing.
    """
    if _AFTER.search(words):
        return _AFTER.sub("", words), Standing.NOMINEE
    found = _BEFORE.match(words)
    if not found or _opens_division(words):
        return words, None
    return words[found.end() :], of_word(found["word"])


def _opens_division(words: str) -> bool:
    return any(is_form(words[:end]) for end in range(2, min(longest_form(), len(words)) + 1))
