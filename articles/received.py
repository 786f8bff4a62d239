"""A page's file as received, or why it is refused; the order in which files are read."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

from articles.ingest.decode import MAX_BYTES, TOO_LARGE, decode
from articles.ingest.errors import DecodeError, ManifestError
from articles.ingest.hints import hints_from_name, merge_hints
from articles.ingest.manifest import Manifest, parse_manifest
from articles.ingest.records import PageHints

PAGE_SUFFIX = ".txt"
ARCHIVE_SUFFIX = ".zip"
MAX_NAME = 200  # characters, as the archive's field for it

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class PageFile:
    """The bytes of one page and what is known beside them."""

    name: str  # without its folder
    path: str  # as the person who gave it would call it
    data: bytes
    hints: PageHints  # of the manifest, then of the file's name


@dataclass(frozen=True, slots=True)
class Refused:
    path: str
    reason: str  # Chinese: why, and what to do


def receive(stream: IO[bytes], path: str, manifest: Manifest | None = None) -> PageFile | Refused:
    """The page in `stream`, never more of it in memory than a page may have.

    Raises:
        OSError: of the stream.
    """
    name = path.rpartition("/")[2].rpartition(os.sep)[2]
    if len(name) > MAX_NAME:
        return Refused(path, f"文件名超过 {MAX_NAME} 个字符，请改短。")
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Refused(path, TOO_LARGE)
    hints = hints_from_name(name)
    if manifest is not None:
        hints = merge_hints(manifest.hints_for(name), hints)
    return PageFile(name, path, data, hints)


def receive_manifest(stream: IO[bytes], path: str) -> Manifest:
    """The issue.toml in `stream`; editors save it in any encoding a page may have.

    Raises:
        ManifestError: it cannot be used.
        OSError: of the stream.
    """
    data = stream.read(MAX_BYTES + 1)
    try:
        text = decode(data).text if data.strip() else ""
    except DecodeError as error:
        raise ManifestError(f"{path}：{error}") from None
    return parse_manifest(text, path)


def natural_key(name: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """Sorts names as people count: 2 before 10, whatever the width or case of letters."""
    pieces = _DIGITS.split(unicodedata.normalize("NFKC", name).casefold())
    # Every second piece is digits; compared as text by length, however long they are.
    numbered = tuple(_count(piece) if place % 2 else piece for place, piece in enumerate(pieces))
    return numbered, name


def _count(digits: str) -> tuple[int, str]:
    significant = digits.lstrip("0")
    return len(significant), significant


def is_hidden(name: str) -> bool:
    """Whether a system put it there, not a person: .DS_Store, ._001.txt, __MACOSX."""
    return name.startswith(".") or name == "__MACOSX"
