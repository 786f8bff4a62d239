"""What pages say to machines: JSON-LD, previews, reference managers' tags, canonical addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from lxml import html
from pyld import jsonld

from articles.dates import PartialDate
from articles.models import Article, Correction, Picture, Tag
from articles.structured import as_script
from people.models import Tenure
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db

# The properties of schema.org that pages may use, by type, with those of the types above it.
_THING = {"name", "url", "description", "alternateName", "image", "mainEntityOfPage"}
_WORK = _THING | {
    "headline",
    "alternativeHeadline",
    "inLanguage",
    "isAccessibleForFree",
    "datePublished",
    "dateModified",
    "author",
    "publisher",
    "isPartOf",
    "about",
    "mentions",
    "correction",
    "text",
}
VOCABULARY = {
    "NewsArticle": _WORK | {"articleSection", "pageStart", "dateline", "printPage", "printSection"},
    "PublicationIssue": _WORK,
    "Newspaper": _WORK,
    "CorrectionComment": _WORK,
    "ImageObject": _WORK | {"contentUrl", "width", "height", "caption", "creditText"},
    "WebSite": _WORK | {"potentialAction"},
    "SearchAction": _THING | {"target", "query-input"},
    "EntryPoint": _THING | {"urlTemplate"},
    "Person": _THING | {"jobTitle", "memberOf"},
    "NewsMediaOrganization": _THING,
    "Organization": _THING | {"parentOrganization"},
    "OrganizationRole": _THING | {"roleName", "startDate", "endDate", "memberOf"},
    "Thing": _THING,
    "BreadcrumbList": _THING | {"itemListElement"},
    "ListItem": _THING | {"position", "item"},
}


def local_context(url: str, options: object) -> dict[str, Any]:
    """In place of schema.org's own, which a test may not fetch; it reads the same."""
    assert url == "https://schema.org"
    context = {"@context": {"@vocab": "https://schema.org/"}}
    return {"documentUrl": url, "document": context, "contextUrl": None}


def graph(text: str) -> dict[str, dict[str, Any]]:
    """What the page says, by type; read by a processor of JSON-LD first."""
    (script,) = html.fromstring(text).xpath("//script[@type='application/ld+json']")
    document = json.loads(script.text)
    expanded = jsonld.expand(document, {"documentLoader": local_context})
    assert len(expanded) == len(document["@graph"])
    for thing in things(document["@graph"]):
        unknown = set(thing) - {"@type", "@id"} - VOCABULARY[thing["@type"]]
        assert not unknown, (thing["@type"], unknown)
        assert not [name for name, value in thing.items() if value in ("", [], None)]
    return {thing["@type"]: thing for thing in document["@graph"]}


def things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from things(each)


def metas(text: str) -> list[tuple[str, str]]:
    tags = html.fromstring(text).xpath("//head/meta[@content and (@name or @property)]")
    return [(tag.get("name") or tag.get("property"), tag.get("content")) for tag in tags]


def values(text: str, name: str) -> list[str]:
    return [content for each, content in metas(text) if each == name]


def canonical(text: str) -> str:
    (link,) = html.fromstring(text).xpath("//head/link[@rel='canonical']/@href")
    return link


def make_whole_story() -> Article:
    page = make_page(make_issue(date(2018, 5, 1), "month"), number="N05", name="城区")
    story = make_article(
        "清淤,开工",
        page,
        deck="九月完工",
        section="要闻",
        dateline="本报讯",
        summary="昨日开工。",
    )
    make_byline(story, "林晓禾")
    make_byline(story, "周立", "编辑")
    make_mention(story, "周立群", ["区长"])
    story.tags.add("防汛")
    Correction.objects.create(
        article=story, text="“三”应为“二”。", made_at=datetime(2026, 3, 9, 4, tzinfo=UTC)
    )
    # With its size said, the file is not asked for it.
    Picture.objects.create(
        article=story, image="pictures/a.jpg", width=1200, height=800, caption="清淤"
    )
    return story


# JSON-LD


