"""The words that editors want as tags or never, what is proposed for them, and tags found anew."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.models import Issue, Retagging, TagWord
from articles.retagging import go_on, preview, stories_of
from articles.storage import lexicon_from_archive
from articles.tag_words import (
    ENOUGH_ADDED,
    ENOUGH_REJECTED,
    decide_words,
    proposed_stops,
    proposed_words,
)
from people.admin.base import BaseAdmin
from people.counting import count_up_to
from people.edit_log import log_edits

COUNTED = 9999
SECONDS_A_STEP = 3.0  # that one request goes on finding tags; a server waits for it gladly
SHOWN_RUNS = 10
PROPOSALS = "admin:articles_tagword_proposals"
RETAG = "admin:articles_retagging"
STEP = "admin:articles_retagging_step"


class DecisionForm(forms.Form):
    names = forms.MultipleChoiceField()
    verdict = forms.ChoiceField(choices=TagWord.Verdict)

    def __init__(self, data: Any, proposed: list[str]) -> None:
        super().__init__(data)
        self.fields["names"].choices = [(name, name) for name in proposed]  # type: ignore[attr-defined]


class RetagForm(forms.Form):
    """Of which stories the tags are to be found anew: an issue, a year, or all."""

    issue = forms.CharField(
        label="期",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "2018-05-31"}),
    )
    year = forms.IntegerField(
        label="年份",
        required=False,
        min_value=1800,
        max_value=2999,
        widget=forms.NumberInput(attrs={"placeholder": "2018"}),
    )
    every = forms.BooleanField(label="全部稿件", required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = [name for name in ("issue", "year", "every") if self.cleaned_data.get(name)]
        if len(chosen) != 1 and not self.errors:
            raise forms.ValidationError("期、年份、全部稿件，选一样。")
        if "issue" in chosen:
            issue = Issue.objects.filter(slug=self.cleaned_data["issue"]).first()
            if issue is None:
                self.add_error("issue", "没有这一期。填期的网址名，如 2018-05-31。")
            self.cleaned_data["issue"] = issue
        return cleaned

    def retagging(self) -> Retagging:
        issue, year = self.cleaned_data["issue"] or None, self.cleaned_data["year"]
        return Retagging(issue=issue, year=year)


@admin.register(TagWord)
class TagWordAdmin(BaseAdmin[TagWord]):
    change_list_template = "admin/articles/tag/word_list.html"
    list_display = ["name", "verdict"]
    list_filter = ["verdict"]
    list_editable = ["verdict"]
    search_fields = ["name"]
    list_per_page = 100

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("proposals/", view(self.proposals_view), name="articles_tagword_proposals"),
            path("retag/", view(self.retag_view), name="articles_retagging"),
            path("retag/<int:pk>/", view(self.step_view), name="articles_retagging_step"),
            *super().get_urls(),
        ]

    def _check(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        base = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/articles/tag/{template}", base | context)

    def proposals_view(self, request: HttpRequest) -> HttpResponse:
        """What editors' work on stories says of words, to be accepted one by one or together."""
        self._check(request)
        words, stops = proposed_words(), proposed_stops()
        if request.method == "POST":
            return self._decide(request, [each.name for each in (*words, *stops)])
        context = {
            "title": "建议的标签用词",
            "words": words,
            "stops": stops,
            "enough_added": ENOUGH_ADDED,
            "enough_rejected": ENOUGH_REJECTED,
        }
        return self._page(request, "proposals.html", context)

    def _decide(self, request: HttpRequest, proposed: list[str]) -> HttpResponse:
        form = DecisionForm(request.POST, proposed)
        if not form.is_valid():
            messages.warning(request, "没有改动：没有勾选词，或这些词已经有人处理过。")
            return HttpResponseRedirect(reverse(PROPOSALS))
        label = TagWord.Verdict(form.cleaned_data["verdict"]).label
        decided = decide_words(form.cleaned_data["names"], form.cleaned_data["verdict"])
        log_edits(request, decided, f"采纳建议：{label}。")
        names = "、".join(f"“{word.name}”" for word in decided)
        messages.success(request, f"{names}记作“{label}”，以后导入照此。")
        return HttpResponseRedirect(reverse(PROPOSALS))

    def retag_view(self, request: HttpRequest) -> HttpResponse:
        """Show what finding tags anew would bring, over a sample; then start."""
        self._check(request)
        form = RetagForm(request.POST or request.GET or None)
        valid = form.is_bound and form.is_valid()
        if valid and request.method == "POST":
            started = form.retagging()
            started.started_by = request.user  # type: ignore[assignment]
            started.save()
            return HttpResponseRedirect(reverse(STEP, args=[started.pk]))
        context: dict[str, Any] = {
            "title": "重新提取标签",
            "form": form,
            "runs": Retagging.objects.select_related("issue__newspaper", "started_by")[:SHOWN_RUNS],
        }
        if valid:
            wanted = form.retagging()
            context |= {
                "wanted": wanted,
                "there_are": count_up_to(stories_of(wanted), COUNTED),
                "preview": preview(wanted, lexicon_from_archive()),
            }
        return self._page(request, "retag.html", context)

    def step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it has come; each request to go on goes on for some seconds."""
        self._check(request)
        run = Retagging.objects.select_related("issue__newspaper").filter(pk=pk).first()
        if run is None:
            raise Http404("没有这一次。")
        if request.method == "POST":
            lexicon, until = lexicon_from_archive(), monotonic() + SECONDS_A_STEP
            while go_on(run, lexicon) and monotonic() < until:
                pass
            return HttpResponseRedirect(reverse(STEP, args=[pk]))
        return self._page(request, "retagging.html", {"title": "重新提取标签", "run": run})
