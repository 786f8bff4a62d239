"""An issue of the archive as its portable document: what readers may see, and how it was read.

Stories that readers may not see are not in it. What could give one of them away is left out
with them: the source text of their page, and how its stories were read from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db.models import Prefetch

from articles.ingest.flags import MESSAGES
from articles.models import Article, Flag, Issue, Page, Source, TaggedArticle
from articles.offices import UPWARDS, path_to
from articles.portable.schema import FORMAT, IssuePart, PagePart, StoryPart
from articles.story_fields import FIELDS
from people.models import Organization, Person

NUMBER_WIDTH = 3  # stories/001.html


@dataclass(slots=True)
class PortableIssue:
    """The document, and what stands in files beside it, by the names it gives them."""

    issue: Issue
    document: IssuePart
    stories: dict[str, Article] = field(default_factory=dict)  # by the page to be read
    sources: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # names in the storage


def portable_issue(issue: Issue) -> PortableIssue:
    """All of a published issue; twelve queries however many pages and stories."""
    return _Reader(issue).read()


class _Reader:
    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.numbers = count(1)
        self.people: dict[int, int] = {}  # places in the list, by primary key
        self.stories: dict[str, Article] = {}
        self.sources: dict[str, str] = {}
        self.pictures: dict[str, str] = {}

    def read(self) -> PortableIssue:
        pages = self.issue.pages.published().order_by("position", "pk")
        rows: Any = pages.select_related(f"district__{UPWARDS}").prefetch_related(
            Prefetch("articles", _stories(), to_attr="public"),
            Prefetch(
                "sources", Source.objects.published().order_by("received_at", "pk"), to_attr="open"
            ),
            Prefetch("flags", Flag.objects.filter(article=None).order_by("pk"), to_attr="of_page"),
        )
        told = [self._page(page) for page in rows]
        people = [_person(person) for person in self._with_names()]
        document = IssuePart.model_validate(
            {
                "format": FORMAT,
                "newspaper": self.issue.newspaper.name,
                "date": self.issue.date_value,
                "slug": self.issue.slug,
                "people": people,
                "pages": told,
            }
        )
        return PortableIssue(self.issue, document, self.stories, self.sources, self.pictures)

    def _with_names(self) -> list[Person]:
        found = Person.objects.prefetch_related("other_names").in_bulk(list(self.people))
        return [found[key] for key in self.people]

    def _page(self, page: Any) -> PagePart:
        sources = _sources(page)
        page.public.sort(key=lambda story: (-story.order_key, -story.pk))
        for source in sources:
            self.sources[_source_file(page, source)] = source.text
        return PagePart.model_validate(
            {
                "slug": page.slug,
                "position": page.position,
                "number": page.number,
                "name": page.name,
                "district": [_place(each) for each in path_to(page.district)]
                if page.district
                else [],
                "furniture": page.furniture if sources else [],
                "leftovers": page.leftovers if sources else [],
                "leftovers_by_hand": page.leftovers_by_hand if sources else {},
                "sources": [_source(page, each) for each in sources],
                "flags": _flags(page.of_page) if sources else [],
                "stories": [self._story(page, each, sources) for each in page.public],
            }
        )

    def _story(self, page: Any, story: Article, sources: list[Source]) -> StoryPart:
        number = f"{next(self.numbers):0{NUMBER_WIDTH}}"
        self.stories[f"stories/{number}.html"] = story
        source = next((each for each in sources if each.pk == story.source_id), None)
        told: dict[str, Any] = {
            "file": f"stories/{number}.html",
            "text": f"text/{number}.txt",
            "key": story.key,
            "fields": {name: getattr(story, name) for name in FIELDS},
            "published_at": story.published_at,
            "edited_fields": story.edited_fields,
            "source": source.sha256 if source else None,
            "spans": story.spans if source else [],
            "as_imported": story.as_imported if source else {},
            "flags": _flags(story.flags.all()) if source else [],
            "pictures": list(self._pictures(number, story)),
            "corrections": [
                {"text": each.text, "made_at": each.made_at} for each in story.corrections.all()
            ],
            "tags": [
                {"name": each.tag.name, "score": each.score} for each in story.tagged_items.all()
            ],
        }
        told["bylines"] = [
            {
                "role": each.role,
                "name": each.name,
                "position": each.position,
                "person": self._cast(each.person_id),
            }
            for each in story.bylines.all()
        ]
        told["mentions"] = [
            {
                "name": each.name,
                "posts": each.posts,
                "position": each.position,
                "start": each.start,
                "end": each.end,
                "rule": each.rule,
                "person": self._cast(each.person_id),
            }
            for each in story.mentions.all()
        ]
        return StoryPart.model_validate(told)

    def _cast(self, person: int | None) -> int | None:
        return None if person is None else self.people.setdefault(person, len(self.people))

    def _pictures(self, number: str, story: Article) -> Iterator[dict[str, Any]]:
        for place, picture in enumerate(story.pictures.all(), start=1):
            name = f"pictures/{number}-{place}.jpg"
            self.pictures[name] = str(picture.image)
            yield {
                "file": name,
                "position": picture.position,
                "caption": picture.caption,
                "credit": picture.credit,
                "alternative": picture.alternative,
            }


def _stories() -> Any:
    tagged = TaggedArticle.objects.select_related("tag").order_by("pk")
    return (
        # Sorted, a database could read all stories along the index of the list.
        Article.objects.published()
        .order_by()
        .prefetch_related(
            "bylines",
            "mentions",
            Prefetch("tagged_items", tagged),
            "corrections",
            "pictures",
            Prefetch("flags", Flag.objects.order_by("pk")),
        )
    )


def _sources(page: Any) -> list[Source]:
    """The newest text of the page, and those its stories were read from."""
    used = {story.source_id for story in page.public}
    return [
        source
        for place, source in enumerate(page.open)
        if source.pk in used or place == len(page.open) - 1
    ]


def _source_file(page: Page, source: Source) -> str:
    return f"sources/{page.slug}-{source.sha256[:16]}.txt"


def _source(page: Page, source: Source) -> dict[str, Any]:
    names = ("name", "sha256", "encoding", "reader", "received_at")
    return {"file": _source_file(page, source)} | {name: getattr(source, name) for name in names}


def _place(organization: Organization) -> dict[str, Any]:
    return {name: getattr(organization, name) for name in ("name", "short_name", "kind", "key")}


def _person(person: Person) -> dict[str, Any]:
    names = ("name", "pinyin", "is_reporter", "is_official", "note")
    return {name: getattr(person, name) for name in names} | {
        "other_names": [{"name": each.name, "kind": each.kind} for each in person.other_names.all()]
    }


def _flags(flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """What the importer asked from the source text; what people wrote is the desk's."""
    names = (
        "code",
        "message",
        "start",
        "end",
        "found",
        "proposed",
        "blocking",
        "resolved_at",
    )
    return [
        {name: getattr(each, name) for name in names} for each in flags if each.code in MESSAGES
    ]
