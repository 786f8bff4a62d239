"""The versions of a story: how it stood, and who made which.

Whatever changes a stored story takes `states.state_of` it before and calls `record` after. What
an import must not overwrite is kept elsewhere, by `articles.editing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import OuterRef, Subquery

from articles.models import Article, Repair, Revision
from articles.risk import rate
from articles.states import PUBLISHING, State, changed_names, states_of

BATCH_SIZE = 500  # stories a statement; SQLite takes a limited number of parameters


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
    """The same of up to BATCH_SIZE stories that were changed in one go; nine queries.

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
