"""How a story stands, as a value: all that an editor can change, and what differs between two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model
from django.utils import timezone

from articles.models import Article, Byline, Correction, Mention, Picture, TaggedArticle
from articles.story_fields import BESIDE, FIELDS, GROUPS, LABELS

State = dict[str, Any]  # as JSON holds it

PUBLISHING = ("status", "published_at")
COMPARED = (*FIELDS, *PUBLISHING, *GROUPS, *BESIDE)

# Of each group: its rows, how they name their story, their columns and their order. Where a name
# stands in the text is kept, to be put back, but is no difference: that follows from the body.
_PERSON = ("person", "person_name")
_WORDS_OF_PICTURE = ("caption", "credit", "alternative")
_ROWS: dict[str, tuple[type[Model], str, tuple[str, ...], tuple[str, ...]]] = {
    "bylines": (Byline, "article", ("role", "name", *_PERSON), ("position", "pk")),
    "mentions": (
        Mention,
        "article",
        ("name", "posts", *_PERSON, "start", "end", "rule"),
        ("position", "pk"),
    ),
    "tags": (TaggedArticle, "content_object", ("tag_name", "score"), ("tag__name", "pk")),
    "pictures": (
        Picture,
        "article",
        ("id", "image", "width", "height", "sizes", *_WORDS_OF_PICTURE, "position"),
        ("position", "pk"),
    ),
    "corrections": (Correction, "article", ("id", "text", "made_at", "made_by"), ("made_at", "pk")),
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
    """All of a story that an editor can change, as it is stored; six queries."""
    return states_of([article.pk])[article.pk]


def states_of(articles: Collection[int]) -> dict[int, State]:
    """The same of up to `BATCH_SIZE` stories; six queries however many."""
    stories = Article.objects.filter(pk__in=articles).order_by()
    states: dict[int, State] = {
        key: values | {name: [] for name in _ROWS}
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
        yield values[key], {name: _plain(values[name]) for name in columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def changed_names(one: State, other: State) -> list[str]:
    """What differs, in the order of the form; versions of old say nothing of what is beside."""
    told = [name for name in COMPARED if name not in BESIDE or (name in one and name in other)]
    return [name for name in told if _said(name, one) != _said(name, other)]


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


def _picture(row: dict[str, Any]) -> str:
    """A photograph in words; the first letters of its file tell it from another."""
    said = zip(("说明", "摄影", "替代文字"), _WORDS_OF_PICTURE, strict=True)
    words = [f"{label}：{row[name]}" for label, name in said if row[name]]
    return "，".join([f"图片 {row['image'].rpartition('/')[2][:8]}", *words])


def _day(moment: str) -> str:
    return timezone.localtime(datetime.fromisoformat(moment)).strftime("%Y-%m-%d")


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
    "pictures": lambda rows: "\n".join(map(_picture, rows)),
    "corrections": lambda rows: "\n".join(f"{_day(row['made_at'])} {row['text']}" for row in rows),
}


def people_in(state: State) -> set[int]:
    """Whom a state names or lets sign."""
    rows = [*state.get("bylines", []), *state.get("mentions", [])]
    return {row["person"] for row in rows if row["person"] is not None}
