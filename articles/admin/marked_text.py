"""The text of a story as it is read, part by part, with the people in it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.mention_cards import Card
from articles.admin.repairs import Line
from articles.models import Article
from articles.paragraphs import paragraphs
from articles.source_map import HEADS, KINDS, SIGNATURE_PART


@dataclass(slots=True)
class TextPart:
    """A heading, a paragraph or a signature; `part` is its name in the source as well."""

    part: str
    kind: str
    html: SafeString
    start: int | None = None  # of the text of a paragraph, in characters of the body
    end: int | None = None
    index: int | None = None  # of a paragraph, from 0
    cards: list[Card] = field(default_factory=list)  # of those first named here
    line: Line | None = None  # the buttons that mend a paragraph, where they are offered

    @property
    def label(self) -> str:
        return KINDS[self.kind][1]


@dataclass(frozen=True, slots=True)
class MarkedText:
    parts: list[TextPart]
    elsewhere: list[Card]  # of those whose name the story prints nowhere


def marked_text(article: Article, cards: Sequence[Card], lines: Sequence[Line] = ()) -> MarkedText:
    """The story part by part; a card stands with the paragraph that names its person first.

    Args:
        lines: the paragraphs as they can be mended, all of them or none.
    """
    names = _Names(cards)
    heads, in_heads = _heads(article, names)
    body = []
    for each in paragraphs(article.body):
        html = names.mark(each.text)
        place = (each.text_start, each.end, each.index)
        body.append(TextPart(f"p{each.index}", each.kind, html, *place))
        body[-1].cards = names.new_cards()
        body[-1].line = lines[each.index] if lines else None
    if heads:
        heads[-1].cards = names.new_cards(in_heads)
    parts = [*heads, *body, *_signature(article)]
    return MarkedText(parts, [card for card in cards if card.mention.name not in names.given])


def _heads(article: Article, names: _Names) -> tuple[list[TextPart], list[str]]:
    """What stands over the text and names somebody, and whom; the fields show the rest."""
    heads = []
    met: list[str] = []
    for name, kind in HEADS.items():
        html = names.mark(str(getattr(article, name)))
        here = names.take_met()
        met += here
        if here or (html and name == "dateline"):
            heads.append(TextPart(name, kind, html))
    return heads, met


def _signature(article: Article) -> Iterator[TextPart]:
    if article.byline_text:
        lines = ((line,) for line in article.byline_text.split("\n"))
        html = format_html_join(SafeString("<br>"), "{}", lines)
        yield TextPart(SIGNATURE_PART, "byline", html)


class _Names:
    """The names of a story, made links to their cards wherever it prints them."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.cards = {card.mention.name: card for card in cards}
        longest_first = sorted(self.cards, key=len, reverse=True)
        self.pattern = re.compile(f"({'|'.join(map(re.escape, longest_first))})")
        self.met: list[str] = []  # since they were last taken
        self.given: set[str] = set()

    def mark(self, text: str) -> SafeString:
        if not self.cards:
            return format_html("{}", text)
        return format_html_join("", "{}", ((piece,) for piece in self._pieces(text)))

    def _pieces(self, text: str) -> Iterator[str | SafeString]:
        for piece in self.pattern.split(text):
            card = self.cards.get(piece)
            if card is None:
                yield piece
                continue
            self.met.append(piece)
            person = card.mention.person
            yield format_html(
                '<a class="mention {}" href="#mention-{}" title="{}">{}</a>',
                card.state,
                card.mention.pk,
                f"{'、'.join(card.mention.posts)} → {person or '还没有认定是谁'}",
                piece,
            )

    def take_met(self) -> list[str]:
        met, self.met = self.met, []
        return met

    def new_cards(self, names: Sequence[str] = ()) -> list[Card]:
        """The cards of these, or of those met, that were not given out yet."""
        new = [name for name in dict.fromkeys(names or self.take_met()) if name not in self.given]
        self.given.update(new)
        return [self.cards[name] for name in new]
