"""The charts of careers: a person's posts over the years, and a post's holders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from articles.careers import Entry
from articles.charts import Span, Timeline, timeline
from articles.dates import PartialDate
from articles.printed_posts import PostSeen
from people.models import Tenure

Name = Callable[[Entry], tuple[int, str, str]]  # what the row is for: id, small type, label


def chart_of_person(entries: Sequence[Entry], seen: Mapping[int, PostSeen]) -> Timeline | None:
    """A row for each post, with the months in which it was in print."""

    def name(entry: Entry) -> tuple[int, str, str]:
        post = entry.tenure.post
        return post.pk, post.body, post.title

    return _chart(entries, name, {post: each.months for post, each in seen.items()})


def chart_of_post(entries: Sequence[Entry]) -> Timeline | None:
    """A row for each holder."""

    def name(entry: Entry) -> tuple[int, str, str]:
        return entry.tenure.person_id, "", entry.tenure.person.name

    return _chart(entries, name, {})


def statuses_of(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """How sure these are, value and name, for the legend."""
    held = {entry.tenure.status for entry in entries}
    return [(status.value, str(status.label)) for status in Tenure.Status if status in held]


def _chart(
    entries: Sequence[Entry], name: Name, seen: Mapping[int, Iterable[PartialDate]]
) -> Timeline | None:
    rows: dict[int, tuple[str, str, list[Span]]] = {}
    for entry in entries:
        if entry.start.date is None and entry.end.date is None:
            continue
        key, before, label = name(entry)
        span = Span(
            entry.start.date,
            entry.end.date,
            kind=entry.tenure.status,
            address=f"#{entry.anchor}",
            title=_titled(f"{before}{label}", entry),
            seen=tuple(day for day in seen.get(key, ()) if _within(day, entry)),
        )
        rows.setdefault(key, (before, label, []))[2].append(span)
    return timeline(list(rows.values()))


def _titled(name: str, entry: Entry) -> str:
    words = {"name": name, "term": entry.term, "status": entry.tenure.get_status_display()}
    return _("%(name)s：%(term)s，%(status)s") % words


def _within(day: PartialDate, entry: Entry) -> bool:
    start, end = entry.start.date, entry.end.date
    after = start is None or day.first_key >= start.first_key
    return after and (end is None or day.last_key <= end.last_key)
