"""The sentence of a story that stands for a claim, with the name in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.models import Article, Mention

# A sentence with the quotation marks that close it: “……开工。”
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’』」）)]*|\n|$)")
# What opens a line of `Article.body` without being printed: "## 先清北岸", "图: 工人在清淤"
_LINE_MARK = re.compile(r"\s*(?:#{2,}\s*|图[:：]\s*)?")

# Lists of leaders run to whole columns; this much on each side still says who and what.
MAX_CONTEXT = 90  # characters


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence, in three pieces; an empty `name` where only the headline prints it."""

    before: str
    name: str = ""
    after: str = ""


def sentence_span(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around [start, end) stands; all in characters of `body`.

    >>> sentence_span("近日开工。周立群到场。", 5, 8)
    (5, 11)
    """
    first = body.rfind("\n", 0, start) + 1
    for sentence in _SENTENCE.finditer(body, first):
        if sentence.end() > start:
            last = max(end, sentence.end())
            return sentence.start(), last - (body[last - 1 : last] == "\n")
    return first, end


def quotation(article: Article, mention: Mention) -> Quotation:
    """The sentence that prints the mention, or the headline where the text does not."""
    body, start, end = article.body, mention.start, mention.end
    if start is None or end is None or not body[start:end].strip():
        return Quotation(article.headline)
    first, last = sentence_span(body, start, end)
    opening = _LINE_MARK.match(body, first, start)
    before = body[opening.end() if opening else first : start]
    after = body[end:last]
    if len(before) > MAX_CONTEXT:
        before = f"……{before[-MAX_CONTEXT:]}"
    if len(after) > MAX_CONTEXT:
        after = f"{after[:MAX_CONTEXT]}……"
    return Quotation(before, body[start:end], after)
