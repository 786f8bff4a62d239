"""Who may be meant by a name, and what speaks for each of them and what against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count

from articles.admin.dossiers import Dossier, Held, dossiers
from articles.common_ground import NAMED
from articles.dates import PartialDate
from articles.models import Article, Byline, Mention, PostClaim
from articles.terms import LONGEST_SILENCE
from people.models import Organization, Person

MAX_CHOICES = 9  # a key of the keyboard each

_PLACES = (Organization.Kind.DIVISION, Organization.Kind.TOWNSHIP, Organization.Kind.VILLAGE)
_ABOVE = 4  # how far below its county a village body may lie
_NEVER = (None, None, "")  # from when to when, and by what basis

_Places = dict[int, Organization]  # the nearest place at or above each organization


def named(name: str, **flags: bool) -> list[Person]:
    """The people of that name who may be meant, by whichever of their names."""
    people = Person.objects.named(name).filter(**flags)
    return list(people.prefetch_related("other_names").order_by("pk")[:MAX_CHOICES])


def official_choices(mention: Mention, claims: Iterable[PostClaim]) -> list[Dossier]:
    """The officials of that name, compared with what the story prints of them.

    Args:
        claims: those of the mention, with organization and post.
    """
    found = dossiers(named(mention.name, is_official=True), official=True, reporter=False)
    printed = [
        Held(claim.organization_id, claim.post_id, str(claim.post or claim.organization), *_NEVER)
        for claim in claims
        if claim.organization_id
    ]
    places = _places(
        held for each in [printed, *(dossier.held for dossier in found)] for held in each
    )
    beside = set(
        Mention.objects.filter(article=mention.article_id, person__isnull=False)
        .order_by()
        .values_list("person", flat=True)
    )
    for dossier in found:
        _compare_posts(dossier, printed, places)
        _compare_time(dossier, mention.article)
        if dossier.person.pk in beside:
            dossier.disagrees.append("同一篇里另外写到此人")
    return found


def reporter_choices(byline: Byline) -> list[Dossier]:
    """The reporters of that name, compared with the signature."""
    found = dossiers(named(byline.name, is_reporter=True), official=False, reporter=True)
    people = [dossier.person.pk for dossier in found]
    newspaper = byline.article.page.issue.newspaper.name
    together = _signed_together(people, byline)
    sections = _in_section(people, byline.article.section)
    for dossier in found:
        roles = [desk.role for desk in dossier.desks if desk.newspaper == newspaper]
        if byline.role in roles:
            dossier.agrees.append(f"也在《{newspaper}》署{byline.role}")
        elif roles:
            dossier.disagrees.append(f"在《{newspaper}》署的是{'、'.join(roles[:NAMED])}")
        elif dossier.desks:
            dossier.disagrees.append(f"没有在《{newspaper}》署过名")
        if names := together.get(dossier.person.pk):
            dossier.agrees.append(f"也与{'、'.join(names[:NAMED])}同署")
        if dossier.person.pk in sections:
            dossier.agrees.append(f"也写“{byline.article.section}”栏")
        _compare_time(dossier, byline.article)
    return found


def _compare_posts(dossier: Dossier, printed: list[Held], places: _Places) -> None:
    """Add the closest thing in common: a post, an organization, or the place it is in."""
    posts = {each.post for each in printed if each.post}
    organizations = {each.organization for each in printed}
    if same := [each for each in dossier.held if each.post in posts]:
        dossier.agrees.append(f"同一岗位：{_labels(same)}")
        return
    if same := [each for each in dossier.held if each.organization in organizations]:
        dossier.agrees.append(f"同一单位：{_labels(same)}")
        return
    here, there = _of(printed, places), _of(dossier.held, places)
    if both := here.keys() & there.keys():
        dossier.agrees.append(f"同在一地：{'、'.join(here[place] for place in sorted(both))}")
    elif here and there:
        dossier.disagrees.append(f"不在一地：{'、'.join([*there.values()][:NAMED])}")


def _compare_time(dossier: Dossier, article: Article) -> None:
    day = PartialDate.of_key(article.order_key)
    first, last = dossier.first, dossier.last
    if day is None or first is None or last is None:
        return
    years = max(first.year - day.year, day.year - last.year)
    if years > LONGEST_SILENCE.days // 365:
        dossier.disagrees.append(f"最近的一次见报相隔 {years} 年")


def _labels(held: list[Held]) -> str:
    return "、".join(list(dict.fromkeys(each.label for each in held))[:NAMED])


def _of(held: Iterable[Held], places: _Places) -> dict[int, str]:
    """The places of some posts, with what they are called."""
    found = [places[each.organization] for each in held if each.organization in places]
    return {place.pk: place.label for place in found}


def _places(held: Iterable[Held]) -> _Places:
    """Read with one query."""
    wanted = {each.organization for each in held if each.organization}
    above = "__".join(["parent"] * _ABOVE)
    places = {}
    for organization in Organization.objects.filter(pk__in=wanted).select_related(above):
        body: Organization | None = organization
        for _ in range(_ABOVE):
            if body is None or body.kind in _PLACES:
                break
            body = body.parent
        if body is not None and body.kind in _PLACES:
            places[organization.pk] = body
    return places


def _signed_together(people: Collection[int], byline: Byline) -> dict[int, list[str]]:
    """With whom of those who sign this story each of `people` signed others; one query."""
    beside = Byline.objects.filter(article=byline.article_id, person__isnull=False)
    rows = (
        Byline.objects.filter(
            person__in=people, article__bylines__person__in=beside.values("person")
        )
        .order_by()
        .values_list("person", "article__bylines__person__name")
        .annotate(stories=Count("article", distinct=True))
    )
    together: defaultdict[int, list[str]] = defaultdict(list)
    for person, name, _ in sorted(rows, key=lambda row: -row[2]):
        if name != byline.name:
            together[person].append(name)
    return together


def _in_section(people: Collection[int], section: str) -> set[int]:
    if not section:
        return set()
    rows = Byline.objects.filter(person__in=people, article__section=section).order_by()
    return set(rows.values_list("person", flat=True).distinct())
