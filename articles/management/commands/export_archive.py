"""Write the published archive for other programs, as lines of JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.archive_export import Selection, highest_id, story_lines
from articles.dates import PartialDate
from articles.writing_out import let_go_of_stdout, write_out

STDOUT = "-"


class Command(BaseCommand):
    help = "导出已发布的全部稿件：JSON Lines，一行一篇，内容与数据接口的 stories/编号 相同。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output",
            default=STDOUT,
            metavar="FILE",
            help="文件，以 .gz 结尾则压缩；不写或写 - 则打印到标准输出",
        )
        parser.add_argument("--since", default="", metavar="日期", help="从哪一天见报的起")
        parser.add_argument("--until", default="", metavar="日期", help="到哪一天见报的止")
        parser.add_argument(
            "--changed-since", default="", metavar="日期", help="只要这一天以来发布或改动过的"
        )
        parser.add_argument(
            "--site", default="", metavar="URL", help="网址的开头，如 https://news.example.cn"
        )

    def handle(self, **options: Any) -> None:
        selection = Selection(
            since=_date("--since", options["since"]),
            until=_date("--until", options["until"]),
            changed_since=_midnight("--changed-since", options["changed_since"]),
        )
        output = None if options["output"] == STDOUT else Path(options["output"])
        written = 0
        # disable=None: a bar on a terminal, silence in a log or a test. It counts ids, which
        # costs nothing; counting stories would read them all.
        with tqdm(total=highest_id(), unit="号", disable=None) as bar:

            def progress(last: int, stories: int) -> None:
                nonlocal written
                written += stories
                bar.update(last - bar.n)
                bar.set_postfix_str(f"已写 {written} 篇")

            lines = story_lines(selection, options["site"].rstrip("/"), progress)
            try:
                write_out(lines, output, self.stdout)
            except BrokenPipeError:
                let_go_of_stdout()
                raise CommandError("输出没有人接收，已停下。") from None
        if output:
            self.stdout.write(f"已写 {written} 篇：{output}")


def _date(option: str, text: str) -> PartialDate | None:
    try:
        return PartialDate.read(text) if text else None
    except ValueError:
        message = f"{option}：“{text}”不是日期，请写成 2018、2018-05 或 2018-05-31。"
        raise CommandError(message, returncode=2) from None


def _midnight(option: str, text: str) -> datetime | None:
    known = _date(option, text)
    if known is None:
        return None
    return timezone.make_aware(datetime.combine(known.days[0], datetime.min.time()))
