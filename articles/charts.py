"""Where the bars of a career stand in the chart that the server draws: plain numbers, no markup.

Across, places are in percent of the chart's width, so that one drawing fits a phone and a desk
while its lettering keeps its size; down, they are in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from articles.dates import PartialDate

AXIS_HEIGHT = 26  # pixels, the years
ROW_HEIGHT = 56  # pixels, with the label
MAX_YEARS_LABELLED = 7  # as many as stand side by side on a phone
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
MIN_YEARS = 2
LAST_NAMED = 91  # percent; a year named further on would stick out on a phone
MIN_WIDTH = 1.4  # percent: what was seen on a single day can still be pointed at
MAX_LABEL = 18  # characters, the width of a phone


class Piece(NamedTuple):
    """A stretch of the chart's width, in percent."""

    x: float
    width: float


class Lettering(NamedTuple):
    """Words at one place of the width, running to the right of it or, `to_left`, to the left."""

    x: float
    text: str
    to_left: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """What one bar stands for; an absent date leaves that end open."""

    start: PartialDate | None
    end: PartialDate | None
    kind: str  # how sure it is, by which it is drawn
    address: str
    title: str
    seen: tuple[PartialDate, ...] = ()  # days in print between the ends


@dataclass(frozen=True, slots=True)
class Bar:
    """One span, drawn: whole where it is certain, thin where a date is known to a month or year."""

    extent: Piece
    whole: Piece | None
    thin: tuple[Piece, ...]
    caps: tuple[float, ...]  # the ends that are known to the day
    seen: tuple[float, ...]
    kind: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    y: int  # pixels from the top, where the row's label begins
    before: str  # the part of the label in small type
    label: str
    bars: tuple[Bar, ...]

    @property
    def near(self) -> Lettering:
        """The label at its first bar, where the chart is wide enough for that."""
        left, width = self.bars[0].extent
        to_left = left > 50
        return Lettering(round(left + width, 2) if to_left else left, self.label, to_left)


@dataclass(frozen=True, slots=True)
class Timeline:
    rows: tuple[Row, ...]
    years: tuple[Lettering, ...]
    height: int  # pixels
    row_height: int = ROW_HEIGHT


class Scale:
    """Days of whole years, laid over the chart's width; a day is its ordinal number."""

    def __init__(self, first: int, last: int) -> None:
        self.first = date(first, 1, 1).toordinal()
        self.beyond = date(last, 12, 31).toordinal() + 1

    def place(self, day: int) -> float:
        return round(100 * (day - self.first) / (self.beyond - self.first), 2)


def timeline(rows: Sequence[tuple[str, str, Sequence[Span]]]) -> Timeline | None:
    """Rows of (small type, label, spans) over the years they take in; None without a date."""
    dates = [day for *_, spans in rows for span in spans for day in (span.start, span.end) if day]
    if not dates:
        return None
    first, last = min(day.year for day in dates), max(day.year for day in dates)
    first = min(first, last - MIN_YEARS + 1)
    scale = Scale(first, last)
    drawn = []
    for place, (before, label, spans) in enumerate(rows):
        bars = tuple(_bar(span, scale) for span in spans if span.start or span.end)
        drawn.append(Row(AXIS_HEIGHT + place * ROW_HEIGHT, *_fit(before, label), bars))
    return Timeline(tuple(drawn), _years(first, last, scale), AXIS_HEIGHT + len(rows) * ROW_HEIGHT)


def _fit(before: str, label: str) -> tuple[str, str]:
    """The two parts of a label, shortened to the width there is; the label's own end goes last."""
    label = label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"
    room = MAX_LABEL - len(label)
    if len(before) > room:
        before = f"{before[: room - 1]}…" if room > 2 else ""
    return before, label


def _years(first: int, last: int, scale: Scale) -> tuple[Lettering, ...]:
    step = label_step(last - first + 1)
    named = range(first, last + 1, step)
    places = ((scale.place(date(year, 1, 1).toordinal()), str(year)) for year in named)
    return tuple(Lettering(x, text if x <= LAST_NAMED else "") for x, text in places)


def label_step(years: int) -> int:
    """Every how many years one is named."""
    return next(step for step in YEAR_STEPS if years <= step * MAX_YEARS_LABELLED)


def _bar(span: Span, scale: Scale) -> Bar:
    # From when to when it is certain, and how far it can reach beyond.
    earliest, from_here = _bounds(span.start) if span.start else (scale.first, scale.first)
    to_here, latest = _bounds(span.end) if span.end else (scale.beyond, scale.beyond)
    start_to_day, end_to_day = (not day or bool(day.day) for day in (span.start, span.end))
    left, right = scale.place(earliest), scale.place(latest)
    if right - left < MIN_WIDTH:
        left = round(min(left, 100 - MIN_WIDTH), 2)
        right = round(left + MIN_WIDTH, 2)
    begin = left if start_to_day else max(scale.place(from_here), left + MIN_WIDTH)
    finish = right if end_to_day else min(scale.place(to_here), right - MIN_WIDTH)
    if begin >= finish:  # of two dates in one month nothing but that month is certain
        begin = finish = right
    inside = [day for day in span.seen if day not in (span.start, span.end)]
    seen = sorted(scale.place(_bounds(day)[0]) for day in inside)
    return Bar(
        extent=Piece(left, round(right - left, 2)),
        whole=_piece(begin, finish),
        thin=tuple(filter(None, [_piece(left, begin), _piece(finish, right)])),
        caps=tuple(x for day, x in ((span.start, left), (span.end, right)) if day and day.day),
        seen=tuple(x for x in seen if begin < x < finish),
        kind=span.kind,
        address=span.address,
        title=span.title,
    )


def _piece(left: float, right: float) -> Piece | None:
    return Piece(round(left, 2), round(right - left, 2)) if right > left else None


def _bounds(known: PartialDate) -> tuple[int, int]:
    """The first day that the date can mean, and the day after the last."""
    first, last = known.days
    return first.toordinal(), last.toordinal() + 1
