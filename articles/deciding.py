"""Who is meant by a name: what editors decide, remembered for the names still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from articles.editing import BATCH_SIZE, resolve_flags
from articles.flagging import PERSON_UNCLEAR
from articles.models import Article, Byline, Flag, Mention, PostClaim
from articles.risk import rate
from articles.tenures import redraw_tenures
from articles.turns import take_turn
from people.models import LinkDecision, Person, PersonPair
from people.names import pinyin

Row = TypeVar("Row", Mention, Byline)


class DecisionError(Exception):
    """A decision cannot be made or undone; its text tells an editor why."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one decision wrote: plain values, for a session to keep until it is undone."""

    text: str  # what was decided, in an editor's words
    name: str
    person: int | None = None
    made: bool = False  # the person was made for it
    newly: str = ""  # the flag of the person that was set for it
    mentions: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    # Organization, and whom the decision about it named before; None for none.
    decisions: list[tuple[int | None, int | None]] = field(default_factory=list)
    # The rows of a mention that was deleted, and the `edited_fields` of its story before.
    removed: dict[str, Any] = field(default_factory=dict)


def unclear_mentions() -> QuerySet[Mention]:
    return Mention.objects.filter(person__isnull=True)


def unclear_bylines() -> QuerySet[Byline]:
    return Byline.objects.filter(person__isnull=True)


def open_pairs() -> QuerySet[PersonPair]:
    return PersonPair.objects.filter(status=PersonPair.Status.OPEN)


def decided(names: Collection[str]) -> dict[tuple[str, int | None], int]:
    """Whom editors said these names mean, by name and organization; one query."""
    rows = LinkDecision.objects.filter(name__in=names).order_by()
    return {
        (name, organization): person
        for name, organization, person in rows.values_list("name", "organization", "person")
    }


def who_is_decided(
    name: str, organizations: Iterable[int], decisions: dict[tuple[str, int | None], int]
) -> int | None:
    """Whom the decisions name who is printed with these organizations; None if not one person."""
    keys: set[int | None] = {*organizations} or {None}
    people = {decisions[name, key] for key in keys if (name, key) in decisions}
    return people.pop() if len(people) == 1 else None


@transaction.atomic
def decide(mention: Mention, person: Person | None, by: AbstractBaseUser | None) -> Step:
    """Say who is meant by a mention, and by all open ones of that name which this settles.

    A story keeps following its imports: these leave alone whom a name is linked to.

    Args:
        person: None for another of that name, who is made, and told apart from those known.

    Raises:
        DecisionError: it was decided meanwhile, or is gone.
    """
    take_turn()
    mention = held(Mention, mention.pk)
    made = person is None
    person = person or _namesake(mention.name, "is_official", by)
    decisions = _remember(mention, person, by)
    settled = sorted({mention.pk, *_settled(mention.name, person)})
    newly = _list_as(person, "is_official")
    stories = link(Mention, settled, person.pk)
    redraw_tenures([person.pk])
    text = _said(mention.name, person, len(settled), made=made)
    flags = resolve_questions(Mention, mention.name, stories, by, text)
    return Step(
        text,
        mention.name,
        person.pk,
        made,
        newly,
        mentions=settled,
        flags=flags,
        decisions=decisions,
    )


@transaction.atomic
def decide_byline(byline: Byline, person: Person | None, by: AbstractBaseUser | None) -> Step:
    """Say who signs a story, and all of this newspaper signed with that name in that role.

    Args and Raises: as `decide`.
    """
    take_turn()
    byline = held(Byline, byline.pk)
    made = person is None
    person = person or _namesake(byline.name, "is_reporter", by)
    newspaper = byline.article.page.issue.newspaper_id
    same = unclear_bylines().filter(
        name=byline.name, role=byline.role, article__page__issue__newspaper=newspaper
    )
    settled = sorted(same.values_list("pk", flat=True))
    newly = _list_as(person, "is_reporter")
    stories = link(Byline, settled, person.pk)
    text = _said(byline.name, person, len(settled), made=made)
    flags = resolve_questions(Byline, byline.name, stories, by, text)
    return Step(text, byline.name, person.pk, made, newly, bylines=settled, flags=flags)


