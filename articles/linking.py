"""Who is meant by the names that a page prints: people of the archive, or new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.agreement import Standpoint, add_organizations, standpoint
from articles.claims import Understood
from articles.deciding import decided, who_is_decided
from articles.models import Article, Byline, Mention, Newspaper, PostClaim
from people.models import OtherName, Person, Tenure
from people.names import pinyin

MAX_POSTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that was linked to nobody, since more than one person could be meant."""

    article: Article
    message: str


@dataclass(eq=False, slots=True)
class _Candidate:
    person: Person
    names: set[str]
    known: Standpoint = field(default_factory=Standpoint)
    here: bool = True  # whether this newspaper, or none yet, prints them

    def __str__(self) -> str:
        posts = "、".join(sorted(self.known.printed)[:MAX_POSTS_SHOWN])
        return f"{self.person.name}（{posts or '未写职务'}）"


def link_people(
    newspaper: Newspaper,
    bylines: Sequence[Byline],
    mentions: Sequence[Mention],
    understood: Understood,
) -> list[Unclear]:
    """Give each row its person, in order; makes the people whom the archive does not know yet.

    What an editor decided about a name and an organization is followed. The rows are not saved.
    Costs the same queries for one name and for a hundred.

    Args:
        understood: what the posts of the mentions mean.

    Returns:
        The names left without a person, for an editor to decide.
    """
    rows: list[Byline | Mention] = [*bylines, *mentions]
    names = {row.name for row in rows}
    if not names:
        return []
    reporters, officials = _candidates(newspaper, names)
    decisions = decided({mention.name for mention in mentions})
    unclear: list[Unclear] = []
    for byline in bylines:
        _link_byline(byline, reporters, unclear)
    for mention in mentions:
        organizations = understood.organizations(mention)
        mention.person_id = who_is_decided(mention.name, organizations, decisions)
        if mention.person_id is None:
            known = standpoint(mention.posts, understood.of(mention))
            mention.person = _who_agrees(mention, known, officials, unclear)
    unsaved = [row for row in rows if row.person_id is None and row.person is not None]
    _create(row.person for row in unsaved)
    for row in unsaved:
        row.person = row.person  # takes over the key it has been given
    return unclear


_ByName = dict[str, list[_Candidate]]


def _candidates(newspaper: Newspaper, names: set[str]) -> tuple[_ByName, _ByName]:
    """Who could be meant: the reporters of this newspaper, and the officials, by name."""
    here = Q(article__page__issue__newspaper=newspaper)
    people: Iterable[Any] = (  # Person, with two columns beside its own
        Person.objects.filter(
            Q(name__in=names) | Q(pk__in=OtherName.objects.filter(name__in=names).values("person"))
        )
        .filter(Q(is_reporter=True) | Q(is_official=True))
        .annotate(
            signs_elsewhere=_only_elsewhere(Byline.objects.all(), here),
            named_elsewhere=_only_elsewhere(Mention.objects.all(), here),
        )
        .prefetch_related("other_names")
        .order_by("pk")
    )
    reporters: _ByName = defaultdict(list)
    officials: _ByName = defaultdict(list)
    for person in people:
        known_as = {person.name, *(other.name for other in person.other_names.all())}
        if person.is_reporter and not person.signs_elsewhere:
            _file(reporters, _Candidate(person, known_as), names)
        if person.is_official:
            met = not person.named_elsewhere
            _file(officials, _Candidate(person, known_as, here=met), names)
    _add_posts({each.person.pk: each for group in officials.values() for each in group})
    return reporters, officials


def _only_elsewhere(rows: QuerySet[Any], here: Q) -> Q:
    """Whether a person stands in other newspapers' rows and in none of this one."""
    rows = rows.filter(person=OuterRef("pk"))
    return Q(Exists(rows)) & ~Q(Exists(rows.filter(here)))


def _file(candidates: _ByName, candidate: _Candidate, names: set[str]) -> None:
    for name in sorted(candidate.names & names):
        candidates[name].append(candidate)


def _add_posts(officials: dict[int, _Candidate]) -> None:
    """What the archive says each official was: as printed, and as understood or confirmed."""
    printed = Mention.objects.filter(person__in=officials).order_by()
    for person, posts in printed.values_list("person", "posts").distinct():
        officials[person].known.printed.update(posts)
    held = Tenure.objects.filter(person__in=officials).order_by()
    tenures = held.values_list(
        "person", "post__organization__name", "post__title", "post__organization__key"
    )
    served = set()
    for person, organization, title, key in tenures:
        officials[person].known.printed.add(f"{organization}{title}")
        served.add((person, key))
    claims = PostClaim.objects.filter(mention__person__in=officials).order_by()
    served.update(claims.values_list("mention__person", "organization__key").distinct())
    add_organizations({key: each.known for key, each in officials.items()}, served)


def _link_byline(byline: Byline, reporters: _ByName, unclear: list[Unclear]) -> None:
    found = reporters.setdefault(byline.name, [])
    if not found:
        person = Person(name=byline.name, pinyin=pinyin(byline.name), is_reporter=True)
        found.append(_Candidate(person, {byline.name}))
    if len(found) == 1:
        byline.person = found[0].person
        return
    byline.person = None
    message = f"署名“{byline.name}”可能是{_either(found)}，请认定。"
    unclear.append(Unclear(byline.article, message))


def _who_agrees(
    mention: Mention, known: Standpoint, officials: _ByName, unclear: list[Unclear]
) -> Person | None:
    """A name alone is no proof: organization or level has to agree, and of one person only."""
    found = officials.setdefault(mention.name, [])
    if not found:
        person = Person(name=mention.name, pinyin=pinyin(mention.name), is_official=True)
        found.append(_Candidate(person, {mention.name}, known))
        return person
    agreeing = [each for each in found if each.known.agrees(known, same_paper=each.here)]
    if len(agreeing) == 1:
        agreeing[0].known.join(known)
        return agreeing[0].person
    posts = "、".join(mention.posts) or "未写职务"
    if len(found) == 1:
        message = f"“{mention.name}”（{posts}）与{found[0]}是否同一人，请认定。"
    else:
        message = f"“{mention.name}”（{posts}）可能是{_either(agreeing or found)}，请认定。"
    unclear.append(Unclear(mention.article, message))
    return None


def _either(candidates: list[_Candidate]) -> str:
    return "或".join(str(each) for each in candidates)


def _create(people: Iterable[Person | None]) -> None:
    new = {id(person): person for person in people if person is not None and not person.pk}
    Person.objects.bulk_create([*new.values()])


def remove_unused(people: Iterable[int]) -> int:
    """Delete those of `people` whom no story names any more and no editor has worked on.

    Returns:
        How many.
    """
    kept_tenures = Tenure.objects.filter(person=OuterRef("pk")).exclude(
        status=Tenure.Status.INFERRED
    )
    unused = Person.objects.filter(
        ~Exists(Byline.objects.filter(person=OuterRef("pk"))),
        ~Exists(Mention.objects.filter(person=OuterRef("pk"))),
        ~Exists(kept_tenures),
        pk__in=set(people),
        confirmed=False,
        note="",
        other_names__isnull=True,
        merges__isnull=True,
        redirects__isnull=True,
        link_decisions__isnull=True,
    )
    return unused.delete()[0]
