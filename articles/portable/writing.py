"""A portable issue as a .zip: pages to read offline, texts, the document, and checksums."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from articles.models import Article, Issue
from articles.paragraphs import paragraphs
from articles.portable.documents import PortableIssue, portable_issue
from articles.portable.names import DOCUMENT, INDEX, STYLE, SUMS
from articles.portable.schema import StoryPart
from articles.reading import story_parts, typeset

# The same rows make the same file, to the byte.
MADE_AT = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
CHUNK = 1024 * 1024  # bytes


def write_issue(issue: Issue, file: IO[bytes], site: str = "") -> int:
    """Write the published stories of an issue; one picture at a time is in memory.

    Args:
        site: what addresses of the archive begin with; none are written without.

    Returns:
        How many stories.
    """
    portable = portable_issue(issue)
    sums: dict[str, str] = {}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in _files(portable, site):
            sums[name] = hashlib.sha256(data).hexdigest()
            # A photograph is packed already.
            packing = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
            _add(archive, name, data, packing)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        _add(archive, SUMS, lines.encode(), zipfile.ZIP_DEFLATED)
    return len(portable.stories)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, packing: int) -> None:
    info = zipfile.ZipInfo(name, MADE_AT)
    info.external_attr = READABLE
    info.compress_type = packing
    archive.writestr(info, data)


def _files(portable: PortableIssue, site: str) -> Iterator[tuple[str, bytes]]:
    yield DOCUMENT, portable.document.model_dump_json(indent=1).encode()
    yield INDEX, _index(portable, site).encode()
    yield STYLE, _style()
    for page in portable.document.pages:
        for story in page.stories:
            row = portable.stories[story.file]
            yield story.file, _page(portable, story, row, site).encode()
            yield story.text, plain_text(row).encode()
    for name, text in portable.sources.items():
        yield name, text.encode()
    for name, stored in portable.pictures.items():
        with default_storage.open(stored) as picture:
            yield name, picture.read()


def _index(portable: PortableIssue, site: str) -> str:
    context = {
        "issue": portable.issue,
        "pages": [
            {
                "label": portable.stories[page.stories[0].file].page.label,
                "stories": page.stories,
                "sources": page.sources,
            }
            for page in portable.document.pages
        ],
        "address": f"{site}{portable.issue.get_absolute_url()}" if site else "",
        "document": DOCUMENT,
        "style": STYLE,
    }
    return render_to_string("articles/portable/index.html", context)


def _page(portable: PortableIssue, story: StoryPart, row: Article, site: str) -> str:
    files = list(portable.stories)
    place = files.index(story.file)
    context = {
        "issue": portable.issue,
        "page": row.page,
        "story": row,
        "parts": story_parts(row.body, {}, row.dateline),
        "pictures": story.pictures,
        "mentions": story.mentions,
        "tags": story.tags,
        "corrections": story.corrections,
        "previous": files[place - 1] if place else "",
        "next": files[place + 1] if place + 1 < len(files) else "",
        "index": INDEX,
        "style": STYLE,
        "address": f"{site}{row.get_absolute_url()}" if site else "",
    }
    return render_to_string("articles/portable/story.html", context)


def plain_text(story: Article) -> str:
    """A story as text alone, a paragraph a line."""
    heads = (story.section, story.kicker, story.headline, story.deck)
    body = [part.text for part in paragraphs(story.body)]
    if story.dateline:
        body = [f"{story.dateline} {body[0]}", *body[1:]] if body else [story.dateline]
    lines = [*filter(None, heads), "", *body, "", story.byline_text]
    return typeset("\n".join(lines)).strip() + "\n"


def _style() -> bytes:
    found = finders.find("newsroom/portable.css")
    return Path(str(found)).read_bytes()
