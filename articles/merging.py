"""Two rows of one human being become one, with all it takes to undo that exactly."""

from __future__ import annotations

from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from articles.alarms import moved_key
from articles.models import Alarm
from articles.row_images import Changes, Images, changes_between, columns_of, take, take_all
from articles.tenures import redraw_tenures
from articles.turns import take_turn
from people.edit_log import log_edits_of
from people.models import OtherName, Person, PersonMerge, PersonPair, PersonRedirect


class MergeError(Exception):
    """Why people cannot be merged, parted or put back, in words for an editor."""


class Handling(Enum):
    MOVED = "points to the one kept from now on; what that one has already is not looked at"
    JOINED = "moves, unless the one kept has the same already"
    DRAWN = "moves, and is drawn anew with what the one kept has, unless an editor judged it"


# Every column that names a person, by model and field; with one missing nothing is merged.
HANDLED = {
    "articles.Alarm.other": Handling.DRAWN,
    "articles.Alarm.person": Handling.DRAWN,
    "articles.Byline.person": Handling.MOVED,
    "articles.Mention.person": Handling.MOVED,
    "people.LinkDecision.person": Handling.MOVED,  # no two are about the same words
    "people.OtherName.person": Handling.JOINED,
    "people.PersonMerge.kept": Handling.MOVED,
    "people.PersonPair.one": Handling.JOINED,
    "people.PersonPair.other": Handling.JOINED,
    "people.PersonRedirect.person": Handling.JOINED,
    "people.Tenure.person": Handling.DRAWN,
}

# A pair that an editor settled weighs more than an open one, and 不是同一人 more than 同一人.
_WEIGHTS = [PersonPair.Status.OPEN, PersonPair.Status.SAME, PersonPair.Status.DIFFERENT]


def relations() -> dict[str, ForeignObjectRel]:
    """What points to people, by the labels of HANDLED."""
    found = Person._meta.get_fields(include_hidden=True)
    relations = [each for each in found if isinstance(each, ForeignObjectRel)]
    return {f"{each.related_model._meta.label}.{each.field.name}": each for each in relations}


@transaction.atomic
def merge_people(kept: Person, merged: Person, by: AbstractBaseUser | None) -> PersonMerge:
    """Make `kept` stand for both; the row of `merged` goes, and its address leads to `kept`.

    What would stand twice (a name, a pair with a third person) stays once; the record keeps
    both. What is settled about the pair of the two themselves goes with the row.

    Raises:
        MergeError: they are one row already, or one of them is gone.
        NotImplementedError: something points to people and HANDLED does not say what to do.
    """
    known = relations()
    if known.keys() != HANDLED.keys():
        raise NotImplementedError(f"no rule for {sorted(known.keys() ^ HANDLED.keys())}")
    take_turn()
    kept, merged = locked(kept, merged)
    old = merged.pk
    before = _rows(kept.pk, old)
    _point_to(kept, merged)
    _join_names(kept, merged)
    _join_pairs(kept, merged)
    _join_alarms(kept.pk, old)
    _join_facts(kept, merged)
    merged.delete()
    redraw_tenures([kept.pk])
    PersonRedirect.objects.create(old_id=old, person=kept)
    record = _record(before, _rows(kept.pk, old))
    log_edits_of(by, [kept], f"并入了“{merged.name}”（原编号 {old}）。")
    return PersonMerge.objects.create(
        kept=kept,
        merged_id=old,
        merged_name=merged.name,
        record=record,
        merged_by_id=by.pk if by else None,
    )


def locked(*people: Person) -> list[Person]:
    """The rows of these people as they are now, held until the transaction ends.

    Raises:
        MergeError: one of them is gone, or stands here twice.
    """
    keys = [person.pk for person in people]
    if len(set(keys)) < len(keys):
        raise MergeError("选的是同一个人。")
    found = Person.objects.select_for_update().order_by("pk").in_bulk(keys)
    if len(found) < len(keys):
        raise MergeError("其中一人已经不在：可能刚被合并或删除，请刷新后再看。")
    return [found[key] for key in keys]


def _rows(kept: int, merged: int) -> dict[type[Model], Images]:
    """Images of all that a merge may change, by table."""
    both = Person.objects.filter(pk__in=[kept, merged])
    images: dict[type[Model], Images] = {Person: take(both, columns_of(Person))}
    for label, relation in relations().items():
        alone = HANDLED[label] is Handling.MOVED
        condition = Q(**{f"{relation.field.name}__in": [merged] if alone else [kept, merged]})
        model = relation.related_model
        rows = model._default_manager.filter(condition)
        images[model] = images.get(model, {}) | take(rows, _columns(model))
    return images


