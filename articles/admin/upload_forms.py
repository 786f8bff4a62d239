"""What an editor fills in to bring in pages: the files, and what names each page."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.ingest.hints import parse_date
from articles.placing import MAX_NAME, MAX_NUMBER, MAX_PAPER
from articles.uploading import Sent


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        if not data:
            raise forms.ValidationError("请先选择文件。")
        # An empty file is refused by its name, beside the others, and not by the form.
        return list(data)


class DateText(forms.CharField):
    """A date as far as it is known: 2018, 2018-05 or 2018-05-31."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"placeholder": "2018-05-31、2018-05"}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_date(text, "option").value or ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class PageFactsForm(forms.Form):
    """What names a page; a field that is emptied is left to the page itself."""

    paper = forms.CharField(label="报纸", max_length=MAX_PAPER, required=False)
    date = DateText(label="日期", max_length=20, required=False)
    number = forms.CharField(label="版次", max_length=MAX_NUMBER, required=False)
    name = forms.CharField(label="版名", max_length=MAX_NAME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.show_hidden_initial = True  # what was shown when the plan was looked at


class LeftOutForm(PageFactsForm):
    left_out = forms.BooleanField(label="不导入这一版", required=False)

    def retyped(self) -> dict[str, str]:
        """What the editor says otherwise than the plan that was shown."""
        names = [name for name in self.changed_data if name != "left_out"]
        return {name: self.cleaned_data[name] for name in names}


class UploadForm(forms.Form):
    pages = FilesField(label="文件")
    paper = forms.CharField(label="报纸", max_length=MAX_PAPER, required=False)
    date = DateText(label="日期", max_length=20, required=False)
