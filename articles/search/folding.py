"""One form for the forms a character is written in: width, case, traditional writing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_SIMPLIFIED = Path(__file__).parent / "data" / "simplified.txt"
_CHINESE = 0x2E80  # what comes before is no Chinese character
_PLANE = 0x10000  # the characters outside of it have one form

# Blocks that hold the same characters once more, for the sake of older encodings.
_DOUBLED = (
    range(0x2E80, 0x2FE0),
    range(0xF900, 0xFB00),
    range(0xFF00, 0xFFF0),
    range(0x3000, 0x3001),
)


def fold(text: str) -> str:
    """The text as search compares it; every character keeps its place.

    >>> fold("鄉鎮ＡＢＣ，２０１９")
    '乡镇abc,2019'
    """
    return text.translate(_table())  # a string is a table, by number


def has_variants(text: str) -> bool:
    """Whether some Chinese character of a text is folded to another."""
    return _variants().search(text) is not None


@cache
def _variants() -> re.Pattern[str]:
    table = _table()
    folded = (chr(code) for code in range(_CHINESE, _PLANE) if table[code] != chr(code))
    return re.compile(f"[{re.escape(''.join(folded))}]")


@cache
def _table() -> str:
    simplified = dict(_pairs())
    return "".join(_form(chr(code), simplified) for code in range(_PLANE))


def _pairs() -> list[tuple[str, str]]:
    lines = _SIMPLIFIED.read_text(encoding="utf-8").splitlines()
    return [
        (pair[0], pair[1]) for line in lines if not line.startswith("#") for pair in line.split()
    ]


def _form(character: str, simplified: dict[str, str]) -> str:
    form = character
    if any(ord(character) in block for block in _DOUBLED):
        form = _one(unicodedata.normalize("NFKC", form), form)
    form = _one(form.lower(), form)
    return simplified.get(form, form)


def _one(form: str, otherwise: str) -> str:
    return form if len(form) == 1 else otherwise
