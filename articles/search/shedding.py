"""Turning searches away while too many run, so that those who read are not kept waiting."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_AFTER = 5  # seconds

View = Callable[..., HttpResponse]


def shed(view: View) -> View:
    """Answer 503 where as many searches as `SEARCHES_AT_ONCE` run in this process already."""
    running = BoundedSemaphore(settings.SEARCHES_AT_ONCE)

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not running.acquire(blocking=False):
            response = render(request, "articles/search_busy.html", status=503)
            response["Retry-After"] = str(RETRY_AFTER)
            return response
        try:
            return view(request, *args, **kwargs)
        finally:
            running.release()

    return guarded
