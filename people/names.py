"""How names sort and how they read in pinyin."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# Characters that read otherwise as a surname than as a word; pypinyin gives the word's reading.
SURNAME_READINGS = {
    "长孙": "zhang sun",
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "朴": "piao",
    "翟": "zhai",
    "缪": "miao",
    "盖": "ge",
    "乐": "yue",
    "员": "yun",
    "么": "yao",
}


def pinyin(name: str) -> str:
    """The syllables of a person's name, lower case, parted by blanks: the order names sort in.

    >>> pinyin("单文斌")
    'shan wen bin'
    """
    for surname, syllables in SURNAME_READINGS.items():
        if name.startswith(surname):
            return f"{syllables} {reading(name[len(surname) :])}".strip()
    return reading(name)


def reading(text: str) -> str:
    """The syllables of text that is no name, as `pinyin` writes them.

    >>> reading("解放路")
    'jie fang lu'
    """
    return " ".join(_pinyin()(text)).lower()


@cache
def _pinyin() -> Callable[[str], list[str]]:
    # Its tables take a quarter of a second to load; a command that stores no name needs none.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return lazy_pinyin
