"""What of a text is indexed: pairs of neighbouring characters, and Latin words and numbers whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from articles.search.folding import fold

EDGE = "|"  # on both sides of each Latin word and number

# Whatever parts words: blanks, punctuation, ornaments.
_GAPS = re.compile(r"(?:[^\w]|_)+")
# Words that are written letter by letter; a Chinese character is a word's worth by itself.
_LETTERS = re.compile(r"[^\W\u2e80-\U0010ffff]+")
_RUN = re.compile(rf"[^ \n{re.escape(EDGE)}]+")


def skeleton(text: str) -> str:
    """The words of a text without what stands between them.

    A phrase is in a text exactly if its skeleton is part of the text's.

    >>> skeleton("（记者 王某）２０１９年，5G网络")
    '记者 王某 |2019|年 |5g|网络'
    """
    return _LETTERS.sub(rf"{EDGE}\g<0>{EDGE}", _GAPS.sub(" ", fold(text)).strip())


def tokens(skeleton: str) -> Iterator[str]:
    """What is indexed of a skeleton, with repetitions.

    >>> [*tokens('|5g|网络安全')]
    ['5g', '网络', '络安', '安全']
    """
    for found in _RUN.finditer(skeleton):
        run = found[0]
        if run[0] < "\u2e80":
            yield run
        else:
            for place in range(len(run) - 1):
                yield run[place : place + 2]


def as_number(token: str) -> int:
    """A token as 32 bits with a sign: two characters by their codes, a longer one by a hash.

    No two pairs of common characters share a number; other tokens may.
    """
    if is_pair(token):
        number = ord(token[0]) << 16 | ord(token[1])
    else:
        # The codes of surrogates, with which no pair begins.
        number = 0xD8000000 | zlib.crc32(token.encode()) & 0x07FFFFFF
    return number - (number >> 31 << 32)


def is_pair(token: str) -> bool:
    """Whether `as_number` stands for this token alone."""
    return len(token) == 2 and min(token) >= "\u2e80" and max(token) <= "\uffff"
