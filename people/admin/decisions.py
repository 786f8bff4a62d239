"""What editors decided about who is meant by a name, to be looked up and taken back."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from people.models import LinkDecision
from people.typed import ModelAdmin


@admin.register(LinkDecision)
class LinkDecisionAdmin(ModelAdmin[LinkDecision]):
    """Decisions are made where the name stands; here they are only found and taken back."""

    list_display = ["name", "organization", "person", "decided_by", "decided_at"]
    list_select_related = ["organization", "person", "decided_by"]
    search_fields = ["name", "person__name", "organization__name", "organization__short_name"]
    search_help_text = "按姓名、人物或单位查找；删去一条，以后导入到这个姓名时会再问"
    show_full_result_count = False
    fields = ["name", "organization", "person", "decided_by", "decided_at", "effect"]
    readonly_fields = ["effect"]

    @admin.display(description="作用")
    def effect(self, decision: LinkDecision) -> str:
        where = f"与“{decision.organization}”的职务一起" if decision.organization else "单独"
        return (
            f"以后导入的稿件里，“{decision.name}”{where}出现时认作这个人物。"
            "删去以后会再问；已经认定的稿件不变。"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LinkDecision | None = None) -> bool:
        return False
