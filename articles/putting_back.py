"""Writing a state of a story back into its row and into the rows that hang on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from articles.claims import understand_mentions
from articles.homes import home_of
from articles.linking import link_people
from articles.models import Article, Byline, Correction, Mention, Picture, TaggedArticle
from articles.rows import Rows
from articles.states import State, people_in
from articles.story_fields import BESIDE, GROUPS
from articles.tagging import find_tags, tagged_values
from people.models import Person, PersonRedirect


def put_back(article: Article, state: State, names: Collection[str], *, link: bool = False) -> None:
    """Write these fields and groups of a state; what follows from them is the caller's.

    Args:
        link: find out who is meant by a name that the state gives no person.
    """
    for name in names:
        if name == "published_at":
            moment = state[name]
            article.published_at = datetime.fromisoformat(moment) if moment else None
        elif name not in (*GROUPS, *BESIDE):
            setattr(article, name, state[name])
    article.save()
    for name in BESIDE:
        if name in names:
            _beside(_MODELS[name], article, state[name])
    people = _people(people_in(state)) if {"bylines", "mentions"}.intersection(names) else {}
    groups: dict[str, Rows] = {}
    if "bylines" in names:
        groups["bylines"] = _bylines(article, state["bylines"], people)
    if "mentions" in names:
        groups["mentions"] = _mentions(article, state["mentions"], people)
    if "tags" in names:
        groups["tags"] = _tags(article, state["tags"])
    for rows in groups.values():
        rows.delete_gone()
    if link:
        _link(article, groups)
    for rows in groups.values():
        rows.save()


_MODELS: dict[str, type[Picture | Correction]] = {"pictures": Picture, "corrections": Correction}


def _beside(model: type[Any], article: Article, state: list[dict[str, Any]]) -> None:
    """Let a story have these rows beside its text, under the keys they had unless those are taken."""
    keys = [row["id"] for row in state]
    elsewhere = set(
        model.objects.filter(pk__in=keys).exclude(article=article).values_list("pk", flat=True)
    )
    model.objects.filter(article=article).delete()
    for row in state:
        image = row | {
            "id": None if row["id"] in elsewhere else row["id"],
            "article_id": article.pk,
        }
        if "made_by" in image:
            maker = get_user_model().objects.filter(pk=image.pop("made_by")).first()
            image |= {"made_by": maker, "made_at": datetime.fromisoformat(image["made_at"])}
        model(**image).save(force_insert=True)


def _people(keys: Collection[int]) -> dict[int, int]:
    """Who those people are now: one merged into another is that one, one who is gone nobody."""
    there = {key: key for key in Person.objects.filter(pk__in=keys).values_list("pk", flat=True)}
    moved = PersonRedirect.objects.filter(old_id__in=keys).values_list("old_id", "person")
    return dict(moved) | there


def _bylines(article: Article, state: list[dict[str, Any]], people: dict[int, int]) -> Rows:
    rows = Rows(Byline, ("order_key", "position", "person_id"))
    rows.bring(
        {(row.role, row.name): row for row in article.bylines.all()},
        {
            (each["role"], each["name"]): {
                **_common(article, position),
                "role": each["role"],
                "name": each["name"],
                "person_id": people.get(each["person"]),
            }
            for position, each in enumerate(state, start=1)
        },
    )
    return rows


def _mentions(article: Article, state: list[dict[str, Any]], people: dict[int, int]) -> Rows:
    rows = Rows(Mention, ("order_key", "position", "posts", "start", "end", "rule", "person_id"))
    rows.bring(
        {row.name: row for row in article.mentions.all()},
        {
            each["name"]: {
                **_common(article, position),
                **{name: each[name] for name in ("name", "posts", "start", "end", "rule")},
                "person_id": people.get(each["person"]),
            }
            for position, each in enumerate(state, start=1)
        },
    )
    return rows


def _common(article: Article, position: int) -> dict[str, Any]:
    return {"article": article, "order_key": article.listed_key, "position": position}


def _tags(article: Article, state: list[dict[str, Any]]) -> Rows:
    rows = Rows(TaggedArticle, ("order_key", "score"))
    tags = find_tags([each["tag_name"] for each in state]) if state else {}
    held = {item.tag_id: item for item in article.tagged_items.all()}
    wanted: dict[int, dict[str, Any]] = {}
    for each in state:  # two names may be one tag since
        tag = tags[each["tag_name"].lower()]
        wanted.setdefault(tag.pk, tagged_values(article, tag, each["score"]))
    rows.bring(held, wanted)
    return rows


def _link(article: Article, groups: dict[str, Rows]) -> None:
    """Find out who is meant by the names that the story did not print meanwhile."""
    bylines = groups["bylines"].unlinked() if "bylines" in groups else []
    mentions = groups["mentions"].unlinked() if "mentions" in groups else []
    understood = understand_mentions(mentions, home_of(article.page))
    link_people(article.page.issue.newspaper, bylines, mentions, understood)
