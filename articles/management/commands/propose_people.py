"""Ask editors, over the whole archive, which people may be one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from articles.variants import BATCH_SIZE, propose_variants
from people.models import Person


class Command(BaseCommand):
    help = "找出可能是同一人的人物（形近字误植、同名），列入编辑台“疑为同一人”；不合并任何人。"

    def handle(self, **options: Any) -> None:
        number, last = 0, 0
        # disable=None: a bar on a terminal, silence in a log or a test
        with tqdm(total=Person.objects.count(), unit="人", disable=None) as bar:
            while people := list(
                Person.objects.filter(pk__gt=last)
                .order_by("pk")
                .values_list("pk", flat=True)[:BATCH_SIZE]
            ):
                with transaction.atomic():
                    number += propose_variants(people)
                last = people[-1]
                bar.update(len(people))
        self.stdout.write(f"新提出 {number} 对疑为同一人的人物，请到编辑台认定。")
