"""The pages in a .zip, read in place: nothing is unpacked to disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from articles.ingest.decode import MAX_BYTES, TOO_LARGE
from articles.ingest.errors import ManifestError
from articles.ingest.manifest import MANIFEST_NAME, Manifest
from articles.portable.names import is_portable
from articles.received import (
    ARCHIVE_SUFFIX,
    PAGE_SUFFIX,
    PageFile,
    Refused,
    is_hidden,
    natural_key,
    receive,
    receive_manifest,
)

# What zipfile lets through for a file that is damaged or no archive: its own error, and those
# of the parts it calls (ValueError: a name that is not the UTF-8 it claims to be).
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)

# What programs write. The others (LZMA above all) can ask for any amount of memory.
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

PORTABLE = "这是一期便携的报纸，不是版面的文字。请用命令导入：manage.py import_issue 文件.zip。"

ENCRYPTED = 0x1  # bits of ZipInfo.flag_bits
NAME_IS_UTF8 = 0x800


def collect_archive(file: IO[bytes], where: str) -> Iterator[PageFile | Refused]:
    """The pages of the .zip in `file`, which its giver calls `where`, in natural order."""
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGED:
        yield Refused(where, "压缩包打不开：不是 zip，或已损坏。请重新压缩。")
        return
    with archive:
        if is_portable(archive.namelist()):
            yield Refused(where, PORTABLE)
            return
        members = _members(archive)
        manifests: dict[PurePosixPath, Manifest | ManifestError] = {}
        for path, member in members:
            if path.name == MANIFEST_NAME:
                manifests[path.parent] = _manifest(archive, member, f"{where}/{path}")
        seen: set[PurePosixPath] = set()
        for path, member in members:
            if path in seen:
                yield Refused(f"{where}/{path}", "压缩包里有两个同名的文件，只读了第一个。")
            elif path.suffix.lower() == ARCHIVE_SUFFIX:
                yield Refused(f"{where}/{path}", "压缩包里又有压缩包。请先解开里面的这一个。")
            elif path.suffix.lower() == PAGE_SUFFIX:
                yield _page(archive, member, f"{where}/{path}", manifests.get(path.parent))
            else:
                continue
            seen.add(path)
        if not seen:
            yield Refused(where, "压缩包里没有 .txt 文件。")


def _members(archive: zipfile.ZipFile) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """The files a person put in, in the order a folder of them is read."""
    members = [
        # Some programs for Windows part folders by a backslash.
        (PurePosixPath(_name(member).replace("\\", "/")), member)
        for member in archive.infolist()
        if not member.is_dir()
    ]
    return sorted(
        (each for each in members if not any(is_hidden(part) for part in each[0].parts)),
        key=lambda each: _order(each[0]),
    )


def _order(path: PurePosixPath) -> tuple[object, ...]:
    """Files of a folder before its sub-folders, each in natural order."""
    folders = tuple((1, natural_key(part)) for part in path.parts[:-1])
    return (*folders, (0, natural_key(path.name)))


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; Chinese Windows writes GBK there, which zipfile reads as cp437."""
    if member.flag_bits & NAME_IS_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:  # already read right, from a field that says so
        return member.filename
    # macOS writes UTF-8 without saying so; GBK is hardly ever legal UTF-8.
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _page(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    path: str,
    manifest: Manifest | ManifestError | None,
) -> PageFile | Refused:
    if isinstance(manifest, ManifestError):
        return Refused(path, str(manifest))
    if obstacle := _obstacle(member):
        return Refused(path, obstacle)
    try:
        with archive.open(member) as stream:
            return receive(stream, path, manifest)
    except DAMAGED:
        return Refused(path, "压缩包里的这个文件已损坏。请重新压缩。")


def _manifest(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str
) -> Manifest | ManifestError:
    if obstacle := _obstacle(member):
        return ManifestError(f"{path}：{obstacle}")
    try:
        with archive.open(member) as stream:
            return receive_manifest(stream, path)
    except ManifestError as error:
        return error
    except DAMAGED:
        return ManifestError(f"{path}：压缩包里的这个文件已损坏。请重新压缩。")


def _obstacle(member: zipfile.ZipInfo) -> str:
    """Why the member is not even opened; "" when it can be. A bomb is refused here."""
    if member.flag_bits & ENCRYPTED:
        return "压缩包里的这个文件加了密码。请解密后再导入。"
    if member.compress_type not in COMPRESSIONS:
        return "压缩包用了少见的压缩方式。请用普通 zip 方式重新压缩。"
    return TOO_LARGE if member.file_size > MAX_BYTES else ""
