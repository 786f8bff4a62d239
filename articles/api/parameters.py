"""What programs may ask for: parameters of the API's addresses, with what each takes."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Annotated, Any

from django.db.models import F, Q
from ninja import Path, Schema
from pydantic import Field

from articles.dates import PartialDate, keys_on
from articles.models import Article, ArticleQuerySet, Issue, Tag
from articles.models.querysets import Links

MOST_A_PAGE = 100
LARGEST_ID = 10**18 - 1  # what a 64-bit column can be compared with

_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_TEXT = r"^[^\x00]*$"  # no database takes a NUL

Id = Annotated[int, Path(ge=1, le=LARGEST_ID, description="编号。")]
Slug = Annotated[
    str, Path(max_length=40, pattern=r"^[-a-zA-Z0-9_]+$", description="期的网址名，如 2018-05-31。")
]
IdFilter = Annotated[int | None, Field(ge=1, le=LARGEST_ID)]
Text = Annotated[str, Field(max_length=100, pattern=_TEXT)]
DateText = Annotated[str, Field(max_length=10, pattern=_DATE)]


Cursor = Annotated[
    str, Field(max_length=400, description="从哪里读起：照用上一页 next 里的，不要自己拼。")
]


class Paged(Schema):
    limit: int = Field(20, ge=1, le=MOST_A_PAGE, description="一页最多几条。")
    cursor: Cursor = ""


class Dated(Paged):
    since: DateText | None = Field(
        None, description="从哪一天起（含），如 2018、2018-05、2018-05-31；日期待定的不在其内。"
    )
    until: DateText | None = Field(None, description="到哪一天止（含），写法同上。")


class StoryFilter(Dated):
    issue: Text | None = Field(None, description="哪一期：期的网址名。")
    section: Text | None = Field(None, description="哪个栏目，照印出的写。")
    tag: Text | None = Field(None, description="哪个标签：名称或网址名。")
    reporter: IdFilter = Field(None, description="谁署名的：人物编号。")
    official: IdFilter = Field(None, description="写到了谁：人物编号。")

    def stories(self) -> ArticleQuerySet:
        """The published stories that were asked for, to be sorted by `sort_key`.

        At most two queries beside their own.
        """
        ties = self._ties()
        stories = Article.objects.published()
        # Read along the first and ask of each story for the others.
        stories = stories.along(*ties[0]) if ties else stories.annotate(sort_key=F("order_key"))
        for tie in ties[1:]:
            stories = stories.tied_to(*tie)
        if self.since or self.until:
            since, until = partial_date(self.since), partial_date(self.until)
            stories = stories.between(since, until, "sort_key")
        if self.section is not None:
            stories = stories.in_section(self.section)
        return self._of_issue(stories)

    def _of_issue(self, stories: ArticleQuerySet) -> ArticleQuerySet:
        """Those of the issue, looked for only among the stories of its date."""
        if self.issue is None:
            return stories
        issue = Issue.objects.filter(slug=self.issue).first()
        if issue is None:
            return stories.none()
        first, last = keys_on(issue.date_value)
        within: dict[str, Any] = {"sort_key__gte": first, "sort_key__lte": last}
        return stories.filter(page__issue=issue, **within)

    def _ties(self) -> list[tuple[Links, list[int]]]:
        ties: list[tuple[Links, list[int]]] = []
        if self.reporter is not None:
            ties.append(("bylines", [self.reporter]))
        if self.official is not None:
            ties.append(("mentions", [self.official]))
        if self.tag is not None:
            named = Tag.objects.filter(Q(name=self.tag) | Q(slug=self.tag))
            ties.append(("tagged_items", list(named.values_list("pk", flat=True))))
        return ties


def days_of(since: str | None, until: str | None) -> tuple[date, date]:
    """The first and the last day of that time."""
    first, last = partial_date(since), partial_date(until)
    return first.days[0] if first else date.min, last.days[1] if last else date.max


def partial_date(text: str | None) -> PartialDate | None:
    """A date in the form of _DATE; of a day that the month has not, the last it has."""
    if not text:
        return None
    year, month, day = map(int, f"{text}-0-0".split("-")[:3])
    year = max(year, 1)  # no calendar has a year 0
    return PartialDate(year, month, min(day, monthrange(year, month)[1]) if day else 0)
