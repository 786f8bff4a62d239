"""Search for programs: the query model of the search page, without its counts."""

from __future__ import annotations

import re
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from articles.api.cursors import next_address, no_cursor, pack, unpack
from articles.api.parameters import Cursor, DateText, IdFilter, Text, partial_date
from articles.api.problems import BUSY, PROBLEMS
from articles.api.references import addresses_of
from articles.api.story_documents import story_entry
from articles.api.story_schemas import StoryEntry
from articles.models import Issue, Tag
from articles.search.filters import Filters
from articles.search.hits import Hits
from articles.search.names import people_meant
from articles.search.query import MAX_LENGTH, parse
from articles.search.results import marks_for, page_of

router = Router(tags=["检索"])

# What `page_of` leads on with: a place in the index, or one among the ranked.
_PLACE = re.compile(r"r[0-9]{1,6}|[0-9]{1,18}")
_NONE = -1  # the key of no row


class SearchFilter(Schema):
    q: str = Field(
        "",
        max_length=MAX_LENGTH,
        pattern=r"^[^\x00]*$",
        description="检索词，几个词用空格分开，都要有；短语加引号，不要的词前加 -，也认日期与拼音。",
    )
    since: DateText | None = Field(None, description="从哪一天起（含），写法同稿件列表。")
    until: DateText | None = Field(None, description="到哪一天止（含），写法同上。")
    section: Text | None = Field(None, description="哪个栏目，照印出的写。")
    tag: Text | None = Field(None, description="哪个标签：名称或网址名。")
    reporter: IdFilter = Field(None, description="谁署名的：人物编号。")
    official: IdFilter = Field(None, description="写到了谁：人物编号。")
    issue: Text | None = Field(None, description="哪一期：期的网址名。")
    order: Literal["date", "best"] = Field("date", description="新的在前，或最相关的在前。")
    cursor: Cursor = ""

    def hits(self) -> Hits:
        """What is asked for; at most one query for each filter that is named by a word."""
        query = parse(self.q).between(partial_date(self.since), partial_date(self.until))
        tags, issues = Tag.objects.all(), Issue.objects.all()
        filters = Filters(
            section=self.section or "",
            tag=_key(tags.filter(Q(name=self.tag) | Q(slug=self.tag)), self.tag),
            reporter=self.reporter,
            official=self.official,
            issue=_key(issues.filter(slug=self.issue), self.issue),
        )
        return Hits(query, filters, people_meant(query.wanted))

    def place(self) -> str:
        """Where to go on.

        Raises:
            Http404: the cursor is none that a search gave.
        """
        if not self.cursor:
            return ""
        place = unpack(self.cursor)
        if not _PLACE.fullmatch(place):
            raise no_cursor()
        return place


class FoundStory(StoryEntry):
    """检索到的一篇。"""

    quotation: str = Field(description="正文里命中的一段，HTML，命中的字在 <mark> 里。")
    original: list[str] = Field(
        description="只在报纸原文里、后来改正了的命中之处，HTML，写法同上。"
    )


class FoundList(BaseModel):
    enough: bool = Field(
        description="检索词是否够：只有单个的字又没有别的条件时为 false，什么也没有查。"
    )
    items: list[FoundStory]
    next: str | None = Field(description="下一页的网址；没有了则为 null。")


@router.get("/search", response={200: FoundList, **PROBLEMS, **BUSY}, summary="检索")
def search(request: HttpRequest, wanted: Query[SearchFilter]) -> Any:
    """与网站的检索相同：简繁、全半角不分，每页二十篇，不给总数。"""
    hits, place = wanted.hits(), wanted.place()
    if not hits.are_led_to:
        return FoundList(enough=False, items=[], next=None)
    marks = marks_for(hits.query, hits.meant)
    page = page_of(hits, marks, place, by_relevance=wanted.order == "best")
    addresses = addresses_of(request)
    items = [
        FoundStory(
            **story_entry(each.story, addresses).model_dump(),
            quotation=each.quotation,
            original=[*each.original],
        )
        for each in page.results
    ]
    after = pack(page.after) if page.after else ""
    return FoundList(enough=True, items=items, next=next_address(request, after))


def _key(rows: Any, asked: str | None) -> int | None:
    """The key of the row that was asked for; that of none where there is none."""
    if asked is None:
        return None
    return rows.values_list("pk", flat=True).first() or _NONE
