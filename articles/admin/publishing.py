"""What the desk of a story has for bringing it before readers, and for taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from articles.models import Article
from people.typed import ModelAdmin

Status = Article.Status


class PublishingDesk(ModelAdmin[Article]):
    """Who may publish and withdraw, where the form of a story asks for it."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_article", "articles.publish_article"])

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["articles.change_article", "articles.withdraw_article"])

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Article]]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.may_publish = self.has_publish_permission(request)
        form.may_withdraw = self.has_withdraw_permission(request)
        return form  # type: ignore[no-any-return]


def limit_status(form: Any) -> None:
    """Leave in a story's form only those states to which its editor may bring the story."""
    if "status" in form.fields:
        now = form.instance.status
        form.fields["status"].choices = [
            (status.value, status.label)
            for status in Status
            if status == now or _may(form, now, status)
        ]
    if "published_at" in form.fields and not form.may_publish:
        form.fields["published_at"].disabled = True


def _may(form: Any, before: str, after: str) -> bool:
    if after == Status.PUBLISHED and not form.may_publish:
        return False
    # Readers lose it, or it comes back where they were told that it is gone.
    taken_back = before == Status.PUBLISHED or Status.WITHDRAWN in {before, after}
    return form.may_withdraw if taken_back else True
