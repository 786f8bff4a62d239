"""Corrections that an import proposes, put into a story's text when an editor takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.editing import record_edit, resolve_flags, snapshot
from articles.history import record
from articles.models import Article, Flag, Revision
from articles.states import state_of

# The fields of a story in which a correction may stand; names have fields of their own.
TEXTS = ("kicker", "headline", "deck", "body")
ACCEPTED = "采纳"


class CorrectionError(ValueError):
    """A correction cannot be made; its text tells an editor why."""


@dataclass(slots=True)
class Accepted:
    """What became of some proposals for one story."""

    article: Article
    done: list[Flag] = field(default_factory=list)
    refused: list[tuple[Flag, str]] = field(default_factory=list)  # with the reason


def corrected(
    texts: Mapping[str, str], flag: Flag, names: Iterable[str], summary: str = ""
) -> dict[str, str]:
    """The fields that change, with their new text, when the proposal of a flag is taken.

    Args:
        texts: the fields in TEXTS as they stand now.
        names: who signs the story and whom it names; no name is corrected.
        summary: words of the body, corrected along with it.

    Raises:
        CorrectionError: what was found stands there no more, or more than once, or in a name.
    """
    held = [name for name, text in texts.items() if flag.found and flag.found in text]
    if not held:
        raise CorrectionError(
            f"没有采纳：标题和正文里已没有“{flag.found}”，可能已经改过；核对后只勾“已处理”。"
        )
    if len(held) > 1 or texts[held[0]].count(flag.found) > 1:
        raise CorrectionError(f"没有采纳：“{flag.found}”不止出现一处，请自己改。")
    before = texts[held[0]]
    after = before.replace(flag.found, flag.proposed)
    for name in names:
        if before.count(name) != after.count(name):
            raise CorrectionError(f"没有采纳：这处文字在人名“{name}”里，人名照报上所印。")
    changes = {held[0]: after}
    if held[0] == "body" and flag.found in summary:
        changes["summary"] = summary.replace(flag.found, flag.proposed)
    return changes


def names_in(article: Article) -> list[str]:
    """The names that stand in a story, as printed."""
    return [
        *article.bylines.values_list("name", flat=True),
        *article.mentions.values_list("name", flat=True),
    ]


def what_changed(flag: Flag) -> str:
    """The correction in the words of the log of edits."""
    return f"采纳建议：“{flag.found}”改为“{flag.proposed}”。"


@transaction.atomic
def accept(article: Article, flags: Sequence[Flag], user: AbstractBaseUser | None) -> Accepted:
    """Make the corrections that these open flags of a story propose, as an editor's decision.

    Each is made or refused by itself; those made are resolved.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    before, state = snapshot(article), state_of(article)
    names = names_in(article)
    accepted = Accepted(article)
    changed: set[str] = set()
    for flag in flags:
        texts = {name: getattr(article, name) for name in TEXTS}
        try:
            changes = corrected(texts, flag, names, article.summary)
        except CorrectionError as error:
            accepted.refused.append((flag, str(error)))
            continue
        for name, text in changes.items():
            setattr(article, name, text)
        changed |= changes.keys()
        accepted.done.append(flag)
    if accepted.done:
        article.save(update_fields=[*changed, "updated_at"])
        record_edit(article, before)
        done = Flag.objects.filter(pk__in=[flag.pk for flag in accepted.done])
        resolve_flags(done, user, ACCEPTED)
        note = "".join(map(what_changed, accepted.done))
        record(article, Revision.Kind.EDIT, user, state, note)
    return accepted
