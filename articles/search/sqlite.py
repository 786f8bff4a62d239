"""The index on SQLite: a full-text table that keeps which story has which token, and no text.

What it holds of a story can only be taken out by naming it again, token by token.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection

from articles.search.entries import Entry
from articles.search.folding import has_variants
from articles.search.query import Term
from articles.search.sql import Entries, Sql
from articles.search.texts import FIELDS, displayed_words, words_of
from articles.search.tokens import EDGE

TABLE = "articles_search"

CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
    "(tokens, content='', columnsize=0, detail=none, tokenize='ascii')",
)
DROP = (f"DROP TABLE {TABLE}",)
FORGETS_BY_NAME = True

_HOLDS = "search_holds"

_ADD = f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)"
_TAKE_OUT = f"INSERT INTO {TABLE} ({TABLE}, rowid, tokens) VALUES ('delete', %s, %s)"
_EMPTY = f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')"
_MERGE = f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"


def add(entries: Iterable[Entry]) -> None:
    _execute(_ADD, sorted(_row(entry) for entry in entries))


def take_out(entries: Iterable[Entry]) -> None:
    _execute(_TAKE_OUT, sorted(_row(entry) for entry in entries))


def _row(entry: Entry) -> tuple[int, str]:
    return entry.place, " ".join(sorted(entry.tokens))


def _execute(statement: str, rows: list[tuple[int, str]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)


def tidy() -> None:
    """Put into one what many writes left in parts."""
    with connection.cursor() as cursor:
        cursor.execute(_MERGE)


def holds(entry: Entry) -> bool:
    """Whether the index has each token of an entry at its place."""
    if not entry.tokens:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid = %s",
            (all_of(entry.tokens), entry.place),
        )
        return cursor.fetchone() is not None


def count_tokens() -> int:
    """How many tokens of stories the index holds, each once a story."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE temp.{TABLE}_row USING fts5vocab(main, {TABLE}, row)")
        try:
            cursor.execute(f"SELECT sum(doc) FROM temp.{TABLE}_row")
            return int(cursor.fetchone()[0] or 0)
        finally:
            cursor.execute(f"DROP TABLE temp.{TABLE}_row")


def all_of(tokens: Iterable[str]) -> str:
    """The query that asks for all of these tokens; they hold no quotation marks."""
    return " AND ".join(f'"{token}"' for token in tokens)


def matching(tokens: Iterable[str]) -> Sql:
    """The places of the stories that have all of these tokens."""
    return Sql(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", (all_of(tokens),))


def having_all(tokens: Iterable[str]) -> Entries:
    """The entries that have all of these tokens.

    By the row numbers of the full-text table they come in their order, without being sorted.
    """
    tables = f"{TABLE} CROSS JOIN articles_searchentry e ON e.place = {TABLE}.rowid"
    return Entries(tables, f"{TABLE}.rowid", [Sql(f"{TABLE} MATCH %s", (all_of(tokens),))])


def printing(term: Term) -> Sql:
    """Whether the story of the entry `e` prints a term of which it has the tokens."""
    quick = Sql("0")
    if EDGE not in term.skeleton and " " not in term.skeleton:
        # As it stands in most texts that have it; the function folds the others.
        quick = Sql("instr(a.body, %s) OR instr(a.headline, %s)", (term.skeleton,) * 2)
    columns = ", ".join(f"a.{name}" for name in FIELDS)
    return Sql(
        # OR would ask both.
        f"(SELECT CASE WHEN {quick.text} THEN 1 ELSE {_HOLDS}(%s, a.spans, "
        f"(SELECT s.text FROM articles_source s WHERE s.id = a.source_id), {columns}) END"
        " FROM articles_article a WHERE a.id = e.article_id)",
        (*quick.params, term.skeleton),
    )


def shown(entries: Entries, public: Sql) -> Sql:
    """The places and stories of those that readers may see, in the order of the table."""
    return replace(entries, conditions=[*entries.conditions, public]).selected


@contextmanager
def asking() -> Iterator[None]:
    """Teach the connection the function that `printing` asks."""
    connection.ensure_connection()
    connection.connection.create_function(_HOLDS, -1, _holds, deterministic=True)
    yield


def _holds(bones: str, spans: str, source: str | None, *fields: str) -> bool:
    if _may_hold(bones, fields) and bones in displayed_words(fields):
        return True
    # What the source alone says stands in the source; to find out what that is takes longer.
    if not _may_hold(bones, ["".join((source or "").split())]):
        return False
    return bones in words_of(fields, json.loads(spans or "[]"), source).original


def _may_hold(bones: str, texts: Iterable[str]) -> bool:
    """Whether it has to be looked at closely: most texts are written as they are folded."""
    if EDGE in bones or " " in bones:
        return True
    return any(bones in text or has_variants(text) for text in texts)
