"""Where the columns of a count over years or months stand: plain numbers, as in `charts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext

from articles.charts import YEAR_STEPS, label_step
from articles.dates import PLACES_A_YEAR, PartialDate

HEIGHT = 72  # pixels, of the highest column
SHARE = 0.68  # of its place, 0 to 1, that a column fills
RECENT_YEARS = 3
MOST_COLUMNS = 60  # as many as can be told apart on a phone; of more years, some share one

Month = tuple[int, int]  # year, month from 1


class Counted(NamedTuple):
    title: str
    stories: int
    label: str = ""  # below the column, where there is room for it
    after: str = ""  # where they begin in a list, the newest first; "" at its start


@dataclass(frozen=True, slots=True)
class Column:
    x: float  # percent of the width, like `width` and `middle`
    width: float
    middle: float
    y: int  # pixels from the top
    height: int  # pixels
    label: str
    title: str
    stories: int
    after: str
    is_highest: bool


def columns(counts: Sequence[Counted]) -> list[Column]:
    """A column for each count, in their order; none where nothing was counted."""
    highest = max((each.stories for each in counts), default=0)
    if not highest:
        return []
    first_highest = next(place for place, each in enumerate(counts) if each.stories == highest)
    place = 100 / len(counts)
    drawn = []
    for number, each in enumerate(counts):
        # One story among hundreds is still seen.
        height = max(round(HEIGHT * each.stories / highest), 2) if each.stories else 0
        drawn.append(
            Column(
                x=round(place * (number + (1 - SHARE) / 2), 2),
                width=round(place * SHARE, 2),
                middle=round(place * (number + 0.5), 2),
                y=HEIGHT - height,
                height=height,
                label=each.label,
                title=each.title,
                stories=each.stories,
                after=each.after,
                is_highest=number == first_highest,
            )
        )
    return drawn


def by_year(stories: Mapping[int, int]) -> list[Column]:
    """The counts of all years from the first to the last, those without a story too."""
    spans = spans_of(min(stories), max(stories)) if stories else []
    return by_spans(spans, [sum(stories.get(year, 0) for year in span) for span in spans])


def spans_of(first: int, last: int) -> list[range]:
    """The years of each column: one, or where there would be too many columns, several."""
    wide = next(each for each in YEAR_STEPS if last - first < each * MOST_COLUMNS)
    return [range(year, year + wide) for year in range(first, last + 1, wide)]


def by_spans(spans: Sequence[range], stories: Sequence[int]) -> list[Column]:
    """A column for each span, from the first with a story to the last with one."""
    held = [place for place, count in enumerate(stories) if count]
    if not held:
        return []
    spans, stories = spans[held[0] : held[-1] + 1], stories[held[0] : held[-1] + 1]
    first, last = spans[0].start, spans[-1].stop - 1
    step = label_step(last - first + 1)
    counted = []
    for span, count in zip(spans, stories, strict=True):
        between = {"first": span.start, "last": span.stop - 1}
        one = len(span) == 1
        title = str(PartialDate(span.start)) if one else gettext("%(first)s—%(last)s年") % between
        label = "" if (span.start - first) % step else str(span.start)
        after = f"{span.stop * PLACES_A_YEAR}.0" if span.stop <= last else ""
        counted.append(Counted(title, count, label, after))
    return columns(counted)


def by_month(stories: Mapping[Month, int]) -> list[Column]:
    """The counts of all months of the last RECENT_YEARS years."""
    if not stories:
        return []
    last = max(stories)[0]
    first = max(min(stories)[0], last - RECENT_YEARS + 1)
    return columns(
        [
            Counted(
                str(PartialDate(year, month)),
                stories.get((year, month), 0),
                str(year) if month == 1 else "",
            )
            for year in range(first, last + 1)
            for month in range(1, 13)
        ]
    )
