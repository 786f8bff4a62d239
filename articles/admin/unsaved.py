"""The desk of a story keeps what is typed and not saved, and offers it when the editor is back."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Article, UnsavedEdit
from articles.reviewing import hold_on, renew
from articles.unsaved import MAX_CHARACTERS, are_fields, forget, keep, unsaved_edit
from people.typed import ModelAdmin

# What the rows of names are called, for fields that no label is at hand for.
_GROUPS = {"bylines": "署名", "mentions": "文中提及", "pictures": "图片"}


class UnsavedForm(forms.Form):
    """What the page of a story sends every few seconds while something changes."""

    fields_typed = forms.CharField(max_length=MAX_CHARACTERS, strip=False)
    version = forms.DateTimeField()
    opened = forms.DateTimeField()

    def clean_fields_typed(self) -> dict[str, Any]:
        try:
            fields = json.loads(self.cleaned_data["fields_typed"])
        except ValueError:
            fields = None
        if not are_fields(fields):
            raise forms.ValidationError("看不懂的内容。")
        return dict(fields)


class UnsavedDesk(ModelAdmin[Article]):
    """Beside the form of a story: the address that takes what is typed, and what it has kept."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.unsaved_view))
        own = path("<int:pk>/unsaved/", view, name="articles_article_unsaved")
        return [own, *super().get_urls()]

    def unsaved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = Article.objects.filter(pk=pk).only("pk", "status").first()
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404("没有这篇稿件。")
        if "discard" in request.POST:
            forget(article, request.user)  # type: ignore[arg-type]
            messages.success(request, "没有保存的修改已放弃。")
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[pk], query=request.GET)
            )
        form = UnsavedForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"error": "没有留底：内容太长或不完整。"}, status=400)
        return JsonResponse(_keep(article, request, form.cleaned_data))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if article is not None and self.has_change_permission(request, article):
            form = context["adminform"].form
            kept = unsaved_edit(article, request.user)  # type: ignore[arg-type]
            context["opened"] = timezone.now().isoformat()
            context["unsaved"] = kept
            context["unsaved_version"] = kept.based_on.isoformat() if kept else ""
            # A form that came back with errors has these words in it.
            context["offers_unsaved"] = kept is not None and not form.is_bound
            if context["offers_unsaved"] and kept is not None:
                context["unsaved_words"] = _in_words(kept, form)
                context["unsaved_is_stale"] = kept.based_on != article.updated_at
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        forget(form.instance, request.user)  # type: ignore[arg-type]


def _keep(article: Article, request: HttpRequest, typed: dict[str, Any]) -> dict[str, str]:
    """What the page says then: when it was kept, and until when the story is the editor's."""
    editor: Any = request.user
    kept = keep(article, editor, typed["fields_typed"], typed["version"], typed["opened"])
    answer = {"kept": _clock(kept.saved_at) if kept else ""}
    if until := renew(article.pk, editor):
        return answer | {"until": _clock(until)}
    hold = hold_on(article.pk)
    return answer | ({"held_by": str(hold.editor)} if hold else {})


def _in_words(kept: UnsavedEdit, form: Any) -> list[tuple[str, str]]:
    """What was typed, to be read before it is put back, or copied where nothing puts it back."""
    return [(_label(name, form), _text(value)) for name, value in kept.fields.items()]


def _label(name: str, form: Any) -> str:
    if name in form.fields:
        return str(form.fields[name].label or name)
    group, _, rest = name.partition("-")
    number = rest.partition("-")[0]
    if group in _GROUPS and number.isdecimal():
        return f"{_GROUPS[group]} {int(number) + 1}"
    return "其他"


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else "、".join(label for _, label in value)
    return text or "（空）"


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
