"""The desk of a story as one of the review queue: whose it is, and on to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.admin.reviewing import LIST, PlaceForm, QueueForm, go_on
from articles.models import Article
from articles.reviewing import BY_RISK, HOLD_MINUTES, band_of, hold_on, release, renew
from articles.risk import rate
from people.typed import ModelAdmin

Status = Article.Status
REVIEWED = "_reviewed"  # the button that saves a story as reviewed


class ReviewDesk(ModelAdmin[Article]):
    """Saved as reviewed, a story opened from the queue leads on to the next."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if REVIEWED in request.POST and request.POST.get("status") == Status.IMPORTED:
            posted = request.POST.copy()
            posted["status"] = Status.REVIEWED
            request.POST = posted  # type: ignore[assignment]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if article is not None and self.has_change_permission(request, article):
            context["review"] = _bar(request, article)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article, editor = form.instance, request.user
        if not change:
            rate([article.pk])
        elif article.status == Status.IMPORTED:
            renew(article.pk, editor)  # type: ignore[arg-type]
        else:
            release(article.pk, editor)  # type: ignore[arg-type]

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        stays = {"_continue", "_addanother", "_saveasnew", "_popup"} & set(request.POST)
        from_queue = "queue" in request.GET or REVIEWED in request.POST
        if stays or not from_queue or obj.status == Status.IMPORTED:
            return super().response_change(request, obj)
        messages.success(request, f"《{obj}》{obj.get_status_display()}。")
        place = PlaceForm({**request.GET.dict(), "choice": "next"})
        place.is_valid()
        return go_on(request, place)


def _bar(request: HttpRequest, article: Article) -> dict[str, Any]:
    hold = hold_on(article.pk)
    query = QueueForm(request.GET).query()
    return {
        "in_queue": "queue" in request.GET,
        "is_waiting": article.status == Status.IMPORTED,
        "band": band_of(article.risk),
        "hold": hold,
        "is_mine": hold is not None and hold.editor_id == request.user.pk,
        "minutes": HOLD_MINUTES,
        "query": query,
        "list": reverse(LIST, query=query),
        "at": request.GET.get("at") or BY_RISK.cursor(article),
    }
