"""Stories related to one, each with the reason why; a few queries along indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.dates import PartialDate
from articles.jumps import continued_in
from articles.models import Article, Mention, Tag, TaggedArticle
from articles.wording import sentence
from people.models import Person

MOST = 6
# Whoever is named first, and the best tags, say what a story is about.
HOLDERS = 4
# Of each the stories nearest in print, before and after: a mayor is in thousands.
NEAREST = 3
# A paper tells of an event for so long, in days before and after.
DAYS = 4

# What a reason weighs: a story that goes on is the same story. Whoever is in print every day
# says little of what a story is about.
CONTINUES, SAME_EVENT, SAME_PERSON, SAME_TAG, EVERY_DAY = 100, 5, 3, 2, 1

# Parts of an order key: what stories of one page differ in, and of a week
_PAGE = 1000
_WEEK = 7 * 10**8


@dataclass(slots=True)
class Reasons:
    """Why one story is related."""

    onwards: bool | None = None  # goes on there (True) or began there (False)
    same_event: bool = False
    people: dict[str, int] = field(default_factory=dict)  # what each weighs
    tags: dict[str, int] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        weight = CONTINUES if self.onwards is not None else 0
        weight += SAME_EVENT if self.same_event else 0
        return weight + sum(self.people.values()) + sum(self.tags.values())

    def words(self) -> Iterator[str]:
        if self.onwards is not None:
            yield gettext("下转") if self.onwards else gettext("上接")
        if self.same_event:
            yield gettext("同一天的事")
        if self.people:
            yield sentence(gettext("也写到%(names)s"), names="、".join(self.people))
        if self.tags:
            yield sentence(gettext("同题：%(names)s"), names="、".join(self.tags))

    @property
    def together(self) -> SafeString:
        return format_html_join(gettext("；"), "{}", ((words,) for words in self.words()))


# A name, whether it is in print every day, and the stories
Near = tuple[str, bool, list[int]]


@dataclass(frozen=True, slots=True)
class Related:
    story: Article
    why: SafeString


def related_to(story: Article) -> list[Related]:
    """At most MOST stories readers may see, the closest first; at most five queries.

    Those of its own page are left out: they stand beside it already, unless it goes on there.

    Args:
        story: as `articles.views.for_reading` loads it.
    """
    reasons: defaultdict[int, Reasons] = defaultdict(Reasons)
    for other, onwards in continued_in(story):
        reasons[other.pk].onwards = onwards
    for pk in _of_the_same_event(story):
        reasons[pk].same_event = True
    for name, every_day, pks in _near_people(story):
        for pk in pks:
            reasons[pk].people[name] = EVERY_DAY if every_day else SAME_PERSON
    for name, every_day, pks in _near_tags(story):
        for pk in pks:
            reasons[pk].tags[name] = EVERY_DAY if every_day else SAME_TAG
    reasons.pop(story.pk, None)
    heaviest = sorted(reasons, key=lambda pk: (-reasons[pk].weight, -pk))[: MOST * 2]
    rows = Article.objects.published().filter(pk__in=heaviest).for_listing() if heaviest else []
    closest = sorted(
        rows,
        key=lambda row: (-reasons[row.pk].weight, abs(row.order_key - story.order_key), row.pk),
    )
    return [Related(row, reasons[row.pk].together) for row in closest[:MOST]]


def _of_the_same_event(story: Article) -> list[int]:
    """What the same day is given for as that of the event, in papers of about the same days."""
    day = PartialDate.of_key(story.order_key)
    if not story.event_date or day is None:
        return []
    known = story.event_date if not story.event_date.startswith("--") else ""
    written = {story.event_date, f"--{known[5:]}"} if len(known) == 10 else {story.event_date}
    nearby = Article.objects.published().between(*_days_around(day))
    same = nearby.filter(event_date__in=written).exclude(page=story.page)
    return list(same.order_by("-order_key").values_list("pk", flat=True)[:MOST])


def _days_around(day: PartialDate) -> tuple[PartialDate, PartialDate]:
    """The days in whose papers an event of that day is told; the month where only it is known."""
    if not day.day:
        return day, day
    known = day.days[0]
    since, until = known - timedelta(DAYS), known + timedelta(DAYS)
    return _partial(since), _partial(until)


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _near_people(story: Article) -> Iterator[Near]:
    """Those whom the story names, each with the nearest stories that name them too."""
    named = [mention.person_id for mention in story.mentions.all() if mention.person_id]
    rows = Mention.objects.filter(person=OuterRef("pk"))
    return _near(story, Person.objects.filter(pk__in=named[:HOLDERS]), rows, "article_id")


def _near_tags(story: Article) -> Iterator[Near]:
    tags = [item.tag_id for item in story.tagged_items.all()]
    rows = TaggedArticle.objects.filter(tag=OuterRef("pk"))
    return _near(story, Tag.objects.filter(pk__in=tags[:HOLDERS]), rows, "content_object_id")


def _near(
    story: Article, holders: QuerySet[Any], rows: QuerySet[Any], column: str
) -> Iterator[Near]:
    """One query: each story is a probe of the index that lists those of a person or a tag."""
    page = story.order_key // _PAGE * _PAGE
    before = rows.filter(order_key__lt=page).order_by("-order_key", f"-{column}")
    after = rows.filter(order_key__gte=page + _PAGE).order_by("order_key", column)
    places = {
        f"{side}_{place}": Subquery(found.values(column)[place : place + 1])
        for side, found in (("before", before), ("after", after))
        for place in range(NEAREST)
    }
    ends = {
        "first": Subquery(before.values("order_key")[NEAREST - 1 : NEAREST]),
        "last": Subquery(after.values("order_key")[NEAREST - 1 : NEAREST]),
    }
    for row in holders.order_by("pk").values("name", **places, **ends):
        first, last = row["first"], row["last"]
        every_day = first is not None and last is not None and last - first < _WEEK
        yield row["name"], every_day, _there(row[place] for place in places)


def _there(keys: Iterable[int | None]) -> list[int]:
    return [key for key in dict.fromkeys(keys) if key is not None]
