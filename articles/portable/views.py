"""The portable issue for readers to take along."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from articles.api.references import addresses_of
from articles.conditional import public_page
from articles.models import Issue
from articles.portable.writing import write_issue

IN_MEMORY = 4 * 1024 * 1024  # bytes; an issue with many photographs goes to the disk


@public_page
def issue_zip(request: HttpRequest, slug: str) -> FileResponse:
    """The published stories of an issue as a .zip."""
    issue = get_object_or_404(Issue.objects.published().select_related("newspaper"), slug=slug)
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- the response closes it
    write_issue(issue, file, addresses_of(request).site)
    file.seek(0)
    name = f"{issue.newspaper}-{issue.slug}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
