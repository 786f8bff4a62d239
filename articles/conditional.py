"""Pages for readers who have them already: 304 from one query, as long as nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.models import ArchiveStamp, Article

View = Callable[..., HttpResponseBase]

# Whoever keeps a page asks each time whether it is still the one.
KEEP_AND_ASK = "public, max-age=0, must-revalidate"

# What a page is made of beside the archive
CODE = {".py", ".html", ".css", ".js", ".svg", ".mo", ".txt"}
CODE_FOLDERS = ("articles", "people", "newsroom", "templates")


def public_page(view: View) -> View:
    """A page that is the same for everyone, to GET and HEAD: with an ETag, and 304 for it.

    Whoever is logged in, and everyone while DEBUG is on, gets it made anew.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        etag = archive_etag()
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
        response.headers["ETag"] = etag
        response.headers.setdefault("Cache-Control", KEEP_AND_ASK)
        return response

    return require_safe(answer)


def archive_etag() -> str:
    """What is another one as soon as anything readers see is; one query, along an index.

    It is weak: the same page may be packed in other ways. The day is in it for the pages that
    look back on it, the code for those that a new release sets otherwise, and the language.
    """
    now = timezone.now()
    due = Article.objects.filter(published_at__lte=now).order_by("-published_at")
    newest = Subquery(due.values("published_at")[:1])
    parts = [_code(), get_language() or "", timezone.localdate(now).isoformat()]
    for row in ArchiveStamp.objects.order_by("writer").values_list("writer", "value", newest):
        parts.append(str(row))
    return f'W/"{hashlib.sha256("".join(parts).encode()).hexdigest()[:32]}"'


@cache
def _code() -> str:
    """A digest of the code and the templates that run here."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in CODE and path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()
