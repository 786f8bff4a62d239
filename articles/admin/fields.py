"""Form fields for what the archive stores: running text, lists of posts, tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelectMultiple
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Tag, TaggedArticle
from articles.tagging import named_tags
from people.admin.base import RowSelect, is_key
from people.models import Person
from people.typed import ModelMultipleChoiceField

# What the widget sends for a tag that does not exist yet: this, then its name.
NEW_TAG = "+"


class PrintedTextField(forms.CharField):
    """Running text, kept as it is but for its line ends: a browser sends CRLF."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"strip": False})

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text and text.replace("\r\n", "\n").replace("\r", "\n")


class PostsField(forms.CharField):
    """The posts printed beside a name, shown and typed as one line: 市委常委、宣传部长."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [post.strip() for post in re.split(r"[、，,；;]", value or "") if post.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class PostsInput(AdminTextInputWidget):
    """The posts of a mention, with what speaks for them below."""

    evidence = ""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        shown = super().render(*args, **kwargs)
        if not self.evidence:
            return shown
        return format_html('{}<small class="evidence">{}</small>', shown, self.evidence)


class PersonSelect(RowSelect):
    """Autocomplete that shows the person a row has without asking for it, row by row."""

    stored: Person | None = None  # loaded with the row

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        if self.stored is None or list(value) != [str(self.stored.pk)]:
            return super().optgroups(name, value, attr)
        blank = self.create_option(name, "", "", False, 0)
        chosen = self.create_option(name, self.stored.pk, str(self.stored), True, 1)
        return [(None, [blank, chosen], 0)]


class TagsWidget(AutocompleteSelectMultiple):
    """Chips with autocomplete where a name can be typed that is no tag yet."""

    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        known = [each for each in value if is_key(each)]
        groups = super().optgroups(name, known, attrs)
        options = groups[0][1]
        for each in value:
            if each.startswith(NEW_TAG):
                label = each.removeprefix(NEW_TAG)
                options.append(self.create_option(name, each, label, True, len(options)))
        return groups


class TagsField(ModelMultipleChoiceField[Tag]):
    """Tags of a story; a new name becomes a tag when the story is saved."""

    def __init__(self, **kwargs: Any) -> None:
        widget = TagsWidget(
            TaggedArticle._meta.get_field("tag"),
            admin.site,
            attrs={"data-tags": "true", "data-token-separators": '["、", "，", ","]'},
        )
        super().__init__(Tag.objects.all(), widget=widget, **kwargs)

    def clean(self, value: Any) -> list[Tag | str]:  # type: ignore[override]
        """The tags there are, and the names of those to be made."""
        chosen = [str(each) for each in value or []]
        tags = super().clean([each for each in chosen if not each.startswith(NEW_TAG)])
        typed = [each.removeprefix(NEW_TAG).strip() for each in chosen if each.startswith(NEW_TAG)]
        limit = Tag._meta.get_field("name").max_length
        for name in typed:
            if limit and len(name) > limit:
                raise forms.ValidationError(f"标签“{name[:20]}……”太长，最多 {limit} 个字。")
        known = named_tags(typed) if typed else {}
        return [*tags, *(known.get(name.lower(), name) for name in typed if name)]
