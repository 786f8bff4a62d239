"""The values that pass between the stages and leave the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Literal, Self

PartKind = Literal["paragraph", "subhead", "caption", "jump"]
Precision = Literal["day", "month", "year", "none"]
Basis = Literal["option", "manifest", "filename", "text", "none"]


@dataclass(frozen=True, slots=True)
class Printed:
    """Text as printed, each character with the place it was taken from.

    `offsets[i]` is where `text[i]` stands in the decoded source, in characters from 0; a range
    for a text without a gap, which most are, so that none has to be counted out.
    Every operation keeps the two together, so no stage can lose track of a character.
    """

    text: str
    offsets: Sequence[int]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.offsets):
            raise ValueError("a printed text needs one offset for each character")

    @classmethod
    def at(cls, text: str, start: int) -> Self:
        """The text of a source from `start` on, without a gap."""
        return cls(text, range(start, start + len(text)))

    @classmethod
    def join(cls, pieces: Iterable[Printed]) -> Self:
        """The pieces one after the other, with nothing between them."""
        held = tuple(pieces)
        if len(held) == 1:
            return cls(held[0].text, held[0].offsets)
        return cls(
            "".join(piece.text for piece in held),
            tuple(chain.from_iterable(piece.offsets for piece in held)),
        )

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, where: slice) -> Printed:
        return Printed(self.text[where], self.offsets[where])

    def strip(self) -> Printed:
        bare = self.text.lstrip()
        left = len(self.text) - len(bare)
        bare = bare.rstrip()
        return self if len(bare) == len(self.text) else self[left : left + len(bare)]

    def keep(self, wanted: Iterable[bool]) -> Printed:
        """Only the characters for which `wanted`, one value a character, is true."""
        held = tuple(wanted)
        return Printed("".join(compress(self.text, held)), tuple(compress(self.offsets, held)))

    @property
    def start(self) -> int:
        """Where its first character stands in the source; -1 for an empty text."""
        return self.offsets[0] if self.offsets else -1

    @property
    def end(self) -> int:
        """One past the place of its last character in the source; -1 for an empty text."""
        return self.offsets[-1] + 1 if self.offsets else -1


@dataclass(frozen=True, slots=True)
class DecodedText:
    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class PageDate:
    """A publication date as far as it is known; `value` is ISO 8601 cut to `precision`."""

    value: str | None = None
    precision: Precision = "none"
    basis: Basis = "none"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a story's running text."""

    kind: PartKind
    printed: Printed

    @property
    def text(self) -> str:
        return self.printed.text


@dataclass(frozen=True, slots=True)
class BylineEntry:
    """One role of a signature and who stands in it, in printed order."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundOfficial:
    """A person whom a story names in full with a public post.

    `part` is the index of the text (of those the finder was given for the story) where the
    name first stands with a post; `start` and `end` are its place there, in characters.
    `rule` names what found it; `doubtful` asks an editor to look.
    """

    name: str
    posts: tuple[str, ...]
    part: int
    start: int
    end: int
    rule: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Keyword:
    text: str
    score: float  # TF-IDF within its story; higher is better


@dataclass(frozen=True, slots=True)
class Flag:
    """What an editor should look at; `start` and `end` are offsets in the decoded source.

    `found` is a piece of the story's text that stands in it once, `proposed` the same
    corrected; both are "" where nothing is proposed.
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    found: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    section: Printed | None
    headlines: tuple[Printed, ...]
    dateline: Printed | None
    event_date: str | None  # ISO 8601, `--05-23` where the year is unknown
    body: tuple[Part, ...]
    byline_text: tuple[Printed, ...]
    bylines: tuple[BylineEntry, ...]
    credit: str | None
    officials: tuple[FoundOfficial, ...] = ()  # parts count headlines first, then body
    keywords: tuple[Keyword, ...] = ()
    flags: tuple[Flag, ...] = ()

    def printed(self) -> Iterator[Printed]:
        """Everything of the page that stands in this story."""
        if self.section is not None:
            yield self.section
        yield from self.headlines
        if self.dateline is not None:
            yield self.dateline
        for part in self.body:
            yield part.printed
        yield from self.byline_text

    def texts(self) -> tuple[str, ...]:
        """What the finder of officials reads: the headlines, then the body, part by part."""
        return tuple(headline.text for headline in self.headlines) + tuple(
            part.text for part in self.body
        )


@dataclass(frozen=True, slots=True)
class PageHints:
    """What is known of a page beside its text: from options, a manifest, the file's name."""

    paper: str = ""
    date: PageDate = field(default_factory=PageDate)
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    source: str  # the file's own name
    sha256: str
    text: str  # the decoded source, as received
    encoding: str
    paper: str
    date: PageDate
    number: str  # N05, A38; "" where the page does not say
    name: str  # 河湾时讯; "" where the page does not say
    stories: tuple[Story, ...]
    furniture: tuple[Printed, ...]
    leftovers: tuple[Printed, ...]
    flags: tuple[Flag, ...]

    @property
    def characters(self) -> int:
        """How many characters of the source are not white space."""
        return sum(not character.isspace() for character in self.text)