def _columns(model: type[Model]) -> list[str]:
    """What may change: where rows just move, whom they point to, for there may be thousands."""
    pointing = [
        relation.field.attname
        for label, relation in relations().items()
        if relation.related_model is model and HANDLED[label] is Handling.MOVED
    ]
    return ["id", *pointing] if pointing else columns_of(model)


def _record(
    before: dict[type[Model], Images], after: dict[type[Model], Images]
) -> dict[str, Changes]:
    """What differs, by the label of its table."""
    record = {}
    for model, images in before.items():
        moved = take_all(model, images.keys() - after[model].keys(), _columns(model))
        changes = changes_between(images, moved | after[model])
        if changes["before"] or changes["made"]:
            record[model._meta.label] = changes
    return record


def _point_to(kept: Person, merged: Person) -> None:
    """Let everything point to `kept` that can without standing there twice."""
    joined_one_by_one: set[type[Model]] = {OtherName, PersonPair, Alarm}
    for relation in relations().values():
        if relation.related_model not in joined_one_by_one:
            rows: QuerySet[Model] = relation.related_model._default_manager.all()
            rows.filter(**{relation.field.name: merged}).update(**{relation.field.name: kept})


def _join_names(kept: Person, merged: Person) -> None:
    held = {other.name: other for other in kept.other_names.all()}
    for other in merged.other_names.all():
        same = held.get(other.name)
        if same is None and other.name != kept.name:
            other.person = kept
            other.save(update_fields=["person"])
            held[other.name] = other
            continue
        if same and same.kind == OtherName.Kind.VARIANT != other.kind:
            same.kind = other.kind
            same.save(update_fields=["kind"])
        other.delete()
    if merged.name != kept.name and merged.name not in held:
        kept.other_names.create(name=merged.name, kind=OtherName.Kind.VARIANT)


def _join_pairs(kept: Person, merged: Person) -> None:
    """Pairs with third people move; where both had one, the weightier decision stands."""
    held = {_other(pair, kept.pk): pair for pair in _pairs(kept.pk)}
    for pair in _pairs(merged.pk):
        third = _other(pair, merged.pk)
        same = held.get(third)
        if third == kept.pk:
            pair.delete()
        elif same is None:
            pair.one_id, pair.other_id = sorted((kept.pk, third))
            pair.save(update_fields=["one", "other"])
        else:
            if _weight(pair) > _weight(same):
                for name in ("kind", "reason", "status", "decided_by_id", "decided_at"):
                    setattr(same, name, getattr(pair, name))
                same.save()
            pair.delete()


def _pairs(person: int) -> QuerySet[PersonPair]:
    return PersonPair.objects.filter(Q(one=person) | Q(other=person))


def _other(pair: PersonPair, person: int) -> int:
    return pair.other_id if pair.one_id == person else pair.one_id


def _weight(pair: PersonPair) -> int:
    return _WEIGHTS.index(PersonPair.Status(pair.status))


def _join_alarms(kept: int, merged: int) -> None:
    """What an editor decided moves; open alarms are raised anew with the tenures."""
    judged = Alarm.objects.exclude(status=Alarm.Status.OPEN)
    for alarm in Alarm.objects.filter(Q(person=merged) | Q(other=merged)):
        key = moved_key(alarm, merged, kept)
        one, other = (
            kept if each == merged else each for each in (alarm.person_id, alarm.other_id)
        )
        if (
            alarm.status == Alarm.Status.OPEN
            or one == other  # two holders of a post, who are one
            or judged.filter(key=key).exists()
        ):
            alarm.delete()
            continue
        Alarm.objects.filter(key=key).delete()
        if one and other and one > other:
            one, other = other, one
        alarm.key, alarm.person_id, alarm.other_id = key, one, other
        alarm.save()


def _join_facts(kept: Person, merged: Person) -> None:
    kept.is_reporter |= merged.is_reporter
    kept.is_official |= merged.is_official
    kept.confirmed |= merged.confirmed
    if merged.note not in kept.note:
        kept.note = f"{kept.note}\n{merged.note}" if kept.note else merged.note
    kept.save()
