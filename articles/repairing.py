"""One repair of a page: what it touches is held, and kept as it was, so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q

from articles.claims import redraw_claims
from articles.editing import anchor_mentions, mark_edited, record_edit, snapshot
from articles.history import Cause, record_all
from articles.listing import relist
from articles.models import (
    Article,
    Byline,
    Correction,
    Flag,
    Mention,
    Page,
    Picture,
    PostClaim,
    Repair,
    Revision,
    TaggedArticle,
    order_key,
)
from articles.ranking import redraw_order_alarms
from articles.row_images import Images, changes_between, columns_of, take
from articles.source_places import Places, places_of
from articles.states import states_of
from articles.tenures import people_named, redraw_tenures

# What hangs on a story and may go along with its text, and the column that names the story.
ROWS: dict[type[Model], str] = {
    Byline: "article",
    Mention: "article",
    PostClaim: "article",
    TaggedArticle: "content_object",
    Flag: "article",
    Picture: "article",
    Correction: "article",
}
_PAGE = ("id", "leftovers", "leftovers_by_hand")
_NOTE = 200  # characters, as the column

# The spans of a story that an editor parted or joined are his, and with them the source they
# are places in.
SPANS = "spans"


class RepairError(ValueError):
    """Why a repair cannot be made or undone, in words for an editor."""


class Repairing:
    """A repair under way; the caller holds the transaction and ends it with `end`."""

    def __init__(
        self, articles: Sequence[Article], kind: Repair.Kind, by: AbstractBaseUser | None
    ) -> None:
        self.kind, self.by = kind, by
        pages = Page.objects.select_for_update(of=("self",)).select_related(
            "issue__newspaper", "district"
        )
        self.page = pages.get(pk=articles[0].page_id)
        held = Article.objects.select_for_update(of=("self",)).select_related("source")
        rows = held.order_by("pk").in_bulk([article.pk for article in articles])
        self.articles = [rows[article.pk] for article in articles]
        for article in self.articles:
            self._refuse(article)
            article.page = self.page
        self.new: list[Article] = []
        self._snapshots = {article.pk: snapshot(article) for article in self.articles}
        self._states = states_of(list(rows))
        self._people = people_named(list(rows))
        self._images = self._take()

    def _refuse(self, article: Article) -> None:
        if article.page_id != self.page.pk:
            raise RepairError("两篇不在同一版上。")
        if article.merged_into_id is not None:
            raise RepairError("这一篇已经并入别的稿件。")

    def places(self, article: Article) -> Places:
        heads = [article.section, article.kicker, article.headline, article.deck, article.dateline]
        source = article.source.text if article.source else ""
        return places_of(source, article.spans, heads, article.body, article.byline_text)

    def add(self, article: Article) -> None:
        """Store a story that the repair makes."""
        article.save()
        self.new.append(article)

    def make_room(self, after: int) -> None:
        """Move the stories after that position on by one; nobody edited them by that."""
        moved = list(
            self.page.articles.filter(position__gt=after)
            .exclude(pk__in=[article.pk for article in self.articles])
            .defer("body", "as_imported", "spans")
        )
        for article in moved:
            article.position += 1
            article.order_key = order_key(self.page, article.position)
        Article.objects.bulk_update(moved, ["position", "order_key"])
        relist([article.pk for article in moved])

    def end(self, note: str) -> Repair:
        """Draw what follows from the new texts, and keep it all as one repair."""
        for article in self.articles:
            if article.spans != self._images[Article._meta.label][article.pk][SPANS]:
                mark_edited(article, [SPANS])
            article.save()
            anchor_mentions(article)
            record_edit(article, self._snapshots[article.pk])
        for article in self.new:
            anchor_mentions(article)
        stories = [*self.articles, *self.new]
        keys = [article.pk for article in stories]
        redraw_claims(stories)
        redraw_order_alarms(keys)
        redraw_tenures(self._people | people_named(keys))
        now = self._take()
        repair = Repair.objects.create(
            page=self.page,
            kind=self.kind,
            note=note[:_NOTE],
            made_by_id=self.by.pk if self.by else None,
            changes={
                label: changes
                for label, images in self._images.items()
                if any((changes := changes_between(images, now[label])).values())
            },
        )
        kind = _KINDS[self.kind]
        record_all(self._states, Cause(kind, self.by, note, repair))
        self._keep_new(repair, kind)
        return repair

    def _keep_new(self, repair: Repair, kind: Revision.Kind) -> None:
        """The first version of a story that the repair made."""
        for key, state in states_of([article.pk for article in self.new]).items():
            Revision.objects.create(
                article_id=key,
                number=0,
                kind=kind,
                made_by_id=repair.made_by_id,
                note=repair.note,
                repair=repair,
                state=state,
            )

    def _take(self) -> dict[str, Images]:
        """All rows that the repair may change, by table; the last are where others stand."""
        keys = [article.pk for article in (*self.articles, *self.new)]
        images = {
            Page._meta.label: take(Page.objects.filter(pk=self.page.pk), _PAGE),
            Article._meta.label: take(Article.objects.filter(pk__in=keys), columns_of(Article)),
        }
        for model, story in ROWS.items():
            rows = model._default_manager.filter(**{f"{story}__in": keys})
            images[model._meta.label] = take(rows, columns_of(model))
        others = self.page.articles.filter(~Q(pk__in=keys))
        images[FOLLOWING] = take(others, ("id", "position", "order_key"))
        return images


FOLLOWING = "following"  # the other stories of the page, for where they stand on it

_KINDS: dict[Any, Revision.Kind] = {
    Repair.Kind.SPLIT: Revision.Kind.SPLIT,
    Repair.Kind.MERGE: Revision.Kind.MERGE,
    Repair.Kind.MOVE: Revision.Kind.MOVE,
    Repair.Kind.RENAME: Revision.Kind.EDIT,
    Repair.Kind.OUT: Revision.Kind.MOVE,
    Repair.Kind.IN: Revision.Kind.MOVE,
}
