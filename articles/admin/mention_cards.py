"""What is known of each name in a story, on a card with the fields that judge it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms

from articles.admin.evidence import evidence
from articles.admin.fields import PostsField
from articles.admin.merging import person_field
from articles.mentioning import questions_about_names
from articles.models import Article, Flag, Mention, PostClaim

_NAME_WIDTH = 40  # as the column
_OF_FORM = {"form": "article_form"}  # the cards stand outside the form's element


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a name in the story, and the fields that judge it."""

    mention: Mention
    posts: list[str]  # as understood
    why: str
    questions: list[Flag]
    to: forms.BoundField

    @property
    def accepted(self) -> bool:
        person = self.mention.person
        return not self.questions and person is not None and person.confirmed

    @property
    def can_accept(self) -> bool:
        """Whether accepting would say anything: nobody yet linked is not confirmed by it."""
        return not self.accepted and (bool(self.questions) or self.mention.person_id is not None)

    @property
    def state(self) -> str:
        """How its name looks in the text."""
        if self.questions or self.mention.person_id is None:
            return "is-asked"
        return "is-accepted" if self.accepted else "is-linked"


class RelinkForm(forms.Form):
    """Who is meant by one mention."""

    to = person_field(label="改认为", required=False)

    def __init__(self, mention: int, data: Any = None) -> None:
        super().__init__(data, prefix=f"mention-{mention}")
        self.fields["to"].widget.attrs |= _OF_FORM


class AddForm(forms.Form):
    """Somebody in office whom no rule found."""

    prefix = "naming"

    name = forms.CharField(label="姓名", max_length=_NAME_WIDTH, required=False)
    posts = PostsField(label="职务", required=False, help_text="如报上所印，用顿号分开。")
    person = person_field(label="人物", required=False, help_text="留空则由系统认。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            each.widget.attrs |= _OF_FORM


def mention_cards(article: Article) -> list[Card]:
    """A card for each mention, in order; three queries however many."""
    mentions = list(article.mentions.select_related("person").order_by("position", "pk"))
    claims = PostClaim.objects.filter(article=article).select_related("organization", "post")
    flags = questions_about_names(article) if mentions else []
    held: defaultdict[int, list[str]] = defaultdict(list)
    for claim in claims.order_by("position"):
        held[claim.mention_id].append(_understood(claim))
    return [_card(mention, article, held[mention.pk], flags) for mention in mentions]


def _card(mention: Mention, article: Article, posts: list[str], flags: list[Flag]) -> Card:
    mention.article = article
    asked = [flag for flag in flags if f"“{mention.name}”" in flag.message]
    return Card(mention, posts, evidence(mention), asked, RelinkForm(mention.pk)["to"])


def _understood(claim: PostClaim) -> str:
    """A post as it is understood: 河滨市柳河区 区长（曾任）."""
    where = claim.organization.name if claim.organization else "哪里的看不出"
    title = claim.post.title if claim.post else claim.printed
    current = claim.standing == PostClaim.Standing.CURRENT
    return f"{where} {title}" + ("" if current else f"（{claim.get_standing_display()}）")
