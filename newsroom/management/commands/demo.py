"""The whole way from an empty checkout to a site in the browser, on this machine alone."""

from __future__ import annotations

import errno
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.servers import basehttp
from django.db import connection

EDITOR = "editor"
PASSWORD_FILE = "editor-password.txt"
# Without the letters and digits that look alike, in groups: it will be typed from a terminal.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

HOST = "127.0.0.1"
PORTS = (*range(8000, 8010), 0)  # the first free one; 0 is any that the system knows to be free


class Command(BaseCommand):
    help = "建好数据库，导入 seeds/ 的样例版面，建一个编辑账号，并在本机打开网站。可以重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="导入后即结束，不打开网站")

    def handle(self, *, no_serve: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("演示网站只供本机试用：请去掉环境变量 DEBUG=0 再运行。")
        self._say(f"准备数据库（{_database_name()}）……")
        call_command("migrate", verbosity=0, interactive=False)
        self._say("导入 seeds/ 的样例版面，并发布没有阻止性问题的稿件……")
        self._import_seeds()
        self._say(_editor_login(settings.VAR_DIR / PASSWORD_FILE))
        if no_serve:
            self._say("完成。要在浏览器里看，请运行 make demo。")
            return
        self._serve()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _import_seeds(self) -> None:
        """Import the sample pages; a refused one ends the demo, the command has said which."""
        try:
            call_command(
                "import_issue", str(settings.BASE_DIR / "seeds"), publish=True, stdout=self.stdout
            )
        except SystemExit as stopped:
            if stopped.code:
                raise CommandError("seeds/ 里有版面没有导入成功，原因见上。") from stopped

    def _serve(self) -> None:
        """Serve until Ctrl-C, at the first port that is free."""
        application = basehttp.get_internal_wsgi_application()
        for port in PORTS:
            try:
                basehttp.run(HOST, port, application, threading=True, on_bind=self._announce)
            except KeyboardInterrupt:
                self._say("\n网站已停止；数据都在，再次运行 make demo 即可继续。")
                return
            except OSError as error:
                if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise CommandError(f"网站没有打开：{error.strerror}。") from error
        raise CommandError("网站没有打开：本机没有可用的端口。")

    def _announce(self, port: int | str) -> None:
        if port != PORTS[0]:
            self._say(f"端口 {PORTS[0]} 已被占用，改用 {port}。")
        self._say(f"网站已打开：http://{HOST}:{port}/（编辑台在 /admin/），按 Ctrl-C 结束。")


def _database_name() -> str:
    """What the database is called, without the way to a file in this checkout."""
    name = Path(str(connection.settings_dict["NAME"]))
    ours = name.is_relative_to(settings.BASE_DIR)
    return str(name.relative_to(settings.BASE_DIR) if ours else name)


def _editor_login(password_file: Path) -> str:
    """The sentence that says how to log in; makes the editor where there is none.

    The password is kept in `password_file`, so that it can be said again, for as long as the
    editor has not chosen another one.
    """
    user = get_user_model().objects.filter(username=EDITOR).first()
    password = password_file.read_text().strip() if password_file.exists() else ""
    if user is None:
        password = password or _new_password()
        _keep(password_file, password)
        get_user_model().objects.create_superuser(EDITOR, password=password)
    elif not password or not user.check_password(password):
        return (
            f"编辑账号：{EDITOR}，密码已另行设定，此处不知；"
            f"忘记时运行 .venv/bin/python manage.py changepassword {EDITOR}。"
        )
    return f"编辑账号：{EDITOR}　密码：{password}（也记在 var/{password_file.name}）"


def _new_password() -> str:
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))


def _keep(password_file: Path, password: str) -> None:
    """Write it for the owner of the checkout alone."""
    password_file.parent.mkdir(parents=True, exist_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password + "\n")