def test_a_story_says_where_and_when_it_was_printed_and_by_whom(client) -> None:
    story = make_whole_story()

    data = graph(client.get(story.get_absolute_url()).text)["NewsArticle"]

    assert data["@id"] == data["url"] == f"http://testserver{story.get_absolute_url()}"
    assert data["headline"] == "清淤，开工"
    assert data["alternativeHeadline"] == "九月完工"
    assert data["datePublished"] == "2018-05"  # no day is made up
    assert data["dateModified"] == "2026-03-09T04:00:00+00:00"
    assert (data["pageStart"], data["printSection"]) == ("N05", "城区")
    assert data["publisher"]["name"] == "河滨晚报"
    assert data["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "河滨晚报"}
    assert data["isPartOf"]["datePublished"] == "2018-05"
    assert [author["name"] for author in data["author"]] == ["林晓禾"]
    assert [thing["name"] for thing in data["about"]] == ["防汛"]
    (named,) = data["mentions"]
    official = story.mentions.get().person
    assert (named["name"], named["jobTitle"]) == ("周立群", ["区长"])
    assert named["url"] == f"http://testserver{official.get_absolute_url()}"
    assert [each["text"] for each in data["correction"]] == ["“三”应为“二”。"]
    assert data["image"][0]["caption"] == "清淤"


def test_a_story_of_unknown_date_and_page_says_none(client) -> None:
    story = make_article(page=make_page(make_issue(None)))

    data = graph(client.get(story.get_absolute_url()).text)["NewsArticle"]

    assert not {"datePublished", "pageStart", "author", "correction"} & set(data)
    assert "datePublished" not in data["isPartOf"]


def test_somebody_without_a_page_of_their_own_has_no_address(client) -> None:
    story = make_article()
    story.mentions.create(name="周立群", posts=["区长"])

    data = graph(client.get(story.get_absolute_url()).text)["NewsArticle"]

    assert data["mentions"] == [{"@type": "Person", "name": "周立群", "jobTitle": ["区长"]}]


def test_the_way_to_a_story_leads_over_its_issue_and_its_page(client) -> None:
    story = make_whole_story()

    trail = graph(client.get(story.get_absolute_url()).text)["BreadcrumbList"]["itemListElement"]

    assert [step["name"] for step in trail] == [
        "首页",
        "期次",
        "2018年5月",
        "N05 城区",
        "清淤，开工",
    ]
    assert [step["position"] for step in trail] == [1, 2, 3, 4, 5]
    for step in trail:
        path = step["item"].removeprefix("http://testserver")
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "&lt;/script&gt;", "a\u2028b"]
)
def test_no_text_ends_the_block_of_data(client, text: str) -> None:
    story = make_article(text, summary=text)

    page = client.get(story.get_absolute_url()).text

    assert graph(page)["NewsArticle"]["headline"] == text
    assert "alert(1)</script>" not in page


def test_what_is_not_known_is_not_said() -> None:
    script = as_script({"@type": "Person", "name": "周立群", "memberOf": [], "url": ""})

    assert script == (
        '<script type="application/ld+json">{"@context":"https://schema.org",'
        '"@graph":[{"@type":"Person","name":"周立群"}]}</script>'
    )


def test_an_official_holds_offices_from_when_print_says_so(client) -> None:
    story = make_article(page=make_page(make_issue(date(2019, 11, 25))))
    mention = make_mention(story, "周立群", ["区长", "区委副书记"])
    mention.person.other_names.create(name="周利群")
    district = make_organization("柳河区")
    seen, told = make_post(district, "区长"), make_post(district, "区委副书记")
    for post in (seen, told):
        make_claim(mention, post)
    day = date(2019, 11, 25)
    make_tenure(mention.person, seen, day, day)
    make_tenure(mention.person, told, day, day, start_basis=Tenure.Basis.APPOINTMENT)

    data = graph(client.get(reverse("official-detail", args=[mention.person_id])).text)["Person"]

    assert (data["name"], data["alternateName"]) == ("周立群", ["周利群"])
    roles = {role["roleName"]: role for role in data["memberOf"]}
    assert roles["区长"]["memberOf"]["name"] == "柳河区"
    assert "startDate" not in roles["区长"]  # only seen in print on that day
    assert roles["区长"]["description"] == f"见报：{PartialDate(2019, 11, 25)}"
    assert roles["区委副书记"]["startDate"] == "2019-11-25"
    assert "endDate" not in roles["区委副书记"]


def test_organizations_and_posts_say_what_they_belong_to(client) -> None:
    district = make_organization("柳河区")
    body = make_organization("柳河区人民政府", "government", district, short_name="区政府")
    post = make_post(body, "区长")
    make_claim(make_mention(make_article()), post)

    data = graph(client.get(body.get_absolute_url()).text)
    trail = graph(client.get(post.get_absolute_url()).text)["BreadcrumbList"]["itemListElement"]

    assert data["Organization"]["alternateName"] == ["区政府"]
    assert data["Organization"]["parentOrganization"]["name"] == "柳河区"
    assert [step["name"] for step in trail] == ["首页", "人物", "柳河区", "区政府", "区长"]
    assert len(data["BreadcrumbList"]["itemListElement"]) == 4


def test_a_reporter_is_a_person_with_the_roles_of_their_signatures(client) -> None:
    reporter = make_byline(make_article(), "林晓禾", "记者").person

    page = client.get(reverse("reporter-detail", args=[reporter.pk])).text

    assert graph(page)["Person"]["jobTitle"] == ["记者"]
    assert values(page, "og:type") == ["profile"]


