"""How the API answers over HTTP: readable from any page, 304 where nothing changed, HEAD, 405."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from articles.api.problems import METHODS, problem
from articles.conditional import KEEP_AND_ASK, archive_etag
from articles.search.shedding import RETRY_AFTER, shed

View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """A view of the API, with all that HTTP asks of one that can only be read."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = METHODS
        elif request.method not in ("GET", "HEAD"):
            response = problem(405, "这里只能读取：请用 GET 或 HEAD。")
        else:
            response = _read(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response

    # There is nothing to forge: nobody is asked who they are, and nothing is written.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer, or 304: at once where the archive is as it was, else where the answer is."""
    # The server leaves the body of an answer to HEAD away.
    request.method = "GET"
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    known = [etag.removeprefix("W/").strip('"') for etag in etags]
    stamp = _digest((archive_etag(), request.build_absolute_uri()))
    for etag in known:
        if etag.partition("-")[0] == stamp:
            return _cacheable(HttpResponseNotModified(), etag)
    response = view(request, *args, **kwargs)
    if response.status_code != 200:
        return response
    content = _digest(response.content)
    etag = f"{stamp}-{content}"
    if any(each.rpartition("-")[2] == content for each in known):
        return _cacheable(HttpResponseNotModified(), etag)
    return _cacheable(response, etag)


def _cacheable(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = KEEP_AND_ASK
    return response


def _digest(value: object) -> str:
    data = value if isinstance(value, bytes) else repr(value).encode()
    return blake2b(data, digest_size=8).hexdigest()


def shedding(view: View) -> View:
    """A search of the API; turned away as those of the site are while too many run."""
    guarded = shed(view)

    @wraps(view)
    def searched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = guarded(request, *args, **kwargs)
        if response.status_code == 503:
            busy = problem(503, f"检索的人太多，请过 {RETRY_AFTER} 秒再来。")
            busy["Retry-After"] = str(RETRY_AFTER)
            return busy
        response["X-Robots-Tag"] = "noindex"
        return response

    return searched
