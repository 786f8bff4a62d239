"""The index on PostgreSQL: the tokens as an array of numbers beside the words, under a GIN index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from articles.search.entries import Entry
from articles.search.query import Term
from articles.search.sql import Entries, Sql, joined
from articles.search.tokens import as_number

TABLE = "articles_searchentry"

CREATE = (
    f"ALTER TABLE {TABLE} ADD COLUMN tokens integer[] NOT NULL DEFAULT '{{}}'",
    f"ALTER TABLE {TABLE} ADD COLUMN words text NOT NULL DEFAULT ''",
    f"CREATE INDEX articles_search_tokens ON {TABLE} USING gin (tokens)",
)
# They go with the table.
DROP = ()
FORGETS_BY_NAME = False

_WRITE = f"UPDATE {TABLE} SET tokens = %s, words = %s WHERE article_id = %s"


def add(entries: Iterable[Entry]) -> None:
    rows = [(numbers(entry.tokens), entry.words.text, entry.article) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, rows)


def take_out(entries: Iterable[Entry]) -> None:
    """Nothing: what is written replaces what was."""


def empty() -> None:
    """Nothing: the index is in the rows of the entries, and goes with them."""


def tidy() -> None:
    """Nothing: the database does it by itself."""


@contextmanager
def asking() -> Iterator[None]:
    """Ask along the indexes: where a word is in most stories, all of the texts would be read."""
    with transaction.atomic(savepoint=False):
        connection.ensure_connection()
        connection.connection.execute("SET LOCAL enable_seqscan = off")
        yield


def count_tokens() -> int | None:
    return None


def holds(entry: Entry) -> bool:
    """Whether the index has the words and each token of an entry."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tokens, words FROM {TABLE} WHERE article_id = %s", (entry.article,))
        row = cursor.fetchone()
    return bool(row == (numbers(entry.tokens), entry.words.text))


def numbers(tokens: Iterable[str]) -> list[int]:
    return sorted({as_number(token) for token in tokens})


def matching(tokens: Iterable[str]) -> Sql:
    """The places of the stories that have all of these tokens."""
    return Sql(f"SELECT place FROM {TABLE} WHERE tokens @> %s::integer[]", (numbers(tokens),))


def having_all(tokens: Iterable[str]) -> Entries:
    """The entries that have all of these tokens."""
    has = Sql("e.tokens @> %s::integer[]", (numbers(tokens),))
    return Entries(f"{TABLE} e", "e.place", [has])


def printing(term: Term) -> Sql:
    """Whether the story of the entry `e` prints a term of which it has the tokens."""
    return Sql("e.words LIKE %s", (f"%{term.skeleton}%",))  # a skeleton has no wildcards


def shown(entries: Entries, public: Sql) -> Sql:
    """The places and stories of those that readers may see.

    The match is materialized: the planner would otherwise walk the places from the newest on,
    however rare the word is.
    """
    few = entries.selected.inside("WITH e AS MATERIALIZED ({})")
    select = "SELECT e.place AS place, e.article_id AS article_id FROM e WHERE"
    return joined(f" {select} ", [few, public])
