"""The desk's way to approve many stories at once: some of them are looked at, all are counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.admin.reviewing import LIST, QueueForm, QueueView, loaded
from articles.admin.risk_reasons import RiskRow
from articles.models import Article, TaggedArticle
from articles.reviewing import MOST_APPROVED, approve, batch_to_approve
from people.counting import count_up_to
from people.edit_log import log_edits

# What an editor may let through unread, by the highest risk of it.
BOUNDS = (
    ("0", "无待核对事项的"),
    ("5", "至多一两处小疑问的（风险 5 以内）"),
    ("10", "有几处小疑问的（风险 10 以内）"),
)
# A page left open for longer shows what may have changed.
MOST_AGE = timedelta(hours=12)


class ApproveForm(QueueForm):
    """Which stories, how many of them, and up to which risk."""

    bound = forms.ChoiceField(label="哪些", choices=BOUNDS, required=False)
    number = forms.IntegerField(
        label="最多几篇", min_value=1, max_value=MOST_APPROVED, required=False, initial=120
    )

    def highest(self) -> int:
        return int(self.chosen().get("bound", 0))

    def most(self) -> int:
        return int(self.chosen().get("number", 120))


class ConfirmForm(ApproveForm):
    """The stories themselves, as they were chosen when the sample was shown."""

    keys = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=20 * MOST_APPROVED)
    seen_at = forms.DateTimeField()

    def clean_keys(self) -> list[int]:
        return [int(each) for each in self.cleaned_data["keys"].split(",")][:MOST_APPROVED]

    def clean_seen_at(self) -> Any:
        seen_at = self.cleaned_data["seen_at"]
        if not timezone.now() - MOST_AGE <= seen_at <= timezone.now():
            raise forms.ValidationError("这一页打开得太久，请重新抽样。")
        return seen_at


class ApproveView(QueueView):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = ApproveForm(request.GET or None, initial={"bound": "0"})
        form.data = form.data or {"bound": "0", "number": "120"}
        form.is_bound = True
        stories = form.stories(self.editor)
        batch = batch_to_approve(stories, self.editor, form.highest(), form.most())
        low = stories.filter(risk__lte=form.highest())
        context = {
            "title": "成批审核",
            "opts": Article._meta,
            "form": form,
            "there_are": count_up_to(low),
            "batch": batch,
            "keys": ",".join(map(str, batch.stories)),
            "rows": [RiskRow(article, self.editor) for article in _sample(batch.sample())],
            "list": reverse(LIST),
        }
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/articles/review_approve.html", base | context)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            messages.error(request, "没有审核：这一页不完整或打开得太久，请重新抽样。")
            return HttpResponseRedirect(reverse("admin:articles-review-approve"))
        chosen = form.cleaned_data
        changed = approve(chosen["keys"], form.highest(), chosen["seen_at"], self.editor)
        log_edits(request, changed, "成批审核通过。")
        left = len(chosen["keys"]) - len(changed)
        text = f"审核通过 {len(changed)} 篇。"
        if left:
            text += (
                f"另有 {left} 篇在此期间改过、被认领、有人写了还没保存，或有了新的疑问，没有动。"
            )
        messages.success(request, text)
        return HttpResponseRedirect(reverse(LIST))


def _sample(keys: list[int]) -> list[Article]:
    """These stories with what tells at a glance whether they came out right."""
    tagged = TaggedArticle.objects.select_related("tag").order_by("-score", "pk")
    stories = loaded(Article.objects.filter(pk__in=keys))
    stories = stories.prefetch_related(Prefetch("tagged_items", tagged))
    return list(stories.order_by("pk"))
