"""What the files of a portable issue are called, and what no file of it is called."""

from __future__ import annotations

import re

DOCUMENT = "issue.json"
INDEX = "index.html"
STYLE = "style.css"
SUMS = "SHA256SUMS"

_ALLOWED = re.compile(
    r"""
    issue\.json | index\.html | style\.css | SHA256SUMS
    | stories/[0-9]{3,6}\.html
    | text/[0-9]{3,6}\.txt
    | sources/[-a-zA-Z0-9_]{1,60}\.txt
    | pictures/[0-9]{3,6}-[0-9]{1,3}\.jpg
    """,
    re.VERBOSE,
)


def is_ours(name: str) -> bool:
    """Whether a file of a portable issue may have this name; no path leads out of it."""
    return _ALLOWED.fullmatch(name) is not None


def is_portable(names: list[str]) -> bool:
    """Whether a .zip with files of these names means to be a portable issue."""
    return DOCUMENT in names and SUMS in names
