"""In which language a page is written: its address says so, and nothing else does.

In place of Django's LocaleMiddleware, which makes caches ask for the languages that a browser
prefers even where these change nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language_from_path, override

Answer = Callable[[HttpRequest], HttpResponseBase]


def language_of_address(get_response: Answer) -> Answer:
    """Write what is under /en/ in English, and everything else in the site's own language."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language  # as Django's own does
        with override(language):
            return get_response(request)

    return answer
