"""Taking a wrongly read name out of a story, and undoing what was decided about names."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model

from articles.deciding import DecisionError, Step, held, link, resolve_questions
from articles.editing import BATCH_SIZE, record_edit, snapshot
from articles.history import record
from articles.linking import remove_unused
from articles.models import Article, Byline, Flag, Mention, PostClaim, Revision
from articles.ranking import redraw_order_alarms
from articles.risk import rate
from articles.states import state_of
from articles.tenures import redraw_tenures
from articles.turns import take_turn
from people.models import LinkDecision, Person


@transaction.atomic
def remove_mention(mention: Mention, by: AbstractBaseUser | None) -> Step:
    """Delete a mention that names nobody; no later import brings it back.

    Raises:
        DecisionError: it was decided meanwhile, or is gone.
    """
    take_turn()
    mention = held(Mention, mention.pk)
    article = Article.objects.select_for_update().get(pk=mention.article_id)
    before, state = snapshot(article), state_of(article)
    text = f"“{mention.name}”不是人名，从稿件中删去。"
    removed = {
        "mention": _values(mention),
        "claims": [_values(claim) for claim in mention.claims.all()],
        "edited": list(article.edited_fields),
    }
    flags = resolve_questions(Mention, mention.name, [article.pk], by, text)
    mention.delete()
    record_edit(article, before)
    record(article, Revision.Kind.EDIT, by, state, text)
    removed["saved"] = _saved_at(article)
    return Step(text, mention.name, flags=flags, removed=removed)


@transaction.atomic
def undo_decision(step: Step) -> None:
    """Put back what a decision wrote, as far as nobody has changed it since.

    Raises:
        DecisionError: the story has the name again, or is gone.
    """
    take_turn()
    if step.removed:
        _put_back(step.removed)
    else:
        _forget(step)
        _unlink(step)
    _ask_again(step)


def _put_back(removed: dict[str, Any]) -> None:
    values = removed["mention"]
    article = Article.objects.select_for_update().filter(pk=values["article_id"]).first()
    if article is None:
        raise DecisionError("没有撤销：稿件已不在，可能重新导入过。")
    if article.mentions.filter(name=values["name"]).exists():
        raise DecisionError(f"没有撤销：稿件里又有了“{values['name']}”。")
    Mention(**values).save(force_insert=True)
    PostClaim.objects.bulk_create(
        PostClaim(**claim | {"order_key": article.listed_key}) for claim in removed["claims"]
    )
    if _saved_at(article) == removed.get("saved"):
        article.edited_fields = removed["edited"]
    article.save(update_fields=["edited_fields", "updated_at"])
    redraw_order_alarms([article.pk])
    rate([article.pk])


def _saved_at(article: Article) -> str:
    """When the story was last saved; whoever did so since has fields of their own."""
    return str(Article.objects.values_list("updated_at", flat=True).get(pk=article.pk).isoformat())


def _forget(step: Step) -> None:
    """Let the decisions say again what they said before."""
    for organization, before in step.decisions:
        rows = LinkDecision.objects.filter(
            name=step.name, organization=organization, person=step.person
        )
        if before is not None and Person.objects.filter(pk=before).exists():
            rows.update(person=before)
        else:
            rows.delete()


def _unlink(step: Step) -> None:
    for model, rows in ((Mention, step.mentions), (Byline, step.bylines)):
        for start in range(0, len(rows), BATCH_SIZE):
            still = model.objects.filter(pk__in=rows[start : start + BATCH_SIZE])
            link(model, list(still.filter(person=step.person).values_list("pk", flat=True)), None)
    if step.person is None:
        return
    if step.newly:
        Person.objects.filter(pk=step.person).update(**{step.newly: False})
    redraw_tenures([step.person])
    if step.made:
        remove_unused([step.person])


def _ask_again(step: Step) -> None:
    for start in range(0, len(step.flags), BATCH_SIZE):
        flags = Flag.objects.filter(pk__in=step.flags[start : start + BATCH_SIZE])
        again = flags.filter(resolution=step.text)
        stories = set(again.filter(article__isnull=False).values_list("article", flat=True))
        again.update(resolved_at=None, resolved_by=None, resolution="")
        rate(stories)


def _values(row: Model) -> dict[str, Any]:
    """Every column of a row, by the names its class takes them by."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
