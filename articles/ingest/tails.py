"""Text behind the end of a story that has its signature at the head, and the end of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.ingest.clauses import opens_with_who
from articles.ingest.layout import Draft, Kind, Line
from articles.ingest.shapes import opens_paragraph

# The last lines of a column at the foot of the page; what is longer is a paragraph.
_LONGEST_TAIL = 80


Run = tuple[int, tuple[Line, ...]]  # (index of the story before, its lines)


def loosen_tails(
    drafts: Sequence[Draft], loose: Sequence[Run]
) -> tuple[tuple[Draft, ...], tuple[Run, ...]]:
    """Take from each story the last line that may be the end of one cut off in mid-sentence.

    A signature at the end of a story parts it from what follows; where all of them stand at
    the head, a finished text and then a line with which no paragraph opens tell as much. Where
    no story of the page lacks its end, nothing is taken.

    Args:
        loose: the runs of lines that are in no story yet, in print order.

    Returns:
        The stories, and the runs with what was taken among them.
    """
    if not any(map(_is_cut_off, drafts)):
        return tuple(drafts), tuple(loose)
    kept = list(drafts)
    runs = list(loose)
    for index, draft in enumerate(drafts):
        if _has_tail(draft):
            kept[index] = replace(draft, text=draft.text[:-1])
            runs.append((index, draft.text[-1:]))
    return tuple(kept), tuple(sorted(runs, key=lambda run: run[1][0].printed.start))


def _is_cut_off(draft: Draft) -> bool:
    return bool(draft.text) and draft.text[-1].kind is Kind.TEXT and not draft.text[-1].finished


def _has_tail(draft: Draft) -> bool:
    if len(draft.text) < 2 or not draft.signatures:
        return False
    above, tail = draft.text[-2:]
    if tail.printed.start < draft.signatures[-1].printed.start or tail.dateline:
        return False
    plain = tail.kind is Kind.TEXT and above.kind is Kind.TEXT
    ended = plain and above.finished and tail.finished and len(tail.text) <= _LONGEST_TAIL
    return ended and not opens_paragraph(tail.text) and not opens_with_who(tail.text)
