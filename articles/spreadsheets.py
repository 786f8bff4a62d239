"""CSV as spreadsheets open it: in UTF-8 with a byte order mark, and no cell that is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

BOM = "\ufeff"  # or Excel reads UTF-8 as the system's own encoding

# What makes a spreadsheet run a cell; the full-width forms do so in Chinese editions.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

Row = Iterable[object]


class _Echo:
    """What a csv writer writes to; hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a file, one at a time; nothing is kept."""
    writer = csv.writer(_Echo())
    yield BOM + str(writer.writerow(header))
    for row in rows:
        yield str(writer.writerow([harmless(cell) for cell in row]))


def harmless(cell: object) -> str:
    """The text of a cell, kept from being run as a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
