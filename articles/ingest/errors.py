"""What can be wrong with an input, said so that an editor understands it."""

from __future__ import annotations


class PageError(Exception):
    """A page that cannot be read; the text is Chinese and says why and what to do."""


class DecodeError(PageError):
    """The bytes of a page are not text in an encoding that is read."""


class ManifestError(PageError):
    """An issue.toml that cannot be used; the text names the file and the field."""
