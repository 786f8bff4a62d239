"""The desk's queue of people who may be one: compared, then merged or told apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.generic import View

from articles.admin.dossiers import Dossier, dossiers
from articles.deciding import open_pairs
from articles.merging import MergeError
from articles.splitting import mark_different
from people.counting import count_up_to
from people.models import Person, PersonPair

ADDRESS = "admin:people-pairs"
LAST = "pair-told-apart"  # where the session keeps the pair told apart last


class PlaceForm(forms.Form):
    """Where in the queue an editor is."""

    after = forms.IntegerField(min_value=0, required=False)  # the pair seen last


class ChoiceForm(forms.Form):
    pair = forms.IntegerField(min_value=0)  # 0 where none is left
    choice = forms.ChoiceField(choices=[(name, name) for name in ("different", "skip", "undo")])


class PairView(PermissionRequiredMixin, View):
    """One open pair, both beside each other."""

    permission_required = "people.change_person"
    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PlaceForm(request.GET)
        form.is_valid()
        after = form.cleaned_data.get("after") or 0
        pair = open_pairs().filter(pk__gt=after).order_by("pk").first()
        context: dict[str, Any] = {
            "title": "疑为同一人",
            "opts": Person._meta,
            "pair": pair,
            "waiting": count_up_to(open_pairs()),
            "address": reverse(ADDRESS),
            "after": after,
            "can_undo": LAST in request.session,
            "may_merge": request.user.has_perm("people.merge_person"),
        }
        if pair is not None:
            both = _both(pair)
            kept, merged = sorted(both, key=_weight)
            query = {"kept": kept.person.pk, "merged": merged.person.pk}
            context |= {
                "choices": [(dossier, dossier.posts_at(None)) for dossier in both],
                "merge": reverse("admin:people_person_merge", query=query),
            }
        base = admin.site.each_context(request)
        return TemplateResponse(request, "admin/people/pair.html", base | context)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChoiceForm(request.POST)
        if not form.is_valid():
            return _go_on(0)
        pk, choice = form.cleaned_data["pair"], form.cleaned_data["choice"]
        if choice == "undo":
            return _go_on(self._undo(pk))
        if choice == "different":
            self._tell_apart(pk)
        return _go_on(pk)

    def _tell_apart(self, pk: int) -> None:
        pair = open_pairs().filter(pk=pk).select_related("one", "other").first()
        try:
            if pair is None:
                raise MergeError("没有认定：这一对已经认定，或已不在。")
            mark_different(pair.one, pair.other, self.request.user)  # type: ignore[arg-type]
        except MergeError as error:
            messages.error(self.request, str(error))
            return
        self.request.session[LAST] = pk
        messages.success(self.request, f"已记下：“{pair.one}”与“{pair.other}”不是同一人。")

    def _undo(self, pk: int) -> int:
        """Ask again about the pair told apart last; returns the one before it."""
        last = self.request.session.pop(LAST, None)
        different = PersonPair.objects.filter(pk=last, status=PersonPair.Status.DIFFERENT)
        if not different.update(status=PersonPair.Status.OPEN, decided_by=None, decided_at=None):
            messages.info(self.request, "没有可以撤销的。")
            return pk - 1
        messages.success(self.request, "已撤销：这一对重新待认定。")
        return int(last) - 1


def _both(pair: PersonPair) -> list[Dossier]:
    people = Person.objects.filter(pk__in=[pair.one_id, pair.other_id]).order_by("pk")
    return dossiers(list(people.prefetch_related("other_names")), official=True, reporter=True)


def _weight(dossier: Dossier) -> tuple[bool, int, int]:
    """Whoever is confirmed, or is in print more often, is rather the one to keep."""
    person = dossier.person
    return (not person.confirmed, -dossier.mentions - dossier.bylines, person.pk)


def _go_on(after: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(ADDRESS, query={"after": max(after, 0)}))
