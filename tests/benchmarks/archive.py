"""A synthetic archive of any size for the benchmarks; the same rows for the same size.

A daily of four pages with eight stories each. Who and what stands in a story is drawn as in
real papers, few often and most hardly ever, and beside that come the extremes: one official in
three of ten stories, one reporter in two of ten, one tag on 92 of 100.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from articles.models import (
    Article,
    Byline,
    Issue,
    Mention,
    Newspaper,
    Page,
    Source,
    Tag,
    TaggedArticle,
    order_key,
)
from people.models import Person

PAPER = "测速日报"
FIRST_DAY = date(1980, 1, 1)
PUBLISHED_AT = datetime(2020, 1, 1, tzinfo=UTC)
PAGES_AN_ISSUE = 4
STORIES_A_PAGE = 8
TAGS_A_STORY = 7
BATCH_SIZE = 500
SYLLABLES = "ba chen deng fan gao han jin kang li ma ning ou pan qi ren shen tang wei xu yu zhao"
CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 2000))
SECTIONS = ["要闻", "民生", "时评", "体育", "副刊", "经济", "社区", "教育", "法治", "健康"]
POSTS = [["区长"], ["区委书记"], ["副区长"], ["区委常委", "宣传部长"], ["局长"], ["街道主任"]]

Text = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and tags of an archive; the first of each is the extreme one."""

    officials: list[Person]
    reporters: list[Person]
    tags: list[Tag]


def build(size: int, published: float, text: Text | None = None) -> None:
    """Fill an empty database with `size` stories, the oldest `published` (0 to 1) in public.

    Args:
        text: makes their running text; without it characters stand in any order.
    """
    chance = random.Random(size)
    with transaction.atomic():
        cast = _cast(size, chance)
        paper = Newspaper.objects.create(name=PAPER)
    stories = _stories(size, published, paper, chance, text or _characters)
    while batch := list(islice(stories, BATCH_SIZE)):
        with transaction.atomic():
            Article.objects.bulk_create(batch)
            _link(batch, cast, chance)


def _cast(size: int, chance: random.Random) -> Cast:
    officials = [_person(chance, is_official=True) for _ in range(max(size // 3, 200))]
    reporters = [_person(chance, is_reporter=True) for _ in range(max(size // 20, 100))]
    Person.objects.bulk_create([*officials, *reporters], batch_size=BATCH_SIZE)
    tags = []
    for number in range(max(size // 2, 500)):
        name = f"{_text(chance, 3)}{number}"
        tags.append(Tag(name=name, slug=name, pinyin=_pinyin(chance)))
    Tag.objects.bulk_create(tags, batch_size=BATCH_SIZE)
    return Cast(officials, reporters, tags)


def _person(chance: random.Random, **kind: bool) -> Person:
    return Person(name=_text(chance, 3), pinyin=_pinyin(chance), **kind)


def _pinyin(chance: random.Random) -> str:
    return " ".join(chance.choices(SYLLABLES.split(), k=3))


def _text(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(CHARACTERS, k=length))


def _characters(chance: random.Random) -> str:
    return "\n\n".join(_text(chance, 230) for _ in range(3))


def _stories(
    size: int, published: float, paper: Newspaper, chance: random.Random, text: Text
) -> Iterator[Article]:
    page = Page()
    for number in range(size):
        on_page = number % STORIES_A_PAGE
        if on_page == 0:
            page = _page(number // STORIES_A_PAGE, page, paper)
        public = number < size * published
        body = text(chance)
        headline = _text(chance, 14)
        yield Article(
            page=page,
            position=on_page + 1,
            key=f"{number:064x}",
            order_key=order_key(page, on_page + 1),
            section=chance.choice(SECTIONS),
            headline=headline,
            body=body,
            summary=body[:60],
            status=Article.Status.PUBLISHED if public else Article.Status.IMPORTED,
            published_at=PUBLISHED_AT if public else None,
            spans=[[number, number + 700]],
            as_imported={"headline": headline, "body": body},
        )


def _page(number: int, last: Page, paper: Newspaper) -> Page:
    place = number % PAGES_AN_ISSUE
    if place == 0:
        day = FIRST_DAY + timedelta(days=number // PAGES_AN_ISSUE)
        issue = Issue.objects.create(
            newspaper=paper, date=day, precision="day", slug=day.isoformat()
        )
    else:
        issue = last.issue
    printed = f"A{place + 1:02}"
    page = Page.objects.create(
        issue=issue, position=place + 1, number=printed, slug=printed.lower()
    )
    Source.objects.create(
        page=page, name="", sha256=f"{number:064x}", encoding="utf-8", text="原文"
    )
    return page


def _link(stories: list[Article], cast: Cast, chance: random.Random) -> None:
    bylines: list[Byline] = []
    mentions: list[Mention] = []
    tagged: list[TaggedArticle] = []
    for story in stories:
        key: dict[str, Any] = {"order_key": story.listed_key}
        for person in _drawn(chance, cast.reporters, 0.2, 2):
            for role in ("文", "图") if chance.random() < 0.2 else ("记者",):
                row = Byline(article=story, person=person, role=role, name=person.name, **key)
                bylines.append(row)
        for person in _drawn(chance, cast.officials, 0.3, 4):
            row = Mention(article=story, person=person, name=f"{person.name}{person.pk}", **key)
            row.posts = chance.choice(POSTS)
            mentions.append(row)
        for tag in _drawn(chance, cast.tags, 0.92, TAGS_A_STORY):
            score = chance.random()
            tagged.append(TaggedArticle(content_object=story, tag=tag, score=score, **key))
    Byline.objects.bulk_create(bylines)
    Mention.objects.bulk_create(mentions)
    TaggedArticle.objects.bulk_create(tagged)


def _drawn(chance: random.Random, all_of_them: list[Any], extreme: float, count: int) -> list[Any]:
    """The extreme one by its chance, and `count` others: the n-th about 1/n as often."""
    others = {int(len(all_of_them) ** chance.random()) for _ in range(count)}
    drawn = [all_of_them[place] for place in sorted(others) if 0 < place < len(all_of_them)]
    return [*all_of_them[:1], *drawn] if chance.random() < extreme else drawn
