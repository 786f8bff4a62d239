"""RIS, which EndNote, NoteExpress, Zotero and others import."""

from __future__ import annotations

from collections.abc import Iterator

from articles.citations.record import Citation, one_line
from articles.dates import PartialDate

END_OF_LINE = "\r\n"


def ris(citation: Citation) -> str:
    """The record: a tag of two letters, two blanks, a hyphen, a blank and the value a line."""
    return "".join(f"{tag}  - {one_line(value)}{END_OF_LINE}" for tag, value in _fields(citation))


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", citation.key
    for name in citation.authors:
        yield "AU", _author(name)
    yield "TI", citation.title
    yield "T2", citation.paper
    if citation.issued:
        yield "PY", f"{citation.issued.year:04}"
        yield "DA", _date(citation.issued)
    if citation.page:
        yield "SP", citation.page
    yield "LA", "zh"
    if citation.address:
        yield "UR", citation.address
    if citation.accessed:
        day = citation.accessed
        yield "Y2", _date(PartialDate(day.year, day.month, day.day))
    yield "ER", ""


def _author(name: str) -> str:
    """A whole name: in this field commas and asterisks mean something else."""
    return name.replace(",", "，").replace("*", "＊")


def _date(day: PartialDate) -> str:
    """YYYY/MM/DD/, with what is not known left blank."""
    month = f"{day.month:02}" if day.month else ""
    return f"{day.year:04}/{month}/{f'{day.day:02}' if day.day else ''}/"
