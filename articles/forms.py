from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.dates import PartialDate
from articles.models import Article, ArticleQuerySet, Tag
from people.models import Official, Reporter


def _input(**attrs: str) -> forms.TextInput:
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
                "“%(text)s”不是日期。请写成 2018、2018-05 或 2018-05-31。", params={"text": text}
            ) from None


class ArticleFilterForm(forms.Form):
    """What readers can narrow the list of stories by."""

    since = PartialDateField(
        label="起", required=False, max_length=20, widget=_input(placeholder="如 2018-05")
    )
    until = PartialDateField(
        label="止", required=False, max_length=20, widget=_input(placeholder="如 2019")
    )
    section = forms.CharField(
        label="栏目", required=False, max_length=40, widget=_input(list="sections")
    )
    tag = forms.CharField(label="标签", required=False, max_length=100)
    official = forms.CharField(
        label="人物", required=False, max_length=40, widget=_input(placeholder="姓名")
    )
    reporter = forms.CharField(
        label="记者", required=False, max_length=40, widget=_input(placeholder="姓名")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first_key > until.last_key:
            self.add_error("until", "“止”不能早于“起”。")
        return cleaned

    @property
    def is_narrowed(self) -> bool:
        """Whether a reader asked for less than everything."""
        return any(self.data.get(name, "").strip() for name in self.fields)

    def stories(self) -> ArticleQuerySet:
        """The published stories that were asked for; none while the form has errors."""
        stories = Article.objects.published()
        if not self.is_valid():
            return stories.none()
        wanted = self.cleaned_data
        if wanted["since"] or wanted["until"]:
            stories = stories.between(wanted["since"], wanted["until"])
        if wanted["section"]:
            stories = stories.in_section(wanted["section"])
        if wanted["tag"]:
            stories = stories.tagged(Tag.objects.filter(name=wanted["tag"]))
        if wanted["official"]:
            stories = stories.naming(Official.objects.named(wanted["official"]))
        if wanted["reporter"]:
            stories = stories.signed_by(Reporter.objects.named(wanted["reporter"]))
        return stories


class LetterForm(forms.Form):
    """The letter that a list of people is opened at."""

    letter = forms.RegexField(
        r"^[A-Za-z]$", required=False, error_messages={"invalid": "请选 A 到 Z 的一个字母。"}
    )


class YearForm(forms.Form):
    """The year that the list of issues is opened at."""

    year = forms.IntegerField(
        min_value=1,
        max_value=9999,
        required=False,
        error_messages={"invalid": "年份请写四位数字，如 2018。"},
    )
