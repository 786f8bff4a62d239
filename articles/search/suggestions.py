"""What a reader may be about to type: people, tags and posts that begin like it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Byline, Mention, PostClaim, Tag, TaggedArticle
from articles.models.querysets import has_one
from articles.search.folding import fold
from articles.search.syllables import readings
from people.models import Person, Post

_EACH = 5
_LONGEST = 40  # characters typed
_LAST = "\U0010ffff"  # comes after whatever goes on with the same characters


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    name: str
    url: str


def suggest(typed: str) -> list[dict[str, Any]]:
    """Some of each kind, as many queries whatever is typed; only what readers may see."""
    text = " ".join(fold(typed).split())[:_LONGEST]
    if not text or "\0" in text:
        return []
    signed = Byline.objects.published().filter(person=OuterRef("pk"))
    named = Mention.objects.published().filter(person=OuterRef("pk"))
    tagged = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    claimed = PostClaim.objects.published().filter(post=OuterRef("pk"))
    people = Person.objects.filter(_begins(text)).filter(has_one(named) | has_one(signed))
    tags = Tag.objects.filter(_begins(text)).filter(has_one(tagged))
    posts = Post.objects.filter(_range("title", text) | _range("organization__name", text))
    posts = posts.filter(has_one(claimed)).select_related("organization")
    found = [
        *_shown(_("人物"), people.order_by("pinyin", "pk")),
        *_shown(_("标签"), tags.order_by("pinyin", "pk")),
        *_shown(_("岗位"), posts.order_by("order", "title", "pk")),
    ]
    return [asdict(each) for each in found]


def _begins(text: str) -> Q:
    """Rows whose name, or the pinyin of it, begins with a text."""
    by_name = _range("name", text)
    letters = text.replace(" ", "")
    if not (letters.isascii() and letters.isalpha()):
        return by_name
    spelt = {text, *_prefixes(letters)}
    return by_name | Q(*(_range("pinyin", each) for each in sorted(spelt)), _connector=Q.OR)


def _prefixes(letters: str) -> list[str]:
    """Ways to part letters of which the last syllable may not be whole: linx, lin xi."""
    found = []
    for end in range(len(letters), max(len(letters) - 6, 0), -1):
        for parted in readings(letters[:end])[:4]:
            found.append(f"{parted} {letters[end:]}".strip())
    return found[:8]


def _range(column: str, text: str) -> Q:
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})


def _shown(kind: str, rows: QuerySet[Any]) -> list[Suggestion]:
    return [Suggestion(kind, str(row), row.get_absolute_url()) for row in rows[:_EACH]]
