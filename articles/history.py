"""The versions of a story: how it stood, what differs between two, and who made which.

Whatever changes a stored story takes `state_of` it before and calls `record` after. What an
import must not overwrite is kept elsewhere, by `articles.editing`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Model, OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, Byline, Mention, Repair, Revision, TaggedArticle
from articles.risk import rate
from articles.story_fields import FIELDS, GROUPS, LABELS

State = dict[str, Any]  # as JSON holds it

PUBLISHING = ("status", "published_at")
COMPARED = (*FIELDS, *PUBLISHING, *GROUPS)
BATCH_SIZE = 500  # stories a statement; SQLite takes a limited number of parameters

# Of each group: its rows, how they name their story, their columns and their order. Where a name
# stands in the text is kept, to be put back, but is no difference: that follows from the body.
_PERSON = ("person", "person_name")
_ROWS: dict[str, tuple[type[Model], str, tuple[str, ...], tuple[str, ...]]] = {
    "bylines": (Byline, "article", ("role", "name", *_PERSON), ("position", "pk")),
    "mentions": (
        Mention,
        "article",
        ("name", "posts", *_PERSON, "start", "end", "rule"),
        ("position", "pk"),
    ),
    "tags": (TaggedArticle, "content_object", ("tag_name", "score"), ("tag__name", "pk")),
}
_ELSEWHERE = {"person_name": F("person__name"), "tag_name": F("tag__name")}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that stands otherwise in two states, in words for an editor."""

    name: str
    label: str
    before: str
    after: str


def state_of(article: Article) -> State:
    """All of a story that an editor can change, as it is stored; four queries."""
    return states_of([article.pk])[article.pk]


def states_of(articles: Collection[int]) -> dict[int, State]:
    """The same of up to BATCH_SIZE stories; four queries however many."""
    stories = Article.objects.filter(pk__in=articles).order_by()
    states: dict[int, State] = {
        key: {name: _plain(value) for name, value in values.items()} | {n: [] for n in GROUPS}
        for key, values in _by_key(stories, "pk", (*FIELDS, *PUBLISHING, "updated_at"))
    }
    for group, (model, story, columns, order) in _ROWS.items():
        rows = model._default_manager.filter(**{f"{story}__in": articles}).order_by(*order)
        for key, values in _by_key(rows, story, columns):
            states[key][group].append(values)
    return states


