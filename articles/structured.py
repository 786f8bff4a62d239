"""What pages say to machines in the words of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.addresses import Site
from articles.careers import Entry
from articles.citations.record import iso
from articles.citing import authors_of
from articles.dates import PartialDate
from articles.models import Article, Byline, Issue
from articles.reading import typeset
from people.models import Organization, Person, Tenure

Data = dict[str, Any]

# Nothing of these can end the element, open a comment or be read as a reference.
_INERT = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)

# What an end of a tenure says that rests on more than where print happens to name somebody.
_TOLD = (Tenure.Basis.APPOINTMENT, Tenure.Basis.EDITOR)

Crumb = tuple[str, str]  # what it is called, and its address


def as_script(*things: Data) -> SafeString:
    """The element that holds these; a block of data, which no browser runs."""
    document = {"@context": "https://schema.org", "@graph": [_present(each) for each in things]}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_INERT)
    # No character of markup is left in it.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def news_article(story: Article, site: Site) -> Data:
    """The story; no query where it was loaded by `views.for_reading`."""
    page, address = story.page, site.to(story)
    paper = page.issue.newspaper.name
    day = PartialDate.of_key(story.order_key)
    corrections = list(story.corrections.all())
    return {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": typeset(story.headline),
        "alternativeHeadline": typeset(story.deck),
        "description": typeset(story.summary),
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "datePublished": iso(day) if day else "",
        "dateModified": corrections[-1].made_at.isoformat() if corrections else "",
        "dateline": typeset(story.dateline),
        "articleSection": story.section,
        "author": _authors(story, site),
        "publisher": {"@type": "NewsMediaOrganization", "name": paper},
        "isPartOf": publication_issue(page.issue, site),
        "pageStart": page.number,
        "printPage": page.number,
        "printSection": page.name,
        "about": [
            {"@type": "Thing", "name": item.tag.name, "url": site.to(item.tag)}
            for item in story.tagged_items.all()
        ],
        "mentions": [_mentioned(mention, site) for mention in story.mentions.all()],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.made_at.isoformat(),
            }
            for correction in corrections
        ],
        "image": [_image(picture, site) for picture in story.pictures.all()],
    }


def publication_issue(issue: Issue, site: Site) -> Data:
    return {
        "@type": "PublicationIssue",
        "@id": site.to(issue),
        "url": site.to(issue),
        "name": str(issue),
        "datePublished": issue.date_value,
        "isPartOf": {"@type": "Newspaper", "name": issue.newspaper.name},
    }


def person(row: Person, address: str, titles: Iterable[str], offices: Sequence[Data]) -> Data:
    """Somebody with the titles they have in print, and the offices known to be theirs."""
    return {
        "@type": "Person",
        "@id": address,
        "url": address,
        "name": row.name,
        "alternateName": [other.name for other in row.other_names.all()],
        "description": row.note,
        "jobTitle": list(dict.fromkeys(titles)),
        "memberOf": list(offices),
    }


def organization(row: Organization, site: Site) -> Data:
    above = row.parent
    return {
        "@type": "Organization",
        "@id": site.to(row),
        "url": site.to(row),
        "name": row.name,
        "alternateName": list(
            dict.fromkeys(
                filter(None, [row.short_name, *(other.name for other in row.other_names.all())])
            )
        ),
        "parentOrganization": {
            "@type": "Organization",
            "name": above.name,
            "url": site.to(above),
        }
        if above
        else None,
    }


def office(entry: Entry, site: Site) -> Data:
    """A tenure as a role in its organization.

    Only what print or an editor says about a start or an end is called one; where somebody was
    seen first and last is said in words.
    """
    tenure = entry.tenure
    organization = tenure.post.organization
    starts = entry.start.date if tenure.start_basis in _TOLD else None
    ends = entry.end.date if tenure.end_basis in _TOLD else None
    seen = gettext("见报：%(term)s") % {"term": entry.term}
    return {
        "@type": "OrganizationRole",
        "roleName": tenure.post.title,
        "url": site.to(tenure.post),
        "startDate": iso(starts) if starts else "",
        "endDate": iso(ends) if ends else "",
        "description": "" if starts and ends else seen,
        "memberOf": {
            "@type": "Organization",
            "name": organization.name,
            "url": site.to(organization),
        },
    }


def website(name: str, site: Site) -> Data:
    return {
        "@type": "WebSite",
        "@id": site.at("home"),
        "url": site.at("home"),
        "name": name,
        "inLanguage": "zh-Hans",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{site.at('search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(crumbs: Sequence[Crumb]) -> Data:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(crumbs, start=1)
        ],
    }


def _authors(story: Article, site: Site) -> list[Data]:
    bylines = list(story.bylines.all())
    rows: dict[str, Byline] = {}
    for byline in bylines:
        rows.setdefault(byline.name, byline)
    return [_author(rows[name], site) for name in authors_of(bylines)]


def _author(byline: Byline, site: Site) -> Data:
    known = byline.person is not None and byline.person.is_reporter
    address = site.at("reporter-detail", byline.person_id) if known else ""
    return {"@type": "Person", "name": byline.name, "jobTitle": byline.role, "url": address}


def _mentioned(mention: Any, site: Site) -> Data:
    known = mention.person is not None and mention.person.is_official
    address = site.at("official-detail", mention.person_id) if known else ""
    return {"@type": "Person", "name": mention.name, "jobTitle": mention.posts, "url": address}


def _image(picture: Any, site: Site) -> Data:
    return {
        "@type": "ImageObject",
        "contentUrl": site.to(picture),
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        "creditText": picture.credit,
    }


def _present(value: Any) -> Any:
    """The same without what is not known."""
    if isinstance(value, dict):
        kept = {name: _present(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in ("", [], None)}
    if isinstance(value, list):
        return [_present(each) for each in value]
    return value
