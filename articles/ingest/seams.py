"""Whether two texts that were printed apart belong together."""

from __future__ import annotations

from articles.ingest.words import cut

# Characters on each side of a seam that show whether a word was cut there.
_SEAM = 5


def joins(left: str, right: str) -> bool:
    """Whether a word of the dictionary stands across the seam of two texts.

    >>> joins("政府购买社会服", "务等工作进展情况。")
    True
    """
    head, tail = left.rstrip()[-_SEAM:], right.lstrip()[:_SEAM]
    if head[-1:].isascii() and tail[:1].isascii():
        return False  # two numbers side by side make a third by chance
    at = 0
    for word in cut(head + tail):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False
