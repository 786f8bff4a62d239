"""The files of photographs: kept under names made of what is in them, removed with their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.models import Picture
from articles.pictures import Photograph

FOLDER = "pictures"


def take_photograph(picture: Picture, photograph: Photograph) -> None:
    """Let a picture show this photograph; the caller saves the row.

    What it showed before is removed once the transaction stands. Each row has files of its
    own: where a name is taken already, the storage makes it another one.
    """
    _remove(picture.files.values())
    digest = hashlib.sha256(photograph.full.data).hexdigest()[:32]
    stem = f"{FOLDER}/{digest[:2]}/{digest}"
    name = default_storage.save(f"{stem}.jpg", ContentFile(photograph.full.data))
    picture.image = name
    picture.width, picture.height = photograph.full.width, photograph.full.height
    picture.sizes = {
        str(copy.width): default_storage.save(f"{stem}-{copy.width}.webp", ContentFile(copy.data))
        for copy in photograph.copies
    }


def remove_files_of(instance: Picture, **_signal: Any) -> None:
    """A picture was deleted."""
    _remove(instance.files.values())


def _remove(names: Iterable[str]) -> None:
    """Remove these files once the transaction stands."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
