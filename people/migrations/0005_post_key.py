from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat


def name_known(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Posts of organizations that imports made are found again by what they are called now."""
    organizations = apps.get_model("people", "Organization").objects
    posts = apps.get_model("people", "Post").objects
    key = organizations.filter(pk=OuterRef("organization")).values("key")[:1]
    posts.filter(organization__key__isnull=False).update(
        key=Concat(Subquery(key), Value("/"), F("title"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_merge_permission"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="key",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=470,
                null=True,
                unique=True,
                verbose_name="识别码",
            ),
        ),
        migrations.RunPython(name_known, migrations.RunPython.noop),
    ]
