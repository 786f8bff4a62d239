"""Who works at the desk: accounts and groups, on lists like all others."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from people.admin.base import BaseAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class UserDesk(BaseAdmin[User], UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    ordering = ["username"]


@admin.register(Group)
class GroupDesk(BaseAdmin[Group], GroupAdmin):
    pass
