"""The pages that say what publishing or withdrawing will do, and then do it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.models import Article
from articles.publishing import plan_publishing, plan_withdrawal, publish, withdraw
from people.edit_log import log_edits

NAMED = 5  # how many stories a message names
WHAT_LIST = (ACTION_CHECKBOX_NAME, "select_across", "action")  # what the list of stories posts


class ConfirmForm(forms.Form):
    """That an editor saw how many stories it will be."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PublishForm(ConfirmForm):
    when = forms.ChoiceField(
        label="何时",
        choices=[("now", "现在"), ("later", "定时")],
        initial="now",
        required=False,
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label="定在",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        later = self.cleaned_data.get("when") == "later"
        at: datetime | None = self.cleaned_data.get("at")
        if not later:
            self.cleaned_data["at"] = None
        elif "at" not in self.errors and (at is None or at <= timezone.now()):
            self.add_error("at", "定时发布要填一个晚于现在的时间。")
        return self.cleaned_data


class WithdrawForm(ConfirmForm):
    note = forms.CharField(
        label="给读者的说明（可不填）",
        required=False,
        max_length=200,
        help_text="登在稿件原来的网址上。",
    )
    reason = forms.CharField(
        label="原因（可不填）",
        required=False,
        max_length=200,
        help_text="记入修改记录，读者看不到。",
    )


def publish_stories(
    request: HttpRequest, stories: QuerySet[Article], back: str
) -> TemplateResponse | None:
    """Ask, or publish what was asked about; None when it is done."""
    form = PublishForm(request.POST if "confirmed" in request.POST else None)
    plan = plan_publishing(stories)
    if not form.is_valid() or _changed_meanwhile(request, form, plan.ready):
        return _ask(request, "publish", "发布稿件", back, {"form": form, "plan": plan})
    at = form.cleaned_data["at"]
    changed, held = publish(stories, _editor(request), at)
    if at:
        moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
        log_edits(request, changed, f"定时发布：{moment}")
        _report(
            request, f"已定时（{moment} 起读者可见）", changed, skipped=plan.public + plan.merged
        )
    else:
        log_edits(request, changed, "发布。")
        _report(request, "已发布", changed, skipped=plan.public + plan.merged)
    if held:
        text = f"有 {len(held)} 篇没有发布，因为有待核对事项阻止发布：{_names(held)}"
        messages.warning(request, text)
    return None


def withdraw_stories(
    request: HttpRequest, stories: QuerySet[Article], back: str
) -> TemplateResponse | None:
    """Ask first: readers lose what they may have linked to. None when it is done."""
    form = WithdrawForm(request.POST if "confirmed" in request.POST else None)
    plan = plan_withdrawal(stories)
    if not form.is_valid() or _changed_meanwhile(request, form, plan.ready):
        return _ask(request, "withdraw", "撤下稿件", back, {"form": form, "plan": plan})
    note, reason = form.cleaned_data["note"].strip(), form.cleaned_data["reason"].strip()
    changed = withdraw(stories, _editor(request), public_note=note, reason=reason)
    log_edits(request, changed, f"撤下：{reason}" if reason else "撤下。")
    _report(request, "已撤下", changed, skipped=plan.withdrawn)
    return None


def _changed_meanwhile(request: HttpRequest, form: ConfirmForm, ready: int) -> bool:
    """Whether it would be other stories than the editor was told; then they are asked again."""
    expected = form.cleaned_data["expected"]
    if expected in {None, ready}:
        return False
    text = f"这段时间里稿件有了变化：现在是 {ready} 篇，不是 {expected} 篇。请再看一遍。"
    messages.warning(request, text)
    return True


def _ask(
    request: HttpRequest, action: str, title: str, back: str, context: dict[str, Any]
) -> TemplateResponse:
    chosen = [(name, value) for name in WHAT_LIST for value in request.POST.getlist(name) if value]
    # All that a list holds is found again by the list, which asks for one number all the same.
    if request.POST.get("select_across") == "1":
        ticked = [each for each in chosen if each[0] == ACTION_CHECKBOX_NAME]
        chosen = [each for each in chosen if each not in ticked[1:]]
    context |= {
        **admin.site.each_context(request),
        "title": title,
        "opts": Article._meta,
        "chosen": chosen,
        "back": back,
    }
    return TemplateResponse(request, f"admin/articles/article/{action}.html", context)


def _report(request: HttpRequest, done: str, changed: list[Article], skipped: int) -> None:
    text = f"{done} {len(changed)} 篇。"
    if skipped:
        text += f"另有 {skipped} 篇不需要改动。"
    messages.add_message(request, messages.SUCCESS if changed else messages.INFO, text)


def _names(articles: list[Article]) -> str:
    names = "、".join(f"《{article.headline}》" for article in articles[:NAMED])
    return names + (" 等。" if len(articles) > NAMED else "。")


def _editor(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # the admin lets nobody else in
