"""The desk's first list: stories nobody has reviewed, those at most risk before the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from articles.admin.flag_labels import LABELS
from articles.admin.risk_reasons import RiskRow
from articles.models import Alarm, Article, ArticleQuerySet, Byline, Flag, Mention, Newspaper
from articles.paging import read_page
from articles.reviewing import (
    BANDS,
    BY_RISK,
    HOLD_MINUTES,
    Band,
    Chosen,
    chosen_stories,
    claim,
    held_by,
    hold_on,
    in_band,
    of_issues,
    of_newspaper,
    release,
    take_next,
    waiting,
    with_flag,
)
from people.counting import count_up_to

ROWS_A_PAGE = 30
FIRST_ROWS = 8  # on the first screen
LIST = "admin:articles-review"


class QueueForm(forms.Form):
    """Which part of the queue an editor works through."""

    risk = forms.ChoiceField(
        label="风险",
        required=False,
        choices=[("", "全部"), *((band.name, band.label) for band in BANDS)],
        widget=forms.HiddenInput,
    )
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(), label="报纸", required=False, empty_label="全部"
    )
    issue = forms.CharField(
        label="期",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "2018-05-31 或 2018-05"}),
    )
    code = forms.ChoiceField(
        label="待核对事项",
        required=False,
        choices=[("", "全部"), *LABELS.items()],
    )
    mine = forms.BooleanField(label="只看我认领的", required=False)

    def chosen(self) -> dict[str, Any]:
        """What was filled in, and rightly; a wrong field chooses nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self) -> dict[str, str]:
        """The same, for an address."""
        return {
            name: str(value.pk if isinstance(value, Newspaper) else 1 if value is True else value)
            for name, value in self.chosen().items()
        }

    def of_any_risk(self, editor: AbstractBaseUser) -> ArticleQuerySet:
        chosen = self.chosen()
        conditions: dict[str, Callable[[Any], Chosen]] = {
            "newspaper": of_newspaper,
            "issue": of_issues,
            "code": with_flag,
            "mine": lambda _: held_by(editor),
        }
        found = [asked(chosen[name]) for name, asked in conditions.items() if name in chosen]
        return chosen_stories(found)

    def stories(self, editor: AbstractBaseUser) -> ArticleQuerySet:
        stories, risk = self.of_any_risk(editor), self.chosen().get("risk")
        return next((in_band(stories, band) for band in BANDS if band.name == risk), stories)


class PlaceForm(QueueForm):
    """The same, and what an editor does at one place of the queue."""

    choice = forms.ChoiceField(choices=[(each, each) for each in ("next", "claim", "release")])
    story = forms.IntegerField(min_value=1, required=False)
    at = forms.RegexField(r"^\d{1,10}\.\d{1,18}$", required=False)  # risk and id of the story

    def query(self) -> dict[str, str]:
        return {
            name: value
            for name, value in super().query().items()
            if name not in ("choice", "story", "at")
        }


class QueueView(PermissionRequiredMixin, View):
    permission_required = "articles.change_article"
    raise_exception = True

    @property
    def editor(self) -> AbstractBaseUser:
        return cast(AbstractBaseUser, self.request.user)


class ReviewQueue(QueueView):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = QueueForm(request.GET)
        stories = form.stories(self.editor)
        page = read_page(request.GET, loaded(stories), BY_RISK, ROWS_A_PAGE)
        of_any_risk, query = form.of_any_risk(self.editor), form.query()
        without = {name: value for name, value in query.items() if name != "risk"}
        context = {
            "title": "待审",
            "opts": Article._meta,
            "form": form,
            "query": query,
            "page": page,
            "rows": [RiskRow(each, self.editor, story_page(each, query)) for each in page.rows],
            "all_number": count_up_to(of_any_risk),
            "all_address": reverse(LIST, query=without),
            "bands": _bands(of_any_risk, without),
            "approve_address": reverse("admin:articles-review-approve", query=_of_print(query)),
            "minutes": HOLD_MINUTES,
        }
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/articles/review.html", base | context)


