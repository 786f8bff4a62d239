from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "人物与任职"
    default_auto_field = "django.db.models.BigAutoField"
