from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

ARTICLES = (
    "newspaper issue page source article byline mention postclaim flag importrun runpage tag "
    "tagalias tagword taggedarticle revision repair correction picture alarm"
).split()
PEOPLE = (
    "person reporter official othername organization post tenure linkdecision personpair "
    "personmerge personredirect"
).split()

# What each group may do beyond the one before it: verbs of Django, then models.
SEEN = {"view": [*ARTICLES, *PEOPLE]}
REPORTER = SEEN | {"add": ["flag"]}
EDITOR = {
    "add": "issue page article byline mention tag tagalias taggedarticle correction picture "
    "person reporter official othername organization post tenure hold unsavededit".split(),
    "change": "issue page article byline mention flag tag tagalias taggedarticle correction "
    "picture alarm person reporter official othername organization post tenure linkdecision "
    "hold unsavededit".split(),
    "delete": "byline mention tagalias taggedarticle correction picture othername tenure "
    "linkdecision hold unsavededit".split(),
}
CHIEF = {
    "add": ["newspaper", "tagword"],
    "change": ["newspaper", "tagword"],
    "delete": "issue page tag tagword person reporter official organization post".split(),
    "publish": ["article"],
    "withdraw": ["article"],
    "import": ["issue"],
    "undo": ["run"],
    "merge": ["person"],
}
LOG = "view_logentry"  # who did what

OWN_APPS = ("articles", "people")
STAFF_APPS = ("auth", "admin")  # accounts, groups, and the log


def codenames(*grants: dict[str, list[str]]) -> set[str]:
    return {f"{verb}_{model}" for each in grants for verb, models in each.items() for model in models}


def make_groups(apps: Any, schema_editor: Any) -> None:
    """Make those of the four groups that are not there; one that is stays as it is."""
    using = schema_editor.connection.alias
    for label in (*OWN_APPS, *STAFF_APPS):
        # Django makes permissions after all migrations; these are needed here.
        app = apps.get_app_config(label)
        app.models_module = getattr(app, "models_module", True)  # without one it makes none
        create_permissions(app, verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    own = permissions.filter(content_type__app_label__in=OWN_APPS)
    log = permissions.filter(content_type__app_label="admin", codename=LOG)
    staff = permissions.filter(content_type__app_label__in=STAFF_APPS)
    editor = codenames(REPORTER, EDITOR)
    granted = {
        "记者": [own.filter(codename__in=codenames(REPORTER))],
        "编辑": [own.filter(codename__in=editor)],
        "主编": [own.filter(codename__in=editor | codenames(CHIEF)), log],
        "管理员": [own, staff],
    }
    for name, rows in granted.items():
        group, made = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        if made:
            group.permissions.set([permission for each in rows for permission in each])


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('articles', '0004_repairs'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('people', '0004_merge_permission'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='article',
            options={'ordering': ['-order_key', '-id'], 'permissions': [('publish_article', '可以发布稿件'), ('withdraw_article', '可以撤下稿件')], 'verbose_name': '稿件', 'verbose_name_plural': '稿件'},
        ),
        migrations.AlterModelOptions(
            name='importrun',
            options={'ordering': ['-started_at', '-id'], 'permissions': [('import_issue', '可以导入版面'), ('undo_run', '可以撤销导入')], 'verbose_name': '导入记录', 'verbose_name_plural': '导入记录'},
        ),
        # A group that an administrator has made his own is not taken away.
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
