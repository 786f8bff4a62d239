"""Writing what an export yields, piece by piece: to a file that appears whole, or a terminal."""

from __future__ import annotations

import gzip
import os
import sys
import zipfile
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Protocol

from django.core.management.base import CommandError

GZIP_LEVEL = 6  # 1 to 9: beyond, it takes twice as long for a hundredth less


class Stream(Protocol):
    def write(self, text: str, /, *, ending: str) -> object: ...


def write_out(pieces: Iterable[str], output: Path | None, terminal: Stream) -> None:
    """Write to the file, or to the terminal where there is none.

    Raises:
        CommandError: the file cannot be written.
    """
    if output is None:
        for piece in pieces:
            terminal.write(piece, ending="")
        return
    with WholeFile(output) as part, _opened(part, output) as file:
        file.writelines(pieces)


def _opened(part: Path, output: Path) -> IO[str]:
    """Where to write text; it is packed where the name of the file says .gz."""
    if output.suffix.lower() == ".gz":
        return gzip.open(part, "wt", encoding="utf-8", newline="", compresslevel=GZIP_LEVEL)
    return part.open("w", encoding="utf-8", newline="")


def let_go_of_stdout() -> None:
    """Nobody reads what is still buffered: without this the interpreter complains at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_files(files: Mapping[str, Iterable[str]], output: Path) -> None:
    """Write these files into one zip, or into a folder.

    Raises:
        CommandError: they cannot be written.
    """
    if output.suffix.lower() != ".zip":
        for name, pieces in files.items():
            with (
                WholeFile(output / name) as part,
                part.open("w", encoding="utf-8", newline="") as file,
            ):
                file.writelines(pieces)
        return
    with WholeFile(output) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files.items():
            with TextIOWrapper(archive.open(name, "w"), encoding="utf-8", newline="") as file:
                file.writelines(pieces)


class WholeFile:
    """A name to write under until the file is whole; what was there stays until then."""

    def __init__(self, output: Path) -> None:
        self.output = output

    @property
    def part(self) -> Path:
        return self.output.with_name(f"{self.output.name}.part")

    def __enter__(self) -> Path:
        if self.output.is_dir():
            raise CommandError(f"写不了 {self.output}：那里是一个文件夹。")
        try:
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self.part.touch()
        except OSError as error:
            raise CommandError(f"写不了 {self.output}：{error.strerror}。") from error
        return self.part

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, *_: object
    ) -> None:
        if kind is None:
            os.replace(self.part, self.output)
            return
        self.part.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            reason = error.strerror or str(error)
            raise CommandError(f"没有写完 {self.output}：{reason}。原来的文件没有动。") from error
