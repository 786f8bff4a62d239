"""The desk's list of everything that was done: who, when, what."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.generic import View

from articles.paging import Order, read_page

ROWS_A_PAGE = 100
NEWEST_LOGGED = Order("id", descending=True, numeric=True)


def _kinds() -> list[tuple[str, str]]:
    """What can be done something to: the models of the desk by their name."""
    named = {model._meta.label_lower: model._meta.verbose_name for model in admin.site._registry}
    return sorted(((label, str(name)) for label, name in named.items()), key=lambda kind: kind[1])


class AuditForm(forms.Form):
    """Which entries of the log are shown."""

    user = forms.ModelChoiceField(
        get_user_model().objects.order_by("username"),
        label="谁",
        required=False,
        empty_label="所有人",
    )
    kind = forms.ChoiceField(
        label="对什么", required=False, choices=lambda: [("", "全部"), *_kinds()]
    )
    action = forms.ChoiceField(
        label="做了什么",
        required=False,
        choices=[("", "全部"), (ADDITION, "添加"), (CHANGE, "修改"), (DELETION, "删除")],
    )
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def entries(self) -> QuerySet[LogEntry]:
        """What the log has of it; a field that was filled in wrongly chooses nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        entries = LogEntry.objects.select_related("user", "content_type")
        if chosen.get("user"):
            entries = entries.filter(user=chosen["user"])
        if chosen.get("kind"):
            label, _, model = chosen["kind"].partition(".")
            kind = ContentType.objects.get_by_natural_key(label, model)
            entries = entries.filter(content_type=kind)
        if chosen.get("action"):
            entries = entries.filter(action_flag=chosen["action"])
        return _between(entries, chosen.get("since"), chosen.get("until"))


def _between(
    entries: QuerySet[LogEntry], since: date | None, until: date | None
) -> QuerySet[LogEntry]:
    """Entries of these days, both taken in.

    The log is written in the order of time: two look-ups say between which numbers to read.
    """
    if since:
        first = _first_from(since)
        entries = entries.filter(pk__gte=first) if first else entries.none()
    if until and (after := _first_from(until + timedelta(days=1))):
        entries = entries.filter(pk__lt=after)
    return entries


def _first_from(day: date) -> int | None:
    """The number of the first entry of that day or a later one."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    later = LogEntry.objects.filter(action_time__gte=midnight).order_by("action_time", "pk")
    return later.values_list("pk", flat=True).first()


class AuditView(PermissionRequiredMixin, View):
    permission_required = "admin.view_logentry"
    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AuditForm(request.GET)
        page = read_page(request.GET, form.entries(), NEWEST_LOGGED, ROWS_A_PAGE)
        context: dict[str, Any] = {"title": "操作记录", "form": form, "page": page}
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/articles/audit.html", base | context)
