"""The index of words, filled with the stories that there are, a batch at a time."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from articles.search.building import rebuild
from articles.search.databases import index


def create(apps: Any, schema_editor: Any) -> None:
    for statement in index().CREATE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    for statement in index().DROP:
        schema_editor.execute(statement)


def fill(apps: Any, schema_editor: Any) -> None:
    for _ in rebuild(apps):
        pass


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_stamp'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('article', models.OneToOneField(on_delete=models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='articles.article', verbose_name='稿件')),
                ('place', models.BigIntegerField(unique=True, verbose_name='位置')),
                ('order_key', models.BigIntegerField(verbose_name='排序码')),
                ('digest', models.BigIntegerField(verbose_name='摘要')),
            ],
            options={
                'verbose_name': '检索条目',
                'verbose_name_plural': '检索条目',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
