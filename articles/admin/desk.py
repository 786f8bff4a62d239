"""What the desks of a story and of a page share: flags and source text beside the form."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from articles.admin.flag_ticks import FlagTicksForm
from articles.admin.source_panel import legend, source_html
from articles.models import Source
from articles.source_map import SourceLine
from people.admin.base import BaseAdmin

Row = TypeVar("Row", bound=Model)


class DeskAdmin(BaseAdmin[Row]):
    """An admin whose form is a FlagTicksForm and whose page has the source text beside it."""

    def source_of(self, row: Row) -> Source | None:
        """The text to show."""
        raise NotImplementedError

    def source_lines(self, row: Row, source: Source) -> list[SourceLine]:
        """The lines of that text, with what became of them."""
        raise NotImplementedError

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        allowed = request.user.has_perm("articles.change_flag")
        form.may_tick = allowed and self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            context |= self._desk(row, context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _desk(self, row: Row, form: FlagTicksForm) -> dict[str, Any]:
        source = self.source_of(row)
        lines = self.source_lines(row, source) if source else []
        return {
            "source": source,
            "source_text": source_html(source.text, lines, form.open_flags) if source else "",
            "legend": legend(lines),
            "flag_rows": form.flag_rows(),
            "resolved_flags": form.flags_shown()
            .filter(resolved_at__isnull=False)
            .select_related("resolved_by"),
        }
