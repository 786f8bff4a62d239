"""The command `import_issue`: what a person types, sees and finds stored."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import importing
from articles.importing import MAX_NOTICES, Summary
from articles.models import Article, Flag, ImportRun, Issue, Page
from articles.planning import Outcome
from articles.storage import Notice, Stored
from articles.workers import read_files

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"

TEXT = """{headline}

本报讯 {day}日上午,柳河区区长周立群到{place}查看清淤工程,区领导何维参加。

工程分三段进行,预计九月完工。周立群要求,施工要给居民留出道路。

记者 林晓禾 通讯员 沈一舟
"""


def write_page(folder: Path, name: str, headline: str = "清淤工程开工 九月完工") -> Path:
    number = sum(1 for _ in folder.iterdir()) + 1
    path = folder / name
    path.write_text(
        TEXT.format(headline=headline, day=number, place=f"清水{number}号泵站"), encoding="utf-8"
    )
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "issue"
    place.mkdir()
    for number in (1, 2, 3):
        write_page(place, f"2019-11-25-N0{number}.txt", f"第{number}号泵站清淤工程开工")
    return place


def run(*arguments: object, **options: object) -> tuple[int, str, str]:
    """Call the command: exit code, standard output, standard error."""
    stdout, stderr = io.StringIO(), io.StringIO()
    try:
        call_command("import_issue", *map(str, arguments), stdout=stdout, stderr=stderr, **options)
    except CommandError as error:
        return error.returncode, stdout.getvalue(), f"{stderr.getvalue()}{error}"
    return 0, stdout.getvalue(), stderr.getvalue()


@pytest.mark.django_db
def test_a_folder_is_imported_and_counted_in_one_line(folder) -> None:
    code, out, _ = run(folder)

    assert code == 0
    assert out.splitlines()[0] == "3 版 3 篇：新 3 · 改 0 · 同 0 · 冲突 0；拒绝 0"
    assert [page.number for page in Page.objects.all()] == ["N01", "N02", "N03"]
    assert Issue.objects.get().slug == "2019-11-25"


@pytest.mark.django_db
def test_a_second_run_stores_and_logs_nothing(folder) -> None:
    run(folder, publish=True)
    code, out, _ = run(folder, publish=True)

    assert code == 0
    assert "新 0 · 改 0 · 同 3" in out
    assert ImportRun.objects.count() == 1


@pytest.mark.django_db
def test_a_run_is_logged_with_its_counts(folder) -> None:
    run(folder, publish=True)

    log = ImportRun.objects.get()
    assert log.status == ImportRun.Status.FINISHED
    assert log.finished_at
    assert log.counts == {"pages": 3, "new": 3, "published": 3}
    assert log.paths == [str(folder)]


@pytest.mark.django_db
def test_what_an_editor_should_see_is_listed(folder) -> None:
    whole = TEXT.format(headline="泵站清淤工程停在半路", day=9, place="泵站")
    (folder / "2019-11-25-N09.txt").write_text(whole.replace("道路。", ""), encoding="utf-8")
    _, out, _ = run(folder)

    message = Flag.objects.get(blocking=True).message
    assert f"！ 2019-11-25-N09.txt《泵站清淤工程停在半路》 {message}" in out


def test_the_list_puts_the_blocking_first_and_counts_what_it_cuts() -> None:
    summary = Summary()
    for number in range(MAX_NOTICES + 5):
        notice = Notice(f"{number}.txt", "开工", "没有认出署名。", blocking=number == 7)
        summary.add(Stored(None, Outcome.NEW, Counter(), 0, [notice]))

    assert [notice.page for notice in summary.notices[:3]] == ["7.txt", "0.txt", "1.txt"]
    assert (len(summary.notices), summary.more_notices) == (MAX_NOTICES, 5)


@pytest.mark.django_db
def test_refused_files_are_named_with_the_reason_and_the_rest_is_imported(folder) -> None:
    (folder / "broken.txt").write_bytes(b"\xff\xfe\xfd\xfc\x81")
    code, out, err = run(folder)

    assert code == 1
    assert "拒绝 1" in out
    assert f"{folder / 'broken.txt'}：" in err
    assert Article.objects.count() == 3
    log = ImportRun.objects.get()
    assert log.status == ImportRun.Status.FAILED
    assert log.refused[0]["source"] == str(folder / "broken.txt")


@pytest.mark.django_db
def test_strict_stores_nothing_when_one_file_is_refused(folder) -> None:
    (folder / "z.txt").write_bytes(b"\xff\xfe\xfd\xfc\x81")
    code, out, _ = run(folder, strict=True)

    assert code == 1
    assert "什么也没有存" in out
    assert not Page.objects.exists()
    assert ImportRun.objects.get().counts == {}


@pytest.mark.django_db
def test_strict_stores_all_when_all_can_be_read(folder) -> None:
    code, _, _ = run(folder, strict=True)

    assert code == 0
    assert Page.objects.count() == 3


@pytest.mark.django_db
def test_options_say_what_the_files_do_not(tmp_path) -> None:
    page = write_page(tmp_path, "page.txt")
    run(page, paper="河滨晚报", date="2019-11", page="N05")

    stored = Page.objects.get()
    assert str(stored) == "河滨晚报 2019年11月 N05"


@pytest.mark.django_db
def test_an_option_outranks_the_manifest_and_the_manifest_the_name(tmp_path) -> None:
    write_page(tmp_path, "2019-11-25.txt")
    (tmp_path / "issue.toml").write_text('paper = "山前日报"\ndate = "2019-10"\n')
    run(tmp_path, paper="河滨晚报")

    issue = Issue.objects.get()
    assert (issue.newspaper.name, issue.slug) == ("河滨晚报", "2019-10")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2019-13"},
        {"date": "昨天"},
        {"page": "N01"},  # for three pages
        {"page": "N" * 11},
        {"paper": "报" * 61},
        {"jobs": 0},
    ],
)
def test_a_wrong_call_stores_nothing(folder, wrong) -> None:
    code, _, err = run(folder, **wrong)

    assert code == 2
    assert err
    assert not Page.objects.exists()


def test_a_call_without_a_path_is_wrong() -> None:
    command = [sys.executable, "manage.py", "import_issue"]
    assert subprocess.run(command, check=False, cwd=ROOT, capture_output=True).returncode == 2


@pytest.mark.django_db
def test_a_call_that_names_no_page_says_so(tmp_path) -> None:
    manifest = tmp_path / "issue.toml"
    manifest.write_text('paper = "山前日报"\n')
    with pytest.raises(CommandError, match="没有找到版面"):
        call_command("import_issue", str(manifest))


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_says_so(folder) -> None:
    code, out, _ = run(folder, dry_run=True)

    assert code == 0
    assert "什么也没有写入" in out
    assert "新 3" in out
    assert not Page.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [True, False])
def test_json_stands_alone_on_standard_output(folder, dry_run) -> None:
    (folder / "broken.txt").write_bytes(b"\xff\xfe\xfd\xfc\x81")
    code, out, _ = run(folder, format="json", dry_run=dry_run)

    report = json.loads(out)
    assert code == 1
    assert [page["source"] for page in report["pages"]] == [
        f"2019-11-25-N0{number}.txt" for number in (1, 2, 3)
    ]
    assert report["refused"][0]["source"] == str(folder / "broken.txt")
    assert Page.objects.count() == (0 if dry_run else 3)


@pytest.mark.django_db
def test_an_archive_is_read_like_its_folder(folder, tmp_path) -> None:
    packed = tmp_path / "issue.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    run(folder)
    _, out, _ = run(packed)

    assert "同 3" in out


@pytest.mark.django_db
def test_standard_input_is_one_page(monkeypatch) -> None:
    text = TEXT.format(headline="清淤工程开工", day=1, place="泵站").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, _, _ = run("-", date="2019-11-25", page="N05")

    assert code == 0
    assert Page.objects.get().slug == "n05"


@pytest.mark.django_db
def test_an_interrupt_says_what_is_stored_and_can_be_continued(folder, monkeypatch) -> None:
    store, stored = importing.store_page, []

    def store_two(*arguments, **options):
        if len(stored) == 2:
            raise KeyboardInterrupt
        stored.append(1)
        return store(*arguments, **options)

    monkeypatch.setattr(importing, "store_page", store_two)
    code, out, err = run(folder, format="json")
    monkeypatch.undo()

    assert code == 130
    assert "已存好 2 版" in err
    assert json.loads(out)["pages"]
    assert ImportRun.objects.get().status == ImportRun.Status.RUNNING
    assert "新 1 · 改 0 · 同 2" in run(folder)[1]


@pytest.mark.django_db
def test_several_processes_read_the_same_in_the_same_order(folder) -> None:
    (folder / "2019-11-25-N02 (1).txt").write_bytes(b"\xff\xfe\xfd\xfc\x81")
    _, alone, _ = run(folder, format="json", dry_run=True)
    _, together, _ = run(folder, format="json", dry_run=True, jobs=2)

    assert together == alone


def test_files_are_read_only_as_they_are_asked_for() -> None:
    def endless() -> Iterator[importing.Refused]:
        yield importing.Refused("a.txt", "读不了。")
        pytest.fail("read ahead")

    assert next(iter(read_files(endless(), None))).path == "a.txt"


@pytest.mark.django_db
def test_the_seeds_are_imported_with_what_their_editor_knows() -> None:
    code, out, _ = run(SEEDS)

    assert code == 0
    assert out.startswith("5 版 23 篇：新 23")
    assert [str(issue) for issue in Issue.objects.all()] == [
        "郑州晚报 2024年6月",
        "郑州晚报 2021年6月",
        "郑州晚报 2019年11月",
        "郑州晚报 2018年5月",
        "郑州晚报 2018年3月",
    ]


@pytest.mark.django_db
def test_without_an_editor_the_seeds_are_dated_by_what_they_print(tmp_path) -> None:
    for page in SEEDS.glob("*.txt"):
        shutil.copy(page, tmp_path)
    run(tmp_path)

    dated = {page.sources.get().name[:3]: page.issue.date_text for page in Page.objects.all()}
    assert dated == {"001": "2018年"} | dict.fromkeys(("000", "002", "003", "004"), "日期待定")


def manage(database: Path, *command: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("archive") / "empty.sqlite3"
    assert manage(database, "manage.py", "migrate", "-v0").returncode == 0
    return database


def test_without_tables_the_command_says_what_to_run(folder, tmp_path) -> None:
    done = manage(tmp_path / "none.sqlite3", "manage.py", "import_issue", folder)

    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_tables_a_report_can_still_be_made(folder, tmp_path) -> None:
    done = manage(
        tmp_path / "none.sqlite3",
        *("manage.py", "import_issue", folder, "--dry-run", "--format", "json"),
    )

    assert done.returncode == 0
    assert len(json.loads(done.stdout)["pages"]) == 3


def test_a_reader_that_goes_away_gets_no_traceback(folder, tmp_path) -> None:
    command = [sys.executable, "manage.py", "import_issue", folder, "--dry-run", "--format=json"]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        process.stdout.close()
        said = process.stderr.read().decode()

    assert process.returncode == 1
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_killed_at_any_moment_and_run_again_the_rows_are_those_of_one_run(
    folder, empty_archive, tmp_path
) -> None:
    def run_until(database: Path, *moment: object) -> subprocess.CompletedProcess[str]:
        return manage(database, "-m", "tests.killed_import", folder, *moment)

    clean, killed = (
        shutil.copy(empty_archive, tmp_path / name) for name in ("clean.sqlite3", "killed.sqlite3")
    )
    # Inside the first page; between it and the log of the run; inside the third.
    for moment in (("articles_article", 1), ("articles_importrun", 1), ("articles_mention", 2)):
        assert run_until(killed, *moment).returncode == -9
    rows, once = (json.loads(run_until(database).stdout) for database in (killed, clean))

    assert len(once["Article"]) == len(once["Page"]) == 3
    assert rows == once
