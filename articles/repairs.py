"""Stories that the importer joined parted again, and those that it parted joined."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from articles.drafts import PREFIXES, opening_of, summary_of
from articles.editing import mark_edited, resolve_flags
from articles.following import follow_text, follow_whole
from articles.ingest.flags import BLOCKING, MESSAGES
from articles.models import Article, Flag, Repair
from articles.paragraphs import join, paragraphs
from articles.repairing import SPANS, RepairError, Repairing
from articles.source_places import Places, as_spans
from articles.story_fields import BY_HAND

# Display lines are short and end in no stop; more of them than these are text.
MAX_DISPLAY = 40  # characters
MAX_HEADLINES = 3
_STOP = re.compile(r"[。；;，,、：:]$")

NO_HEADLINE = "no-headline"


@transaction.atomic
def split_story(article: Article, at: int, by: AbstractBaseUser | None) -> Article:
    """Make a new story of what the body says from `at` on, right after it on the page.

    Names, signatures, tags, flags and the places in the source go with the text that prints
    them; the new story is as far towards readers as the old one. Display lines at its start
    become its headings.

    Args:
        at: a character of the body.

    Raises:
        RepairError: one of the two would have no text.
    """
    repairing = Repairing([article], Repair.Kind.SPLIT, by)
    (first,) = repairing.articles
    if not first.body[:at].strip() or not first.body[at:].strip():
        raise RepairError("没有拆分：这里前面或后面没有正文了。")
    places = repairing.places(first)
    repairing.make_room(first.position)
    heads, body = display_lines(first.body[at:])
    second = _second(first, heads, body)
    shift = len(first.body) - len(body)
    first.body = join([first.body[:at]])
    first.spans, second.spans = places.divide(lambda offset: places.after(offset, at))
    _part_signatures(first, second, places, at)
    first.summary = _summary(first.body, first.summary)
    repairing.add(second)
    follow_text(
        first,
        second,
        lambda place: max(place - shift, 0) if place >= at else None,
        lambda offset: places.after(offset, at),
    )
    if not heads:
        _ask_for_headline(second)
    repairing.end(f"从《{first.headline}》拆出《{second.headline}》")
    return second


def _second(first: Article, heads: list[str], body: str) -> Article:
    """The story split off; two lines are kicker and headline, a third is the deck."""
    kicker = heads[0] if len(heads) > 1 else ""
    rest = heads[1:] if kicker else heads
    return Article(
        page=first.page,
        source=first.source,
        position=first.position + 1,
        key=uuid4().hex,
        status=first.status,
        published_at=first.published_at,
        kicker=kicker,
        headline=rest[0] if rest else opening_of(paragraphs(body)[0].text),
        deck=" ".join(rest[1:]),
        body=body,
        summary=_summary(body),
        edited_fields=[*BY_HAND, SPANS],
    )


def display_lines(text: str) -> tuple[list[str], str]:
    """The display lines that a text begins with, and the rest of it; some text always stays."""
    held = paragraphs(text)
    heads: list[str] = []
    for each in held[:-1]:
        display = len(each.text) <= MAX_DISPLAY and not _STOP.search(each.text)
        if len(heads) == MAX_HEADLINES or each.kind == "caption" or not display:
            break
        heads.append(each.text)
    return heads, join([text[held[len(heads)].start :]])


def _part_signatures(first: Article, second: Article, places: Places, at: int) -> None:
    """Give the second the printed signatures that stand after the place of the split."""
    lines = first.byline_text.split("\n")
    starts = places.signatures()
    gone = {number for number, start in starts.items() if places.after(start, at)}
    first.byline_text = _chosen(lines, set(range(len(lines))) - gone)
    second.byline_text = _chosen(lines, gone)


def _chosen(lines: list[str], numbers: Collection[int]) -> str:
    return "\n".join(lines[number] for number in sorted(numbers))


def _summary(body: str, summary: str = "") -> str:
    """The summary there is, while the body says it, else a new one."""
    if summary and summary.rstrip("…") in body:
        return summary
    return summary_of(next((e.text for e in paragraphs(body) if e.kind == "paragraph"), ""))


def _ask_for_headline(article: Article) -> None:
    Flag.objects.create(
        page=article.page,
        article=article,
        code=NO_HEADLINE,
        message=MESSAGES[NO_HEADLINE],
        blocking=NO_HEADLINE in BLOCKING,
    )


def next_story(article: Article) -> Article | None:
    """The story that follows on the page."""
    stories = Article.objects.filter(page=article.page_id, merged_into=None)
    after = Q(position__gt=article.position) | Q(position=article.position, pk__gt=article.pk)
    return stories.filter(after).order_by("position", "pk").first()


@transaction.atomic
def merge_with_next(article: Article, by: AbstractBaseUser | None) -> Article:
    """Let a story take in the one after it: its headings as subheads, then all its text.

    The row of the other stays, empty of what it carried, so that its address leads here and
    the next import knows that its text is in good hands.

    Returns:
        The joined story.

    Raises:
        RepairError: none follows, or readers may see one of the two only.
    """
    other = next_story(article)
    if other is None:
        raise RepairError("没有合并：这一篇后面没有稿件了。")
    repairing = Repairing([article, other], Repair.Kind.MERGE, by)
    first, second = repairing.articles
    published = Article.Status.PUBLISHED
    if (first.status == published) != (second.status == published):
        raise RepairError("没有合并：两篇只有一篇已发布；先都发布，或都撤下。")
    unnamed = Flag.objects.filter(article=second, code=NO_HEADLINE)
    resolve_flags(unnamed, by, "已并入上一篇。")
    text = join([_headings(first, second), second.dateline + second.body])
    before = join([first.body])
    first.body = join([before, text])
    follow_whole(first, second, first.body.rfind(second.body.strip()) if second.body else 0)
    first.byline_text = "\n".join(filter(None, [first.byline_text, second.byline_text]))
    for name in ("event_date", "credit", "summary"):
        setattr(first, name, getattr(first, name) or getattr(second, name))
    if first.source_id == second.source_id:
        joined = {o for start, end in [*first.spans, *second.spans] for o in range(start, end)}
        first.spans, second.spans = as_spans(joined), []
    _retire(second, first)
    repairing.end(f"《{second.headline}》并入《{first.headline}》")
    return first


def _headings(first: Article, second: Article) -> str:
    """What is printed over the story taken in; words taken from its text are not."""
    opening = next((each.text for each in paragraphs(second.body)), "")
    section = second.section if second.section != first.section else ""
    headline = second.headline if second.headline != opening_of(opening) else ""
    heads = [section, second.kicker, headline, second.deck]
    return join(PREFIXES["subhead"] + head for head in heads if head)


def _retire(article: Article, into: Article) -> None:
    article.merged_into = into
    article.status = Article.Status.WITHDRAWN
    mark_edited(article, [*BY_HAND, SPANS])
