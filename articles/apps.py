from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "报纸与稿件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles.picture_files import remove_files_of  # noqa: PLC0415  # models come first

        # The one signal here: a picture also goes with its story, and then none of our code is
        # asked but this.
        post_delete.connect(remove_files_of, sender="articles.Picture")
