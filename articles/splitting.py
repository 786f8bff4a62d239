"""One row that stood for two human beings is parted; what is decided here, imports follow."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.editing import mark_edited
from articles.merging import MergeError, locked
from articles.models import Article, Byline, Mention, PostClaim
from articles.row_images import BATCH_SIZE, batches
from articles.tenures import redraw_tenures
from articles.turns import take_turn
from people.edit_log import log_edits_of
from people.models import LinkDecision, Person, PersonPair

Words = set[tuple[str, int | None]]  # a name and the organization of a post printed with it


@transaction.atomic
def mark_different(one: Person, other: Person, by: AbstractBaseUser | None) -> PersonPair:
    """Remember for good that these are two people.

    Raises:
        MergeError: they are one row, or one of them is gone.
    """
    one, other = locked(one, other)
    pair = _part(one, other, "编辑认定。", by)
    for person, third in ((one, other), (other, one)):
        log_edits_of(by, [person], f"认定与“{third}”（编号 {third.pk}）不是同一人。")
    return pair


@transaction.atomic
def move_mention(mention: Mention, person: Person | None, by: AbstractBaseUser | None) -> None:
    """Say who is meant in one story; None: nobody knows.

    Later imports follow for the organizations whose posts the mention prints, unless whoever
    it was linked to stays linked to the same name with a post of the same organization.
    """
    take_turn()
    if mention.person_id == (person.pk if person else None):
        return
    _point([mention], [], person, by)


@transaction.atomic
def split_person(
    person: Person,
    mentions: Sequence[Mention],
    bylines: Sequence[Byline],
    by: AbstractBaseUser | None,
    to: Person | None = None,
) -> Person:
    """Give some of a person's mentions and bylines to another: to a new row if `to` is None.

    Returns:
        Whose they are now.

    Raises:
        MergeError: nothing is chosen, or all there is, or what is not this person's.
    """
    take_turn()
    people = locked(person, to) if to else locked(person)
    _refuse_choice(person, mentions, bylines)
    if to is None:
        names = {mention.name for mention in mentions} | {byline.name for byline in bylines}
        # Whoever is printed otherwise throughout goes by that name.
        name = names.pop() if len(names) == 1 else person.name
        people.append(Person.objects.create(name=name, confirmed=person.confirmed))
    person, target = people
    _part(person, target, "拆分时认定。", by)
    _point(mentions, bylines, target, by)
    count = len(mentions) + len(bylines)
    log_edits_of(by, [person], f"分出 {count} 处给“{target}”（编号 {target.pk}）。")
    log_edits_of(by, [target], f"从“{person}”（编号 {person.pk}）分来 {count} 处。")
    return target


def _refuse_choice(person: Person, mentions: Sequence[Mention], bylines: Sequence[Byline]) -> None:
    chosen = len(mentions) + len(bylines)
    if not chosen:
        raise MergeError("还没有选要分出的稿件。")
    whose = {row.person_id for row in mentions} | {row.person_id for row in bylines}
    if whose != {person.pk}:
        raise MergeError("选中的有些已不属于这个人，请刷新后再选。")
    if chosen == person.mentions.count() + person.bylines.count():
        raise MergeError("全部都选中了：这不是拆分。若与另一人是同一人，请用“合并到”。")


def _part(one: Person, other: Person, reason: str, by: AbstractBaseUser | None) -> PersonPair:
    first, second = sorted((one, other), key=lambda person: person.pk)
    decision = {
        "status": PersonPair.Status.DIFFERENT,
        "decided_by_id": by.pk if by else None,
        "decided_at": timezone.now(),
    }
    kinds = PersonPair.Kind
    kind = kinds.NAMESAKE if one.name == other.name else kinds.VARIANT
    pair, _ = PersonPair.objects.update_or_create(
        one=first,
        other=second,
        defaults=decision,
        create_defaults=decision | {"kind": kind, "reason": reason},
    )
    return pair


def _point(
    mentions: Sequence[Mention],
    bylines: Sequence[Byline],
    person: Person | None,
    by: AbstractBaseUser | None,
) -> None:
    """Link these rows to `person`, as an editor's decision that no import undoes."""
    before = {row.person_id for row in mentions if row.person_id is not None}
    for model, rows in ((Mention, mentions), (Byline, bylines)):
        for batch in batches(row.pk for row in rows):
            model.objects.filter(pk__in=batch).update(person=person)
        for row in rows:
            row.person = person
    if person is not None:
        person.is_official |= bool(mentions)
        person.is_reporter |= bool(bylines)
        person.save(update_fields=["is_official", "is_reporter"])
    _mark({row.article_id for row in mentions}, "mentions", person, by)
    _mark({row.article_id for row in bylines}, "bylines", person, by)
    _remember(mentions, before, person, by)
    redraw_tenures(before | {person.pk} if person else before)


def _mark(
    stories: Collection[int], group: str, person: Person | None, by: AbstractBaseUser | None
) -> None:
    """Note that an editor decided who is meant in these stories."""
    now = timezone.now()
    articles: list[Article] = []
    for batch in batches(stories):
        found = Article.objects.filter(pk__in=batch).defer("body", "as_imported", "spans")
        articles += found.order_by("pk")
    for article in articles:
        mark_edited(article, [group])
        article.updated_at = now
    Article.objects.bulk_update(articles, ["edited_fields", "updated_at"], batch_size=BATCH_SIZE)
    what = "署名" if group == "bylines" else "文中提及"
    whom = f"改认为“{person}”（编号 {person.pk}）" if person else "改为没有认定"
    log_edits_of(by, articles, f"{what}{whom}。")


def _remember(
    mentions: Sequence[Mention],
    before: Collection[int],
    person: Person | None,
    by: AbstractBaseUser | None,
) -> None:
    """Let later imports link the same words alike, where that is now clear."""
    editor = by.pk if by else None
    names = {mention.name for mention in mentions}
    staying = Mention.objects.filter(person__in=before, name__in=names)
    words = _words({mention.pk: mention.name for mention in mentions})
    clear = words - _words(dict(staying.values_list("pk", "name"))) if before else words
    for name, organization in clear:
        decision = LinkDecision.objects.filter(name=name, organization=organization)
        if person is None:
            decision.filter(person__in=before).delete()
        elif not decision.update(person=person, decided_by=editor, decided_at=timezone.now()):
            LinkDecision.objects.create(
                name=name, organization_id=organization, person=person, decided_by_id=editor
            )


def _words(mentions: dict[int, str]) -> Words:
    """The names as printed, each with the organizations of its posts; None where none is known."""
    words: Words = set()
    placed = set()
    for batch in batches(mentions):
        claims = PostClaim.objects.filter(mention__in=batch, organization__isnull=False)
        for mention, organization in claims.order_by().values_list("mention", "organization"):
            words.add((mentions[mention], organization))
            placed.add(mention)
    return words | {(name, None) for mention, name in mentions.items() if mention not in placed}
