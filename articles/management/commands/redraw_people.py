"""Understand all printed posts anew and draw who held which post when."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.models import Page
from articles.redrawing import redraw_pages, redraw_people
from people.models import Person


class Command(BaseCommand):
    help = "重新理解已入库稿件里的职务，推出岗位、任期和疑点；编辑确认过的不动，可随时重跑。"

    def handle(self, **options: Any) -> None:
        # disable=None: a bar on a terminal, silence in a log or a test
        with tqdm(total=Page.objects.count(), unit="版", disable=None) as bar:
            pages = redraw_pages(bar.update)
        with tqdm(total=Person.objects.count(), unit="人", disable=None) as bar:
            people = redraw_people(bar.update)
        self.stdout.write(f"重读 {pages} 版的职务；{people} 人的任期有变化。")
