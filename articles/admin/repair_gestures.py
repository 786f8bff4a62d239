"""What each button for a repair does to the story that it was pressed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Repair
from articles.moving import AT_END, move_lines, set_part_kind, take_leftover, to_leftovers
from articles.paragraphs import Paragraph, paragraphs
from articles.repairing import RepairError
from articles.repairs import merge_with_next, split_story
from articles.restoring import last_step
from articles.undoing_repairs import undo


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, for the log of its stories and for the editor."""

    about: list[Article]
    note: str
    message: str | SafeString


@dataclass(frozen=True, slots=True)
class Gesture:
    """A pressed button: the third paragraph is "2:1a2b3c", with a mark of its text."""

    request: HttpRequest
    article: Article
    name: str
    where: str

    def done(self, repair: Repair) -> Done:
        about = [row.article for row in repair.revisions.select_related("article")]
        for story in about:
            if story != self.article and story.merged_into_id is None:
                link = format_html('<a href="{}">《{}》</a>', address(story), story.headline)
                return Done(about, repair.note, format_html("{}。打开{}", repair.note, link))
        return Done(about, repair.note, f"{repair.note}。")

    @property
    def editor(self) -> User:
        return self.request.user  # type: ignore[return-value]  # the admin lets nobody else in

    @property
    def place(self) -> int:
        return 0 if self.request.POST.get("repair_place") == "first" else AT_END

    def paragraph(self, where: str = "") -> Paragraph:
        """The paragraph that was shown at this place, wherever saving has moved it."""
        index, _, mark = (where or self.where).partition(":")
        alike = [each for each in paragraphs(self.article.body) if mark_of(each.text) == mark]
        found = [each for each in alike if str(each.index) == index] or alike
        if len(found) != 1:
            raise RepairError("没有动这一段：它刚刚变了，请看清楚再点一次。写下的都已保存。")
        return found[0]

    def stretch(self) -> tuple[int, int]:
        """From the first to the last of the paragraphs that were ticked, or the one by itself."""
        ticked = self.request.POST.getlist("repair_lines")
        chosen = [self.paragraph(), *(self.paragraph(where) for where in ticked)]
        places = sorted({each.index for each in chosen})
        if places != list(range(places[0], places[-1] + 1)):
            raise RepairError("没有移动：勾选的段落要连在一起。")
        return min(each.start for each in chosen), max(each.end for each in chosen)


def perform(request: HttpRequest, article: Article, chosen: str) -> Done:
    """Do what the button says.

    Raises:
        RepairError: it cannot be done, or what it is about was changed meanwhile.
        RestoreError: see `articles.restoring.undo_step`.
    """
    name, _, where = chosen.partition(":")
    if name not in _GESTURES:
        raise RepairError("没有改动：没有这个操作。")
    return _GESTURES[name](Gesture(request, article, name, where))


def _split(gesture: Gesture) -> Done:
    made = split_story(gesture.article, gesture.paragraph().start, gesture.editor)
    return gesture.done(Repair.objects.get(revisions__article=made))


def _cut(gesture: Gesture) -> Done:
    """Split in the middle of a paragraph: the editor says with which words the new story begins."""
    words = gesture.request.POST.get("repair_words", "").strip()
    if not words:
        raise RepairError("没有拆分：先写新稿开头的几个字。")
    number = gesture.article.body.count(words)
    if number != 1:
        found = f"有 {number} 处“{words}”，请多写几个字" if number else f"没有“{words}”"
        raise RepairError(f"没有拆分：正文里{found}。")
    at = gesture.article.body.index(words)
    made = split_story(gesture.article, at, gesture.editor)
    return gesture.done(Repair.objects.get(revisions__article=made))


def _merge(gesture: Gesture) -> Done:
    joined = merge_with_next(gesture.article, gesture.editor)
    return gesture.done(Repair.objects.filter(revisions__article=joined).order_by("-pk")[0])


def _set_kind(gesture: Gesture) -> Done:
    kind: Any = gesture.name
    index = gesture.paragraph().index
    return gesture.done(set_part_kind(gesture.article, index, kind, gesture.editor))


def _put_out(gesture: Gesture) -> Done:
    return gesture.done(to_leftovers(gesture.article, gesture.stretch(), gesture.editor))


def _move(gesture: Gesture) -> Done:
    chosen = gesture.request.POST.get("repair_target", "")
    on_page = Article.objects.filter(page=gesture.article.page_id, merged_into=None)
    target = on_page.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if target is None:
        raise RepairError("没有移动：请先选移到哪一篇。")
    return gesture.done(
        move_lines(gesture.article, gesture.stretch(), target, gesture.place, gesture.editor)
    )


def _take_in(gesture: Gesture) -> Done:
    index, _, mark = gesture.where.partition(":")
    page = gesture.article.page
    number = int(index) if index.isdecimal() else len(page.leftovers)
    held = page.leftovers[number]["text"] if number < len(page.leftovers) else ""
    if not held or mark_of(held) != mark:
        raise RepairError("没有收入：这段文字刚刚变了，请看清楚再点一次。写下的都已保存。")
    return gesture.done(take_leftover(page, number, gesture.article, gesture.place, gesture.editor))


def _undo(gesture: Gesture) -> Done:
    article = gesture.article
    step = last_step(article)
    if step is None or str(step.number) != gesture.where:
        raise RepairError("没有撤销：这之后又有改动，请看清楚再点一次。写下的都已保存。")
    publishing = ["articles.publish_article", "articles.withdraw_article"]
    if "status" in step.changed and not gesture.request.user.has_perms(publishing):
        raise RepairError("没有撤销：改变发布状态要有发布和撤下的权限。")
    touched = [article]
    if step.repair is not None:
        touched = [row.article for row in step.repair.revisions.select_related("article")]
    undo(step, gesture.editor)
    left = list(Article.objects.filter(pk__in=[story.pk for story in touched]))
    note = f"撤销了第 {step.number} 版：{step.note or step.get_kind_display()}"
    return Done(left, note, f"{note}。")


_GESTURES: dict[str, Callable[[Gesture], Done]] = {
    "split": _split,
    "cut": _cut,
    "merge": _merge,
    "subhead": _set_kind,
    "caption": _set_kind,
    "paragraph": _set_kind,
    "move": _move,
    "out": _put_out,
    "in": _take_in,
    "undo": _undo,
}


# What is done to the paragraph that the button names
OF_PARAGRAPH = ("split", "subhead", "caption", "paragraph", "move", "out")


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def mark_of(text: str) -> str:
    """A few letters that tell whether a text is still the one that was shown."""
    return f"{crc32(text.encode()):x}"
