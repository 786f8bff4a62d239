"""What cannot well be true of who held which post, raised once for an editor to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from django.db.models import Min, Q, QuerySet

from articles.dates import FIRST_DATED_KEY, PartialDate
from articles.models import Alarm, PostClaim
from articles.spans import overlap, span_text, within
from people.models import Organization, Tenure

Kind = Organization.Kind

# Nobody heads two of these in one place: members of a standing committee of a people's congress
# may hold no office of administration, supervision, court or procuratorate (Constitution, art. 65
# and 103), and a head of government none in the consultative conference.
_APART = {Kind.GOVERNMENT, Kind.CONGRESS, Kind.CONSULTATIVE, Kind.COURT, Kind.PROCURATORATE}
# Nobody heads one of these in two places at a time.
_HEADS = {*_APART, Kind.PARTY}
# Only what stands right below a division is its own body: a school has a party branch as well.
_OWNER = Kind.DIVISION

MAX_MESSAGE = 400  # characters, as the column

DRAWN = (Alarm.Kind.TWO_HOLDERS, Alarm.Kind.INCOMPATIBLE, Alarm.Kind.OUTSIDE_TENURE)


def redraw_alarms(people: Collection[int]) -> None:
    """Bring the open alarms about the tenures of these people in line with them.

    What an editor decided stays decided. A fixed number of queries.
    """
    if not people:
        return
    own = list(_tenures().filter(person__in=people))
    seats = {each.post_id for each in own if each.post.single_seat}
    others = _tenures().filter(post__in=seats).exclude(person__in=people)
    wanted = {
        alarm.key: alarm
        for alarm in fitting(
            (
                *_two_holders([*own, *others], set(people)),
                *_incompatible(own),
                *_outside(own),
            )
        )
    }
    held = Alarm.objects.filter(Q(person__in=people) | Q(other__in=people), kind__in=DRAWN).in_bulk(
        field_name="key"
    )
    gone = [
        alarm.pk
        for key, alarm in held.items()
        if key not in wanted and alarm.status == Alarm.Status.OPEN
    ]
    if gone:
        Alarm.objects.filter(pk__in=gone).delete()
    changed = [
        alarm
        for key, alarm in held.items()
        if key in wanted and _reworded(alarm, wanted[key].message)
    ]
    if changed:
        Alarm.objects.bulk_update(changed, ["message"])
    Alarm.objects.bulk_create(
        [alarm for key, alarm in wanted.items() if key not in held], ignore_conflicts=True
    )


def fitting(alarms: Iterable[Alarm]) -> Iterator[Alarm]:
    """The alarms with messages no longer than their column; PostgreSQL refuses longer ones."""
    for alarm in alarms:
        if len(alarm.message) > MAX_MESSAGE:
            alarm.message = f"{alarm.message[: MAX_MESSAGE - 1]}…"
        yield alarm


def _tenures() -> QuerySet[Tenure]:
    """All but those an editor disputes: to dispute one is how an alarm is settled."""
    believed = Tenure.objects.exclude(status=Tenure.Status.DISPUTED)
    return believed.select_related("person", "post__organization__parent").order_by("pk")


def moved_key(alarm: Alarm, old: int, new: int) -> str:
    """The key of the same alarm where `new` is the row of the person who had the row `old`."""
    kind, *numbers = alarm.key.split(":")
    places = slice(1, 3) if kind == Alarm.Kind.TWO_HOLDERS else slice(0, 1)
    people = sorted(new if int(each) == old else int(each) for each in numbers[places])
    numbers[places] = map(str, people)
    return ":".join((kind, *numbers))


def posts_of(alarm: Alarm) -> list[int]:
    """The posts an alarm is about; of two that one person holds, the row names only the first."""
    if alarm.kind == Alarm.Kind.INCOMPATIBLE:
        return [int(number) for number in alarm.key.split(":")[2:]]
    return [alarm.post_id] if alarm.post_id else []


def _reworded(alarm: Alarm, message: str) -> bool:
    differs = alarm.status == Alarm.Status.OPEN and alarm.message != message
    if differs:
        alarm.message = message
    return differs


def _two_holders(tenures: Iterable[Tenure], people: set[int]) -> Iterator[Alarm]:
    by_post: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if tenure.post.single_seat:
            by_post[tenure.post_id].append(tenure)
    for post, held in by_post.items():
        for one, other in combinations(sorted(held, key=lambda each: each.person_id), 2):
            if one.person_id == other.person_id or not {one.person_id, other.person_id} & people:
                continue
            if overlap(one, other):
                yield Alarm(
                    kind=Alarm.Kind.TWO_HOLDERS,
                    key=f"two-holders:{post}:{one.person_id}:{other.person_id}",
                    message=f"{one.post}同时有两人：{_told(one)}，{_told(other)}。",
                    person=one.person,
                    other=other.person,
                    post=one.post,
                )


def _incompatible(tenures: Iterable[Tenure]) -> Iterator[Alarm]:
    by_person: defaultdict[int, list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if _heads_a_division(tenure):
            by_person[tenure.person_id].append(tenure)
    for person, held in by_person.items():
        for one, other in combinations(sorted(held, key=lambda each: each.post_id), 2):
            if one.post_id != other.post_id and _apart(one, other) and overlap(one, other):
                yield Alarm(
                    kind=Alarm.Kind.INCOMPATIBLE,
                    key=f"incompatible:{person}:{one.post_id}:{other.post_id}",
                    message=(
                        f"{one.person}同时任{one.post}（{span_text(one)}）"
                        f"和{other.post}（{span_text(other)}）。"
                    ),
                    person=one.person,
                    post=one.post,
                )


def _heads_a_division(tenure: Tenure) -> bool:
    organization = tenure.post.organization
    return (
        tenure.post.single_seat
        and organization.kind in _HEADS
        and organization.parent is not None
        and organization.parent.kind == _OWNER
        and not tenure.post.title.startswith(("常务", "第一", "专职", "执行"))
    )


def _apart(one: Tenure, other: Tenure) -> bool:
    here, there = one.post.organization, other.post.organization
    if here.parent_id != there.parent_id:  # 市委书记 is at times 区委书记 below as well
        above = [each.parent.parent_id for each in (here, there) if each.parent]
        return here.kind == there.kind and above[0] == above[-1]
    return here.kind != there.kind and {here.kind, there.kind} <= _APART


def _outside(tenures: Iterable[Tenure]) -> Iterator[Alarm]:
    """Claims that an editor's dates leave out; the first story of each person and post."""
    fixed: defaultdict[tuple[int, int], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        if tenure.status == Tenure.Status.CONFIRMED:
            fixed[tenure.person_id, tenure.post_id].append(tenure)
    if not fixed:
        return
    seen = PostClaim.objects.published().held().filter(order_key__gte=FIRST_DATED_KEY)
    left_out = Q(pk__in=[])
    for (person, post), held in sorted(fixed.items()):
        inside = Q(pk__in=[])
        for tenure in held:
            inside |= within(tenure)
        left_out |= Q(mention__person=person, post=post) & ~inside
    first = (
        seen.filter(left_out)
        .order_by()
        .values("mention__person", "post")
        .annotate(key=Min("order_key"))
    )
    for row in first:
        held = fixed[row["mention__person"], row["post"]]
        yield Alarm(
            kind=Alarm.Kind.OUTSIDE_TENURE,
            key=f"outside-tenure:{row['mention__person']}:{row['post']}",
            message=(
                f"{PartialDate.of_key(row['key'])}的报纸仍称{held[0].person}为{held[0].post}，"
                f"而已确认的任期是{'、'.join(map(span_text, held))}。"
            ),
            person=held[0].person,
            post=held[0].post,
        )


def _told(tenure: Tenure) -> str:
    return f"{tenure.person}（{span_text(tenure)}）"
