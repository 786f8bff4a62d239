"""What readers type into the search page, and what they narrow it to."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.forms import MAX_DIGITS, PartialDateField
from articles.models import Issue, Tag
from articles.search.filters import Filters
from articles.search.query import MAX_LENGTH, Query, parse
from people.models import Person

Row = TypeVar("Row", bound=Model)


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("检索"),
        required=False,
        max_length=MAX_LENGTH,
        error_messages={"max_length": _("最多 %(limit_value)d 个字。")},
    )
    since = PartialDateField(label=_("起"), required=False, max_length=20)
    until = PartialDateField(label=_("止"), required=False, max_length=20)
    section = forms.CharField(label=pgettext_lazy("one", "栏目"), required=False, max_length=40)
    tag = forms.CharField(label=pgettext_lazy("one", "标签"), required=False, max_length=100)
    official = forms.CharField(
        label=pgettext_lazy("one", "人物"), required=False, max_length=MAX_DIGITS
    )
    reporter = forms.CharField(
        label=pgettext_lazy("one", "记者"), required=False, max_length=MAX_DIGITS
    )
    issue = forms.CharField(label=pgettext_lazy("one", "期次"), required=False, max_length=40)
    order = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("date", _("按日期")), ("best", _("按相关"))]
    )

    # The filters, in the order in which they are shown once chosen.
    FILTERS = ("section", "tag", "official", "reporter", "issue")

    def clean_tag(self) -> Tag | None:
        return _row(Tag.objects.all(), "slug", self.cleaned_data["tag"])

    def clean_official(self) -> Person | None:
        return _row(Person.objects.all(), "pk", self.cleaned_data["official"])

    def clean_reporter(self) -> Person | None:
        return _row(Person.objects.all(), "pk", self.cleaned_data["reporter"])

    def clean_issue(self) -> Issue | None:
        issues = Issue.objects.published().select_related("newspaper")
        return _row(issues, "slug", self.cleaned_data["issue"])

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since.first_key > until.last_key:
            self.add_error("until", _("“止”不能早于“起”。"))
        return self.cleaned_data

    @property
    def query(self) -> Query:
        wanted = self.cleaned_data
        return parse(wanted["q"]).between(wanted["since"], wanted["until"])

    @property
    def filters(self) -> Filters:
        chosen = {name: self.cleaned_data[name] for name in self.FILTERS if name != "section"}
        keys = {name: row and row.pk for name, row in chosen.items()}
        return Filters(section=self.cleaned_data["section"], **keys)

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked for at all."""
        return any(self.data.get(name, "").strip() for name in self.fields if name != "order")

    @property
    def by_relevance(self) -> bool:
        return bool(self.cleaned_data["order"] == "best")

    def chosen(self) -> list[tuple[str, str, str]]:
        """The filters that are on: what the address calls them, their label, and which it is."""
        rows = [
            (name, self.fields[name].label, self.cleaned_data.get(name)) for name in self.FILTERS
        ]
        return [
            (name, str(label), row.date_text if isinstance(row, Issue) else str(row))
            for name, label, row in rows
            if row
        ]


def _row(rows: QuerySet[Row], column: str, value: str) -> Row | None:
    """The row of that key or slug; what is none asks for nothing that could be found."""
    if not value:
        return None
    if column == "pk" and not (value.isascii() and value.isdecimal()):
        raise ValidationError(_("没有这一项。"))
    row = rows.filter(**{column: value}).first()
    if row is None:
        raise ValidationError(_("没有这一项。"))
    return row