def first_screen(request: HttpRequest) -> dict[str, Any]:
    """The head of the queue, for the first screen of the desk."""
    editor = cast(AbstractBaseUser, request.user)
    stories = waiting()
    rows = list(loaded(stories).order_by(*BY_RISK.fields())[:FIRST_ROWS])
    return {
        "bands": _bands(stories, {}),
        "rows": [RiskRow(each, editor, story_page(each, {})) for each in rows],
        "may_review": request.user.has_perm("articles.change_article"),
    }


def _bands(stories: ArticleQuerySet, query: dict[str, str]) -> list[tuple[Band, str, str]]:
    """How many stories of each risk there are, and where they are listed."""
    return [
        (
            band,
            count_up_to(in_band(stories, band)),
            reverse(LIST, query=query | {"risk": band.name}),
        )
        for band in BANDS
    ]


def _of_print(query: dict[str, str]) -> dict[str, str]:
    """Of what was chosen, where the stories were printed."""
    return {name: query[name] for name in ("newspaper", "issue") if name in query}


def loaded(stories: ArticleQuerySet) -> ArticleQuerySet:
    """With all that a row of the queue says; five queries however many rows.

    What is settled comes along: asked for what is open alone, a database that has an index of
    that would go through all of the archive.
    """
    kinds: tuple[type[Model], ...] = (Flag, Mention, Byline, Alarm)
    names = ("flags", "mentions", "bylines", "alarms")
    rows = [
        Prefetch(name, model._default_manager.order_by("pk"))
        for name, model in zip(names, kinds, strict=True)
    ]
    return stories.for_listing().select_related("hold__editor").prefetch_related(*rows)


class ReviewStep(QueueView):
    """Take a story, give it back, or go on to the next."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlaceForm(request.POST)
        if not form.is_valid():
            return HttpResponseRedirect(reverse(LIST))
        story, choice = form.cleaned_data["story"], form.cleaned_data["choice"]
        if not story:  # the start of the queue
            return go_on(request, form)
        if choice == "claim":
            return self._claim(story, form)
        release(story, self.editor)
        if choice == "release":
            messages.success(request, "已放开，别的编辑可以认领。")
            return HttpResponseRedirect(reverse(LIST, query=form.query()))
        return go_on(request, form)

    def _claim(self, story: int, form: PlaceForm) -> HttpResponse:
        article = waiting().filter(pk=story).first()
        if article is None:
            messages.warning(self.request, "没有认领：这篇已经审过，或已不在。")
            return HttpResponseRedirect(reverse(LIST, query=form.query()))
        if not claim(story, self.editor):
            hold = hold_on(story)
            whose = f"{hold.editor}在 {_clock(hold.until)} 之前" if hold else "别的编辑"
            messages.warning(self.request, f"没有认领：{whose}正在审这篇。")
        return HttpResponseRedirect(story_page(article, form.query()))


def go_on(request: HttpRequest, form: PlaceForm) -> HttpResponse:
    """To the next story that nobody else holds; to the list where none is left."""
    editor, at = cast(AbstractBaseUser, request.user), form.cleaned_data.get("at")
    after = (int(at.partition(".")[0]), int(at.partition(".")[2])) if at else None
    article = take_next(form.stories(editor), editor, after)
    if article is not None:
        return HttpResponseRedirect(story_page(article, form.query()))
    left = form.stories(editor).exists()
    messages.info(request, "后面没有了；跳过的和别人认领的还在这里。" if left else "都审完了。")
    return HttpResponseRedirect(reverse(LIST, query=form.query()))


def story_page(article: Article, query: dict[str, str]) -> str:
    """The address of a story where it is reviewed as one of the queue."""
    place = {"queue": "1", "at": BY_RISK.cursor(article)}
    return reverse("admin:articles_article_change", args=[article.pk], query=place | query)


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
