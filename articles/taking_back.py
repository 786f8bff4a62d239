"""Putting the rows of a page back as a run found them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, ForeignKey, Model, Value
from django.db.models.functions import Cast, Concat

from articles.claims import redraw_claims
from articles.models import Alarm, Article, Issue, Newspaper, Page, PostClaim, Source, Tag
from articles.ranking import redraw_order_alarms
from articles.row_images import Image, insert, take_all, write
from articles.run_pages import OF_PAGE, Changes, columns, later
from people.models import LinkDecision, Person, PersonPair, PersonRedirect

# Rows that went and come back before the page's own, each before those that point to it.
_BEFORE: tuple[type[Model], ...] = (Newspaper, Issue, Person, Tag)
_AFTER: tuple[type[Model], ...] = (PersonPair, LinkDecision, Alarm)

# By what somebody, or another import, may have entered again what went: then that one is meant.
_NATURAL: dict[type[Model], tuple[str, ...]] = {
    Newspaper: ("name",),
    Issue: ("newspaper_id", "date", "precision"),
    Tag: ("name",),
}


def put_back(page: Page, record: Mapping[str, Changes]) -> list[int]:
    """Make the rows of the page what they were; nobody may have changed them since.

    Returns:
        The stories that the page has now.

    Raises:
        IntegrityError: something else stands where a row stood.
    """
    back = _Back(record)
    tables = [*OF_PAGE]
    redrawn = _redrawn_since(record.get(PostClaim._meta.label))
    if redrawn:
        tables.remove(PostClaim)
    for model in reversed(tables):
        if model is not Source:  # to which stories still point
            back.take_away(model)
    for model in (*_BEFORE, *tables):
        back.insert(model)
        back.write(model)
    back.take_away(Source)
    for model in _AFTER:
        back.insert_if_possible(model)
    page.refresh_from_db()
    stories = list(page.articles.order_by().values_list("pk", flat=True))
    if redrawn:
        redraw_claims(Article.objects.filter(pk__in=stories))
    redraw_order_alarms(stories)
    return stories


def _redrawn_since(claims: Changes | None) -> bool:
    """Whether the posts of the page were understood anew since: then they are once more."""
    if claims is None:
        return False
    keys = {int(key) for name in ("changed", "made") for key in claims[name]}
    return bool(later(claims, take_all(PostClaim, keys, columns(PostClaim))))


class _Back:
    """One record on its way back; knows which rows stand in for those that are gone."""

    def __init__(self, record: Mapping[str, Changes]) -> None:
        self.record = record
        self.instead: defaultdict[type[Model], dict[int, int | None]] = defaultdict(dict)
        self._find_missing()

    def take_away(self, model: type[Model]) -> None:
        made = self._of(model).get("made", {})
        if made:
            model._default_manager.filter(pk__in=[int(key) for key in made]).delete()

    def insert(self, model: type[Model]) -> None:
        for image in self._of(model).get("gone", ()):
            row = self._with_instead(model, image)
            same = _entered_again(model, row)
            if same is None:
                insert(model, row)
            else:
                self.instead[model][int(image["id"])] = same

    def insert_if_possible(self, model: type[Model]) -> None:
        """What people decided beside the page; not where they have decided again."""
        for image in self._of(model).get("gone", ()):
            try:
                with transaction.atomic():
                    insert(model, self._with_instead(model, image))
            except IntegrityError:
                continue

    def write(self, model: type[Model]) -> None:
        changed = {
            int(key): each["before"] for key, each in self._of(model).get("changed", {}).items()
        }
        if model is Article:
            # Two stories may have changed keys: no two may have one even for a moment.
            keyed = [key for key, image in changed.items() if "key" in image]
            aside = Concat(Value("undo-"), Cast(F("pk"), CharField()))
            Article.objects.filter(pk__in=keyed).update(key=aside)
        for key, image in changed.items():
            write(model, [key], self._with_instead(model, image))

    def _of(self, model: type[Model]) -> Changes:
        return self.record.get(model._meta.label, {})

    def _images(self) -> Iterator[tuple[type[Model], Image]]:
        for label, changes in self.record.items():
            model = apps.get_model(label)
            for image in (
                *changes["gone"],
                *(each["before"] for each in changes["changed"].values()),
            ):
                yield model, image

    def _find_missing(self) -> None:
        """Look for the rows that images point to; of people who were merged, for the one kept."""
        wanted: defaultdict[type[Model], set[int]] = defaultdict(set)
        for model, image in self._images():
            for column, target in _pointers(model):
                if image.get(column) is not None:
                    wanted[target].add(image[column])
        for target, keys in wanted.items():
            coming = {int(image["id"]) for image in self._of(target).get("gone", ())}
            there = target._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
            missing = keys - coming - set(there)
            self.instead[target].update(dict.fromkeys(missing))
            if target is Person and missing:
                moved = PersonRedirect.objects.filter(old_id__in=missing)
                self.instead[Person].update(moved.values_list("old_id", "person_id"))

    def _with_instead(self, model: type[Model], image: Image) -> Image:
        row = dict(image)
        for column, target in _pointers(model):
            if row.get(column) in self.instead[target]:
                row[column] = self.instead[target][row[column]]
        return row


def _pointers(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for each in model._meta.concrete_fields:
        if isinstance(each, ForeignKey):
            yield each.attname, each.related_model


def _entered_again(model: type[Model], image: Image) -> int | None:
    """The row that somebody, or another import, has made meanwhile of the same thing."""
    if model not in _NATURAL:
        return None
    rows = model._default_manager.filter(**{name: image[name] for name in _NATURAL[model]})
    return rows.values_list("pk", flat=True).first()
