from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "报纸与稿件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles import stamping  # noqa: PLC0415  # models come first
        from articles.picture_files import remove_files_of  # noqa: PLC0415

        # A story also goes with its page, and then none of our code is asked but this.
        pre_delete.connect(remove_files_of, sender="articles.Article")
        # A table that a migration makes anew has lost its triggers.
        post_migrate.connect(stamping.install, sender=self)
