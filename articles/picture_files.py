"""The files of photographs: kept under names made of what is in them, removed with their story.

Until then a version of the story may need them, also of a picture that was taken out: nobody
can see it, for what is served is asked of the rows.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.models import Article, Picture
from articles.pictures import Photograph

FOLDER = "pictures"


def take_photograph(picture: Picture, photograph: Photograph) -> None:
    """Let a picture show this photograph; the caller saves the row.

    Each row has files of its own: where a name is taken already, the storage makes it another.
    """
    digest = hashlib.sha256(photograph.full.data).hexdigest()[:32]
    stem = f"{FOLDER}/{digest[:2]}/{digest}"
    name = default_storage.save(f"{stem}.jpg", ContentFile(photograph.full.data))
    picture.image = name
    picture.width, picture.height = photograph.full.width, photograph.full.height
    picture.sizes = {
        str(copy.width): default_storage.save(f"{stem}-{copy.width}.webp", ContentFile(copy.data))
        for copy in photograph.copies
    }


def remove_files_of(instance: Article, **_signal: Any) -> None:
    """A story is about to be deleted: with it go all files that it ever had."""
    pictures: list[Any] = list(instance.pictures.values("image", "sizes"))
    for state in instance.revisions.values_list("state__pictures", flat=True):
        pictures += state or []
    for each in {each["image"]: each for each in pictures}.values():
        transaction.on_commit(partial(_remove, each), robust=True)


def _remove(picture: dict[str, Any]) -> None:
    """Unless another story took the picture over, or had it put back from a version."""
    if Picture.objects.filter(image=picture["image"]).exists():
        return
    for name in (picture["image"], *picture["sizes"].values()):
        default_storage.delete(name)
