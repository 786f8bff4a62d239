"""Which index is asked: the only place of search that looks at which database it is."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from django.db import connection

from articles.search import postgresql, sqlite
from articles.search.entries import Entry
from articles.search.query import Term
from articles.search.sql import Entries, Sql


class Index(Protocol):
    """What each of them can do."""

    # What makes its tables, and takes them away, beside what the models say.
    CREATE: tuple[str, ...]
    DROP: tuple[str, ...]
    # Whether it can only take out of it what it is told once more.
    FORGETS_BY_NAME: bool

    def add(self, entries: Iterable[Entry]) -> None: ...
    def take_out(self, entries: Iterable[Entry]) -> None: ...
    def empty(self) -> None: ...
    def tidy(self) -> None:
        """Put into one what many writes left in parts."""

    def holds(self, entry: Entry) -> bool: ...
    def count_tokens(self) -> int | None:
        """How many tokens of stories it holds, each once a story; None: just those of entries."""

    def asking(self) -> AbstractContextManager[None]:
        """To be open while anything is asked of the index."""

    def matching(self, tokens: Iterable[str]) -> Sql:
        """The places of the stories that have all of these tokens."""

    def having_all(self, tokens: Iterable[str]) -> Entries:
        """The entries that have all of these tokens."""

    def printing(self, term: Term) -> Sql:
        """Whether the story of the entry `e` prints a term of which it has the tokens."""

    def shown(self, entries: Entries, public: Sql) -> Sql:
        """The places and stories of the entries that are public."""


def index() -> Index:
    return sqlite if connection.vendor == "sqlite" else postgresql
