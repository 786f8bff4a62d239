"""The data in the jieba wheel, and what is made of it, kept in a folder of our own."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

# What is kept is plain text that is read and never run, unlike jieba's own cache, which is
# under a guessable name in the temporary folder all users share.
CACHE_DIR = Path(__file__).resolve().parents[2] / "var" / "jieba"


def jieba_text(name: str) -> str:
    """One file of the wheel, found without running jieba: it takes long to import, and warns.

    Raises:
        ModuleNotFoundError: jieba is not installed.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed; its dictionary is needed")
    return (Path(spec.origin).parent / name).read_text("utf-8")


def kept(name: str, make: Callable[[], bytes], folder: Path = CACHE_DIR) -> bytes:
    """What `make` makes, never empty, from its file once it was made.

    The file is renamed into place whole, so processes may share it; another version of jieba
    has another.
    """
    file = folder / f"{name}-{_version()}.cache"
    with suppress(OSError):
        if data := file.read_bytes():  # empty when the machine stopped while it was written
            return data
    data = make()
    with suppress(OSError):  # without the folder it is made each time
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(file)
    return data


@cache
def _version() -> str:
    return metadata.version("jieba")
