"""The desk's queue of alarms: one after another with its evidence, by mouse or by key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.alarm_evidence import evidence_for
from articles.judging import judge, open_alarms, reopen
from articles.models import Alarm
from people.admin.base import BaseAdmin
from people.counting import count_up_to
from people.edit_log import log_edits

_LAST = "articles-alarm"  # where the session keeps the alarm judged last
_LOADED = ("person", "other", "article__page__issue__newspaper", "decided_by")

Kind, Status = Alarm.Kind, Alarm.Status


class PlaceForm(forms.Form):
    """Which kind of alarm an editor works through; all of them without one."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False)


class JudgeForm(PlaceForm):
    choice = forms.ChoiceField(choices=[*Status.choices, ("skip", "跳过"), ("undo", "撤销上一步")])
    note = forms.CharField(max_length=200, required=False)


@admin.register(Alarm)
class AlarmAdmin(BaseAdmin[Alarm]):
    """Alarms are raised by what print says, and judged; nobody adds or deletes one."""

    change_list_template = "admin/articles/alarm/change_list.html"
    list_display = ["message", "kind", "state", "decision"]
    empty_value_display = ""
    list_filter = ["status", "kind"]
    list_per_page = 50
    search_fields = ["message", "note", "person__name", "other__name"]
    search_help_text = "按说明、姓名或处理说明查找"
    actions = ["dismiss", "ask_again"]

    @admin.display(description="情况", ordering="status")
    def state(self, alarm: Alarm) -> SafeString:
        css = "open" if alarm.status == Status.OPEN else "resolved"
        text = alarm.get_status_display()
        return format_html('<span class="status status-{}">{}</span>', css, text)

    @admin.display(description="处理", ordering="decided_at")
    def decision(self, alarm: Alarm) -> str:
        """Who, when and why."""
        if alarm.decided_at is None:
            return ""
        day = timezone.localtime(alarm.decided_at).strftime("%Y-%m-%d")
        return " ".join(filter(None, [str(alarm.decided_by or ""), day, alarm.note]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Alarm | None = None) -> bool:
        return False  # it would be raised again

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alarm]:
        alarms = super().get_queryset(request).select_related(*_LOADED)
        return alarms.defer("article__body", "article__as_imported", "article__spans")

    @admin.action(description="标为不成问题", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Alarm]) -> None:
        alarms = judge(queryset, Status.DISMISSED, request.user)  # type: ignore[arg-type]
        log_edits(request, alarms, "不成问题。")
        self.message_user(request, f"{len(alarms)} 条标为不成问题。", messages.SUCCESS)

    @admin.action(description="重新打开", permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[Alarm]) -> None:
        alarms = reopen(queryset)
        log_edits(request, alarms, "重新打开。")
        self.message_user(request, f"{len(alarms)} 条重新待处理。", messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        work = self.admin_site.admin_view(self.work_view)
        return [path("work/", work, name="articles_alarm_work"), *super().get_urls()]

    def work_view(self, request: HttpRequest) -> HttpResponse:
        """Go to the first alarm that is open, of one kind or of all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._go_on(request, _kind(request), after=0)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The alarm beside what it rests on, with a button for each way to judge it."""
        alarm = self.get_object(request, object_id)
        if not self.has_view_permission(request, alarm):
            raise PermissionDenied
        if alarm is None:
            text = "这个疑点已不在：引起它的任职或稿件已经改过。"
            messages.info(request, text)
            return self._go_on(request, _kind(request), after=0)
        if request.method == "POST":
            return self._judge(request, alarm)
        kind = _kind(request)
        numbers = {each: count_up_to(open_alarms().filter(kind=each)) for each in Kind}
        context = self.admin_site.each_context(request) | {
            "title": "疑点",
            "opts": self.opts,
            "alarm": alarm,
            "evidence": evidence_for(alarm),
            "kind": kind,
            "kinds": [(each, each.label, numbers[each]) for each in Kind],
            "waiting": count_up_to(open_alarms()),
            "is_open": alarm.status == Status.OPEN,
            "may_judge": self.has_change_permission(request, alarm),
            "can_undo": _LAST in request.session,
        }
        return TemplateResponse(request, "admin/articles/alarm/judge.html", context)

    def _judge(self, request: HttpRequest, alarm: Alarm) -> HttpResponse:
        if not self.has_change_permission(request, alarm):
            raise PermissionDenied
        form = JudgeForm(request.POST)
        if not form.is_valid():
            messages.error(request, "没有处理：请选一种处理办法，说明不超过 200 字。")
            return HttpResponseRedirect(_page(alarm.pk, _kind(request)))
        choice, kind = form.cleaned_data["choice"], form.cleaned_data["kind"]
        if choice == "undo":
            return self._undo(request, alarm, kind)
        if choice == Status.OPEN:
            return self._ask_again(request, alarm, kind)
        if choice != "skip":
            one = Alarm.objects.filter(pk=alarm.pk)
            note, editor = form.cleaned_data["note"], request.user
            if not judge(one, choice, editor, note):  # type: ignore[arg-type]
                messages.warning(request, "没有处理：别的编辑已经处理过这个疑点。")
                return HttpResponseRedirect(_page(alarm.pk, kind))
            request.session[_LAST] = alarm.pk
            label = Status(choice).label
            log_edits(request, [alarm], f"{label}：{note}" if note else f"{label}。")
            messages.success(request, f"已记下“{label}”：{alarm}")
        return self._go_on(request, kind, after=alarm.pk)

    def _ask_again(self, request: HttpRequest, alarm: Alarm, kind: str) -> HttpResponse:
        log_edits(request, reopen(Alarm.objects.filter(pk=alarm.pk)), "重新打开。")
        messages.success(request, "这个疑点重新待处理。")
        return HttpResponseRedirect(_page(alarm.pk, kind))

    def _undo(self, request: HttpRequest, alarm: Alarm, kind: str) -> HttpResponse:
        last = Alarm.objects.filter(pk=request.session.pop(_LAST, None)).first()
        if last is None:
            messages.info(request, "没有可以撤销的。")
            return HttpResponseRedirect(_page(alarm.pk, kind))
        return self._ask_again(request, last, kind)

    def _go_on(self, request: HttpRequest, kind: str, after: int) -> HttpResponse:
        """To the next open alarm after that one; to the list where there is none."""
        waiting = open_alarms().filter(kind=kind) if kind else open_alarms()
        following = waiting.filter(pk__gt=after).order_by("pk").first()
        if following is not None:
            return HttpResponseRedirect(_page(following.pk, kind))
        skipped = count_up_to(waiting)
        text = "没有待处理的疑点了。"
        if skipped != "0":
            text = f"后面没有了；跳过的还有 {skipped} 条。"
        messages.info(request, text)
        return HttpResponseRedirect(reverse("admin:articles_alarm_changelist"))


def _kind(request: HttpRequest) -> str:
    form = PlaceForm(request.GET)
    return str(form.cleaned_data["kind"]) if form.is_valid() else ""


def _page(pk: int, kind: str) -> str:
    query = {"kind": kind} if kind else {}
    return reverse("admin:articles_alarm_change", args=[pk], query=query)
