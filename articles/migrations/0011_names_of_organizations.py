from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

# Whoever may do the one to an organization may do the others to the names it also goes by.
GRANTED = {
    "view_organization": ["view_organizationname"],
    "change_organization": [
        "add_organizationname",
        "change_organizationname",
        "delete_organizationname",
    ],
}


def grant(apps: Any, schema_editor: Any) -> None:
    """Give each group that sees or changes organizations the same for their other names."""
    using = schema_editor.connection.alias
    app = apps.get_app_config("people")
    app.models_module = getattr(app, "models_module", True)
    create_permissions(app, verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    own = permissions.filter(content_type__app_label="people")
    for held, codenames in GRANTED.items():
        given = list(own.filter(codename__in=codenames))
        holds = own.filter(codename=held)
        for group in apps.get_model("auth", "Group").objects.using(using).filter(permissions__in=holds):
            group.permissions.add(*given)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_tag_desk'),
    ]

    operations = [
        # What a group was given since is not taken away again.
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
