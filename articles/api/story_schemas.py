"""A story as other programs get it: all that is printed, and what was concluded from it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from articles.api.common_schemas import IssueReference, Reference, StoryReference


class Paragraph(BaseModel):
    kind: Literal["paragraph", "subhead", "caption"] = Field(
        description="正文段落、小标题或图片说明。"
    )
    text: str = Field(description="这一段的文字，照报上所印。")


class Signature(BaseModel):
    """一处署名。"""

    role: str = Field(description="身份：记者、通讯员、摄影……")
    name: str = Field(description="所署的名字。")
    person: Reference | None = Field(description="是哪一位；未认定则为 null。")


class TextPlace(BaseModel):
    """文字里的一处。"""

    paragraph: int = Field(description="body 里的第几段，从 0 数起。")
    start: int = Field(description="在这一段里从第几个字开始，从 0 数起。")
    end: int = Field(description="到第几个字之前为止。")


class UnderstoodPost(BaseModel):
    """一个印出的职务是哪个单位的哪个岗位。"""

    printed: str = Field(description="如报上所印。")
    standing: Literal["current", "acting", "former", "nominee", "appointed", "removed"] = Field(
        description="现任、代理、曾任、拟任、任命、免去。"
    )
    organization: Reference | None = Field(description="单位；版面上看不出则为 null。")
    post: Reference | None = Field(description="岗位；只说明级别的（“区领导”）为 null。")


class NamedOfficial(BaseModel):
    """这一篇里写到的任公职的人。"""

    name: str = Field(description="姓名，如报上所印。")
    posts: list[str] = Field(description="职务，如报上所印。")
    understood: list[UnderstoodPost] = Field(description="这些职务的理解。")
    person: Reference | None = Field(description="是哪一位；可能是两个人时不猜，为 null。")
    place: TextPlace | None = Field(description="姓名在正文何处；只见于标题则为 null。")


class TagReference(Reference):
    slug: str = Field(description="标签的网址名。")


class CorrectionNote(BaseModel):
    """发布以后的一条更正。"""

    text: str = Field(description="改了哪里，原来是什么。")
    made_at: datetime


class PictureNote(BaseModel):
    url: str = Field(description="原图（JPEG）。")
    width: int = Field(description="像素。")
    height: int = Field(description="像素。")
    caption: str = Field(description="图片说明。")
    credit: str = Field(description="摄影者。")
    alternative: str = Field(description="替代文字。")


class PrintedOn(BaseModel):
    """登在哪一期哪一版。"""

    issue: IssueReference
    page: Reference = Field(description="版；name 是版次与版名。")
    page_number: str = Field(description="版次，如报上所印：N05、A38；没印则为空。")
    page_name: str = Field(description="版名；没印则为空。")
    position: int = Field(description="版内次序，从 1 起。")


class StoryEntry(StoryReference):
    """列表里的一篇稿件。"""

    kicker: str = Field(description="肩题。")
    deck: str = Field(description="副题。")
    section: str = Field(description="栏目。")
    summary: str = Field(description="摘要。")
    source: PrintedOn
    published_at: datetime = Field(description="在本站发布的时间。")
    updated_at: datetime = Field(description="最近改动的时间。")


class Story(StoryEntry):
    """一篇完整的稿件。"""

    dateline: str = Field(description="电头：本报讯、新华社某地某日电。")
    body: list[Paragraph]
    byline_text: list[str] = Field(description="署名，如报上所印，每处一条。")
    bylines: list[Signature] = Field(description="署名，逐人。")
    credit: str = Field(description="图文说明，例如 文/图。")
    event_date: str | None = Field(
        description="事发日期，ISO 8601；年份不明时如 --05-23；导语没说则为 null。"
    )
    officials: list[NamedOfficial]
    tags: list[TagReference]
    corrections: list[CorrectionNote]
    pictures: list[PictureNote]


class StoryList(BaseModel):
    items: list[StoryEntry]
    next: str | None = Field(description="下一页的网址；没有了则为 null。")
