"""The other documents of the API: print, people and their posts, subjects."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from articles.api.common_schemas import (
    Html,
    IssueReference,
    KnownDate,
    Reference,
    StoryReference,
)

Next = str | None
NEXT = "下一页的网址；没有了则为 null。"


class IssueList(BaseModel):
    items: list[IssueReference]
    next: Next = Field(description=NEXT)


class PageEntry(Reference):
    """一个版面。"""

    issue: IssueReference
    number: str = Field(description="版次，如报上所印；没印则为空。")
    title: str = Field(description="版名；没印则为空。")
    position: int = Field(description="在这一期中的先后，从 1 起。")


class PageList(BaseModel):
    items: list[PageEntry]
    next: Next = Field(description=NEXT)


class PrintedPage(Reference):
    """一期里的一版和版上的稿件。"""

    number: str = Field(description="版次，如报上所印；没印则为空。")
    title: str = Field(description="版名；没印则为空。")
    position: int = Field(description="在这一期中的先后，从 1 起。")
    stories: list[StoryReference] = Field(description="按版面上的先后。")


class WholeIssue(IssueReference):
    pages: list[PrintedPage]


class SourceText(BaseModel):
    """版面收到时的文字。"""

    name: str = Field(description="文件名。")
    sha256: str = Field(description="收到的文件的 SHA-256。")
    encoding: str = Field(description="收到的文件的编码。")
    text: str = Field(description="原文，一字未改。")


class WholePage(PageEntry):
    stories: list[StoryReference]
    source: SourceText | None = Field(description="原文；版上有稿件没有公开时为 null。")


class OtherNameNote(BaseModel):
    name: str
    kind: str = Field(description="曾用名、笔名、异写等。")


class PersonEntry(Reference):
    """一个人。"""

    pinyin: str
    is_reporter: bool = Field(description="是否署过名（记者、通讯员）。")
    is_official: bool = Field(description="是否任公职。")


class PersonList(BaseModel):
    items: list[PersonEntry]
    next: Next = Field(description=NEXT)


class TermEnd(BaseModel):
    """任期的一头。"""

    date: KnownDate
    basis: Literal["", "first", "last", "appointment", "editor"] = Field(
        description="依据：首次见报、末次见报、任命报道、编辑；不知道则为空。"
    )


class TenureEntry(BaseModel):
    """谁从何时到何时任某一岗位。"""

    id: int
    person: Reference
    post: Reference
    organization: Reference
    start: TermEnd
    end: TermEnd
    status: Literal["inferred", "confirmed", "disputed"] = Field(
        description="由报上推断、编辑已确认、有争议。"
    )
    note: str
    sightings: int = Field(description="见报次数。")
    sources: list[StoryReference] = Field(description="起止所依据的稿件。")
    html: Html
    api: str


class TenureList(BaseModel):
    items: list[TenureEntry]
    next: Next = Field(description=NEXT)


class Person(PersonEntry):
    other_names: list[OtherNameNote]
    note: str = Field(description="说明，例如用于区分同名者。")
    tenures: list[TenureEntry] = Field(description="历任职务，最多 100 条。")


class OrganizationEntry(Reference):
    """一个地方或单位。"""

    short_name: str
    kind: str = Field(description="种类：行政区划、党委、政府、部门……")
    parent: Reference | None = Field(description="上级。")


class OrganizationList(BaseModel):
    items: list[OrganizationEntry]
    next: Next = Field(description=NEXT)


class Organization(OrganizationEntry):
    other_names: list[OtherNameNote]
    posts: list[Reference] = Field(description="岗位，按见报惯例的先后，最多 200 个。")


class PostEntry(Reference):
    """一个岗位。"""

    title: str = Field(description="职务。")
    organization: Reference
    single_seat: bool = Field(description="同一时间是否只应有一人担任。")


class PostList(BaseModel):
    items: list[PostEntry]
    next: Next = Field(description=NEXT)


class TagEntry(Reference):
    """一个标签。"""

    slug: str = Field(description="网址名。")
    pinyin: str


class TagList(BaseModel):
    items: list[TagEntry]
    next: Next = Field(description=NEXT)
