"""What the environment may say, and what a site is told that is only half set up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from newsroom import environment

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = {
    "DEBUG": "0",
    "SECRET_KEY": "a1-b2.c3/" * 8,
    "ALLOWED_HOSTS": "news.example.cn, b.example.cn",
}
SAID = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL")


def manage(*arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py where the environment says only this of the settings."""
    silent = {name: value for name, value in os.environ.items() if name not in SAID}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=silent | said,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **said: str) -> Any:
    """The value of an expression over `settings`."""
    code = f"import json; from django.conf import settings; print(json.dumps({expression}))"
    finished = manage("shell", "-v0", "-c", code, **said)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"DEBUG": "0"}, "SECRET_KEY"),
        ({"DEBUG": "0", "SECRET_KEY": " "}, "SECRET_KEY"),
        ({"DEBUG": "0", "SECRET_KEY": "k" * 60}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "mysql://localhost/news"}, "DATABASE_URL 无法识别"),
        ({"DATABASE_URL": "postgres://news:pa[ss@localhost/news"}, "DATABASE_URL 无法识别"),
        ({"DATABASE_URL": "postgres://localhost:port/news"}, "DATABASE_URL 无法识别"),
        ({"DATABASE_URL": "postgres://localhost"}, "DATABASE_URL 无法识别"),
        ({"CACHE_URL": "memcached://localhost"}, "CACHE_URL 无法识别"),
        ({"CACHE_URL": "redis://"}, "CACHE_URL 无法识别"),
        ({"SEARCHES_AT_ONCE": "0"}, "SEARCHES_AT_ONCE 应是"),
        ({"SEARCHES_AT_ONCE": "many"}, "SEARCHES_AT_ONCE 应是"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(said, sentence) -> None:
    finished = manage("check", **said)

    assert finished.returncode == 1
    assert sentence in finished.stderr
    assert "Traceback" not in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_a_command_that_hides_setting_errors_says_them_too() -> None:
    assert "SECRET_KEY" in manage("shell", "-c", "pass", DEBUG="0").stderr


def test_without_any_variable_only_this_machine_is_served() -> None:
    expression = "[settings.DEBUG, settings.ALLOWED_HOSTS, settings.DATABASES['default']['NAME']]"

    assert setting(expression) == [
        True,
        ["localhost", "127.0.0.1", "[::1]"],
        str(ROOT / "var" / "newsroom.sqlite3"),
    ]


def test_with_debug_on_allowed_hosts_opens_nothing() -> None:
    hosts = setting("settings.ALLOWED_HOSTS", ALLOWED_HOSTS="news.example.cn")

    assert "news.example.cn" not in hosts


def test_a_public_site_passes_the_deployment_check() -> None:
    finished = manage("check", "--deploy", "--tag", "security", **PUBLIC)

    assert "no issues" in finished.stdout + finished.stderr
    assert setting("settings.ALLOWED_HOSTS", **PUBLIC) == ["news.example.cn", "b.example.cn"]


@pytest.mark.parametrize(
    ("value", "on"),
    [("", True), ("1", True), ("true", True), ("0", False), ("false", False), (" OFF ", False)],
)
def test_debug_is_on_unless_switched_off(monkeypatch, value, on) -> None:
    monkeypatch.setenv("DEBUG", value)

    assert environment.switch("DEBUG") is on


def test_a_postgresql_address_is_read_whole(tmp_path) -> None:
    read = environment.database("postgresql://desk:p%40ss@db.example.cn:6432/news", tmp_path)

    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["USER"], read["PASSWORD"]) == ("desk", "p@ss")
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example.cn", 6432, "news")


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path) -> None:
    read = environment.database("sqlite:///data/deep/news.sqlite3", tmp_path)

    assert read["NAME"] == str(tmp_path / "data/deep/news.sqlite3")
    assert (tmp_path / "data/deep").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(ImproperlyConfigured, match=r"data 无法建立"):
        environment.database("sqlite:///data/news.sqlite3", tmp_path)


def test_a_redis_address_becomes_the_cache() -> None:
    read = environment.cache("rediss://cache.example.cn:6379/1")

    assert read["BACKEND"].endswith("RedisCache")
    assert read["LOCATION"] == "rediss://cache.example.cn:6379/1"


def test_sqlite_readers_and_writers_wait_for_each_other(tmp_path) -> None:
    code = (
        "from django.db import connection as c; cursor = c.cursor(); "
        "print([cursor.execute('PRAGMA ' + name).fetchone()[0] for name in "
        "('journal_mode', 'busy_timeout', 'foreign_keys', 'synchronous')], c.transaction_mode)"
    )
    url = f"sqlite:///{tmp_path / 'news.sqlite3'}"
    finished = manage("shell", "-v0", "-c", code, DATABASE_URL=url)

    assert finished.stdout.strip() == "['wal', 20000, 1, 1] IMMEDIATE"


def test_settings_read_without_django_installed_end_in_a_sentence() -> None:
    finished = subprocess.run(
        [sys.executable, "-S", ROOT / "manage.py", "check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 1
    assert "make demo" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.django_db
def test_healthz_says_ok_after_one_query(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_says_so_when_the_database_does_not_answer(client) -> None:
    with connection.execute_wrapper(_broken):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert "unavailable" in response.text


def _broken(execute, sql, params, many, context):
    return execute("SELECT nothing FROM nowhere", None, many, context)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
