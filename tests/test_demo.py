"""`make demo`: from an empty checkout to a site that answers."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles.models import Article
from newsroom.management.commands import demo

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def var(settings, tmp_path) -> Path:
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


def run_demo(capsys, **options) -> str:
    call_command("demo", **options)
    return capsys.readouterr().out


def login(text: str) -> tuple[str, str]:
    found = re.search(r"编辑账号：(?P<name>\S+)　密码：(?P<password>\S+)（", text)
    assert found, text
    return found["name"], found["password"]


@pytest.mark.django_db
def test_the_demo_publishes_stories_and_makes_an_editor(var, capsys, client) -> None:
    name, password = login(run_demo(capsys, no_serve=True))

    assert Article.objects.published().exists()
    assert client.login(username=name, password=password)
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_the_demo_again_keeps_stories_and_login(var, capsys) -> None:
    first = login(run_demo(capsys, no_serve=True))
    stories = set(Article.objects.values_list("pk", "headline", "updated_at"))

    assert login(run_demo(capsys, no_serve=True)) == first
    assert set(Article.objects.values_list("pk", "headline", "updated_at")) == stories


@pytest.mark.django_db
def test_a_password_the_editor_chose_is_kept_and_not_told(var) -> None:
    password_file = var / demo.PASSWORD_FILE
    demo._editor_login(password_file)
    editor = get_user_model().objects.get(username=demo.EDITOR)
    editor.set_password("a choice of their own")
    editor.save()

    said = demo._editor_login(password_file)

    assert "changepassword editor" in said
    assert password_file.read_text().strip() not in said
    editor.refresh_from_db()
    assert editor.check_password("a choice of their own")


@pytest.mark.django_db
def test_a_new_database_gets_the_password_already_told(var) -> None:
    first = login(demo._editor_login(var / demo.PASSWORD_FILE))
    get_user_model().objects.all().delete()

    assert login(demo._editor_login(var / demo.PASSWORD_FILE)) == first


@pytest.mark.django_db
def test_only_the_owner_of_the_checkout_reads_the_password(var) -> None:
    demo._editor_login(var / demo.PASSWORD_FILE)

    assert (var / demo.PASSWORD_FILE).stat().st_mode & 0o077 == 0


def test_the_demo_refuses_a_public_site(settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=0"):
        call_command("demo")


def test_a_taken_port_is_passed_over_and_said(monkeypatch, capsys) -> None:
    def run(host, port, application, *, threading, on_bind) -> None:
        if port == 8000:
            raise OSError(errno.EADDRINUSE, "taken")
        on_bind(port)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo.basehttp, "run", run)
    demo.Command()._serve()

    said = capsys.readouterr().out
    assert "端口 8000 已被占用，改用 8001" in said
    assert "http://127.0.0.1:8001/" in said


def test_a_machine_without_a_free_port_is_told_so(monkeypatch) -> None:
    def run(*arguments, **options) -> None:
        raise OSError(errno.EADDRINUSE, "taken")

    monkeypatch.setattr(demo.basehttp, "run", run)

    with pytest.raises(CommandError, match="没有可用的端口"):
        demo.Command()._serve()


@pytest.fixture
def foreground() -> Iterator[None]:
    """Programs that are started heed Ctrl-C, which a shell lets those in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_site_answers_until_ctrl_c(tmp_path, foreground) -> None:
    here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    url = f"sqlite:///{tmp_path / 'news.sqlite3'}"
    with subprocess.Popen(
        [sys.executable, "-u", ROOT / "manage.py", "demo"],
        env=os.environ | {"DATABASE_URL": url, "DEBUG": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as site:
        said = ""
        for line in site.stdout:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail(said)
        pages = [here.open(found[0] + path) for path in ("/healthz", "/", "/admin/")]
        site.send_signal(signal.SIGINT)
        said += site.stdout.read()

    assert [page.status for page in pages] == [200, 200, 200]
    assert site.returncode == 0, said
    assert "网站已停止" in said


@pytest.fixture
def checkout(tmp_path) -> Path:
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(checkout: Path, *arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    outside_make = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    return subprocess.run(
        ["make", "--no-print-directory", "env", *arguments],
        cwd=checkout,
        env=outside_make | said,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_without_a_python_new_enough_make_says_so(checkout) -> None:
    finished = make(checkout, "PYTHON=false")

    assert finished.returncode != 0
    assert "没有找到 Python 3.11" in finished.stderr
    assert "No Python 3.11" in finished.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_without_a_network_make_says_so_and_can_be_repeated(checkout) -> None:
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    python = f"PYTHON={sys.executable}"

    assert "没有装好" in make(checkout, python, **nowhere).stderr
    (checkout / "requirements.txt").write_text("# nothing\n")
    assert make(checkout, python, **nowhere).returncode == 0
    assert make(checkout, python, **nowhere).stdout == ""
