"""Write one issue as a portable .zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.dates import PartialDate
from articles.models import Issue
from articles.portable.writing import write_issue
from articles.writing_out import WholeFile


class Command(BaseCommand):
    help = "导出一期：可以带走、不联网也能读的 .zip；只含已发布的稿件，import_issue 能读回。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("issue", metavar="期", help="期的网址名或日期，如 2018-05-31")
        parser.add_argument("--output", type=Path, metavar="FILE.zip", help="不写则是 网址名.zip")
        parser.add_argument(
            "--site", default="", metavar="URL", help="网址的开头，如 https://news.example.cn"
        )

    def handle(self, **options: Any) -> None:
        issue = _issue(options["issue"])
        output = options["output"] or Path(f"{issue.slug}.zip")
        with WholeFile(output) as part, part.open("wb") as file:
            stories = write_issue(issue, file, options["site"].rstrip("/"))
        self.stdout.write(f"{issue}：{stories} 篇，{output}")


def _issue(text: str) -> Issue:
    """The published issue of that slug, or the only one of that date.

    Raises:
        CommandError: there is none, or there are several.
    """
    issues = Issue.objects.published().select_related("newspaper")
    if issue := issues.filter(slug=text).first():
        return issue
    try:
        known = PartialDate.read(text)
    except ValueError:
        raise CommandError(f"没有“{text}”这一期，或它没有已发布的稿件。") from None
    precision = "day" if known.day else "month" if known.month else "year"
    found = list(issues.filter(date=known.days[0], precision=precision))
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"{known}没有已发布的一期。")
    slugs = "、".join(f"{each.newspaper} {each.slug}" for each in found)
    raise CommandError(f"{known}不止一期，请写网址名：{slugs}。")
