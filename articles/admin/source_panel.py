"""The text of a page as received: its lines, numbered, each piece told by what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Flag
from articles.source_map import KINDS, NOBODY, Owner, Run, SourceLine


@dataclass(frozen=True, slots=True)
class Legend:
    """What a mark in the text means."""

    kind: str
    mark: str
    label: str


def legend(lines: Iterable[SourceLine]) -> list[Legend]:
    """The kinds that a source has, in the order of KINDS."""
    held = {run.owner.kind for line in lines for run in line.runs}
    return [Legend(kind, *words) for kind, words in KINDS.items() if kind in held]


def source_html(text: str, lines: Sequence[SourceLine], flags: Iterable[Flag]) -> SafeString:
    """The lines as items of a list, every character escaped.

    A piece that somebody owns is a `mark` element with the part of the story in `data-part`;
    the first piece of each part says in `data-mark` what it is. Where a flag starts there is a
    link to its row, and the element that its row leads to.
    """
    panel = _Panel(text, [flag for flag in flags if flag.start is not None])
    return format_html_join("\n", "{}", ((panel.line(line),) for line in lines))


class _Panel:
    def __init__(self, text: str, flags: Sequence[Flag]) -> None:
        self.text = text
        self.flags = flags
        self.anchored: set[int] = set()
        self.last = NOBODY

    def line(self, line: SourceLine) -> SafeString:
        pieces = [(piece,) for run in line.runs for piece in self._run(run)]
        css = "" if any(run.owner.kind for run in line.runs) else ' class="is-blank"'
        return format_html(
            '<li id="line-{}"{}>{}</li>',
            line.number,
            SafeString(css),
            format_html_join("", "{}", pieces),
        )

    def _run(self, run: Run) -> Iterator[SafeString | str]:
        """A run, cut where a flag starts or ends."""
        cuts = {run.start, run.end}
        for flag in self.flags:
            places = (flag.start or 0, flag.end or 0)
            cuts.update(place for place in places if run.start < place < run.end)
        for start, end in pairwise(sorted(cuts)):
            covering = [f for f in self.flags if (f.start or 0) <= start and end <= (f.end or 0)]
            yield from self._flag_links(covering)
            yield self._piece(self.text[start:end], run.owner, covering)

    def _flag_links(self, flags: Sequence[Flag]) -> Iterator[SafeString]:
        for flag in flags:
            if flag.pk not in self.anchored:
                self.anchored.add(flag.pk)
                yield format_html(
                    '<a class="flag-mark" id="flag-{}" href="#flag-row-{}" title="{}">⚑</a>',
                    flag.pk,
                    flag.pk,
                    flag.message,
                )

    def _piece(self, text: str, owner: Owner, flags: Sequence[Flag]) -> SafeString | str:
        if not owner.kind and not flags:
            return text
        css = [*_classes(owner)]
        if flags:
            css.append("is-flag")
        if any(flag.blocking for flag in flags):
            css.append("is-blocking")
        mark = _mark(owner) if owner != self.last else ""
        self.last = owner
        title = "\n".join([_title(owner), *(flag.message for flag in flags)]).strip()
        return format_html(
            '<mark class="{}" data-part="{}" data-mark="{}" title="{}">{}</mark>',
            " ".join(css),
            owner.part,
            mark,
            title,
            text,
        )


def _classes(owner: Owner) -> Iterator[str]:
    if owner.kind:
        yield f"of-{owner.kind}"
    if owner.part or owner.kind == "unfound":
        yield "is-story"
    if owner.story and owner.kind != "other":
        yield f"is-story-{owner.number % 3}"


def _mark(owner: Owner) -> str:
    """What stands before the first piece of a part, so that colour alone says nothing."""
    if not owner.kind:
        return ""
    return KINDS[owner.kind][0] + str(owner.number or _paragraph_number(owner) or "")


def _paragraph_number(owner: Owner) -> int:
    """From 1; 0 for what is no paragraph."""
    number = owner.part.removeprefix("p")
    return int(number) + 1 if number.isdecimal() else 0


def _title(owner: Owner) -> str:
    if not owner.kind:
        return ""
    label = KINDS[owner.kind][1]
    if owner.story:
        return f"{label}：第 {owner.number} 篇《{owner.story}》"
    number = _paragraph_number(owner)
    return f"{label}，第 {number} 段" if number else label
