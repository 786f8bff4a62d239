"""From the paths a person gives to the files of pages, one at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from articles.archives import collect_archive
from articles.ingest.errors import ManifestError
from articles.ingest.manifest import MANIFEST_NAME, Manifest
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

__all__ = ["STDIN", "PageFile", "Refused", "collect", "collect_upload"]

STDIN = "-"
STDIN_NAME = "stdin.txt"

_PLAIN = "请另存为纯文本 .txt 再导入。"
_UNPACK = "请改用 .zip，或解开后给出文件夹。"
_RECOGNISE = "请先做文字识别，存为 .txt 再导入。"
ADVICE = {
    **dict.fromkeys((".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt", ".html", ".htm"), _PLAIN),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), _UNPACK),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif"), _RECOGNISE),
}


def collect(paths: Sequence[str], stdin: IO[bytes]) -> Iterator[PageFile | Refused]:
    """Each page of the files, folders, archives and `-` in `paths`, read when asked for.

    A folder is read with its sub-folders, its own files first; hidden files, linked folders
    and what is no .txt are passed over. A file given twice is read once.
    """
    collector = _Collector()
    for path in dict.fromkeys(paths):
        if path != STDIN:
            yield from collector.given(path)
            continue
        try:
            yield receive(stdin, STDIN_NAME)
        except OSError as error:
            yield Refused(STDIN, _reason(error))


def collect_upload(name: str, stream: IO[bytes]) -> Iterator[PageFile | Refused]:
    """The pages of one uploaded .txt or .zip called `name`."""
    suffix = Path(name).suffix.lower()
    if suffix == ARCHIVE_SUFFIX:
        yield from collect_archive(stream, name)
    elif suffix == PAGE_SUFFIX:
        yield receive(stream, name)
    else:
        yield Refused(name, _unsupported(suffix))


class _Collector:
    """One walk over what was given; remembers only names, and the manifests."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.manifests: dict[str, Manifest | ManifestError | None] = {}

    def given(self, path: str) -> Iterator[PageFile | Refused]:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            yield Refused(_shown(path), _reason(error))
            return
        suffix = Path(path).suffix.lower()
        if stat.S_ISDIR(mode):
            yield from self._folder(path)
        elif suffix == PAGE_SUFFIX:
            yield from self._file(path)
        elif suffix == ARCHIVE_SUFFIX:
            yield from self._archive(path)
        # A manifest comes along with seeds/*; it is read with its pages.
        elif os.path.basename(path) != MANIFEST_NAME:
            yield Refused(_shown(path), _unsupported(suffix))

    def _folder(self, path: str) -> Iterator[PageFile | Refused]:
        empty = True
        for found in _walk(path):
            empty = False
            if isinstance(found, Refused):
                yield found
            else:
                yield from self._file(found)
        if empty:
            yield Refused(
                _shown(path), "文件夹里没有 .txt 文件。压缩包不会自动打开，请直接给出它的路径。"
            )

    def _is_new(self, path: str) -> bool:
        real = os.path.realpath(path)
        new = real not in self.seen
        self.seen.add(real)
        return new

    def _file(self, path: str) -> Iterator[PageFile | Refused]:
        if not self._is_new(path):
            return
        manifest = self._manifest(os.path.dirname(path))
        if isinstance(manifest, ManifestError):
            yield Refused(_shown(path), str(manifest))
            return
        try:
            # Opening a pipe would wait for its writer.
            if not stat.S_ISREG(os.stat(path).st_mode):
                yield Refused(_shown(path), "不是普通文件。")
                return
            with open(path, "rb") as stream:
                page = receive(stream, _shown(path), manifest)
        except OSError as error:
            page = Refused(_shown(path), _reason(error))
        yield page

    def _archive(self, path: str) -> Iterator[PageFile | Refused]:
        if not self._is_new(path):
            return
        try:
            with open(path, "rb") as stream:
                yield from collect_archive(stream, _shown(path))
        except OSError as error:
            yield Refused(_shown(path), _reason(error))

    def _manifest(self, folder: str) -> Manifest | ManifestError | None:
        """The folder's issue.toml, read once; the error if it cannot be used."""
        if folder not in self.manifests:
            self.manifests[folder] = _read_manifest(os.path.join(folder, MANIFEST_NAME))
        return self.manifests[folder]


def _read_manifest(path: str) -> Manifest | ManifestError | None:
    try:
        with open(path, "rb") as stream:
            return receive_manifest(stream, _shown(path))
    except FileNotFoundError:
        return None
    except ManifestError as error:
        return error
    except OSError as error:
        return ManifestError(f"{_shown(path)}：{_reason(error)}")


def _walk(folder: str) -> Iterator[str | Refused]:
    """The paths of the pages under `folder`, its own first."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                (entry for entry in entries if not is_hidden(entry.name)),
                key=lambda entry: natural_key(entry.name),
            )
    except OSError as error:
        yield Refused(_shown(folder), _reason(error))
        return
    folders = [entry.path for entry in found if entry.is_dir(follow_symlinks=False)]
    for entry in found:
        if entry.path not in folders and Path(entry.name).suffix.lower() == PAGE_SUFFIX:
            yield entry.path
    for path in folders:
        yield from _walk(path)


def _shown(path: str) -> str:
    """The path as text; a name that is not UTF-8 on the disk is GBK from Chinese Windows."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
    return path


def _unsupported(suffix: str) -> str:
    return f"不收{f' {suffix} ' if suffix else '没有扩展名的'}文件。" + ADVICE.get(
        suffix, "只收 .txt、.zip 和装着它们的文件夹；若是纯文本，请把扩展名改成 .txt。"
    )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件或文件夹。请核对路径。"
    if isinstance(error, PermissionError):
        return "没有读取权限。请更改权限或换个用户运行。"
    return f"读不出来（{error}）。请核对路径，或换一处存放。"
