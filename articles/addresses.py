"""Addresses as the world outside keeps them: with the site's name, and of the Chinese pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
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
    kept = [(name, request.GET[name]) for name in KEPT if request.GET.get(name)]
    path = translate_url(request.path, settings.LANGUAGE_CODE)
    return Site.of(request).root + path + (f"?{urlencode(kept)}" if kept else "")
