"""Places in a printed text where the recognition most likely took one character for another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.ingest.records import Printed
from articles.ingest.seams import joins
from articles.ingest.words import cut

_HAN = r"[\u3400-\u9fff〇]"


@dataclass(frozen=True, slots=True)
class Misreading:
    """`proposed` for the characters from `start` to `end` of a text; "" where they are too many."""

    start: int
    end: int
    proposed: str


# Only a text with one of these is looked at more closely: most have none.
_LATIN = re.compile("[A-Za-zО|]")

# 一 read as a mark. What follows 一 in set phrases says so wherever the mark stands (-体化,
# —把手, ”-站式), what 一 only counts where no range can be meant: behind a mark (、-岗双责).
_SET = (
    "岗双责|体化|体推进|站式|揽子|条龙|条心|盘棋|把手|把尺|网通办|次性|系列|方面|对一|门式|窗式|窗受理"
    f"|(?:{_HAN})一(?:[策品档码证案卡表册岗责景韵图网线路带])"
)
_COUNTED = "岗体站线带路次步把方系条个批项名位些件张份户种类切直起样致旦定般律贯流刻轮届天季村键"
# Between two words a single hyphen before these is no range: 坚持-把尺子, 完成-批项目.
_COUNTED_BETWEEN = (
    "次(?!数)|把|批(?!发|准|次|评)|个(?!人|体|性)|些|件(?!数)|切(?!割|实)|旦(?!角)|系列"
)
# 进-步, 统-部署, 第-书记, 新-轮, 下-步, 每-个, 同-天: 一 is a part of the word.
_INSIDE = (
    rf"(?<=进.)(?=步)|(?<=[^系传总]统.)(?={_HAN})|(?<=[第唯逐].)(?={_HAN})"
    r"|(?<=新.)(?=[轮届代批])|(?<=下.)(?=[步阶])|(?<=[每这那另某有].)(?=[个位次项批些])"
    r"|(?<=同.)(?=[个天时])|(?<=一[村户人树企厂店校园河楼事岗].)(?=[策品档码证案卡表岗])"
)
_DASHES = "-－–−﹣‐‑—"
# One dash that joins no Latin letters or figures, then what stands around it.
_ONE = re.compile(
    rf"[{_DASHES}](?<![{_DASHES}A-Za-z0-9].)(?![{_DASHES}])(?:(?={_SET})|{_INSIDE}|(?<!—)(?:"
    rf"(?<=[、,，。:：;；“\"‘（(《].)(?=[{_COUNTED}])|(?<={_HAN}.)(?={_COUNTED_BETWEEN})))"
)

# 服务理念 and 水平: an English word that stands for a Chinese one between Chinese words; short
# ones are part of a slogan where no blank parts them (爱in柳河).
_ENGLISH = re.compile(
    rf"(?<={_HAN})(?:\s*(?P<word>and|or)\s*"
    rf"|(?P<blank>\s)?(?P<short>the|of|in|to|with|for|from|is)(?(blank)\s?|\s))(?={_HAN})"
)
_CHINESE = {"and": "和", "or": "或", "the": "", "of": "的", "in": "在", "to": "到"} | {
    "with": "与", "for": "为", "from": "从", "is": "是"
}  # fmt: skip

# 2O18年, l0月, 3O%: letters in a number; 二O一八年: the Chinese zero
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.|])(?=[0-9OoОIl|]*[0-9])(?=[0-9]*[OoОIl|])[0-9OoОIl|]{2,}"
    r"(?=[年月日号时点分岁个名万亿元人户家米亩%％])|(?<![A-Za-z0-9])l(?=[月日])"
)
_DIGITS = str.maketrans("OoОIl|", "000111")
_ZERO = re.compile(
    r"[OoО0](?<=[一二三四五六七八九〇○].)(?=[一二三四五六七八九〇○OoО0]{0,2}年|[一二三四五六七八九])"
)
_STOP = re.compile(rf"(?<={_HAN})\s?o(?=\s*(?:{_HAN}|[”’\"]|$))")

# A lone kana or stroke between Chinese characters is the character that looks like it.
_ALIKE = {"ー": "一", "ニ": "二", "ハ": "八", "ロ": "口", "エ": "工", "カ": "力", "タ": "夕", "ト": "卜", "丶": "、"}  # fmt: skip
_LOOKALIKE = re.compile(rf"[{''.join(_ALIKE)}](?<![ぁ-ヿ].)(?![ぁ-ヿ])")
# 一一记柳河区清水街道: the dash before the second line of a headline; 一一对应 is a word
_DASH_READ_AS_ONES = re.compile(r"一一(?=[记访写走来献致])")

# Characters that end an organ or a place and begin a post or a part of it: 教育局局长.
_ENDS_AND_BEGINS = frozenset("会镇村市街所站乡局区县部处院校馆园队组社委厅室")
_DOUBLED = re.compile(rf"(?P<once>{_HAN}{{1,2}})(?P=once)")
_SEAM_CHARACTERS = 5  # on each side of a seam; enough to know the words at it
_BLANK = re.compile(rf"(?<={_HAN}) (?={_HAN})")


def find_misreadings(printed: Printed, *, display: bool) -> Iterator[Misreading]:
    """Characters with another that is proposed for them, in no order.

    Args:
        display: a headline or subhead; elsewhere a blank that was left parts the names of a list.
    """
    text = printed.text
    for found in _ONE.finditer(text):
        yield Misreading(found.start(), found.end(), "一")
    if _LATIN.search(text):
        yield from _latin(text)
    for found in _ZERO.finditer(text):
        yield Misreading(found.start(), found.end(), "〇")
    for found in _LOOKALIKE.finditer(text):
        yield Misreading(found.start(), found.end(), _ALIKE[found[0]])
    if opening := _DASH_READ_AS_ONES.match(text):
        yield Misreading(0, opening.end(), "——")
    yield from _doubled(printed)
    if display:
        yield from _blanks(text)


def _latin(text: str) -> Iterator[Misreading]:
    for found in _ENGLISH.finditer(text):
        yield Misreading(found.start(), found.end(), _CHINESE[found["word"] or found["short"]])
    for found in _NUMBER.finditer(text):
        yield Misreading(found.start(), found.end(), found[0].translate(_DIGITS))
    for found in _STOP.finditer(text):
        yield Misreading(found.start(), found.end(), "。")


def _doubled(printed: Printed) -> Iterator[Misreading]:
    """组织党 | 党员: the last characters of a block, again at the head of the next.

    The first must be left over, and the second begin a word: 层层 and 教育局局长 are right.
    """
    if isinstance(printed.offsets, range):
        return  # of one piece
    for found in _DOUBLED.finditer(printed.text):
        once, seam = found["once"], found.start() + len(found["once"])
        step = printed.offsets[seam] - printed.offsets[seam - 1]
        if step in (1, 2) or once[-1] in _ENDS_AND_BEGINS:  # no break, or one of a line
            continue
        left, right = _at_seam(printed.text, seam, seam)
        words = cut(left + right)
        ends = [sum(map(len, words[: index + 1])) for index in range(len(words))]
        if len(left) not in ends[:-1]:
            continue
        index = ends.index(len(left))
        if words[index] == once and len(words[index + 1]) > len(once):
            yield Misreading(seam, found.end(), "")


def _blanks(text: str) -> Iterator[Misreading]:
    """推 进从严治党: a blank inside a word, of which at least a side is none by itself."""
    for found in _BLANK.finditer(text):
        left, right = _at_seam(text, found.start(), found.end())
        fragment = len(cut(left)[-1]) == 1 or len(cut(right)[0]) == 1
        if fragment and joins(left, right):
            yield Misreading(found.start(), found.end(), "")


def _at_seam(text: str, end: int, start: int) -> tuple[str, str]:
    return text[max(0, end - _SEAM_CHARACTERS) : end], text[start : start + _SEAM_CHARACTERS]
