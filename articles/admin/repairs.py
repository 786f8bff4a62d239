"""Repairs on a story's page: each a button of the story's own form, so that what is typed is saved.

Saving comes first and may be refused; a repair is then made on what was saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from articles.admin.repair_gestures import OF_PARAGRAPH, address, mark_of, perform
from articles.models import Article, Page, Revision
from articles.moving import KINDS
from articles.paragraphs import Paragraph, paragraphs
from articles.reading import PartKind
from articles.repairing import RepairError
from articles.restoring import RestoreError, last_step
from people.edit_log import log_edits
from people.typed import ModelAdmin

BUTTON = "_repair"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the body with what its buttons post."""

    number: int  # from 1, as editors count
    kind: PartKind
    label: str
    text: str
    place: str  # "2:1a2b3c"

    @property
    def is_first(self) -> bool:
        return self.number == 1


@dataclass(frozen=True, slots=True)
class RepairTools:
    """All that the page offers for repairs."""

    lines: list[Line]
    others: list[Article]  # of the page, in order
    following: Article | None
    leftovers: list[tuple[str, str]]  # what the button posts, the text
    step: Revision | None  # what 撤销 takes back


def repair_tools(article: Article) -> RepairTools:
    """Three queries."""
    stories = Article.objects.filter(page=article.page_id, merged_into=None)
    stories = stories.order_by("position", "pk").only("headline", "position")
    listed = list(stories)
    keys = [story.pk for story in listed]
    after = listed[keys.index(article.pk) + 1 :] if article.pk in keys else []
    page = Page.objects.only("leftovers").get(pk=article.page_id)
    return RepairTools(
        [_line(each) for each in paragraphs(article.body)],
        [story for story in listed if story.pk != article.pk],
        after[0] if after else None,
        [
            (f"in:{n}:{mark_of(each['text'])}", each["text"])
            for n, each in enumerate(page.leftovers)
        ],
        last_step(article),
    )


def _line(paragraph: Paragraph) -> Line:
    return Line(
        paragraph.index + 1,
        paragraph.kind,
        KINDS[paragraph.kind],
        paragraph.text,
        f"{paragraph.index}:{mark_of(paragraph.text)}",
    )


class RepairDesk(ModelAdmin[Article]):
    """Split, merge, move, rename, take in, put out, undo."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = context.get("original")
        if article is not None and self.has_change_permission(request, article):
            context["repairs"] = repair_tools(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        chosen = request.POST.get(BUTTON, "")
        if not chosen:
            return super().response_change(request, obj)
        try:
            done = perform(request, Article.objects.get(pk=obj.pk), chosen)
        except (RepairError, RestoreError) as error:
            messages.warning(request, str(error))
            return redirect(_same_place(request, obj, chosen))
        log_edits(request, done.about, f"{done.note}。")
        messages.success(request, done.message)
        if Article.objects.filter(pk=obj.pk).exists():
            return redirect(_same_place(request, obj, chosen))
        return redirect(address(done.about[0]))

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> Any:
        """A repair is logged by its own words: that nothing else was saved is no news."""
        if message or not request.POST.get(BUTTON):
            return super().log_change(request, obj, message)
        return None


def _same_place(request: HttpRequest, article: Article, chosen: str) -> str:
    """The page as it was opened, from the queue for instance, at the paragraph worked on."""
    name, index, *_ = f"{chosen}::".split(":")
    place = "story-text"
    if name in OF_PARAGRAPH and index.isascii() and index.isdecimal():
        body = Article.objects.values_list("body", flat=True).get(pk=article.pk)
        place = f"part-p{min(int(index), max(len(paragraphs(body)) - 1, 0))}"
    query = urlencode(request.GET, doseq=True)
    return f"{address(article)}{'?' if query else ''}{query}#{place}"
