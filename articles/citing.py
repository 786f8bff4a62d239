"""Stories as the citations of `articles.citations`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from articles.addresses import Site
from articles.citations.record import Citation
from articles.dates import PartialDate
from articles.models import Article, ArticleQuerySet, Byline
from articles.reading import typeset

# Who made the pictures signs as the author of a story only where nobody signs its text.
_PICTURES = {"摄影", "图", "供图", "制图"}
# Whoever saw the story through the press is no author of it.
_PRESS = {"编辑", "责编", "责任编辑", "校对", "审核", "统筹", "版式", "美编"}


def for_citing(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Load what a citation says: two queries however many stories."""
    bylines = Byline.objects.order_by("position", "id")
    return (
        stories.select_related("page__issue__newspaper")
        .only("headline", "order_key", "page__number", "page__issue__newspaper__name")
        .prefetch_related(Prefetch("bylines", bylines))
    )


def citation_of(story: Article, site: Site, accessed: date) -> Citation:
    """How the story is cited, read on the site that day."""
    return Citation(
        key=f"article-{story.pk}",
        title=typeset(story.headline),
        paper=story.page.issue.newspaper.name,
        authors=authors_of(story.bylines.all()),
        issued=PartialDate.of_key(story.order_key),
        page=story.page.number,
        address=site.to(story),
        accessed=accessed,
    )


def citations_of(stories: Iterable[Article], site: Site) -> Iterator[Citation]:
    today = timezone.localdate()
    return (citation_of(story, site, today) for story in stories)


def authors_of(bylines: Iterable[Byline]) -> tuple[str, ...]:
    """The names of those who wrote the story, in printed order, each once."""
    signed = [byline for byline in bylines if byline.role not in _PRESS]
    wrote = [byline for byline in signed if byline.role not in _PICTURES]
    return tuple(dict.fromkeys(byline.name for byline in wrote or signed))
