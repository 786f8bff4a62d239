"""The desk's queue of names without a person: one at a time, by mouse or by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.generic import View

from articles.admin.comparing import MAX_CHOICES, named, official_choices, reporter_choices
from articles.admin.dossiers import Dossier
from articles.dates import PartialDate
from articles.deciding import (
    DecisionError,
    Step,
    decide,
    decide_byline,
    unclear_bylines,
    unclear_mentions,
)
from articles.models import Byline, Mention, Newspaper
from articles.sentences import quotation
from articles.undoing import remove_mention, undo_decision
from people.counting import count_up_to
from people.edit_log import log_edits
from people.models import Person

MAX_STEPS = 20  # that a session keeps for undoing

_STORY = "article__page__issue__newspaper"
_UNREAD = ("article__as_imported", "article__spans")


class PlaceForm(forms.Form):
    """Where in the queue an editor is."""

    newspaper = forms.ModelChoiceField(Newspaper.objects.all(), required=False)
    after = forms.IntegerField(min_value=0, required=False)  # the row seen last


class ChoiceForm(PlaceForm):
    row = forms.IntegerField(min_value=0)  # 0 where none is left
    choice = forms.CharField()


class UnclearView(PermissionRequiredMixin, View):
    """One row without a person beside those who may be meant."""

    permission_required = "people.change_person"
    raise_exception = True
    title: ClassVar[str]
    address: ClassVar[str]
    template: ClassVar[str]

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def shown(self, row: Any) -> dict[str, Any]:
        """What the page says of a row, `choices` among it."""
        raise NotImplementedError

    def decide(self, row: Any, person: Person | None) -> Step:
        raise NotImplementedError

    def candidates(self, row: Any) -> Sequence[Person]:
        raise NotImplementedError

    def remove(self, row: Any) -> Step:
        raise DecisionError("署名只能在稿件里删。")

    @property
    def editor(self) -> AbstractBaseUser:
        return cast(AbstractBaseUser, self.request.user)

    @property
    def may_remove(self) -> bool:
        return False

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PlaceForm(request.GET)
        form.is_valid()
        newspaper = form.cleaned_data.get("newspaper")
        after = form.cleaned_data.get("after") or 0
        waiting = self.rows()
        if newspaper:
            waiting = waiting.filter(article__page__issue__newspaper=newspaper)
        row = self._next(waiting, after)
        context: dict[str, Any] = {
            "title": self.title,
            "opts": Person._meta,
            "row": row,
            "waiting": count_up_to(waiting),
            "newspaper": newspaper,
            "newspapers": Newspaper.objects.all(),
            "address": reverse(self.address),
            "last_step": (self._steps() or [{}])[-1].get("text", ""),
            "may_remove": self.may_remove,
            "after": after,
        }
        if row is not None:
            context |= self.shown(row)
        base = admin.site.each_context(request)
        return TemplateResponse(request, self.template, base | context)

    def _next(self, waiting: QuerySet[Any], after: int) -> Any:
        rows = waiting.select_related(_STORY).defer(*_UNREAD)
        return rows.filter(pk__gt=after).order_by("pk").first()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.POST)
        if not form.is_valid():
            return self._go_on(None, 0)
        choice, pk = form.cleaned_data["choice"], form.cleaned_data["row"]
        newspaper = form.cleaned_data["newspaper"]
        if choice == "undo":
            return self._go_on(newspaper, self._undo(pk))
        if choice != "skip":
            self._take(choice, pk)
        return self._go_on(newspaper, pk)

    def _take(self, choice: str, pk: int) -> None:
        row = self.rows().filter(pk=pk).select_related(_STORY).first()
        try:
            if row is None:
                raise DecisionError("没有认定：这一处已经认定，或已不在。")
            step = self._chosen(choice, row)
        except DecisionError as error:
            messages.error(self.request, str(error))
            return
        if step.person:
            log_edits(self.request, [Person.objects.get(pk=step.person)], step.text)
        steps = [*self._steps(), asdict(step) | {"row": pk}]
        self.request.session[self.address] = steps[-MAX_STEPS:]
        messages.success(self.request, step.text)

    def _chosen(self, choice: str, row: Any) -> Step:
        """Do what was chosen: one of the candidates by key, somebody new, or to remove."""
        if choice == "new":
            return self.decide(row, None)
        if choice == "remove":
            return self.remove(row)
        people = {str(person.pk): person for person in self.candidates(row)}
        if choice not in people:
            raise DecisionError("没有认定：选的人已不在候选之中，可能刚被合并或改名。")
        return self.decide(row, people[choice])

    def _undo(self, pk: int) -> int:
        """Undo the last step; returns the row before the one to show again."""
        steps = self._steps()
        if not steps:
            messages.info(self.request, "没有可以撤销的。")
            return pk - 1
        last = steps.pop()
        self.request.session[self.address] = steps
        row = int(last.pop("row"))
        step = Step(**last)
        try:
            undo_decision(step)
        except DecisionError as error:
            messages.error(self.request, str(error))
            return pk - 1
        messages.success(self.request, f"已撤销：{step.text}")
        return row - 1

    def _steps(self) -> list[dict[str, Any]]:
        """What was done in this queue and can be undone, the last at the end."""
        return list(self.request.session.get(self.address, []))

    def _go_on(self, newspaper: Newspaper | None, after: int) -> HttpResponse:
        query = {"after": max(after, 0)} | ({"newspaper": newspaper.pk} if newspaper else {})
        return HttpResponseRedirect(reverse(self.address, query=query))


class UnclearMentions(UnclearView):
    title = "待认定的人物"
    address = "admin:people-unclear"
    template = "admin/people/unclear.html"

    def rows(self) -> QuerySet[Mention]:
        return unclear_mentions()

    def shown(self, row: Mention) -> dict[str, Any]:
        claims = list(row.claims.select_related("organization", "post__organization"))
        day = PartialDate.of_key(row.article.order_key)
        choices = official_choices(row, claims)
        return {
            "claims": claims,
            "quotation": quotation(row.article, row),
            "choices": [(dossier, dossier.posts_at(day)) for dossier in choices],
            "more": len(choices) == MAX_CHOICES,
        }

    def candidates(self, row: Mention) -> Sequence[Person]:
        return named(row.name, is_official=True)

    def decide(self, row: Mention, person: Person | None) -> Step:
        return decide(row, person, self.editor)

    @property
    def may_remove(self) -> bool:
        return self.request.user.has_perm("articles.change_article")

    def remove(self, row: Mention) -> Step:
        if not self.may_remove:
            raise DecisionError("没有删除：您没有修改稿件的权限。")
        return remove_mention(row, self.editor)


class UnclearBylines(UnclearView):
    title = "待认定的署名"
    address = "admin:people-unclear-bylines"
    template = "admin/people/unclear_bylines.html"

    def rows(self) -> QuerySet[Byline]:
        return unclear_bylines()

    def shown(self, row: Byline) -> dict[str, Any]:
        choices: list[Dossier] = reporter_choices(row)
        return {
            "choices": [(dossier, []) for dossier in choices],
            "more": len(choices) == MAX_CHOICES,
        }

    def candidates(self, row: Byline) -> Sequence[Person]:
        return named(row.name, is_reporter=True)

    def decide(self, row: Byline, person: Person | None) -> Step:
        return decide_byline(row, person, self.editor)
