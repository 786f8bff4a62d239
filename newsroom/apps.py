from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class EditorsDeskConfig(AdminConfig):
    """Django's admin with the editors' desk as its site."""

    default_site = "newsroom.admin_site.EditorsDesk"


class NewsroomConfig(AppConfig):
    """The project itself, for its static files and its command `demo`."""

    name = "newsroom"
