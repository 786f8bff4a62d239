"""Write a month's signed stories as CSV."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.byline_export import byline_lines, bylines_named, month_of
from articles.models import Byline
from articles.writing_out import write_out


class Command(BaseCommand):
    help = "按月导出署名稿件（CSV），供核算稿酬：日期、版、标题、身份、字数、合作者、状态。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", type=_month, required=True, help="例如 2019-11")
        parser.add_argument("--reporter", default="", metavar="NAME", help="只要这个人的")
        parser.add_argument("--output", type=Path, metavar="FILE", help="不写则打印到标准输出")
        parser.add_argument("--site", default="", metavar="URL", help="网址的开头")

    def handle(
        self, *, month: date, reporter: str, output: Path | None, site: str, **options: Any
    ) -> None:
        bylines = bylines_named(reporter) if reporter else Byline.objects.all()
        if reporter and not bylines.exists():
            raise CommandError(f"没有以“{reporter}”署名的稿件。")
        write_out(byline_lines(bylines, month, site.rstrip("/")), output, self.stdout)


def _month(text: str) -> date:
    try:
        return month_of(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”不是月份，请写成 2019-11。") from error
