"""The forms of a signature beside its names: brackets, colons, dots, credits for text and pictures."""

from __future__ import annotations

import re

BRACKETS = "()（）[]［］【】"
# What stands behind the names about text and pictures; 文/图 covers the whole signature.
_CREDIT = re.compile(
    r"(?P<both>(?:[/／]\s*)?(?:文(?:\s*[/／、·]\s*)?[图摄]|(?<=\s)文\s+图|图(?:\s*[/／、·]\s*)?文|摄影报道|摄影\s*[/／]\s*报道|文并摄|报道并摄影))\s*[)）]?$"
)
# The same before the names: 文/图 林晓禾
_CREDIT_BEFORE = re.compile(r"^(?P<both>文\s*[/／、·]\s*图|图\s*[/／、·]\s*文)\s*(?=\S)")
# 林晓禾 文 苏禾 图 · 林晓禾文 苏禾摄: both stand there, so neither is a part of a name
_UNSLASHED = re.compile(
    r"(?<=[\u3400-\u9fff]{2})\s*文\s+(?P<name>[\u3400-\u9fff]\s*[\u3400-\u9fff]{1,3}?)\s*(?P<kind>图|摄)$"
)
# 文:林晓禾 图:苏禾
_COLON = re.compile(r"(?<![\u3400-\u9fff/／])(?P<kind>文|图)\s*[:：]")
# 尼玛· 扎西: the name was broken at its dot
_BROKEN_DOT = re.compile(r"(?<=[\u3400-\u9fff])\s*(?P<dot>[·•・])\s*(?=[\u3400-\u9fff])")
# What was done, behind the names: no part of them.
WORK = re.compile(r"(?<=[\u3400-\u9fff])\s*(?:整理|采写|撰文|报道)$")


def plain(text: str) -> str:
    """The text with one way of writing where papers have several."""
    text = re.sub(r"[:：]", " ", _COLON.sub(r"\g<kind>/", text)).strip(BRACKETS + " \u3000")
    text = _BROKEN_DOT.sub(r"\g<dot>", text)
    return _UNSLASHED.sub(r"/文 \g<name>/\g<kind>", text)


def part_credit(text: str) -> tuple[str, str | None]:
    """The names and roles alone, and what is printed beside them about text and pictures."""
    if found := _CREDIT.search(text) or _CREDIT_BEFORE.match(text):
        credit = "".join(found["both"].split()).strip("/／").replace("／", "/")
        rest = text[: found.start()] or text[found.end() :]
        return rest.strip(" \u3000/／"), credit
    return WORK.sub("", text), None
