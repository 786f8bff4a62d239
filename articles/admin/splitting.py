"""The desk's pages where a person's stories are given to another person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from articles.admin.merging import desk_page, editor_of, person_cards, person_field, person_page
from articles.admin.sightings import (
    Sighting,
    byline_sightings,
    mention_sightings,
    newest,
    organizations_of,
)
from articles.merging import MergeError
from articles.models import Byline, Mention, PostClaim
from articles.splitting import move_mention, split_person
from people.models import Organization, Person
from people.typed import ModelMultipleChoiceField

ROWS_A_PAGE = 50
REACH = 10_000  # mentions, and as many bylines


class SplitForm(forms.Form):
    to = person_field(
        label="改认为",
        required=False,
        help_text="输入姓名或拼音后选取；留空则新建一个同名的人物。",
    )
    whole_page = forms.BooleanField(label="本页全部", required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mentions", "shown_mentions"):
            self.fields[name] = ModelMultipleChoiceField(person.mentions.all(), required=False)
        for name in ("bylines", "shown_bylines"):
            self.fields[name] = ModelMultipleChoiceField(person.bylines.all(), required=False)

    def chosen(self) -> tuple[list[Mention], list[Byline]]:
        """The rows ticked, or all that the page showed."""
        which = "shown_" if self.cleaned_data["whole_page"] else ""
        cleaned = self.cleaned_data
        return list(cleaned[f"{which}mentions"]), list(cleaned[f"{which}bylines"])

    def row(self, sighting: Sighting) -> tuple[Sighting, str, bool]:
        """A row to tick: with the name of its box, and whether it was ticked already."""
        kind = "mentions" if isinstance(sighting.row, Mention) else "bylines"
        ticked = self[kind].value() or []
        return sighting, kind, str(sighting.row.pk) in ticked


class MoveForm(forms.Form):
    to = person_field(label="改认为", required=False, help_text="输入姓名或拼音后选取。")

    def clean_to(self) -> Person | None:
        """The person chosen, or nobody, where the button pressed says so."""
        if "nobody" in self.data:
            return None
        person: Person | None = self.cleaned_data["to"]
        if person is None:
            raise forms.ValidationError("还没有选是谁。")
        return person


class ListForm(forms.Form):
    """Which of a person's rows are shown."""

    organization = forms.ModelChoiceField(Organization.objects.all(), required=False)
    page = forms.IntegerField(min_value=1, required=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a person's mentions, then bylines, each the newest first."""

    sightings: list[Sighting]
    total: int
    number: int  # from 1
    pages: int
    organization: Organization | None

    def query(self, number: int) -> dict[str, int]:
        """The address of another page of the same list."""
        query = {"page": number}
        return query | {"organization": self.organization.pk} if self.organization else query


def split_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the stories that mean somebody else, and say who gets them."""
    editor = editor_of(request)
    person = get_object_or_404(Person, pk=pk)
    address = reverse("admin:people_person_split", args=[pk])
    form = SplitForm(person, request.POST or None, initial={"to": request.GET.get("to")})
    if form.is_valid():
        mentions, bylines = form.chosen()
        try:
            target = split_person(person, mentions, bylines, editor, form.cleaned_data["to"])
        except MergeError as error:
            form.add_error(None, str(error))
        else:
            _report_split(request, person, target, len(mentions) + len(bylines))
            to = reverse("admin:people_person_split", args=[pk], query={"to": target.pk})
            return HttpResponseRedirect(to)
    listing = _listing(person, ListForm(request.GET))
    context = {
        "person": person,
        "card": person_cards(person)[0],
        "form": form,
        "listing": listing,
        "rows": [form.row(sighting) for sighting in listing.sightings],
        "organizations": organizations_of(person),
        "address": address,
        "newer": listing.number > 1 and f"{address}?{urlencode(listing.query(listing.number - 1))}",
        "older": listing.number < listing.pages
        and f"{address}?{urlencode(listing.query(listing.number + 1))}",
        "media": form.media,
    }
    return desk_page(request, "admin/people/move_split.html", f"拆分：{person}", context)


def _listing(person: Person, form: ListForm) -> Listing:
    form.is_valid()
    organization = form.cleaned_data.get("organization")
    mentions, bylines = newest(person.mentions.all()), newest(person.bylines.all())
    if organization:
        named = PostClaim.objects.filter(mention=OuterRef("pk"), organization=organization)
        mentions, bylines = mentions.filter(Exists(named)), bylines.none()
    named_total = _number(mentions)
    total = named_total + _number(bylines)
    pages = max(1, -(-total // ROWS_A_PAGE))
    number = min(form.cleaned_data.get("page") or 1, pages)
    first, last = (number - 1) * ROWS_A_PAGE, number * ROWS_A_PAGE
    sightings = [
        *mention_sightings(mentions[first:last]),
        *byline_sightings(bylines[max(0, first - named_total) : max(0, last - named_total)]),
    ]
    return Listing(sightings, total, number, pages, organization)


def _number(rows: QuerySet[Any]) -> int:
    """How many there are, as far as pages of them are shown: the newest."""
    return rows.order_by()[:REACH].count()


def _report_split(request: HttpRequest, person: Person, target: Person, count: int) -> None:
    back = reverse("admin:people_person_merge", query={"kept": person.pk, "merged": target.pk})
    text = '已把 {} 处分给“<a href="{}">{}</a>”（编号 {}）。<a href="{}">合并回去</a>'
    there = person_page(target)
    messages.success(request, format_html(text, count, there, target, target.pk, back))


def move_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is meant by one mention; no more than what the form of its story lets change."""
    editor = editor_of(request, "people.change_person")
    mentions = Mention.objects.select_related("person", "article__page__issue__newspaper")
    mention = get_object_or_404(mentions, pk=pk)
    form = MoveForm(request.POST or None)
    if form.is_valid():
        person = form.cleaned_data["to"]
        move_mention(mention, person, editor)
        whom = f"改认为“{person}”（编号 {person.pk}）" if person else "改为没有认定"
        messages.success(request, f"《{mention.article}》里的“{mention.name}”已{whom}。")
        return redirect("admin:articles_article_change", mention.article_id)
    context = {
        "mention": mention,
        "sighting": mention_sightings([mention])[0],
        "form": form,
        "media": form.media,
    }
    return desk_page(request, "admin/people/move.html", f"改认：{mention.name}", context)
