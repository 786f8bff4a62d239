"""Opening a portable issue that anybody may have sent: nothing of it is believed unchecked."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from pydantic import ValidationError

from articles.archives import COMPRESSIONS, DAMAGED, ENCRYPTED
from articles.ingest import decode
from articles.pictures import MAX_BYTES as MAX_PICTURE
from articles.portable.names import DOCUMENT, SUMS, is_ours, is_portable
from articles.portable.schema import FORMAT, IssuePart
from articles.received import ARCHIVE_SUFFIX

MAX_FILES = 10_000
MAX_TOTAL = 1024 * 1024 * 1024  # bytes unpacked; a daily with a hundred photographs has a tenth
MAX_TEXT_FILE = 64 * 1024 * 1024  # bytes: the document of some thousand stories
CHUNK = 256 * 1024

_SUM = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[^\r\n]+)")
_FORMAT = re.compile(rb'"format"\s*:\s*"(?P<format>newsroom-issue/[0-9]{1,6})"')


class PortableError(Exception):
    """A .zip that is no portable issue, or a damaged one; the text tells an editor why."""


@dataclass(frozen=True, slots=True)
class CheckedIssue:
    """A portable issue whose files are what its checksums say; open while it is stored."""

    document: IssuePart
    texts: dict[str, str]  # of the pages as received, by their file
    _archive: zipfile.ZipFile

    def picture(self, name: str) -> IO[bytes]:
        return self._archive.open(name)


def portable_among(paths: Sequence[str]) -> list[str]:
    """The .zip files that mean to be portable issues; of each its list alone is read."""
    return [path for path in paths if path.lower().endswith(ARCHIVE_SUFFIX) and _means_to_be(path)]


def _means_to_be(path: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return is_portable(archive.namelist())
    except DAMAGED:
        return False


@contextmanager
def open_issue(file: IO[bytes]) -> Iterator[CheckedIssue]:
    """Check everything, then give the issue.

    Raises:
        PortableError: something is wrong with it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive.infolist())
            _check_sums(archive)
            document = _document(archive)
            yield CheckedIssue(document, _texts(archive, document), archive)
    except DAMAGED as error:
        raise PortableError("压缩包打不开或已损坏，请重新下载。") from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES:
        raise PortableError(f"压缩包里有 {len(members)} 个文件，一期报纸没有这么多。")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise PortableError("压缩包解开后太大，不是一期报纸。")
    seen = set()
    for member in members:
        name = member.filename
        if not is_ours(name):
            raise PortableError(f"压缩包里有不该有的文件：{name[:80]!r}。")
        if name in seen:
            raise PortableError(f"压缩包里有两个 {name}。")
        seen.add(name)
        # What other systems than Unix write there is no kind of file.
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise PortableError(f"{name} 是链接或特殊文件，不收。")
        if member.flag_bits & ENCRYPTED:
            raise PortableError(f"{name} 加了密码，不收。")
        if member.compress_type not in COMPRESSIONS:
            raise PortableError(f"{name} 用了少见的压缩方式，不收。")
        if member.file_size > _largest(name):
            raise PortableError(f"{name} 解开后太大，不收。")


def _largest(name: str) -> int:
    if name.startswith("pictures/"):
        return MAX_PICTURE
    # In UTF-8 a page takes up to half as much again as it was received with.
    return decode.MAX_BYTES * 2 if name.startswith("sources/") else MAX_TEXT_FILE


def _check_sums(archive: zipfile.ZipFile) -> None:
    """Each file but the list has its line in the list, and each line its file."""
    names = set(archive.namelist()) - {SUMS}
    if not is_portable(archive.namelist()):
        raise PortableError(f"缺少 {DOCUMENT} 或 {SUMS}，不是便携的一期。")
    sums = {}
    for line in archive.read(SUMS).decode().splitlines():
        found = _SUM.fullmatch(line)
        if found is None:
            raise PortableError(f"{SUMS} 里有读不懂的一行：{line[:80]!r}。")
        sums[found["name"]] = found["digest"]
    if sums.keys() != names:
        odd = min(sums.keys() ^ names)
        raise PortableError(f"{SUMS} 与压缩包里的文件对不上：{odd[:80]!r}。")
    for name, digest in sums.items():
        if _digest(archive, name) != digest:
            raise PortableError(f"{name} 与校验和不符：下载不完整，或被改过。请重新下载。")


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _document(archive: zipfile.ZipFile) -> IssuePart:
    data = archive.read(DOCUMENT)
    said = _FORMAT.search(data, 0, 4096)
    if said is None or said["format"].decode() != FORMAT:
        version = said["format"].decode() if said else "没有写明"
        raise PortableError(f"这一期的格式是“{version}”，这里只认 {FORMAT}；请升级后再导入。")
    if b"\\u0000" in data:  # no database takes a NUL
        raise PortableError(f"{DOCUMENT} 里有空字符。")
    try:
        document = IssuePart.model_validate_json(data)
    except (ValidationError, RecursionError) as error:
        raise PortableError(f"{DOCUMENT} 的内容不合格式{_where(error)}。") from error
    _check_files(document, set(archive.namelist()))
    return document


def _where(error: Exception) -> str:
    """The place of the first mistake: pages › 0 › stories › 2 › key."""
    if not isinstance(error, ValidationError):
        return ""
    place = " › ".join(str(part) for part in error.errors()[0]["loc"])
    return f"：{place}" if place else ""


def _check_files(document: IssuePart, names: set[str]) -> None:
    for page in document.pages:
        held = {source.sha256 for source in page.sources}
        for story in page.stories:
            if story.source is not None and story.source not in held:
                raise PortableError(f"《{story.fields.headline}》所据的原文不在这一期里。")
        files = [source.file for source in page.sources]
        files += [picture.file for story in page.stories for picture in story.pictures]
        if missing := [name for name in files if name not in names]:
            raise PortableError(f"缺少文件 {missing[0][:80]!r}。")


def _texts(archive: zipfile.ZipFile, document: IssuePart) -> dict[str, str]:
    texts = {}
    for source in (each for page in document.pages for each in page.sources):
        texts[source.file] = archive.read(source.file).decode()
        if "\0" in texts[source.file]:
            raise PortableError(f"{source.file} 里有空字符。")
    for page in document.pages:
        lengths = {source.sha256: len(texts[source.file]) for source in page.sources}
        for story in page.stories:
            length = lengths.get(story.source or "", 0)
            if any(not start < end <= length for start, end in story.spans):
                raise PortableError(f"《{story.fields.headline}》在原文中的位置不对。")
    return texts
