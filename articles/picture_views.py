"""The files of photographs as browsers ask for them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.models import Picture

# The types that are kept; nothing else is ever sent.
TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
A_YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """One file of a picture, while readers may see its story; an editor may at any time.

    The name is made of what is in the file, so that a browser may keep it for good. What the
    storage is asked for is taken from the row, never from the address.
    """
    public = Picture.objects.published().filter(pk=pk).first()
    row = public or _for_editors(request, pk)
    stored = row.files.get(name) if row else None
    kind = TYPES.get(name.rpartition(".")[2])
    if stored is None or kind is None or not default_storage.exists(stored):
        raise Http404("没有这张图片。")
    response = FileResponse(default_storage.open(stored), content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'"
    if public:
        response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
    return response


def _for_editors(request: HttpRequest, pk: int) -> Picture | None:
    if not request.user.has_perm("articles.view_article"):
        return None
    return Picture.objects.filter(pk=pk).first()
