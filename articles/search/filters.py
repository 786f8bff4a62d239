"""What a search is narrowed to besides words, as conditions on a story."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db.models.expressions import RawSQL

from articles.models import Article
from articles.search.sql import Sql

# The rows that tie stories to whom or what they are narrowed to: table, column, and the story's.
_LINKS = {
    "tag": ("articles_taggedarticle", "tag_id", "content_object_id"),
    "reporter": ("articles_byline", "person_id", "article_id"),
    "official": ("articles_mention", "person_id", "article_id"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Primary keys, but for the section."""

    section: str = ""
    tag: int | None = None
    reporter: int | None = None
    official: int | None = None
    issue: int | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def links(self) -> list[Sql]:
        """The stories of each filter that rows tie to them."""
        chosen = ((place, getattr(self, name)) for name, place in _LINKS.items())
        return [
            Sql(f"SELECT {story} FROM {table} WHERE {column} = %s", (key,))
            for (table, column, story), key in chosen
            if key is not None
        ]

    def public(self) -> Sql:
        """Whether readers may see the story of the entry `e`, and its own columns are as wanted."""
        stories = Article.objects.published().filter(pk=RawSQL("e.article_id", ()))
        if self.section:
            stories = stories.filter(section=self.section)
        if self.issue is not None:
            stories = stories.filter(page__issue=self.issue)
        text, params = stories.order_by().values("pk").query.sql_with_params()
        return Sql(f"EXISTS ({text})", tuple(params))

    def of_section_or_issue(self) -> Sql | None:
        """The stories of the section or issue alone, where nothing else leads to them."""
        if not self.section and self.issue is None:
            return None
        stories = Article.objects.order_by()
        if self.issue is not None:
            stories = stories.filter(page__issue=self.issue)
        else:
            stories = stories.filter(section=self.section)
        text, params = stories.values("pk").query.sql_with_params()
        return Sql(text, tuple(params))


class ForEditors(Filters):
    """The same among all stories, whether readers may see them or not."""

    __slots__ = ()

    def public(self) -> Sql:
        return Sql("1 = 1")
