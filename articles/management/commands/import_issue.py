"""Import newspaper pages from text files, folders and archives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO, cast

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from tqdm import tqdm

from articles.importing import Import, Options, Summary
from articles.ingest.hints import parse_date
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import PageDate, PageHints, ParsedPage
from articles.ingest.report import ReportWriter
from articles.placing import MAX_NUMBER, MAX_PAPER
from articles.planning import Outcome
from articles.portable.checking import PortableError, open_issue, portable_among
from articles.portable.storing import store_issue
from articles.sources import PageFile, Refused, collect
from articles.storage import lexicon_from_archive
from articles.writing_out import let_go_of_stdout

WRONG_CALL, INTERRUPTED = 2, 130  # exit codes, as argparse and shells have them

NOT_FOR_PORTABLE = "便携的一期自己写明报名、日期和版次，也没有 JSON 报告：不能加 --paper、--date、--page、--format json。"


class Command(BaseCommand):
    help = "导入报纸版面：文本文件、文件夹、.zip，便携的一期，或用 - 从标准输入读一版。"
    requires_system_checks: list[str] = []  # the site need not work for a page to be stored

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="文件、文件夹、.zip 或 -")
        parser.add_argument("--paper", default="", metavar="报名", help="哪份报纸")
        parser.add_argument("--date", default="", help="YYYY、YYYY-MM 或 YYYY-MM-DD")
        parser.add_argument("--page", default="", metavar="版次", help="如 N05；只用于单独一版")
        parser.add_argument("--publish", action="store_true", help="发布没有阻止发布事项的稿件")
        parser.add_argument("--dry-run", action="store_true", help="只读不写")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="用几个进程读")
        parser.add_argument("--strict", action="store_true", help="有一个文件被拒就什么也不存")

    def handle(self, *, paths: list[str], **options: Any) -> None:
        as_json = options["format"] == "json"
        chosen = Options(
            hints=_hints(options["paper"], options["date"], options["page"]),
            publish=options["publish"],
            dry_run=options["dry_run"],
            compare=not (as_json and options["dry_run"]),
            strict=options["strict"],
            jobs=_jobs(options["jobs"]),
        )
        given = [str(path) for path in paths]
        portable = portable_among(given)
        if portable and (as_json or chosen.told().keys() - {"publish", "strict"}):
            raise CommandError(NOT_FOR_PORTABLE, returncode=WRONG_CALL)
        if portable and (problem := _archive_problem()):
            raise CommandError(problem)
        files = collect([path for path in given if path not in portable], sys.stdin.buffer)
        if options["page"]:
            files = _only_one(files)
        # All or nothing takes in the issues as well.
        with transaction.atomic() if portable and chosen.strict else nullcontext():
            refused = self._import_issues(portable, chosen)
            if refused and (chosen.strict or given == portable):
                raise CommandError(_left_out(refused))
            if given != portable:
                importer = self._run(chosen, files, paths, as_json)
                self._say(importer, as_json)
        if refused:
            raise CommandError(_left_out(refused))

    def _import_issues(self, paths: list[str], chosen: Options) -> int:
        """Store portable issues, a line for each; returns how many were refused."""
        refused = 0
        for path in paths:
            try:
                with open(path, "rb") as file, open_issue(file) as checked:
                    stored = store_issue(
                        checked, path, publish=chosen.publish, dry_run=chosen.dry_run
                    )
            except (PortableError, OSError) as error:
                self.stderr.write(f"{path}：{error}")
                refused += 1
                continue
            self.stdout.write("\n".join(stored.lines(dry_run=chosen.dry_run)))
        return refused

    def _run(
        self, chosen: Options, files: Iterator[PageFile | Refused], paths: list[str], as_json: bool
    ) -> Import:
        problem = _archive_problem()
        if problem and chosen.compare:
            raise CommandError(problem)
        lexicon = Lexicon.packaged() if problem else lexicon_from_archive()
        if as_json:
            self.stdout.ending = ""
        report = ReportWriter(cast(TextIO, self.stdout)) if as_json else None
        importer = Import(chosen, lexicon)
        try:
            # disable=None: a bar on a terminal, silence in a log or a test
            with report or nullcontext(), tqdm(unit="版", disable=None) as bar:
                importer.run(files, paths, _Listener(bar, report))
        except KeyboardInterrupt:
            raise CommandError(_stopped(importer, "已中断"), returncode=INTERRUPTED) from None
        except BrokenPipeError:
            let_go_of_stdout()
            raise CommandError(_stopped(importer, "输出没有人接收，已停下")) from None
        except OperationalError as error:
            raise CommandError(_stopped(importer, f"数据库出错（{error}）")) from error
        return importer

    def _say(self, importer: Import, as_json: bool) -> None:
        """One line of counts, what an editor should look at, what was refused."""
        summary = importer.summary
        if importer.options.compare:
            say = self.stderr if as_json else self.stdout
            say.write("\n".join(_lines(importer)), ending="\n")
        for refused in summary.refused:
            self.stderr.write(f"{refused.path}：{refused.reason}")
        if summary.refused:
            raise CommandError(_left_out(len(summary.refused)))
        if importer.options.compare and not summary.pages.total():
            raise CommandError("没有找到版面：请给出 .txt 文件，或装着它们的文件夹、.zip。")


@dataclass(frozen=True, slots=True)
class _Listener:
    """Moves the bar and writes the report as files are read."""

    bar: tqdm
    report: ReportWriter | None

    def __call__(self, read: ParsedPage | Refused) -> None:
        self.bar.update()
        if self.report and isinstance(read, ParsedPage):
            self.report.page(read)
        elif self.report and isinstance(read, Refused):
            self.report.refuse(read.path, read.reason)


def _hints(paper: str, date: str, number: str) -> PageHints:
    """The options that speak of the pages.

    Raises:
        CommandError: one of them cannot be used.
    """
    paper, number = paper.strip(), number.strip()
    if len(paper) > MAX_PAPER or len(number) > MAX_NUMBER:
        raise CommandError(
            f"--paper 最多 {MAX_PAPER} 个字，--page 最多 {MAX_NUMBER} 个。", returncode=WRONG_CALL
        )
    try:
        known = parse_date(date, "option") if date else PageDate()
    except ValueError as error:
        raise CommandError(f"--date：{error}", returncode=WRONG_CALL) from error
    return PageHints(paper, known, number)


def _left_out(number: int) -> str:
    return f"{number} 个文件没有导入。"


def _jobs(jobs: int) -> int:
    if jobs < 1:
        raise CommandError("--jobs 至少是 1。", returncode=WRONG_CALL)
    return jobs


def _only_one(files: Iterator[PageFile | Refused]) -> Iterator[PageFile | Refused]:
    first = list(islice(files, 2))
    if len(first) > 1:
        raise CommandError("--page 只能用于单独一版，给出的不止一版。", returncode=WRONG_CALL)
    return chain(first, files)


def _archive_problem() -> str:
    """Why the archive cannot be used, and what to do; "" when it can."""
    try:
        pending = _lacks_a_migration()
    except OperationalError as error:
        return f"打不开数据库（{error}）。请检查 DATABASE_URL，或先运行 make demo。"
    if pending:
        return "数据库还没有建好或不是最新：请先运行 python manage.py migrate，或运行 make demo。"
    return ""


def _lacks_a_migration() -> bool:
    """Whether one in the apps' folders was never applied: asked by name, for the executor of
    Django would import them all.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    return any(
        (app.label, file.stem) not in applied
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_~]*.py")
    )


