"""What can be followed: the newest stories of all, of a section, a subject or a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from articles.addresses import Site
from articles.models import Article, ArticleQuerySet, Tag
from articles.models.querysets import Links
from articles.models.tags import TagRedirect
from articles.paging import NEWEST_LISTED
from people.models import Official, PersonRedirect, Reporter

STORIES_A_FEED = 50

MAX_DIGITS = 18  # a longer number is no row's, and no database takes it


@dataclass(frozen=True, slots=True)
class Channel:
    title: str
    page: str  # the address of the page that shows the same list
    stories: ArticleQuerySet  # in their order


# Who or what of that name or number is followed; None where there is none. Whether readers may
# know of it follows from its stories: without one, it is not there either.
Find = Callable[[Site, str], Channel | None]
# The name or number that it has now, where that was another's that was merged into it.
Follow = Callable[[str], str | None]


def everything(site: Site) -> Channel:
    stories = Article.objects.published().newest_first()
    return Channel(gettext("最新稿件"), site.at("home"), stories)


def _section(site: Site, name: str) -> Channel:
    stories = Article.objects.published().in_section(name).newest_first()
    return Channel(name, site.at("section-detail", name), stories)


def _tag(site: Site, slug: str) -> Channel | None:
    tag = Tag.objects.filter(slug=slug).first()
    return Channel(tag.name, site.to(tag), _tied("tagged_items", tag.pk)) if tag else None


def _reporter(site: Site, number: str) -> Channel | None:
    person = Reporter.objects.filter(pk=_number(number)).first()
    if person is None:
        return None
    title = gettext("%(name)s署名的稿件") % {"name": person.name}
    return Channel(title, site.at("reporter-detail", person.pk), _tied("bylines", person.pk))


def _official(site: Site, number: str) -> Channel | None:
    person = Official.objects.filter(pk=_number(number)).first()
    if person is None:
        return None
    title = gettext("%(name)s见报的稿件") % {"name": person.name}
    return Channel(title, site.at("official-detail", person.pk), _tied("mentions", person.pk))


def _tied(links: Links, holder: int) -> ArticleQuerySet:
    stories = Article.objects.published().along(links, [holder])
    return stories.order_by(*NEWEST_LISTED.fields())


def _number(text: str) -> int:
    """The number in an address; 0, which is no row's, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


def _moved_tag(slug: str) -> str | None:
    return TagRedirect.objects.filter(slug=slug).values_list("tag__slug", flat=True).first()


def _moved_person(number: str) -> str | None:
    rows = PersonRedirect.objects.filter(old_id=_number(number))
    now = rows.values_list("person", flat=True).first()
    return str(now) if now else None


CHANNELS: dict[str, tuple[Find, Follow]] = {
    "sections": (_section, lambda _: None),
    "tags": (_tag, _moved_tag),
    "reporters": (_reporter, _moved_person),
    "officials": (_official, _moved_person),
}
