"""The form of a story: its text, its tags, its status, and a check for two editors at once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from articles.admin.correction_field import offer_correction, propose_correction
from articles.admin.evidence import evidence
from articles.admin.fields import (
    PersonSelect,
    PostsField,
    PostsInput,
    PrintedTextField,
    TagsField,
)
from articles.admin.flag_ticks import FlagTicksForm
from articles.admin.import_conflicts import CHOICE, Conflict, offer_imported
from articles.admin.meeting import TAKE, Met, add_choices, apply_choices, chosen_before, meet
from articles.admin.publishing_desk import limit_status
from articles.corrections import TEXTS, CorrectionError, corrected, names_in
from articles.models import Article, Flag, FlagQuerySet
from articles.restoring import restorable
from articles.story_fields import field_label
from people.typed import ModelForm

EVENT_DATE = re.compile(r"(?:\d{4}|-)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")  # --05-23


class StoryForm(FlagTicksForm):
    may_publish = may_withdraw = False  # set by the admin from the user's permissions
    proposed_correction = ""  # set by the admin where the editor asked for it

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    tags = TagsField(
        label="标签", required=False, help_text="输入几个字后选取；没有的标签，打完后按回车新建。"
    )

    class Meta:
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "body": PrintedTextField,
            "byline_text": PrintedTextField,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met: list[Met] = []  # fields that another editor changed meanwhile
        self.conflicts: list[Conflict] = []  # fields that a later import reads otherwise
        if self.instance.pk:
            self.initial["version"] = _version(self.instance)
            self._offer_restoring()
            self.conflicts = offer_imported(self)
            add_choices(self)
        limit_status(self)
        offer_correction(self)
        if "published_at" in self.fields:
            _show_seconds(self.fields["published_at"])

    def choices_made(self) -> list[forms.BoundField]:
        """Whose words stand in the fields where two editors met, chosen before."""
        return [] if self.met else chosen_before(self)

    def _offer_restoring(self) -> None:
        """A box for each field that stands otherwise than it was imported."""
        self.fields["restore"] = forms.MultipleChoiceField(
            label="改回导入时",
            required=False,
            choices=[
                (name, f"{field_label(name)}：{text or '（空）'}")
                for name, text in restorable(self.instance).items()
            ],
            widget=forms.CheckboxSelectMultiple(attrs={"form": "article_form"}),
        )

    def flags_shown(self) -> FlagQuerySet:
        article = self.instance
        return Flag.objects.filter(
            Q(article=article) | Q(page=article.page_id, article__isnull=True)
        )

    def can_correct(self, flag: Flag) -> bool:
        return bool(flag.article_id == self.instance.pk)

    def clean_event_date(self) -> str:
        text: str = self.cleaned_data["event_date"]
        if text and not EVENT_DATE.fullmatch(text):
            raise forms.ValidationError("写成 2018-05-23；年份不明时写 --05-23。")
        return text

    def clean_published_at(self) -> datetime | None:
        """The stored time when it was not touched: the form does not show its last digits."""
        moment: datetime | None = self.cleaned_data["published_at"]
        stored: datetime | None = self.instance.published_at
        if stored and moment == stored.replace(microsecond=0):
            return stored
        if self.cleaned_data.get("status") == Article.Status.PUBLISHED:
            return moment or timezone.now()
        return moment

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk:
            self._refuse_if_stale()
            self._correct()
            propose_correction(self)
        self._refuse_if_blocked()
        return cleaned

    def _correct(self) -> None:
        """Put the proposals that were ticked into the texts as they are posted."""
        accepted = self.accepted()
        if not accepted or not all(name in self.cleaned_data for name in TEXTS):
            return
        names = names_in(self.instance)
        for flag in accepted:
            texts = {name: self.cleaned_data[name] for name in TEXTS}
            try:
                changes = corrected(texts, flag, names, self.cleaned_data.get("summary", ""))
                self._refuse_if_restored(changes)
            except CorrectionError as error:
                self.add_error(f"accept_{flag.pk}", str(error))
            else:
                self.cleaned_data |= changes

    def _refuse_if_restored(self, changes: dict[str, str]) -> None:
        for name in self.cleaned_data.get("restore", []):
            if name in changes:
                raise CorrectionError(
                    f"没有采纳：{field_label(name)}同时勾了“改回导入时”，两样只能选一样。"
                )

    def _refuse_if_stale(self) -> None:
        """Ask before saving over what another editor saved since this form was opened.

        The form then takes the new version as its own: saved once more, it is on purpose.
        """
        stored = Article.objects.select_for_update().get(pk=self.instance.pk)
        if self.cleaned_data.get("version") == _version(stored):
            apply_choices(self, stored)
            return
        self.met = meet(self, stored)
        data = cast(QueryDict, self.data).copy()
        data["version"] = _version(stored)
        self.data = data
        self.add_error(
            None,
            f"没有保存：您打开之后，{_last_editor(stored)}改过这篇稿件。您写的都还在下面；"
            "请逐栏选定用谁的，再按一次“保存”。",
        )

    def _refuse_if_blocked(self) -> None:
        publishes = (
            self.cleaned_data.get("status") == Article.Status.PUBLISHED
            and self.initial.get("status") != Article.Status.PUBLISHED
        )
        ticked = set(self.ticked())
        blocking = [
            flag
            for flag in self.open_flags
            if flag.blocking and flag.article_id and flag not in ticked
        ]
        if publishes and blocking:
            self.add_error(
                "status",
                f"还有 {len(blocking)} 条待核对事项阻止发布：处理后勾选“已处理”，再发布。",
            )

    def story_changed(self) -> bool:
        """Whether anything of the story itself was changed, not only flags ticked."""
        beside = ("done_", "resolution_", "restore", "correction", TAKE, CHOICE)
        return any(not name.startswith(beside) for name in self.changed_data)


class NameForm(ModelForm[Any]):
    """A name in a story; left blank, it is that of the person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The admin wraps the widget in the links that add and change a person.
        field = self.fields.get("person")
        select = getattr(field.widget, "widget", None) if field else None
        if isinstance(select, PersonSelect):
            select.stored = self.instance.person

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("name"):
            person = self.cleaned_data.get("person")
            if person is None:
                self.add_error("name", "填写姓名，或选定人物。")
            else:
                self.cleaned_data["name"] = person.name
        return cleaned


class BylineForm(NameForm):
    name = forms.CharField(
        label="署名", max_length=40, required=False, help_text="如报上所印；留空则用人物的姓名。"
    )


class MentionForm(NameForm):
    name = forms.CharField(
        label="姓名", max_length=40, required=False, help_text="如报上所印；留空则用人物的姓名。"
    )
    posts = PostsField(
        label="职务",
        required=False,
        widget=PostsInput,
        help_text="如报上所印，用顿号分开；下面一行是依据：哪条规则、哪些字认出了此人。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["posts"].widget.evidence = evidence(self.instance)


def _show_seconds(field: forms.Field) -> None:
    """Let the time be shown to the second: what is not shown is lost on saving."""
    if isinstance(field.widget, forms.SplitDateTimeWidget):
        field.widget.widgets[1].format = "%H:%M:%S"


def _version(article: Article) -> str:
    return article.updated_at.isoformat()


def _last_editor(article: Article) -> str:
    """Who saved the story last, and when; what is not in the log of edits was an import."""
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Article),
            object_id=str(article.pk),
            action_time__gte=article.updated_at,  # the log is written after the story
        )
        .select_related("user")
        .first()
    )
    moment = timezone.localtime(article.updated_at).strftime("%H:%M")
    return f"{entry.user if entry else '导入程序'}在 {moment} "