def _stopped(importer: Import, why: str) -> str:
    if importer.options.dry_run or importer.options.strict:
        return f"{why}，什么也没有存。"
    pages = importer.summary.pages.total()
    return f"{why}。已存好 {pages} 版；再运行一次同样的命令就会接着导入，不会重复。"


def _lines(importer: Import) -> Iterator[str]:
    summary = importer.summary
    if importer.options.dry_run:
        yield "试运行，什么也没有写入。"
    elif importer.rolled_back:
        yield "有文件被拒，按 --strict 什么也没有存。"
    yield _counts(summary)
    if summary.notices:
        yield "请编辑核对："
    for notice in summary.notices:
        mark = "！" if notice.blocking else "·"
        place = f"{notice.page}《{notice.headline}》" if notice.headline else notice.page
        yield f"  {mark} {place} {notice.message}"
    if summary.more_notices:
        yield f"  还有 {summary.more_notices} 条，见后台“待核对事项”。"


def _counts(summary: Summary) -> str:
    stories = summary.stories
    gone = stories[Outcome.REMOVED] + stories[Outcome.MISSING]
    line = (
        f"{summary.pages.total()} 版 {stories.total() - gone} 篇："
        f"新 {stories[Outcome.NEW]} · 改 {stories[Outcome.CHANGED]} · "
        f"同 {stories[Outcome.UNCHANGED]} · 冲突 {stories[Outcome.CONFLICT]}"
    )
    if gone:
        line += f" · 移除 {stories[Outcome.REMOVED]} · 未再找到 {stories[Outcome.MISSING]}"
    if summary.published:
        line += f"；发布 {summary.published}"
    return f"{line}；拒绝 {len(summary.refused)}"
