"""Build the index of words anew, or ask whether it is true."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.models import Article
from articles.search import building

_SHOWN = 10  # stories that a complaint names


class Command(BaseCommand):
    help = "重建检索用的索引；加 --check 只核对，不改动。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对索引与稿件是否一致")

    def handle(self, *, check: bool, **options: Any) -> None:
        # disable=None: a bar on a terminal, silence in a log or a test
        with tqdm(total=Article.objects.count(), unit="篇", disable=None) as bar:
            if check:
                self._check(bar)
                return
            done = 0
            for done in building.rebuild():
                bar.update(done - bar.n)
        self.stdout.write(f"已为 {done} 篇稿件重建索引。")

    def _check(self, bar: tqdm[Any]) -> None:
        seen = wrong = 0
        examples: list[str] = []
        for number, stories in building.untrue():
            seen += number
            wrong += len(stories)
            examples += [str(story) for story in stories[: _SHOWN - len(examples)]]
            bar.update(number)
        surplus = building.surplus()
        if wrong or surplus:
            raise CommandError(
                f"索引与稿件不一致：{wrong} 篇的词没有如实入索引"
                f"{'（编号 ' + '、'.join(examples) + '）' if examples else ''}，"
                f"另有多余的词 {max(surplus, 0)} 处。请运行 reindex_search 重建。"
            )
        self.stdout.write(f"{seen} 篇稿件的索引一致。")
