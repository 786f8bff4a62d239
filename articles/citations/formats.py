"""The formats that readers can choose from, each for one story and for a list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from articles.citations.bibtex import bibtex
from articles.citations.csl import csl
from articles.citations.gbt import gbt
from articles.citations.record import Citation
from articles.citations.ris import ris


@dataclass(frozen=True, slots=True)
class Format:
    name: str  # in addresses
    label: str
    media_type: str
    suffix: str
    write: Callable[[Iterable[Citation]], Iterator[str]]  # the pieces of a file


def _numbered(citations: Iterable[Citation]) -> Iterator[str]:
    for number, citation in enumerate(citations, start=1):
        yield f"[{number}] {gbt(citation)}\n"


def _entries(citations: Iterable[Citation]) -> Iterator[str]:
    for number, citation in enumerate(citations):
        yield ("\n" if number else "") + bibtex(citation)


def _records(citations: Iterable[Citation]) -> Iterator[str]:
    yield from map(ris, citations)


def _items(citations: Iterable[Citation]) -> Iterator[str]:
    before = "[\n"
    for citation in citations:
        yield before + csl(citation)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


FORMATS = {
    each.name: each
    for each in (
        Format("gbt", "GB/T 7714—2015", "text/plain", "txt", _numbered),
        Format("bibtex", "BibTeX", "application/x-bibtex", "bib", _entries),
        Format("ris", "RIS", "application/x-research-info-systems", "ris", _records),
        Format("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _items),
    )
}