def _by_key(rows: Any, key: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    plain = [name for name in columns if name not in _ELSEWHERE]
    joined = {name: _ELSEWHERE[name] for name in columns if name in _ELSEWHERE}
    for values in rows.values(key, *plain, **joined):
        yield values[key], {name: values[name] for name in columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def changed_names(one: State, other: State) -> list[str]:
    """What differs, in the order of the form."""
    return [name for name in COMPARED if _said(name, one) != _said(name, other)]


def _said(name: str, state: State) -> Any:
    """What a field says, to be compared."""
    value = state.get(name)
    if name == "bylines":
        return [(row["role"], row["name"], row["person"]) for row in value or []]
    if name == "mentions":
        return [(row["name"], row["posts"], row["person"]) for row in value or []]
    if name == "tags":
        return sorted(row["tag_name"] for row in value or [])
    return value


def differences(one: State, other: State) -> list[Difference]:
    """What stands otherwise in `other` than it did in `one`."""
    return [
        Difference(name, LABELS[name], in_words(name, one), in_words(name, other))
        for name in changed_names(one, other)
    ]


def in_words(name: str, state: State) -> str:
    """A field as an editor reads it, a line for each row of a group."""
    value = state.get(name)
    if not value:
        return ""
    return _WORDS[name](value) if name in _WORDS else str(value)


def _who(row: dict[str, Any]) -> str:
    """Two people of one name are told apart by their number."""
    if row["person"] is None:
        return "（未定是谁）"
    return f"（人物 {row['person']} {row.get('person_name') or ''}）".replace(" ）", "）")


_WORDS: dict[str, Callable[[Any], str]] = {
    "status": lambda value: str(Article.Status(value).label),
    "published_at": lambda value: timezone.localtime(datetime.fromisoformat(value)).strftime(
        "%Y-%m-%d %H:%M:%S"
    ),
    "bylines": lambda rows: "\n".join(f"{row['role']} {row['name']}{_who(row)}" for row in rows),
    "mentions": lambda rows: "\n".join(
        f"{'、'.join(row['posts'])} {row['name']}{_who(row)}".strip() for row in rows
    ),
    "tags": lambda rows: "、".join(sorted(row["tag_name"] for row in rows)),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why stories changed: what a version says beside how the story stands."""

    kind: Revision.Kind
    by: AbstractBaseUser | None  # None: an import
    note: str = ""
    repair: Repair | None = None
    undoes: Mapping[int, Revision] = field(default_factory=dict)  # by story


def record(
    article: Article,
    kind: Revision.Kind,
    by: AbstractBaseUser | None,
    before: State,
    note: str = "",
) -> Revision | None:
    """Keep a version of a story that was changed; the first also keeps how it stood before.

    Args:
        by: who changed it; None for an import.
        before: `state_of` the story before the change.

    Returns:
        The new version; None where nothing differs.
    """
    made = record_all({article.pk: before}, Cause(kind, by, note))
    return made[0] if made else None


def record_all(before: Mapping[int, State], cause: Cause) -> list[Revision]:
    """The same of up to BATCH_SIZE stories that were changed in one go; seven queries.

    The caller holds the transaction in which they were changed.
    """
    after = states_of(before.keys())
    changed = {
        key: names
        for key, state in after.items()
        if (names := changed_names(before[key], state)) or key in cause.undoes
    }
    if not changed:
        return []
    latest = _latest(changed.keys())
    user = cause.by.pk if cause.by else None
    rows: list[Revision] = []
    for key, names in changed.items():
        last = latest.get(key)
        number = last.number + 1 if last else 0
        if last is None or _differs_from(last, before[key]):
            rows.append(_before(key, number, before[key]))
            number += 1
        rows.append(
            Revision(
                article_id=key,
                number=number,
                kind=_kind(cause.kind, names),
                made_by_id=user,
                note=cause.note[:_NOTE],
                changed=names,
                state=after[key],
                repair=cause.repair,
                undoes=cause.undoes.get(key),
            )
        )
    Revision.objects.bulk_create(rows)
    rate(changed)
    return [row for row in rows if row.kind != Revision.Kind.BEFORE]


_NOTE = 200  # characters, as the column


def _latest(articles: Collection[int]) -> dict[int, Revision]:
    newest = Revision.objects.filter(article=OuterRef("article")).order_by("-number")
    rows = Revision.objects.filter(
        article__in=articles, number=Subquery(newest.values("number")[:1])
    )
    return {row.article_id: row for row in rows}


def _differs_from(last: Revision, before: State) -> bool:
    """Whether something changed a story since its last version and kept none itself.

    Where it stands on its page does not count: that also follows from the stories around it.
    """
    return any(name != "position" for name in changed_names(last.state, before))


def _before(article: int, number: int, state: State) -> Revision:
    return Revision(
        article_id=article,
        number=number,
        kind=Revision.Kind.BEFORE,
        made_at=datetime.fromisoformat(state["updated_at"]),
        state=state,
    )


def _kind(kind: Revision.Kind, changed: list[str]) -> Revision.Kind:
    edited = kind == Revision.Kind.EDIT
    return Revision.Kind.STATUS if edited and set(changed) <= {*PUBLISHING} else kind


def stood_at(article: Article, updated_at: str) -> State | None:
    """How a story stood when its time of change was `updated_at`, if a version tells.

    An import may have looked at it since a version and changed nothing that editors see.
    """
    rows = Revision.objects.filter(article=article).order_by("-number")
    for key, changed_at in rows.values_list("pk", "state__updated_at")[:_LOOKED_AT]:
        if changed_at <= updated_at:  # both in ISO 8601, of one time zone
            state: State = Revision.objects.values_list("state", flat=True).get(pk=key)
            return state
    return None


_LOOKED_AT = 200  # versions made while one editor had the form open


def people_in(state: State) -> set[int]:
    """Whom a state names or lets sign."""
    rows = [*state.get("bylines", []), *state.get("mentions", [])]
    return {row["person"] for row in rows if row["person"] is not None}
