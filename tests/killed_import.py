"""An import that dies of SIGKILL: `python -m tests.killed_import FOLDER [TABLE TIME]`.

Imports the folder, but is killed in place of the TIME-th statement that inserts into TABLE. One
that lives prints all rows that an import makes, by what names them: keys and times left out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection


class Killer:
    def __init__(self, table: str, time: str) -> None:
        self.start = f'INSERT INTO "{table}"'
        self.left = int(time)

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(self.start):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)


def rows() -> dict[str, list[Any]]:
    from articles import models  # noqa: PLC0415 -- Django has to be set up first
    from people.models import Person  # noqa: PLC0415

    place = ("article__page__slug", "article__key")
    wanted: dict[Any, tuple[str, ...]] = {
        models.Newspaper: ("name",),
        models.Issue: ("newspaper__name", "date", "precision", "slug"),
        models.Page: ("issue__slug", "position", "number", "name", "slug", "furniture"),
        models.Source: ("page__slug", "name", "sha256", "encoding", "text", "reader"),
        models.Article: (
            *("page__slug", "source__name", "position", "key", "order_key", "kicker", "headline"),
            *("deck", "body", "summary", "status", "spans", "as_imported", "edited_fields"),
        ),
        models.Byline: (*place, "position", "role", "name", "person__name"),
        models.Mention: (*place, "position", "name", "posts", "start", "end", "person__name"),
        models.TaggedArticle: ("content_object__key", "tag__name", "tag__slug", "score"),
        models.Tag: ("name", "slug"),
        models.Flag: (*place, "page__slug", "code", "message", "start", "end", "blocking"),
        Person: ("name", "pinyin", "is_reporter", "is_official", "confirmed"),
    }
    return {
        model.__name__: sorted(
            json.dumps(row, ensure_ascii=False, default=str, sort_keys=True)
            for row in model.objects.order_by().values_list(*columns)
        )
        for model, columns in wanted.items()
    }


def main(folder: str, table: str = "", time: str = "0") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    with connection.execute_wrapper(Killer(table, time)):
        call_command("import_issue", folder, publish=True, stdout=sys.stderr)
    print(json.dumps(rows(), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
