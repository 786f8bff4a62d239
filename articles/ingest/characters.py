"""What the characters of a printed page are: kinds, widths, and which blanks mean something."""

from __future__ import annotations

import re
import unicodedata

from articles.ingest.records import Printed

SENTENCE_ENDS = frozenset("。！？!?…")
CLOSERS = frozenset("”’\"'）)」』》】]")
ORNAMENTS = frozenset("■□●○◆◇★☆▲△▼▽◎※▪•►▶")

_GAP = re.compile(r"\s+")
# Two phrases of one couplet inside quotation marks keep the blank between them (“邻里一家亲
# 共筑幸福园”); a word that a line break cut has fewer characters on one side.
_SHORTEST_PHRASE = 4


def is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def width(text: str) -> int:
    """Columns the text takes in print: a Chinese character is two, an ASCII one is one."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


# (下转A09版) behind the last sentence of a page
_JUMPS = re.compile(r"\s*[(（【]\s*(?:下转|紧接|转)[^()（）]{1,12}[)）】]\s*$")
_BRACKETS = (")", "）", "】")
_LONGEST_TAIL = 40  # characters that tell how a text ends


def ends_sentence(text: str) -> bool:
    """Whether a text is finished as it stands: its last mark ends a sentence.

    >>> ends_sentence("他说:“好。”"), ends_sentence("政府购买社会服")
    (True, False)
    """
    last = text[-1:]
    if last not in CLOSERS and not last.isspace():  # as most do
        return last in SENTENCE_ENDS
    bare = text[-_LONGEST_TAIL:].rstrip()
    if bare.endswith(_BRACKETS):
        bare = _JUMPS.sub("", bare).rstrip()
    while bare and bare[-1] in CLOSERS:
        bare = bare[:-1].rstrip()
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def narrow(text: str) -> str:
    """The text with half-width digits, letters, colons and blanks; every character keeps its place.

    >>> narrow("２０２１年６月２２日　第Ａ０５版，")
    '2021年6月22日 第A05版，'
    """
    return _WIDE.sub(_narrowed, text)


def _narrowed(wide: re.Match[str]) -> str:
    return wide[0].translate(_NARROW)


def fold(text: str) -> str:
    """The text for comparison: width and blanks do not matter, nor which quotation marks."""
    narrow = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return "".join(narrow.split())


_ALNUM = [code for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in ":/"]
_NARROW = {code + 0xFEE0: code for code in _ALNUM} | {0x3000: 0x20}
_WIDE = re.compile(f"[{''.join(map(chr, _NARROW))}]+")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def close_up(printed: Printed) -> Printed:
    """Running text without the blanks that line breaks and letter spacing left in it.

    A blank stays, as one, between two ASCII words, beside one (服务理念 and 水平), and
    between two phrases of a couplet in quotation marks.
    """
    text = printed.text
    kept: list[Printed] = []
    start = 0
    for gap in _GAP.finditer(text):
        stays = gap.start() > 0 and gap.end() < len(text) and _means_something(text, gap)
        kept.append(printed[start : gap.start() + stays])
        start = gap.end()
    return _plain_blanks(Printed.join([*kept, printed[start:]])) if kept else printed


def _means_something(text: str, gap: re.Match[str]) -> bool:
    before, after = text[gap.start() - 1], text[gap.end()]
    if any(each.isascii() and each.isalpha() for each in (before, after)):
        return True
    if is_latin(before) and is_latin(after):
        return True
    left = re.search(r"[“\"‘]([^\s“”\"‘’,，。;；]+)$", text[max(0, gap.start() - 20) : gap.start()])
    right = re.match(r"([^\s“”\"‘’,，。;；]+)[”\"’]", text[gap.end() : gap.end() + 20])
    return bool(
        left
        and right
        and len(left[1]) >= _SHORTEST_PHRASE
        and len(right[1]) >= _SHORTEST_PHRASE
        and abs(len(left[1]) - len(right[1])) <= 2
    )


def one_blank(printed: Printed) -> Printed:
    """Display type: stripped, and each run of blanks written as one ordinary blank."""
    printed = printed.strip()
    kept: list[Printed] = []
    start = 0
    for gap in _GAP.finditer(printed.text):
        kept.append(printed[start : gap.start() + 1])
        start = gap.end()
    return _plain_blanks(Printed.join([*kept, printed[start:]])) if kept else printed


def _plain_blanks(printed: Printed) -> Printed:
    return Printed(_GAP.sub(_blanks, printed.text), printed.offsets)


def _blanks(gap: re.Match[str]) -> str:
    return " " * len(gap[0])
