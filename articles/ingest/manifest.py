"""The issue.toml beside a folder's pages: what an editor knows and the pages do not print.

paper = "河滨晚报"                 # for all pages; so is date
date = 2018-05-31

[pages."001.txt"]                  # for one: date, number, name, paper
date = "2018-05"
number = "N05"
name = "城区新闻"
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from articles.ingest.errors import ManifestError
from articles.ingest.hints import merge_hints, parse_date
from articles.ingest.records import PageDate, PageHints

MANIFEST_NAME = "issue.toml"
ISSUE_FIELDS = ("paper", "date", "pages")
PAGE_FIELDS = ("paper", "date", "number", "name")
# As long as the archive's fields for them.
MAX_LENGTHS = {"paper": 60, "number": 10, "name": 40}

# (at line 3, column 5) at the end of a message of tomllib
_TOML_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an issue.toml says; files are named without their folder."""

    issue: PageHints
    pages: Mapping[str, PageHints]

    def hints_for(self, file_name: str) -> PageHints:
        """What it says of that file, then what it says of all."""
        own = self.pages.get(unicodedata.normalize("NFC", file_name), PageHints())
        return merge_hints(own, self.issue)


def parse_manifest(text: str, where: str) -> Manifest:
    """Read the text of an issue.toml; `where` is how its editor would call it.

    Raises:
        ManifestError: it is no TOML, or has a field that is unknown, of a wrong type or no
            date; the message names the file, the line and the field.
    """
    try:
        document = tomllib.loads(text)
    # A ValueError that is no TOMLDecodeError: a number of thousands of digits.
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = f"第 {place['line']} 行" if place else "结尾"
        raise ManifestError(f"{where} {line}不合 TOML 语法：{error}") from None
    reader = _Reader(text, where)
    reader.check_fields(document, ISSUE_FIELDS, ())
    pages = document.get("pages", {})
    if not isinstance(pages, dict):
        raise reader.error(("pages",), '应写成 [pages."文件名.txt"] 这样的小节')
    return Manifest(
        issue=reader.hints(document, ()),
        pages=MappingProxyType(
            {
                unicodedata.normalize("NFC", name): reader.page(entry, ("pages", name))
                for name, entry in pages.items()
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns tables into hints and knows where they stand; a path is the keys down to a field."""

    text: str
    where: str

    def page(self, entry: object, path: tuple[str, ...]) -> PageHints:
        if not isinstance(entry, dict):
            raise self.error(path, '应写成 [pages."文件名.txt"] 这样的小节')
        self.check_fields(entry, PAGE_FIELDS, path)
        return self.hints(entry, path)

    def check_fields(
        self, table: Mapping[str, Any], known: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                raise self.error((*path, key), f"没有这个字段，可用的有：{'、'.join(known)}")

    def hints(self, table: Mapping[str, Any], path: tuple[str, ...]) -> PageHints:
        return PageHints(
            paper=self._text(table, path, "paper"),
            date=self._date(table, path),
            number=self._text(table, path, "number"),
            name=self._text(table, path, "name"),
        )

    def _text(self, table: Mapping[str, Any], path: tuple[str, ...], key: str) -> str:
        value = table.get(key, "")
        if key == "number" and type(value) is int:  # number = 5
            value = str(value)
        if not isinstance(value, str):
            raise self.error((*path, key), f'应是带引号的文字，例如 {key} = "…"')
        if len(value.strip()) > MAX_LENGTHS[key]:
            raise self.error((*path, key), f"超过 {MAX_LENGTHS[key]} 个字")
        return value.strip()

    def _date(self, table: Mapping[str, Any], path: tuple[str, ...]) -> PageDate:
        value = table.get("date")
        if value is None:
            return PageDate()
        # A bool is an int to Python, and a time of day more than a date.
        if type(value) not in (str, int, date):
            raise self.error((*path, "date"), "应写成 YYYY、YYYY-MM 或 YYYY-MM-DD")
        try:
            return parse_date(str(value), "manifest")
        except ValueError as error:
            raise self.error((*path, "date"), str(error)) from None

    def error(self, path: tuple[str, ...], problem: str) -> ManifestError:
        line = _line_of(self.text, path)
        place = f" 第 {line} 行" if line else ""
        return ManifestError(f"{self.where}{place}，{' › '.join(path)}：{problem}")


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line, from 1, on which the last key of `path` is written; None if it is not seen.

    Sees tables under their own headers, as people write them, not inline ones.
    """
    *table, key = path
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if opened := re.match(r"\s*\[+(?P<keys>[^]#]+)\]", line):
            header = _keys(opened["keys"])
            if header == list(path):
                return number
        elif header == table and _keys(line.partition("=")[0]) == [key]:
            return number
    return None


def _keys(written: str) -> list[str]:
    """The keys of a dotted key: pages."001.txt" has two."""
    found = re.findall(r'"([^"]*)"|\'([^\']*)\'|([^\s."\']+)', written)
    return ["".join(groups) for groups in found]
