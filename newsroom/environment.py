"""What the environment says of databases, caches and secrets, read for the settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

OFF = {"0", "false", "no", "off"}

# Readers go on reading while an import writes (WAL); a writer takes its lock at the start of its
# transaction (IMMEDIATE) and so waits for its turn instead of failing half-way.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA journal_size_limit=67108864;"  # bytes
        "PRAGMA mmap_size=134217728;"  # bytes
        "PRAGMA cache_size=-16000;"  # KiB, said by the minus
    ),
}

CACHE_BACKENDS = {
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "redis": "django.core.cache.backends.redis.RedisCache",
    "rediss": "django.core.cache.backends.redis.RedisCache",
}


def switch(name: str) -> bool:
    """Whether the variable is on: it is, unless set to 0 (or false, no, off)."""
    return os.environ.get(name, "").strip().lower() not in OFF


def required(name: str, example: str) -> str:
    """The variable's value; for what a public site cannot do without.

    Raises:
        ImproperlyConfigured: it is not set; the text says how to set it.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"DEBUG=0 时必须设置环境变量 {name}，例如：{example}。"
            "只在本机试用的话，去掉 DEBUG=0 即可。"
        )
    return value


def number(name: str, otherwise: int) -> int:
    """The whole number, at least 1, that the variable says.

    Raises:
        ImproperlyConfigured: it says something else.
    """
    text = os.environ.get(name, "").strip() or str(otherwise)
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise ImproperlyConfigured(f"环境变量 {name} 应是不小于 1 的整数，而不是“{text}”。")
    return int(text)


def database(url: str, base: Path) -> dict[str, Any]:
    """One entry of DATABASES; a relative SQLite path starts at `base`.

    Raises:
        ImproperlyConfigured: the address is not one of SQLite or PostgreSQL, or the folder of
            the SQLite file cannot be made.
    """
    wrong = ImproperlyConfigured(
        "环境变量 DATABASE_URL 无法识别。PostgreSQL 写作 postgres://用户:密码@主机:5432/库名"
        "（密码中的特殊字符要按网址编码），SQLite 写作 sqlite:////绝对路径/文件名。"
    )
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise wrong
    try:
        parsed = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise wrong from error
    name = str(parsed["NAME"])
    if not name:
        raise wrong
    if scheme == "sqlite":
        return parsed | {"NAME": _sqlite_name(name, base), "OPTIONS": SQLITE_OPTIONS}
    return parsed | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _sqlite_name(name: str, base: Path) -> str:
    if name == ":memory:":
        return name
    path = base / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"SQLite 数据库所在的文件夹 {path.parent} 无法建立（{error.strerror}）。"
        ) from error
    return str(path)


def cache(url: str) -> dict[str, Any]:
    """One entry of CACHES.

    Raises:
        ImproperlyConfigured: the address is neither locmem:// nor redis://.
    """
    parts = urlsplit(url)
    if parts.scheme not in CACHE_BACKENDS or (parts.scheme != "locmem" and not parts.hostname):
        raise ImproperlyConfigured(
            "环境变量 CACHE_URL 无法识别。用 Redis 写作 redis://主机:6379/0，"
            "只用本进程的内存写作 locmem://（默认）。"
        )
    location = {} if parts.scheme == "locmem" else {"LOCATION": url}
    return {"BACKEND": CACHE_BACKENDS[parts.scheme], "KEY_PREFIX": "newsroom"} | location
