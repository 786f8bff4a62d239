"""At what width the lines of a page were broken, told by the lines that fill it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mode, quantiles

from articles.ingest.characters import width
from articles.ingest.layout import Line

_Measure = Callable[[Line], int]

# Columns by which a full line may fall short: no mark may open a line, so one more
# character and its mark move to the next.
RAGGED = 4
# Columns of blank that open a paragraph: one full-width blank, or two.
INDENT = 2
# More than one line of a column of running text stops in mid-sentence.
FEWEST_CUT_OFF = 2
# A run of so many lines with nothing between them may have been wrapped at a fixed width.
_SHORTEST_RUN = 4
_FEWEST_POOLED = 4  # lines cut off on a whole page, where no run shows the width alone
# Nine characters; lines of verse are shorter.
_NARROWEST = 18
# A page whose full lines are wider was not wrapped at the width of a newspaper column.
_WIDEST = 100
_MARK = re.compile(r"[，。、；：！？,;:!?“”\"]")
# Characters of running text in which, at the least, one mark stands.
_LONGEST_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class Column:
    """What a run of wrapped lines was broken at; widths in columns of print."""

    measure: _Measure
    widths: list[int]
    full: float
    near: int  # how many lines are about as wide

    @property
    def fit(self) -> int:
        """How well the measure tells of the break: its lines fill the column to the character."""
        return self.near + self.widths.count(int(self.full))


def find_columns(runs: Sequence[list[Line]]) -> list[Column | None]:
    """The column that each run of close lines was set in; None for what was not wrapped."""
    # What is broken after so many characters fills a column of Chinese text as well.
    both = [[_own_column(run, measure) for run in runs] for measure in (_columns, _characters)]
    both.sort(key=lambda found: sum(each.fit for each in found if each), reverse=True)
    columns = [
        other if other and (own is None or other.near > own.near) else own
        for own, other in zip(*both, strict=True)
    ]
    shown = [(each.full, each.measure) for each in columns if each]
    usual = mode(shown) if shown else _pooled(runs)
    return [
        own or (usual and _column_of_page(run, *usual))
        for run, own in zip(runs, columns, strict=True)
    ]


def _own_column(run: list[Line], measure: _Measure) -> Column | None:
    """The column that most lines of a run fill; None where they show none."""
    if len(run) < _SHORTEST_RUN:
        return None
    widths = [measure(line) for line in run]
    full = quantiles(widths, n=10)[-2]
    near = sum(abs(each - full) <= RAGGED for each in widths)
    if not _NARROWEST <= full <= _WIDEST or near * 2 < len(run):
        return None
    # verse fills its lines too, each with its mark at the end
    cut_off = (not _MARK.match(line.text[-1]) for line in _filling(run, widths, full))
    return Column(measure, widths, full, near) if any(cut_off) and _is_prose(run) else None


def _filling(run: list[Line], widths: list[int], full: float) -> list[Line]:
    return [line for line, each in zip(run, widths, strict=True) if abs(each - full) <= RAGGED]


def _pooled(runs: Sequence[list[Line]]) -> tuple[float, _Measure] | None:
    """The column of a page of letters or notices, none of whose runs shows one by itself."""
    told = [run for run in runs if len(run) >= _SHORTEST_RUN and is_indented(run)]
    best: tuple[int, float, _Measure] | None = None
    for measure in (_columns, _characters):
        widths = [[measure(line) for line in run] for run in told]
        full = max((max(each) for each in widths), default=0)
        filling = [_filling(*each, full) for each in zip(told, widths, strict=True)]
        cut_off = sum(not line.finished for lines in filling for line in lines)
        several = sum(bool(lines) for lines in filling) > 1
        if several and cut_off >= _FEWEST_POOLED and (best is None or cut_off > best[0]):
            best = (cut_off, full, measure)
    fits = best is not None and _NARROWEST <= best[1] <= _WIDEST
    return best[1:] if best and fits else None


def is_indented(run: list[Line]) -> bool:
    return any(line.indent >= INDENT for line in run)


def _column_of_page(run: list[Line], full: float, measure: _Measure) -> Column | None:
    """The column of other runs, where a run of short paragraphs and rows fills it too."""
    if len(run) < _SHORTEST_RUN or not _is_prose(run):
        return None
    widths = [measure(line) for line in run]
    near = _filling(run, widths, full)
    cut_off = sum(not line.finished for line in near)
    # where paragraphs are indented, what is not goes on from above
    fewest = 1 if is_indented(run) else FEWEST_CUT_OFF
    fits = max(widths) <= full + RAGGED and cut_off >= fewest
    return Column(measure, widths, full, len(near)) if fits else None


def _columns(line: Line) -> int:
    return line.indent + width(line.text)


def _characters(line: Line) -> int:
    """Two columns a character: some programs break a line after so many, wide or narrow."""
    return line.indent + 2 * len(line.text)


def _is_prose(run: list[Line]) -> bool:
    """Whether the lines have the marks of sentences; verse and rows of names have hardly any."""
    text = "".join(line.text for line in run)
    return len(_MARK.findall(text)) * _LONGEST_CLAUSE >= len(text)