def test_issues_pages_and_tags_say_where_they_stand(client) -> None:
    story = make_whole_story()
    for row, last in [
        (story.page.issue, "2018年5月"),
        (story.page, "N05 城区"),
        (Tag.objects.get(), "防汛"),
        ("要闻", "要闻"),
    ]:
        path = reverse("section-detail", args=[row]) if row == last else row.get_absolute_url()
        trail = graph(client.get(path).text)["BreadcrumbList"]["itemListElement"]
        assert trail[-1]["name"] == last


# Previews and reference managers


def test_a_story_shared_elsewhere_has_its_headline_and_picture(client) -> None:
    story = make_whole_story()

    page = client.get(story.get_absolute_url()).text

    assert values(page, "og:type") == ["article"]
    assert values(page, "og:title") == ["清淤，开工"]
    assert values(page, "og:url") == [f"http://testserver{story.get_absolute_url()}"]
    assert values(page, "og:image") == [f"http://testserver{story.pictures.get().address}"]
    assert values(page, "article:tag") == ["防汛"]
    assert values(page, "article:published_time") == []  # which takes whole days only


def test_a_reference_manager_takes_a_newspaper_article(client) -> None:
    story = make_whole_story()
    make_byline(story, "苏禾", "通讯员")

    page = client.get(story.get_absolute_url()).text

    assert {
        name: values(page, name)
        for name, _ in metas(page)
        if name.startswith(("citation_", "DC.", "eprints."))
    } == {
        "citation_title": ["清淤，开工"],
        "citation_author": ["林晓禾", "苏禾"],
        "citation_journal_title": ["河滨晚报"],
        "citation_publication_date": ["2018/05"],
        "citation_firstpage": ["N05"],
        "citation_public_url": [f"http://testserver{story.get_absolute_url()}"],
        "citation_language": ["zh"],
        "eprints.type": ["newsitem"],
        "DC.type": ["newspaperArticle"],
        "DC.title": ["清淤，开工"],
        "DC.creator": ["林晓禾", "苏禾"],
        "DC.source": ["河滨晚报"],
        "DC.date": ["2018-05"],
        "DC.identifier": [f"http://testserver{story.get_absolute_url()}"],
        "DC.language": ["zh-Hans"],
    }


# Addresses


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("?from=weixin&utm_source=x", ""),
        ("?year=2018&x=1", "?year=2018"),
    ],
)
def test_a_page_has_one_address_however_it_was_come_by(client, asked: str, kept: str) -> None:
    make_article()
    path = reverse("issue-list")

    assert canonical(client.get(path + asked).text) == f"http://testserver{path}{kept}"


def test_the_canonical_address_is_of_the_site_that_the_settings_name(client, settings) -> None:
    settings.SITE_URL = "https://news.example.cn"
    story = make_article()

    page = client.get(story.get_absolute_url()).text

    assert canonical(page) == f"https://news.example.cn{story.get_absolute_url()}"
    assert graph(page)["NewsArticle"]["url"] == canonical(page)


def test_what_is_not_there_has_no_address(client) -> None:
    withdrawn = make_article(status=Article.Status.WITHDRAWN)

    for path in ("/nothing/", withdrawn.get_absolute_url()):
        assert "canonical" not in client.get(path).text
    assert "canonical" not in render_to_string("500.html")


def test_a_preview_tells_machines_nothing(admin_client) -> None:
    story = make_article("清淤工程开工", status=Article.Status.REVIEWED)

    page = admin_client.get(reverse("admin:articles_article_preview", args=[story.pk])).text

    assert "清淤工程开工" in page
    assert "canonical" not in page
    assert "ld+json" not in page


@pytest.mark.parametrize("kind", ["sections", "tags", "officials", "reporters"])
def test_feed_readers_find_the_feed_of_what_a_page_shows(client, kind: str) -> None:
    story = make_whole_story()
    paths = {
        "sections": reverse("section-detail", args=["要闻"]),
        "tags": Tag.objects.get().get_absolute_url(),
        "officials": story.mentions.get().person.get_absolute_url(),
        "reporters": story.bylines.get(name="林晓禾").person.get_absolute_url(),
    }

    page = html.fromstring(client.get(paths[kind]).text)

    links = page.xpath(
        "//head/link[@rel='alternate'][contains(@type, 'atom') or contains(@type, 'rss') or contains(@type, 'feed')]/@href"
    )
    assert len(links) == 6
    assert any(f"/{kind}/" in link for link in links)
    for link in links:
        assert client.get(link).status_code == 200
