"""Addresses that name what no database column can hold: such a page does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

# A number of twenty digits, a NUL: SQLite refuses them with the one, PostgreSQL with the other.
REFUSED = (OverflowError, DataError)


class OddAddresses:
    """Answers 404 where a database cannot be asked for what an address says."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.method in ("GET", "HEAD") and isinstance(exception, REFUSED):
            return page_not_found(request, exception)
        return None
