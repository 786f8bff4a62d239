"""The triggers that move the archive's stamp in the very transaction that writes.

No code has to remember to: rows are written by imports, by the desk, one by one and thousands
at a time, and each way that was forgotten would show readers an old page for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections

from articles.models import ArchiveStamp

APPS = ("articles", "people")

# Readers are shown nothing of these; editors write some of them at every key they press.
FOR_THE_DESK = {
    "articles": {
        "alarm",
        "archivestamp",
        "flag",
        "hold",
        "importrun",
        "rejectedtag",
        "repair",
        "retagging",
        "revision",
        "runpage",
        "tagalias",
        "tagword",
        "unsavededit",
        "upload",
        "uploadedfile",
    },
    "people": {"linkdecision", "personmerge", "personpair"},
}

# 52 bits: what every reader of JSON takes for a whole number.
LARGEST = 2**52

# The rows of transactions long done say nothing more. Removing them moves the stamp, but so has
# the write that does it. What another one is removing is left to it: nobody waits.
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION articles_move_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine bigint := pg_current_xact_id()::text::bigint;
BEGIN
  INSERT INTO articles_archivestamp (writer, value)
    VALUES (mine, (random() * {LARGEST})::bigint)
    ON CONFLICT (writer) DO UPDATE SET value = EXCLUDED.value;
  IF random() < 0.02 THEN
    DELETE FROM articles_archivestamp WHERE id IN (
      SELECT id FROM articles_archivestamp WHERE writer NOT IN (0, mine)
      FOR UPDATE SKIP LOCKED
    );
  END IF;
  RETURN NULL;
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION articles_move_stamp()
"""
# One writer at a time, and a trigger for each row: here one row serves, and is never made here,
# since what the statement of the writer says of conflicts would hold for it too.
SQLITE_TRIGGER = f"""
CREATE TRIGGER IF NOT EXISTS {{name}}_{{event}} AFTER {{event}} ON "{{table}}"
  BEGIN UPDATE articles_archivestamp SET value = abs(random() % {LARGEST}) WHERE writer = 0; END
"""


def stamped_tables() -> Iterator[str]:
    """The tables that readers are shown something of: all that are not for the desk alone."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if not model._meta.proxy and model._meta.model_name not in FOR_THE_DESK[label]:
                yield model._meta.db_table


def install(using: str = "default", **_options: Any) -> None:
    """Make the triggers that are not there; after each `migrate`, in which tables lose theirs."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if ArchiveStamp._meta.db_table not in there:
        return
    ArchiveStamp.objects.using(using).get_or_create(writer=0, defaults={"value": 0})
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute(POSTGRESQL_FUNCTION)
        for table in sorted(there.intersection(stamped_tables())):
            name = f"stamp_{table}"
            if on_postgresql:
                cursor.execute(POSTGRESQL_TRIGGER.format(name=name, table=table))
                continue
            for event in ("insert", "update", "delete"):
                cursor.execute(SQLITE_TRIGGER.format(name=name, table=table, event=event))
