"""What readers are told of a text that was changed after they could read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from articles.story_fields import LABELS

# What of a story is printed text; the rest was concluded from it.
PRINTED = ("kicker", "headline", "deck", "dateline", "body", "byline_text", "credit")
# The desk's words for them, where readers know them by others
CALLED = LABELS | {"headline": "标题", "byline_text": "署名"}
LONGEST = 60  # characters of a quotation
MOST = 5  # changes that are written out
CONTEXT = 6  # characters quoted before and after what changed

# 近日，清淤工程开工。
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+|[^。！？\n]+")


def draft(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The words of a correction, for an editor to go over; "" where nothing printed changed.

    >>> draft({"headline": "清淤工程开土"}, {"headline": "清淤工程开工"})
    '标题“清淤工程开土”应为“清淤工程开工”。'
    """
    said = [sentence for name in PRINTED for sentence in _of_field(name, before, after)]
    if len(said) > MOST:
        said = [*said[:MOST], f"另有 {len(said) - MOST} 处改动。"]
    return "".join(said)


def _of_field(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = before.get(name) or "", after.get(name) or ""
    if old == new:
        return
    if name != "body" and max(len(old), len(new)) <= LONGEST:
        yield _sentence(CALLED[name], old, new)
        return
    for was, is_now in _changed_parts(old, new):
        yield _sentence(CALLED[name], was, is_now)


def _sentence(label: str, old: str, new: str) -> str:
    if not old:
        return f"{label}补上“{_short(new)}”。"
    if not new:
        return f"{label}删去“{_short(old)}”。"
    return f"{label}“{_short(old)}”应为“{_short(new)}”。"


def _changed_parts(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Each stretch of sentences that differs, cut down to what differs in it."""
    one, other = _SENTENCE.findall(old), _SENTENCE.findall(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        was, is_now = one[start:end], other[new_start:new_end]
        if len(was) == len(is_now):
            yield from (_cut(*each) for each in zip(was, is_now, strict=True))
        else:
            yield _cut("".join(was), "".join(is_now))


def _cut(old: str, new: str) -> tuple[str, str]:
    """The two without what both begin and end with, but for a few characters around."""
    if not old.strip() or not new.strip():
        return old.strip(), new.strip()
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    start, end = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    return old[start : len(old) - end].strip(), new[start : len(new) - end].strip()


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}……{text[-LONGEST // 2 + 2 :]}"