def held(model: type[Row], pk: int) -> Row:
    """A row without a person, kept from other editors until the transaction ends."""
    row = model.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise DecisionError("没有认定：这一处已不在，可能刚刚被删除或重新导入过。")
    if row.person_id is not None:
        raise DecisionError("没有认定：别的编辑已经认定过这一处。")
    return row


def link(model: type[Mention] | type[Byline], rows: Sequence[int], person: int | None) -> list[int]:
    """Give these rows that person; returns their stories.

    The stories count as changed: another editor's form, opened before, will not undo this.
    """
    stories: set[int] = set()
    for start in range(0, len(rows), BATCH_SIZE):
        batch = model.objects.filter(pk__in=rows[start : start + BATCH_SIZE])
        found = set(batch.values_list("article", flat=True))
        batch.update(person=person)
        Article.objects.filter(pk__in=found).update(updated_at=timezone.now())
        stories |= found
    rate(stories)
    return sorted(stories)


def resolve_questions(
    model: type[Model],
    name: str,
    stories: Sequence[int],
    by: AbstractBaseUser | None,
    resolution: str,
) -> list[int]:
    """Tick off what an import asked about the name in these stories; returns the flags."""
    asked: list[int] = []
    for start in range(0, len(stories), BATCH_SIZE):
        flags = Flag.objects.open().filter(
            code=PERSON_UNCLEAR,
            article__in=stories[start : start + BATCH_SIZE],
            message__contains=f"“{name}”",
        )
        signed = flags.filter(message__startswith="署名")
        flags = signed if model is Byline else flags.exclude(pk__in=signed)
        batch = list(flags.values_list("pk", flat=True))
        resolve_flags(Flag.objects.filter(pk__in=batch), by, resolution)
        asked += batch
    return asked


def _namesake(name: str, flag: str, by: AbstractBaseUser | None) -> Person:
    """Another person of that name, told apart for good from those whom the archive knows."""
    known = list(Person.objects.named(name).filter(**{flag: True}).values_list("pk", flat=True))
    person = Person.objects.create(name=name, pinyin=pinyin(name), **{flag: True})
    PersonPair.objects.bulk_create(
        PersonPair(
            one_id=other,
            other=person,
            kind=PersonPair.Kind.NAMESAKE,
            reason="认定姓名时，编辑定为同名的另一人。",
            status=PersonPair.Status.DIFFERENT,
            decided_by_id=by.pk if by else None,
            decided_at=timezone.now(),
        )
        for other in known
    )
    return person


def _list_as(person: Person, flag: str) -> str:
    """Let the person be listed as what this makes them; returns the flag if it was not set."""
    if getattr(person, flag):
        return ""
    setattr(person, flag, True)
    person.save(update_fields=[flag])
    return flag


def _remember(
    mention: Mention, person: Person, by: AbstractBaseUser | None
) -> list[tuple[int | None, int | None]]:
    claims = mention.claims.filter(organization__isnull=False).order_by()
    organizations: list[int | None] = [*sorted(set(claims.values_list("organization", flat=True)))]
    rows = {row.organization_id: row for row in LinkDecision.objects.filter(name=mention.name)}
    before: list[tuple[int | None, int | None]] = []
    for organization in organizations or [None]:
        row = rows.get(organization)
        before.append((organization, row.person_id if row else None))
        row = row or LinkDecision(name=mention.name, organization_id=organization)
        row.person = person
        row.decided_by_id = by.pk if by else None
        row.save()
    return before


def _settled(name: str, person: Person) -> list[int]:
    """The open mentions of a name of whom it is decided that this person is meant."""
    decisions = decided([name])
    claims = PostClaim.objects.filter(
        mention__person__isnull=True, mention__name=name, organization__isnull=False
    )
    organizations: defaultdict[int, set[int]] = defaultdict(set)
    for mention, organization in claims.order_by().values_list("mention", "organization"):
        organizations[mention].add(organization)
    return [
        mention
        for mention in unclear_mentions().filter(name=name).values_list("pk", flat=True)
        if who_is_decided(name, organizations[mention], decisions) == person.pk
    ]


def _said(name: str, person: Person, number: int, *, made: bool) -> str:
    whom = f"另一位{name}" if made else f"已有的{person.name}"
    places = f"，共 {number} 处" if number > 1 else ""
    return f"“{name}”认定为{whom}（编号 {person.pk}）{places}。"
