"""Photographs on the desk of a story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.editing import mark_edited
from articles.models import Article, Picture
from articles.picture_files import take_photograph
from articles.pictures import FORMATS, MAX_BYTES, Photograph, PictureError, read_photograph
from people.typed import ModelAdmin, ModelForm, StackedInline

MOST = 20  # photographs of one story
SHOWN_WIDTH = 180  # pixels, on the desk


class PhotographField(forms.FileField):
    """An uploaded photograph, read whole: what is cleaned is ready to be kept."""

    widget = forms.FileInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(f"image/{each.lower()}" for each in FORMATS)}

    def clean(self, data: Any, initial: Any = None) -> Photograph | None:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            return read_photograph(file)
        except PictureError as error:
            raise forms.ValidationError(str(error)) from error


class PictureForm(ModelForm[Picture]):
    upload = PhotographField(
        label="上传图片",
        required=False,
        help_text=f"JPEG、PNG 或 WebP，最大 {MAX_BYTES // 1024 // 1024} MB；拍摄地点等信息会去掉。",
    )

    class Meta:
        model = Picture
        fields = ("caption", "credit", "alternative", "position")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        missing = not self.instance.pk and not self.cleaned_data.get("upload")
        if missing and "upload" not in self.errors:
            self.add_error("upload", "选一张图片；不要这一张就把其他几项清空。")
        return cleaned

    def save(self, commit: bool = True) -> Picture:
        if photograph := self.cleaned_data.get("upload"):
            take_photograph(self.instance, photograph)
        if not self.instance.pk and "position" not in self.changed_data:
            pictures = self.instance.article.pictures
            last = pictures.aggregate(last=Max("position"))["last"]
            self.instance.position = (last or 0) + 1
        return super().save(commit)


class PictureInline(StackedInline[Picture, Article]):
    model = Picture
    form = PictureForm
    fields = ["shown", "upload", "caption", "alternative", ("credit", "position")]
    view_on_site = False  # the picture itself leads there
    readonly_fields = ["shown"]
    extra = 1  # without JavaScript there is no other way to add one
    max_num = MOST

    @admin.display(description="图片")
    def shown(self, picture: Picture) -> SafeString | str:
        if not picture.pk:
            return "还没有"
        width = min(SHOWN_WIDTH, picture.width)
        height = round(picture.height * width / max(picture.width, 1))
        return format_html(
            '<a href="{}"><img class="desk-picture" src="{}" width="{}" height="{}" alt="{}"></a> {}×{}',
            *(picture.get_absolute_url(), picture.address, width, height, picture.text),
            *(picture.width, picture.height),
        )


class PicturesDesk(ModelAdmin[Article]):
    """Notes that pictures are an editor's work: no import takes their story away."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        story: Article = form.instance
        if any(set_.model is Picture and set_.has_changed() for set_ in formsets):
            mark_edited(story, ["pictures"])
            story.save(update_fields=["edited_fields", "updated_at"])
