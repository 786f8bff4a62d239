"""Characters that the recognition of the page most likely got wrong; proposed, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.ingest.flags import flag
from articles.ingest.records import Flag, Printed, Story

_HAN = r"[\u3400-\u9fff]"
# -岗双责: the character 一 read as a hyphen, before a character that it counts
_HYPHEN = re.compile(r"[-－—](?<=[、,，。“\"].)(?=[岗体站线带路次步])")
# 服务理念 and 水平: an English word that stands for a Chinese one between Chinese words
_ENGLISH = re.compile(rf"(?<={_HAN})\s*(?P<word>and|or|the|of|in|to)\s*(?={_HAN})", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_CHINESE = {"and": "和", "or": "或", "the": "", "of": "的", "in": "在", "to": "到"}
_BROKEN = re.compile("[\ufffd□]")


def find_suspects(story: Story) -> tuple[Flag, ...]:
    """One flag a suspect place, and one a part whose quotation marks do not pair."""
    printed = [*story.headlines, *(part.printed for part in story.body)]
    return tuple(each for text in printed for each in _suspects(text))


def _suspects(printed: Printed) -> Iterator[Flag]:
    for found in _HYPHEN.finditer(printed.text):
        yield _suspect(printed, found, "一")
    for found in _ENGLISH.finditer(printed.text) if _LATIN.search(printed.text) else ():
        yield _suspect(printed, found, _CHINESE[found["word"].lower()])
    for found in _BROKEN.finditer(printed.text):
        yield _suspect(printed, found, "？")
    if printed.text.count("“") != printed.text.count("”") or printed.text.count('"') % 2:
        yield flag("quote-unbalanced", printed)


def _suspect(printed: Printed, found: re.Match[str], proposed: str) -> Flag:
    around = printed.text[max(0, found.start() - 3) : found.end() + 3]
    place = printed[found.start() : found.end()]
    return flag("suspect-character", place, found=around, proposed=proposed)
