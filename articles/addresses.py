"""Addresses as the world outside keeps them: with the site's name, and of the Chinese pages.

What is not written in several languages has one address, the same in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

# What makes another page of the same address; any other parameter is left out of it.
KEPT = ("letter", "year", "after")


class Placed(Protocol):
    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Site:
    """The site as whoever asks reaches it, or as `SITE_URL` says."""

    root: str  # https://news.example.cn

    @classmethod
    def of(cls, request: HttpRequest) -> Site:
        return cls(settings.SITE_URL or f"{request.scheme}://{request.get_host()}")

    def to(self, row: Placed) -> str:
        """The address of a row's page; the same from whichever language it is asked."""
        with override(settings.LANGUAGE_CODE):
            return self.root + row.get_absolute_url()

    def at(self, view: str, *args: object) -> str:
        with override(settings.LANGUAGE_CODE):
            return self.root + reverse(view, args=args)


def canonical(request: HttpRequest) -> str:
    """The one address of the page that was asked for, however it was come by."""
    return _kept(request, settings.LANGUAGE_CODE)


def alternates(request: HttpRequest) -> list[tuple[str, str]]:
    """The languages that the page is written in, each with its address; [] for a single one."""
    addresses = [(code, _kept(request, code)) for code, _ in settings.LANGUAGES]
    return addresses if len({address for _, address in addresses}) > 1 else []


def path_in(language: str, request: HttpRequest) -> str:
    """The path of the page that was asked for, as it is in that language."""
    match = request.resolver_match
    if match is None:
        return request.path
    with override(language):
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs)


def _kept(request: HttpRequest, language: str) -> str:
    kept = [(name, request.GET[name]) for name in KEPT if request.GET.get(name)]
    query = f"?{urlencode(kept)}" if kept else ""
    return Site.of(request).root + path_in(language, request) + query
