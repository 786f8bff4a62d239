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

Place = tuple[int, int]  # half-open, in characters of the body


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


def name_places(body: str, mention: Mention) -> list[Place]:
    """Where the body prints the mention's name, in the very characters of its first place."""
    start, end = mention.start, mention.end
    if start is None or end is None or not (name := body[start:end].strip()):
        return []
    return [found.span() for found in re.finditer(re.escape(name), body)]


def anchor_of(mention: Mention, start: int | None) -> str:
    """The id that the name has there in its story; without a number where it stands first."""
    return f"m{mention.pk}" if start in (None, mention.start) else f"m{mention.pk}-{start}"


def place_of_post(body: str, mention: Mention, printed: str) -> Place | None:
    """Where the name stands nearest to that post in one sentence; where it is first, if nowhere.

    A story calls somebody 区领导 in one sentence and 区长 in another; the claim is the second's.
    """
    places = name_places(body, mention)
    gaps = [(gap, place) for place in places if (gap := _gap(body, place, printed)) is not None]
    return min(gaps)[1] if gaps else _first(places, mention)


def _first(places: list[Place], mention: Mention) -> Place | None:
    """The place that the mention itself says."""
    return next((place for place in places if place[0] == mention.start), None)


def _gap(body: str, place: Place, printed: str) -> int | None:
    """How many characters stand between name and post in one sentence; None: no such post."""
    first, last = sentence_span(body, *place)
    before, after = (
        "".join(part.split()) for part in (body[first : place[0]], body[place[1] : last])
    )
    ahead, behind = before.rfind(printed), after.find(printed)
    gaps = [len(before) - ahead - len(printed)] if ahead >= 0 else []
    return min(gaps + ([behind] if behind >= 0 else []), default=None)


def quotation(article: Article, mention: Mention) -> Quotation:
    """The first sentence that prints the mention, or the headline where the text does not."""
    return quotation_at(article, _first(name_places(article.body, mention), mention))


def quotation_at(article: Article, place: Place | None) -> Quotation:
    """The sentence around a place of the story's body, or its headline without one."""
    if place is None:
        return Quotation(article.headline)
    body, (start, end) = article.body, place
    first, last = sentence_span(body, start, end)
    opening = _LINE_MARK.match(body, first, start)
    before = body[opening.end() if opening else first : start]
    after = body[end:last]
    if len(before) > MAX_CONTEXT:
        before = f"……{before[-MAX_CONTEXT:]}"
    if len(after) > MAX_CONTEXT:
        after = f"{after[:MAX_CONTEXT]}……"
    return Quotation(before, body[start:end], after)
