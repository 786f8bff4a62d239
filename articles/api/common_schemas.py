"""What the documents of the API have in common: references, dates, problems."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Precision = Literal["day", "month", "year", "none"]
Html = Annotated[str, Field(description="给人看的网页。")]
Api = Annotated[str, Field(description="本接口里它的完整内容。")]


class KnownDate(BaseModel):
    """知道到哪一级就写到哪一级的日期；不知道的从不猜。"""

    value: str | None = Field(
        description="ISO 8601，按精度截短：2018-05-31、2018-05、2018；日期待定则为 null。"
    )
    precision: Precision = Field(description="精确到日、月、年；none 是日期待定。")


class Reference(BaseModel):
    """指向另一份文档。"""

    id: int
    name: str
    html: Html
    api: Api


class IssueReference(BaseModel):
    """一期报纸。"""

    slug: str = Field(description="期的网址名，例如 2018-05-31、2018-05、undated。")
    paper: str = Field(description="报名。")
    date: KnownDate
    html: Html
    api: Api


class StoryReference(BaseModel):
    """一篇稿件。"""

    id: int
    headline: str
    html: Html
    api: Api


class WrongParameter(BaseModel):
    parameter: str = Field(description="哪个参数。")
    message: str = Field(description="错在哪里。")


class Problem(BaseModel):
    """出错时的回答，格式是 application/problem+json（RFC 9457）。"""

    type: str = Field("about:blank", description="错误的种类；目前总是 about:blank。")
    title: str = Field(description="错误的名称。")
    status: int = Field(description="HTTP 状态码。")
    detail: str = Field(description="怎么回事、怎么办。")
    errors: list[WrongParameter] = Field(
        default_factory=list, description="不合要求的参数，一个一条。"
    )
