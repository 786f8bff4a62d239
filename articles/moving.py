"""Lines that stand in the wrong place: moved to another story, out of all stories, or into one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.following import follow_text
from articles.ingest.characters import close_up
from articles.ingest.records import Printed
from articles.models import Article, Page, Repair, Source
from articles.paragraphs import join, of_kind, paragraphs, with_text, without
from articles.reading import PartKind
from articles.repairing import RepairError, Repairing
from articles.source_places import Spans, as_spans

AT_END = -1  # as a place among paragraphs

KINDS: dict[PartKind, str] = {"subhead": "小标题", "caption": "图片说明", "paragraph": "段落"}

Range = tuple[int, int]  # [start, end) in characters of a body


@transaction.atomic
def move_lines(
    source: Article,
    body_range: Range,
    target: Article,
    place: int,
    by: AbstractBaseUser | None,
) -> Repair:
    """Put a piece of one story's text into another of the same page.

    Names, tags and flags go along; a signature stays where it is.

    Args:
        place: before which paragraph of the target, from 0; AT_END for after the last.

    Raises:
        RepairError: nothing would be left of the story, or nothing is chosen.
    """
    if source.pk == target.pk:
        raise RepairError("没有移动：选的是同一篇。")
    repairing = Repairing([source, target], Repair.Kind.MOVE, by)
    first, second = repairing.articles
    start, end = body_range
    text = _cut(first, start, end)
    places = repairing.places(first)
    first.spans, gone = places.divide(lambda offset: _within(places.in_body(offset), start, end))
    if first.source_id == second.source_id:
        second.spans = _union(second.spans, gone)
    first.body = without(first.body, start, end)
    second.body, at = with_text(second.body, text, place)
    shift = at - start
    follow_text(
        first,
        second,
        lambda character: character + shift if start <= character < end else None,
        lambda offset: _within(places.in_body(offset), start, end),
    )
    return repairing.end(f"从《{first.headline}》移到《{second.headline}》：{_few(text)}")


def _within(character: int | None, start: int, end: int) -> bool:
    return character is not None and start <= character < end


def _cut(article: Article, start: int, end: int) -> str:
    text = article.body[start:end].strip()
    if not text:
        raise RepairError("没有移动：没有选文字。")
    if not without(article.body, start, end):
        raise RepairError("没有移动：这一篇会没有正文；整篇并入另一篇请用“合并”。")
    return text


def _union(spans: Spans, more: Spans) -> Spans:
    return as_spans({offset for start, end in [*spans, *more] for offset in range(start, end)})


def _few(text: str) -> str:
    return text if len(text) <= _FEW else f"{text[:_FEW]}……"


_FEW = 20  # characters of a text that its log quotes


@transaction.atomic
def set_part_kind(
    article: Article, index: int, kind: PartKind, by: AbstractBaseUser | None
) -> Repair:
    """Make a paragraph a subhead, a caption or a paragraph.

    Raises:
        RepairError: there is no such paragraph, or it is that already.
    """
    repairing = Repairing([article], Repair.Kind.RENAME, by)
    (held,) = repairing.articles
    paragraph = next((each for each in paragraphs(held.body) if each.index == index), None)
    if paragraph is None or paragraph.kind == kind:
        raise RepairError(f"没有改动：没有这一段，或它已经是{KINDS[kind]}。")
    held.body = of_kind(held.body, paragraph, kind)
    return repairing.end(f"第 {index + 1} 段作{KINDS[kind]}：{_few(paragraph.text)}")


@transaction.atomic
def to_leftovers(article: Article, body_range: Range, by: AbstractBaseUser | None) -> Repair:
    """Put a piece of text out of all stories of the page; no later import takes it in again.

    Raises:
        RepairError: nothing would be left of the story, or nothing is chosen.
    """
    repairing = Repairing([article], Repair.Kind.OUT, by)
    (held,) = repairing.articles
    start, end = body_range
    text = _cut(held, start, end)
    places = repairing.places(held)
    held.spans, gone = places.divide(lambda offset: _within(places.in_body(offset), start, end))
    held.body = without(held.body, start, end)
    first = gone[0][0] if gone else None
    last = gone[-1][1] if gone else None
    lines = "\n".join(each.text for each in paragraphs(text))
    _put_out(repairing.page, {"text": lines, "start": first, "end": last, "spans": gone})
    return repairing.end(f"移出《{held.headline}》：{_few(lines)}")


@transaction.atomic
def take_leftover(
    page: Page, index: int, article: Article, place: int, by: AbstractBaseUser | None
) -> Repair:
    """Take a text that stands in no story of the page into one.

    Args:
        index: of the text among the page's leftovers.
        place: before which paragraph, from 0; AT_END for after the last.

    Raises:
        RepairError: there is no such text any more.
    """
    repairing = Repairing([article], Repair.Kind.IN, by)
    (held,) = repairing.articles
    if page.pk != repairing.page.pk or not 0 <= index < len(repairing.page.leftovers):
        raise RepairError("没有收入：这段文字已不在“未归入稿件的文字”里。")
    leftover = _take_in(repairing.page, index)
    if held.source is not None:
        held.spans = _union(held.spans, _spans_of(leftover, held.source, held))
    text = _running(leftover["text"])
    held.body, _ = with_text(held.body, text, place)
    return repairing.end(f"收入《{held.headline}》：{_few(text)}")


def _running(text: str) -> str:
    """Printed lines as paragraphs: only a blank line parts them."""
    blocks = "\n".join(line.strip() for line in text.split("\n")).split("\n\n")
    return join(close_up(Printed.at(block.replace("\n", " "), 0)).text for block in blocks)


def _spans_of(leftover: dict[str, Any], source: Source, article: Article) -> Spans:
    """Where a leftover stands in the source; only its newest text has the page's leftovers."""
    if leftover.get("start") is None or source != article.page.sources.first():
        return []
    spans: Spans = leftover.get("spans") or [[leftover["start"], leftover["end"]]]
    letters = (o for start, end in spans for o in range(start, end))
    return as_spans(offset for offset in letters if not source.text[offset : offset + 1].isspace())


def _put_out(page: Page, leftover: dict[str, Any]) -> None:
    by_hand = _by_hand(page)
    page.leftovers = sorted([*page.leftovers, leftover], key=_place)
    by_hand["added"].append(leftover)
    page.leftovers_by_hand = by_hand
    page.save(update_fields=["leftovers", "leftovers_by_hand"])


def _take_in(page: Page, index: int) -> dict[str, Any]:
    """Strike a text from the page's leftovers, and remember that, for the next import."""
    by_hand = _by_hand(page)
    leftover: dict[str, Any] = page.leftovers[index]
    page.leftovers = page.leftovers[:index] + page.leftovers[index + 1 :]
    if leftover in by_hand["added"]:
        by_hand["added"].remove(leftover)
    else:
        by_hand["taken"].append(leftover)
    page.leftovers_by_hand = {key: rows for key, rows in by_hand.items() if rows}
    page.save(update_fields=["leftovers", "leftovers_by_hand"])
    return leftover


def _by_hand(page: Page) -> dict[str, list[dict[str, Any]]]:
    return {key: list(page.leftovers_by_hand.get(key, [])) for key in ("taken", "added")}


def _place(leftover: dict[str, Any]) -> tuple[bool, int]:
    return leftover.get("start") is None, leftover.get("start") or 0
