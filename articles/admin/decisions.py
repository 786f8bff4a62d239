"""What was decided about who is who: looked up, and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from people.admin.base import BaseAdmin
from people.edit_log import log_edits
from people.models import LinkDecision, PersonPair


@admin.register(LinkDecision)
class LinkDecisionAdmin(BaseAdmin[LinkDecision]):
    """Deleting one leaves the stories as they are; later imports ask again."""

    list_display = ["name", "organization", "person", "decided_by", "decided_at"]
    list_select_related = ["organization", "person", "decided_by"]
    list_per_page = 50
    search_fields = ["name", "person__name", "organization__name"]
    autocomplete_fields = ["person"]
    fields = ["name", "organization", "person", "decided_by", "decided_at"]
    readonly_fields = ["name", "organization", "decided_by", "decided_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # it is made where a name stands in its story

    def save_model(self, request: HttpRequest, obj: LinkDecision, form: Any, change: bool) -> None:
        obj.decided_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(PersonPair)
class PersonPairAdmin(BaseAdmin[PersonPair]):
    list_display = ["__str__", "kind", "status", "reason", "decided_by", "decided_at"]
    list_select_related = ["one", "other", "decided_by"]
    list_filter = ["status", "kind"]
    list_per_page = 50
    search_fields = ["one__name", "other__name"]
    actions = ["ask_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # proposed, or settled where two people are compared

    def has_change_permission(self, request: HttpRequest, obj: PersonPair | None = None) -> bool:
        return False  # settled in the queue

    def has_delete_permission(self, request: HttpRequest, obj: PersonPair | None = None) -> bool:
        return False  # it would be proposed again

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.change_person")

    @admin.action(description="重新待认定", permissions=["ask"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[PersonPair]) -> None:
        settled = queryset.exclude(status=PersonPair.Status.OPEN)
        pairs = list(settled.select_related("one", "other"))
        PersonPair.objects.filter(pk__in=[pair.pk for pair in pairs]).update(
            status=PersonPair.Status.OPEN, decided_by=None, decided_at=None
        )
        log_edits(request, pairs, "重新待认定。")
        self.message_user(request, f"{len(pairs)} 对重新待认定。", messages.SUCCESS)
