"""The field of a story's form in which readers are told what was changed."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.errata import PRINTED, draft
from articles.models import Article

BUTTON = "_draft_correction"  # asks for words, and saves nothing yet


def offer_correction(form: Any) -> None:
    """Add the field where readers know the text."""
    story: Article = form.instance
    form.was_public = story.pk is not None and story.is_public
    if form.was_public and "headline" in form.fields:
        form.fields["correction"] = forms.CharField(
            label="更正说明",
            required=False,
            initial=form.proposed_correction,
            widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            help_text="读者可见，登在稿件末尾，注明日期：哪里改了，原来是什么。不需要说明就留空。",
        )


def propose_correction(form: Any) -> None:
    """Where the editor asked for it, put what this form changes into words, to be gone over."""
    if BUTTON not in form.data or "correction" not in form.fields:
        return
    stored = Article.objects.values(*PRINTED).get(pk=form.instance.pk)
    words = draft(
        stored, stored | {name: form.cleaned_data.get(name, stored[name]) for name in PRINTED}
    )
    if not words:
        form.add_error("correction", "印在报上的文字没有改动；要说明别的，请直接写。")
        return
    form.data = form.data.copy()
    form.data["correction"] = words
    form.add_error("correction", "已按改动拟好，还没有保存：核对后再按“保存”。")
