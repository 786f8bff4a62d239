"""Taking in the files that an editor sends, keeping them until their plan is seen, importing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import chain
from typing import IO, Protocol

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.importing import Import, Options
from articles.ingest.errors import ManifestError
from articles.ingest.hints import merge_hints, parse_date
from articles.ingest.manifest import MANIFEST_NAME, Manifest
from articles.ingest.records import PageDate, PageHints
from articles.models import Upload, UploadedFile
from articles.received import (
    PAGE_SUFFIX,
    PageFile,
    Refused,
    natural_key,
    receive,
    receive_manifest,
)
from articles.sources import collect_upload
from articles.storage import lexicon_from_archive

# What one request reads, plans and stores in a few seconds: the densest page is some 60 kB, an
# issue seldom has more pages. What is larger goes by the command.
MAX_PAGES = 40
MAX_PAGE_BYTES = 256 * 1024
MAX_BYTES = 3 * 1024 * 1024  # together, and unpacked
KEPT_FOR = timedelta(days=1)

TOO_MANY = f"一次最多 {MAX_PAGES} 版，这一版和后面的没有收。请分几次上传。"
TOO_MUCH = (
    f"一次最多 {MAX_BYTES // 1024 // 1024} MiB（解压之后），这一版和后面的没有收。请分几次上传。"
)
PAGE_TOO_LARGE = f"文件超过 {MAX_PAGE_BYTES // 1024} KiB，不像一版的文字。请一版一个文件。"

TYPED = ("paper", "date", "number", "name")


class Sent(Protocol):
    """A file as it comes with a request."""

    name: str | None
    size: int | None
    file: IO[bytes]


@dataclass(slots=True)
class Received:
    """What came of the files sent: the row of the upload, or None where no page was among them."""

    upload: Upload | None = None
    refused: list[Refused] = field(default_factory=list)


@transaction.atomic
def keep_upload(
    files: Sequence[Sent], by: AbstractBaseUser, typed: Mapping[str, str], *, publish: bool = False
) -> Received:
    """Keep the pages of these files until their plan is seen; what cannot be kept is named.

    Args:
        typed: what the editor says of all pages, by the names of TYPED.
    """
    forget_old()
    received = Received()
    pages: list[PageFile] = []
    size = 0
    for each in _pages(files):
        if isinstance(each, Refused):
            received.refused.append(each)
            continue
        size += len(each.data)
        if len(pages) == MAX_PAGES or size > MAX_BYTES:
            received.refused.append(Refused(each.path, TOO_MUCH if size > MAX_BYTES else TOO_MANY))
            break
        pages.append(each)
    if pages:
        received.upload = _store(pages, by, typed, publish=publish, refused=received.refused)
    return received


def _pages(files: Sequence[Sent]) -> Iterator[PageFile | Refused]:
    """The pages in the order in which people count; those of an archive when they are asked for."""
    ordered = sorted(files, key=lambda each: natural_key(each.name or ""))
    manifest: Manifest | ManifestError | None = None
    for sent in ordered:
        if sent.name == MANIFEST_NAME:
            manifest = _manifest(sent)
    for sent in ordered:
        name = sent.name or ""
        if name == MANIFEST_NAME:
            continue
        if (sent.size or 0) > MAX_BYTES:
            yield Refused(name, f"文件超过 {MAX_BYTES // 1024 // 1024} MiB。请拆开，或用命令导入。")
        elif not name.lower().endswith(PAGE_SUFFIX):
            yield from map(_fitting, collect_upload(name, sent.file))
        elif isinstance(manifest, ManifestError):
            yield Refused(name, str(manifest))
        else:
            yield _fitting(receive(sent.file, name, manifest))


def _manifest(sent: Sent) -> Manifest | ManifestError:
    try:
        return receive_manifest(sent.file, MANIFEST_NAME)
    except ManifestError as error:
        return error


def _fitting(page: PageFile | Refused) -> PageFile | Refused:
    if isinstance(page, PageFile) and len(page.data) > MAX_PAGE_BYTES:
        return Refused(page.path, PAGE_TOO_LARGE)
    return page


def _store(
    pages: Sequence[PageFile],
    by: AbstractBaseUser,
    typed: Mapping[str, str],
    *,
    publish: bool,
    refused: Sequence[Refused],
) -> Upload:
    upload = Upload.objects.create(
        made_by_id=by.pk, publish=publish, refused=[as_row(each) for each in refused]
    )
    said = {name: value for name, value in typed.items() if value}
    UploadedFile.objects.bulk_create(
        UploadedFile(
            upload=upload,
            position=position,
            path=page.path,
            data=page.data,
            hints=asdict(page.hints),
            typed=said,
        )
        for position, page in enumerate(pages, start=1)
    )
    return upload


def as_row(refused: Refused) -> dict[str, str]:
    """As `ImportRun.refused` keeps it."""
    return {"source": refused.path, "reason": refused.reason}


def forget_old() -> None:
    """Drop what was sent more than KEPT_FOR ago; whoever uploads sweeps."""
    Upload.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()


def uploads_of(user: AbstractBaseUser) -> QuerySet[Upload]:
    """What this editor sent and may still import; nobody else sees it."""
    return Upload.objects.filter(made_by_id=user.pk, made_at__gte=timezone.now() - KEPT_FOR)


def page_file(row: UploadedFile) -> PageFile:
    """The page as the importer takes it: what the editor typed outranks the file's own hints."""
    hints = dict(row.hints)
    held = PageHints(**(hints | {"date": PageDate(**hints["date"])})) if hints else PageHints()
    typed = row.typed
    day = parse_date(typed["date"], "option") if typed.get("date") else PageDate()
    said = PageHints(typed.get("paper", ""), day, typed.get("number", ""), typed.get("name", ""))
    name = row.path.replace("\\", "/").rpartition("/")[2]
    return PageFile(name, row.path, bytes(row.data), merge_hints(said, held))


def import_upload(upload: Upload, by: AbstractBaseUser) -> Import:
    """Import the pages that were not left out, and forget the upload.

    Each page is stored in a transaction of its own: stopped on the way, the rest is still there
    and can be gone on with.
    """
    rows = list(upload.files.filter(left_out=False).order_by("position"))
    refused = [Refused(each["source"], each["reason"]) for each in upload.refused]
    importer = Import(Options(publish=upload.publish), lexicon_from_archive())
    files: Iterator[PageFile | Refused] = chain(refused, map(page_file, rows))
    importer.run(files, [row.path for row in rows], by=by, upload=upload)
    upload.delete()
    importer.log.upload = None
    return importer
