"""Write people, posts and tenures for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.exporting import TABLES, Scope, table_lines
from articles.popolo import popolo_pieces
from articles.writing_out import write_files, write_out


class Command(BaseCommand):
    help = "导出人物、岗位、任职：CSV（三张表）或 Popolo JSON；只含读者可见的，除非 --all。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("csv", "popolo"), default="csv")
        parser.add_argument("--what", choices=TABLES, help="只要一张表（CSV）")
        parser.add_argument(
            "--output",
            type=Path,
            metavar="FILE",
            help="文件；三张表一起导出时是文件夹或 .zip。不写则打印到标准输出",
        )
        parser.add_argument("--all", action="store_true", help="连同读者看不到的")
        parser.add_argument(
            "--site", default="", metavar="URL", help="网址的开头，如 https://news.example.cn"
        )

    def handle(self, **options: Any) -> None:
        scope = Scope(everything=options["all"], site=options["site"].rstrip("/"))
        output: Path | None = options["output"]
        if options["format"] == "popolo":
            if options["what"]:
                raise CommandError("--what 只用于 CSV：Popolo JSON 是一份整的文件。")
            write_out(popolo_pieces(scope), output, self.stdout)
        elif options["what"]:
            write_out(table_lines(options["what"], scope), output, self.stdout)
        elif output is None:
            raise CommandError("三张表不能一起打印：请加 --output 文件夹（或 .zip），或用 --what。")
        else:
            files = {f"{table}.csv": table_lines(table, scope) for table in TABLES}
            write_files(files, output)
