"""Judging the people named in one story: accepted, taken out, somebody else, or added."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from articles.claims import understand_mentions
from articles.deciding import DecisionError, resolve_questions
from articles.editing import record_edit, resolve_flags, snapshot
from articles.flagging import PERSON_UNCLEAR
from articles.history import record
from articles.homes import home_of
from articles.linking import link_people, remove_unused
from articles.models import Article, Flag, Mention, Revision
from articles.splitting import move_mention
from articles.states import state_of
from people.edit_log import log_edits_of
from people.models import Person

DOUBTFUL = "doubtful-official"

# Where a story can print a name.
_PRINTED = ("kicker", "headline", "deck", "body")


def questions_about_names(article: Article) -> list[Flag]:
    """The open flags that ask whether a name in a story is one, or whose it is."""
    asked = Flag.objects.open().filter(article=article, code__in=(DOUBTFUL, PERSON_UNCLEAR))
    return list(asked.exclude(message__startswith="署名"))


@transaction.atomic
def accept_mention(mention: Mention, by: AbstractBaseUser | None, *, confirm: bool) -> str:
    """Say that a mention is right: what was asked about it is answered.

    Args:
        confirm: also confirm the person it is linked to, whose name imports then know.

    Returns:
        What was done, in an editor's words.
    """
    text = f"认可“{mention}”。"
    _answer(mention.name, mention.article, by, text)
    person = mention.person
    if confirm and person is not None and not person.confirmed:
        person.confirmed = True
        person.save(update_fields=["confirmed"])
        log_edits_of(by, [person], f"在《{mention.article}》里认可，确认。")
    log_edits_of(by, [mention.article], text)
    return text


@transaction.atomic
def reject_mention(mention: Mention, by: AbstractBaseUser | None) -> str:
    """Take out a mention that names nobody, or nobody in office; no import brings it back."""
    article = _held(mention.article)
    before, state = snapshot(article), state_of(article)
    text = f"“{mention.name}”不是任公职的人，从稿件中删去。"
    _answer(mention.name, article, by, text)
    resolve_questions(Mention, mention.name, [article.pk], by, text)
    person = mention.person_id
    mention.delete()
    _keep(article, before, state, by, text)
    if person is not None:
        remove_unused([person])
    return text


@transaction.atomic
def relink_mention(mention: Mention, person: Person | None, by: AbstractBaseUser | None) -> str:
    """Say who is meant in this story; None: nobody knows. Imports follow."""
    state = state_of(mention.article)
    left = mention.person_id
    move_mention(mention, person, by)
    whom = f"认定为“{person}”（编号 {person.pk}）" if person else "改为没有认定"
    text = f"“{mention.name}”{whom}。"
    if person is not None:
        resolve_questions(Mention, mention.name, [mention.article_id], by, text)
    record(mention.article, Revision.Kind.EDIT, by, state, text)
    if left is not None:
        remove_unused([left])
    return text


@transaction.atomic
def add_mention(
    article: Article,
    name: str,
    posts: Sequence[str],
    by: AbstractBaseUser | None,
    person: Person | None = None,
) -> tuple[Mention, str]:
    """Name somebody in office whom no rule found.

    Args:
        person: whom to link; None to link as an import would.

    Returns:
        The mention, and what was done, in an editor's words.

    Raises:
        DecisionError: the story does not print the name, or has it already.
    """
    article = _held(article)
    if not any(name in getattr(article, field) for field in _PRINTED):
        raise DecisionError(f"没有添上：标题和正文里没有印“{name}”。")
    if article.mentions.filter(name=name).exists():
        raise DecisionError(f"没有添上：“{name}”已经在文中提及里。")
    before, state = snapshot(article), state_of(article)
    mention = _new(article, name, posts, person)
    if person is None:
        understood = understand_mentions([mention], home_of(article.page))
        link_people(article.page.issue.newspaper, [], [mention], understood)
    elif not person.is_official:
        person.is_official = True
        person.save(update_fields=["is_official"])
    mention.save()
    whom = f"，认作“{mention.person}”（编号 {mention.person_id}）" if mention.person else ""
    text = f"添上“{mention}”{whom}。"
    _keep(article, before, state, by, text)
    return mention, text


def _new(article: Article, name: str, posts: Sequence[str], person: Person | None) -> Mention:
    """The last mention of a story, not stored yet."""
    last = article.mentions.aggregate(last=Max("position"))["last"] or 0
    return Mention(
        article=article,
        name=name,
        posts=list(posts),
        person=person,
        position=last + 1,
        order_key=article.listed_key,
    )


def _held(article: Article) -> Article:
    held = Article.objects.select_for_update(of=("self",))
    return held.select_related("page__issue__newspaper", "page__district").get(pk=article.pk)


def _keep(
    article: Article,
    before: dict[str, object],
    state: dict[str, object],
    by: AbstractBaseUser | None,
    text: str,
) -> None:
    record_edit(article, before)
    record(article, Revision.Kind.EDIT, by, state, text)
    log_edits_of(by, [article], text)


def _answer(name: str, article: Article, by: AbstractBaseUser | None, text: str) -> None:
    """Resolve what asks whether the name is one."""
    about = f"“{name}”"
    asked = Flag.objects.open().filter(article=article, code=DOUBTFUL, message__contains=about)
    resolve_flags(asked, by, text)
