"""How a page's rows stood before a run changed them, kept with the run so that it can be undone.

A new page needs nothing kept but how its own row stood: all that hangs on it is the run's. Of a
page that was there only what the run changed is kept: rows that went, the columns that changed,
the keys of rows that came; of what it wrote a digest, to tell later changes by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import Max, Model, Q

from articles.models import (
    Alarm,
    Article,
    Byline,
    Flag,
    Issue,
    Mention,
    Newspaper,
    Page,
    PostClaim,
    Revision,
    Source,
    Tag,
    TaggedArticle,
)
from articles.row_images import Image, Images, columns_of, take, take_all
from people.models import LinkDecision, Organization, Person, PersonPair, Post

Changes = dict[str, Any]

# The rows that hang on a page and how they lead to it, each before those that point to it.
OF_PAGE: dict[type[Model], str] = {
    Page: "pk",
    Source: "page",
    Article: "page",
    Byline: "article__page",
    Mention: "article__page",
    PostClaim: "article__page",
    TaggedArticle: "content_object__page",
    Flag: "page",
    Revision: "article__page",
}
# What an import makes beside them, and may leave without use.
SHARED: tuple[type[Model], ...] = (
    Newspaper,
    Issue,
    Organization,
    Post,
    Person,
    PersonPair,
    Tag,
)


def marks() -> dict[str, int]:
    """The highest keys of the tables that pages share; a query for each, along its index."""
    return {
        model._meta.label: model._default_manager.aggregate(top=Max("pk"))["top"] or 0
        for model in SHARED
    }


def columns(model: type[Model]) -> list[str]:
    """What of a row a run may change; the text of a source never changes, nor a version."""
    if model is Revision:
        return ["id"]
    return [name for name in columns_of(model) if (model, name) != (Source, "text")]


# What follows from other rows, and changes with them: no sign that somebody changed a story.
FOLLOWING = {"risk"}


def digest(value: Any) -> str:
    """Tells values apart without keeping them."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _row_digest(image: Image) -> str:
    return digest({name: value for name, value in image.items() if name not in FOLLOWING})


def page_digests(page: Page) -> dict[str, str]:
    """How the row of a page stands, column by column; no query."""
    return {name: digest(getattr(page, name)) for name in columns_of(Page)}


@dataclass(frozen=True, slots=True)
class Before:
    """Images of all that a run may change or remove, taken before it does."""

    page: int
    tables: dict[type[Model], Images]
    beside: dict[type[Model], Images]  # rows that others share, and go when nobody does

    @classmethod
    def of(cls, page: Page) -> Before:
        tables = _tables(page.pk)
        people = _linked(tables, Person)
        about = Q(person__in=people) | Q(other__in=people) | Q(article__page=page)
        judged = Alarm.objects.exclude(status=Alarm.Status.OPEN).filter(about)
        pairs = PersonPair.objects.filter(Q(one__in=people) | Q(other__in=people))
        decisions = LinkDecision.objects.filter(person__in=people)
        # Only a story in nobody's hands is removed by an import, and its versions with it.
        versions = Revision.objects.filter(article__page=page, article__edited_fields=[])
        beside: dict[type[Model], Images] = {
            Newspaper: take_all(Newspaper, [page.issue.newspaper_id], columns_of(Newspaper)),
            Issue: take_all(Issue, [page.issue_id], columns_of(Issue)),
            Person: take_all(Person, people, columns_of(Person)),
            Tag: take_all(Tag, _linked(tables, Tag), columns_of(Tag)),
            PersonPair: take(pairs, columns_of(PersonPair)),
            LinkDecision: take(decisions, columns_of(LinkDecision)),
            Alarm: take(judged, columns_of(Alarm)),
            Revision: take(versions, columns_of(Revision)),
        }
        return cls(page.pk, tables, beside)

    def changes(self) -> dict[str, Changes]:
        """What differs now, by the label of its table; what does not differ is left out."""
        after = _tables(self.page)
        record: dict[str, Changes] = {}
        for model, images in self.tables.items():
            changes = _changes(images, after[model])
            if any(changes.values()):
                record[model._meta.label] = changes
        for model, images in self.beside.items():
            still = set(
                model._default_manager.filter(pk__in=images).values_list("pk", flat=True)
                if images
                else ()
            )
            gone = [image for key, image in images.items() if key not in still]
            if gone:
                record.setdefault(model._meta.label, _nothing())["gone"] = gone
        return record


def _tables(page: int) -> dict[type[Model], Images]:
    return {
        model: take(model._default_manager.filter(**{path: page}), columns(model))
        for model, path in OF_PAGE.items()
    }


def _linked(tables: dict[type[Model], Images], model: type[Model]) -> set[int]:
    sources: Iterable[tuple[type[Model], str]] = (
        [(TaggedArticle, "tag_id")]
        if model is Tag
        else [(Byline, "person_id"), (Mention, "person_id")]
    )
    return {
        image[column]
        for table, column in sources
        for image in tables[table].values()
        if image[column] is not None
    }


def _nothing() -> Changes:
    return {"gone": [], "changed": {}, "made": {}}


def _changes(before: Images, after: Images) -> Changes:
    changes = _nothing()
    changes["gone"] = [image for key, image in before.items() if key not in after]
    changes["made"] = {
        str(key): _row_digest(image) for key, image in after.items() if key not in before
    }
    for key, image in before.items():
        now = after.get(key, image)
        names = [name for name in image if now[name] != image[name]]
        if not FOLLOWING.issuperset(names):
            changes["changed"][str(key)] = {
                "before": {name: image[name] for name in names},
                "after": {name: digest(now[name]) for name in names if name not in FOLLOWING},
            }
    return changes


def later(changes: Changes, now: Images) -> dict[int, set[str]]:
    """What of the rows that a run made or changed stands otherwise than it left it.

    Returns:
        By key the names of the columns; none where the row is gone, or was made by the run.
    """
    found: dict[int, set[str]] = {}
    for key, each in changes["changed"].items():
        image = now.get(int(key))
        differing = _differing(image, each["after"]) if image else set()
        if differing or image is None:
            found[int(key)] = differing
    for key, said in changes["made"].items():
        image = now.get(int(key))
        if image is None or _row_digest(image) != said:
            found[int(key)] = set()
    return found


def _differing(image: Image, after: dict[str, str]) -> set[str]:
    return {name for name, said in after.items() if digest(image[name]) != said}
