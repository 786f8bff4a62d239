from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """The log of edits, to be looked up by day; its table is Django's own."""

    dependencies = [("admin", "0003_logentry_add_action_flag_choices"), ("articles", "0005_groups")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX articles_log_by_time ON django_admin_log (action_time, id)",
            "DROP INDEX articles_log_by_time",
        )
    ]
