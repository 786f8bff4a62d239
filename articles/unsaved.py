"""What editors have typed and not saved: kept beside the story until they save or drop it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, UnsavedEdit

MAX_FIELDS = 1000  # a form has ten and a few for each name
MAX_CHARACTERS = 1_000_000

# By the names of the form: what was typed; of a list to choose from, value and label of each
# that was chosen.
Fields = dict[str, Any]


def are_fields(value: Any) -> bool:
    """Whether that is what a form sends."""
    if not isinstance(value, dict) or len(value) > MAX_FIELDS:
        return False
    return all(isinstance(each, str) or _are_choices(each) for each in value.values())


def _are_choices(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)
        for pair in value
    )


def keep(
    article: Article,
    editor: AbstractBaseUser,
    fields: Fields,
    based_on: datetime,
    opened: datetime,
) -> UnsavedEdit | None:
    """Keep what an editor has typed so far in place of what was kept before.

    Args:
        fields: those that were changed; without any, nothing is kept.
        based_on: when the story was changed last, as the form knows it.
        opened: when the form was opened. What it sends after it was saved is not kept.
    """
    if not fields:
        forget(article, editor)
        return None
    saved = LogEntry.objects.filter(
        user=editor.pk,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        action_time__gt=opened,
    )
    if saved.exists():
        return None
    kept, _ = UnsavedEdit.objects.update_or_create(
        article=article, editor_id=editor.pk, defaults={"fields": fields, "based_on": based_on}
    )
    return kept


def unsaved_edit(article: Article, editor: AbstractBaseUser) -> UnsavedEdit | None:
    return UnsavedEdit.objects.filter(article=article, editor_id=editor.pk).first()


def forget(article: Article, editor: AbstractBaseUser) -> None:
    UnsavedEdit.objects.filter(article=article, editor_id=editor.pk).delete()
