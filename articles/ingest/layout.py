"""The lines of a page and what each of them is, as the stages pass them on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from articles.ingest.characters import ends_sentence
from articles.ingest.records import Printed


class Kind(Enum):
    """What a line is; `UNKNOWN` until the stage that knows has seen it."""

    UNKNOWN = "unknown"
    FURNITURE = "furniture"
    SIGNATURE = "signature"
    LEAD_SIGNATURE = "signature that ends no story: behind a dateline, below a caption"
    CAPTION = "caption"
    ADVERTISEMENT = "advertisement"
    DISPLAY = "display"
    ROW = "row of a list"
    SIGN_OFF = "organ and date that end a notice, name and date that end a letter"
    JUMP = "jump"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, or several that a hard wrap had parted.

    `printed` has no blank at its ends. `gap` is how many blank lines stand before it and
    `indent` how many columns of blank at its start. `dateline` is how many of its first
    characters are the dateline (本报讯); above 0, the line is the lead of a story. `opens`: a story begins here, whatever
    stands above.
    """

    printed: Printed
    gap: int = 0
    indent: int = 0
    kind: Kind = Kind.UNKNOWN
    dateline: int = 0
    opens: bool = False

    @property
    def text(self) -> str:
        return self.printed.text

    def of_kind(self, kind: Kind) -> Line:
        """The line taken for another kind, at a fraction of what `replace` costs."""
        return Line(self.printed, self.gap, self.indent, kind, self.dateline, self.opens)

    @property
    def finished(self) -> bool:
        return ends_sentence(self.printed.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of one story, sorted by what they are, each in print order.

    `astray` holds runs of text lines printed outside the story's own place, which belong to
    it by what they say; the stage that restores the reading order puts them in.
    """

    display: tuple[Line, ...]
    text: tuple[Line, ...]
    signatures: tuple[Line, ...]
    astray: tuple[tuple[Line, ...], ...] = ()
