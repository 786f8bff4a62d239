"""Syllables of pinyin: telling them from other letters, and parting letters into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = (
    "(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|er|ia|ie|iu|in"
    "|ua|uo|ui|un|ue|ve|a|o|e|i|u|v)"
)
_SYLLABLE = re.compile(_INITIAL + _FINAL)
_LONGEST = 6  # zhuang
_MAX_LETTERS = 24
_MAX_READINGS = 32


def is_syllable(letters: str) -> bool:
    """Whether letters may be one syllable: zhuang, er, but not wifi."""
    return len(letters) <= _LONGEST and _SYLLABLE.fullmatch(letters) is not None


def readings(letters: str) -> list[str]:
    """The ways to part letters into syllables, each with blanks, as `people.names` writes them.

    >>> readings("xian")
    ['xian', 'xi an']
    """
    if not letters.isascii() or not letters.isalpha() or len(letters) > _MAX_LETTERS:
        return []
    found = []
    for parted in _parted(letters):
        found.append(parted)
        if len(found) == _MAX_READINGS:
            break
    return found


def _parted(letters: str) -> Iterator[str]:
    for end in range(min(_LONGEST, len(letters)), 0, -1):
        if not is_syllable(letters[:end]):
            continue
        if end == len(letters):
            yield letters
        else:
            yield from (f"{letters[:end]} {rest}" for rest in _parted(letters[end:]))
