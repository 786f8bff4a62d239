from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.dates import PartialDate
from articles.models import Article, ArticleQuerySet, Tag
from articles.models.querysets import Links
from articles.offices import UPWARDS, public_organizations
from people.models import Official, Organization, Reporter

MAX_DIGITS = 18
MOST_CANDIDATES = 12


def _input(**attrs: str | Promise) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class PartialDateField(forms.CharField):
    """A date typed to the year, the month or the day."""

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.read(text)
        except ValueError:
            raise ValidationError(
                _("“%(text)s”不是日期。请写成 2018、2018-05 或 2018-05-31。"), params={"text": text}
            ) from None


class ArticleFilterForm(forms.Form):
    """What readers can narrow the list of stories by."""

    since = PartialDateField(
        label=_("起"), required=False, max_length=20, widget=_input(placeholder=_("如 2018-05"))
    )
    until = PartialDateField(
        label=_("止"), required=False, max_length=20, widget=_input(placeholder=_("如 2019"))
    )
    section = forms.CharField(
        label=pgettext_lazy("one", "栏目"),
        required=False,
        max_length=40,
        widget=_input(list="sections"),
    )
    tag = forms.CharField(label=pgettext_lazy("one", "标签"), required=False, max_length=100)
    official = forms.CharField(
        label=pgettext_lazy("one", "人物"),
        required=False,
        max_length=40,
        widget=_input(placeholder=_("姓名")),
    )
    reporter = forms.CharField(
        label=pgettext_lazy("one", "记者"),
        required=False,
        max_length=40,
        widget=_input(placeholder=_("姓名")),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first_key > until.last_key:
            self.add_error("until", _("“止”不能早于“起”。"))
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        """Whether a reader asked for less than everything."""
        return any(self.data.get(name, "").strip() for name in self.fields)

    def stories(self) -> ArticleQuerySet:
        """The published stories that were asked for, to be sorted by `sort_key`.

        There are none while the form has errors.
        """
        ties = self._ties() if self.is_valid() else []
        # Read along the first and ask of each story for the others: names are rarer than tags.
        if ties:
            stories = Article.objects.published().along(*ties[0])
        else:
            stories = Article.objects.published().annotate(sort_key=F("order_key"))
        if self.errors:
            return stories.none()
        for tie in ties[1:]:
            stories = stories.tied_to(*tie)
        wanted = self.cleaned_data
        if wanted["since"] or wanted["until"]:
            stories = stories.between(wanted["since"], wanted["until"], "sort_key")
        if wanted["section"]:
            stories = stories.in_section(wanted["section"])
        return stories

    def _ties(self) -> list[tuple[Links, list[int]]]:
        """What the names and the tag that were typed stand for; a query for each."""
        wanted = self.cleaned_data
        ties: list[tuple[Links, QuerySet[Any]]] = []
        if wanted["reporter"]:
            ties.append(("bylines", Reporter.objects.named(wanted["reporter"])))
        if wanted["official"]:
            ties.append(("mentions", Official.objects.named(wanted["official"])))
        if wanted["tag"]:
            ties.append(("tagged_items", Tag.objects.filter(name=wanted["tag"])))
        return [(links, list(rows.values_list("pk", flat=True))) for links, rows in ties]


class LetterForm(forms.Form):
    """The letter that a list of people or tags is opened at."""

    letter = forms.RegexField(
        r"^[A-Za-z]$", required=False, error_messages={"invalid": _("请选 A 到 Z 的一个字母。")}
    )

    @property
    def chosen(self) -> str:
        """In lower case; "" for all of them, or while the form has errors."""
        return self.cleaned_data["letter"].lower() if self.is_valid() else ""


class YearForm(forms.Form):
    """The year that the list of issues is opened at."""

    year = forms.IntegerField(
        min_value=1,
        max_value=9999,
        required=False,
        error_messages={"invalid": _("年份请写四位数字，如 2018。")},
    )


class OnADayForm(forms.Form):
    """Of which organization a reader asks who held its posts, and on which day."""

    on = PartialDateField(
        label=_("日期"),
        required=False,
        max_length=20,
        widget=_input(placeholder=_("如 2019-11-25")),
    )
    organization = forms.CharField(
        label=_("单位"),
        required=False,
        max_length=120,
        widget=_input(list="organizations", placeholder=_("如 某某区")),
    )

    # Those of the name that was typed, where it is the name of several.
    candidates: list[Organization] = []

    @property
    def is_asked(self) -> bool:
        return any(self.data.get(name, "").strip() for name in self.fields)

    def clean_organization(self) -> Organization | None:
        """The one of that number, or of that name."""
        text = self.cleaned_data["organization"]
        if not text:
            return None
        rows = public_organizations().select_related(UPWARDS)
        # A number of more digits is no row's, and no database takes it.
        number = int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None
        named = Organization.objects.named(text).values("pk")
        found = list(rows.filter(Q(pk=number) if number else Q(pk__in=named))[:MOST_CANDIDATES])
        if not found:
            raise ValidationError(_("没有找到“%(text)s”这个单位。"), params={"text": text})
        if len(found) > 1:
            self.candidates = found
            raise ValidationError(
                _("叫“%(text)s”的单位不止一个，请选一个。"), params={"text": text}
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for name, message in (("on", _("请写日期。")), ("organization", _("请写单位。"))):
                if not self.cleaned_data[name]:
                    self.add_error(name, message)
        return self.cleaned_data
