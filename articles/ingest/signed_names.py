"""The names in a signature: set with blanks or without, in two to four characters, or with a dot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.ingest.lexicon import Lexicon

_HAN_RUN = re.compile(r"[\u3400-\u9fff〇]+(?:[·•・．.][\u3400-\u9fff]+)*")
LONGEST_NAME = 4


def read_names(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The names in a piece of a signature; None when it holds anything but names.

    A single character is half of a name that was set with a blank (周　立); a run too long
    for one name is several names set without blanks, cut where a surname stands.
    """
    if re.search(r"[^\u3400-\u9fff〇·•・．.\s、,，/／&和与]", text):
        return None
    names: list[str] = []
    for group in re.split(r"[、,，/／&]", text):
        pieces = _HAN_RUN.findall(group)
        merged = _close_names(pieces, lexicon)
        for piece in merged:
            cut = _cut_names(piece, lexicon)
            if cut is None:
                return None
            names += cut
    return tuple(names)


def _close_names(pieces: Sequence[str], lexicon: Lexicon) -> list[str]:
    out: list[str] = []
    half = ""
    for piece in pieces:
        if half:
            out.append(half + piece)
            half = ""
        elif len(piece) == 1:
            if out and _takes_half(out[-1], piece, lexicon):
                out[-1] += piece
            else:
                half = piece
        elif len(piece) == 2 and out and out[-1] in lexicon.compound_surnames:
            out[-1] += piece
        else:
            out.append(piece)
    if half and out and len(out[-1]) == 2:
        out[-1] += half  # one character is no name, whatever it could open
    elif half:
        out.append(half)
    return out


def _takes_half(name: str, half: str, lexicon: Lexicon) -> bool:
    """Whether a single character ends the name before it, and does not open the next."""
    if name in lexicon.compound_surnames:
        return True
    return len(name) == 2 and not lexicon.is_surname(half)


def _cut_names(run: str, lexicon: Lexicon) -> list[str] | None:
    if "·" in run or "•" in run or "・" in run:
        return [re.sub("[•・]", "·", run)]
    if len(run) < 2:
        return None
    if len(run) <= 3 or (len(run) == LONGEST_NAME and run[:2] in lexicon.compound_surnames):
        return [run]
    if not lexicon.is_surname(run[0]) and not lexicon.is_surname(run[:2]):
        return [run] if len(run) <= LONGEST_NAME else None
    for first in (3, 2):
        rest = run[first:]
        if len(rest) >= 2 and lexicon.is_surname(rest[0]) and (more := _cut_names(rest, lexicon)):
            return [run[:first], *more]
    return [run] if len(run) <= LONGEST_NAME else None
