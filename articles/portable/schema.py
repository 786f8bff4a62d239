"""What issue.json of a portable issue says, and what of it is refused.

The lengths are those of the columns: what does not fit is no issue of ours.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

FORMAT: Literal["newsroom-issue/1"] = "newsroom-issue/1"

Name40 = Annotated[str, Field(max_length=40)]
Required40 = Annotated[str, Field(min_length=1, max_length=40)]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]
Small = Annotated[int, Field(ge=0, le=32_767)]
Offset = Annotated[int, Field(ge=0, le=2_147_483_647)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Span = tuple[Offset, Offset]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OtherNamePart(_Part):
    name: Required40
    kind: Literal["former", "pen", "variant"]


class PersonPart(_Part):
    """Somebody the issue lets sign or names; others call them by their place in the list."""

    name: Required40
    pinyin: Annotated[str, Field(max_length=160)]
    is_reporter: bool
    is_official: bool
    note: str
    other_names: list[OtherNamePart]


class PlacePart(_Part):
    """A place or body above the page, from the top of the tree down."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    short_name: Annotated[str, Field(max_length=60)]
    kind: Annotated[str, Field(max_length=15)]
    key: Annotated[str, Field(max_length=400)] | None


class FlagPart(_Part):
    """What the importer asked about; whether it is settled, but not how and by whom."""

    code: Annotated[str, Field(max_length=40)]
    message: str
    start: Offset | None
    end: Offset | None
    found: str
    proposed: str
    blocking: bool
    resolved_at: AwareDatetime | None


class BylinePart(_Part):
    role: Annotated[str, Field(min_length=1, max_length=20)]
    name: Required40
    position: Small
    person: Offset | None


class MentionPart(_Part):
    name: Required40
    posts: list[str]
    position: Small
    start: Offset | None
    end: Offset | None
    rule: Name40
    person: Offset | None

    @model_validator(mode="after")
    def _spans(self) -> Self:
        if (self.start is None) != (self.end is None) or (
            self.start is not None and self.end is not None and self.start >= self.end
        ):
            raise ValueError("start、end 不成一处文字")
        return self


class TagPart(_Part):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    score: Annotated[float, Field(allow_inf_nan=False)] | None


class CorrectionPart(_Part):
    text: Annotated[str, Field(min_length=1)]
    made_at: AwareDatetime


class PicturePart(_Part):
    file: str
    position: Small
    caption: Annotated[str, Field(max_length=400)]
    credit: Annotated[str, Field(max_length=80)]
    alternative: Annotated[str, Field(max_length=300)]


class FieldsPart(_Part):
    """The columns of a story that editors change, by the names of `articles.story_fields`."""

    position: Small
    section: Name40
    kicker: Annotated[str, Field(max_length=200)]
    headline: Annotated[str, Field(min_length=1, max_length=200)]
    deck: Annotated[str, Field(max_length=400)]
    dateline: Annotated[str, Field(max_length=100)]
    body: str
    byline_text: str
    credit: Name40
    event_date: Annotated[str, Field(max_length=10)]
    summary: Annotated[str, Field(max_length=200)]


class _RaisedPart(_Part):
    code: str
    message: str
    start: int | None
    end: int | None
    found: str = ""
    proposed: str = ""


class _DraftedMentionPart(_Part):
    name: str
    posts: list[str]
    start: int | None
    end: int | None
    rule: str


class _FactsPart(_Part):
    paper: str
    date: Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}){0,2})?$")]
    number: str
    name: str


class AsImportedPart(_Part):
    """What the import read, as `Article.as_imported` keeps it; older ones knew less."""

    position: Small = 0
    section: str = ""
    kicker: str = ""
    headline: str = ""
    deck: str = ""
    dateline: str = ""
    body: str = ""
    byline_text: str = ""
    credit: str = ""
    event_date: str = ""
    summary: str = ""
    bylines: list[tuple[str, str]] = []
    mentions: list[_DraftedMentionPart] = []
    tags: list[tuple[str, float]] = []
    flags: list[_RaisedPart] = []
    spans: list[Span] = []
    page: _FactsPart | None = None
    missing: bool = False


class StoryPart(_Part):
    file: str  # its page, to be read
    text: str  # its text alone
    key: Annotated[str, Field(pattern=r"^[0-9a-zA-Z]{1,64}$")]
    fields: FieldsPart
    published_at: AwareDatetime
    edited_fields: list[Name40]
    source: Hash | None
    spans: list[Span]
    as_imported: dict[str, Any]
    bylines: list[BylinePart]
    mentions: list[MentionPart]
    tags: list[TagPart]
    corrections: list[CorrectionPart]
    pictures: list[PicturePart]
    flags: list[FlagPart]

    @model_validator(mode="after")
    def _places(self) -> Self:
        if self.as_imported:
            AsImportedPart.model_validate(self.as_imported)
        if any((each.end or 0) > len(self.fields.body) for each in self.mentions):
            raise ValueError("人名的位置超出正文")
        return self


class SourcePart(_Part):
    file: str
    name: Annotated[str, Field(max_length=200)]
    sha256: Hash
    encoding: Annotated[str, Field(max_length=20)]
    reader: Annotated[str, Field(max_length=64)]
    received_at: AwareDatetime


class LeftoverPart(_Part):
    text: str
    start: Offset | None
    end: Offset | None


class PagePart(_Part):
    slug: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,20}$")]
    position: Small
    number: Annotated[str, Field(max_length=10)]
    name: Name40
    district: list[PlacePart]
    furniture: list[str]
    leftovers: list[LeftoverPart]
    leftovers_by_hand: dict[Literal["taken", "added"], list[LeftoverPart]]
    sources: list[SourcePart]
    flags: list[FlagPart]
    stories: Annotated[list[StoryPart], Field(min_length=1)]


class IssuePart(_Part):
    format: Literal["newsroom-issue/1"]
    newspaper: Annotated[str, Field(min_length=1, max_length=60)]
    date: Annotated[
        str,
        Field(pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"),
    ]
    slug: Slug
    people: list[PersonPart]
    pages: Annotated[list[PagePart], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.date:
            datetime.fromisoformat((self.date + "-01-01")[:10])
        people = range(len(self.people))
        for page in self.pages:
            for story in page.stories:
                held = [each.person for each in story.bylines]
                held += [each.person for each in story.mentions]
                if any(place not in people for place in held if place is not None):
                    raise ValueError("有人物不在名单里")
        return self
