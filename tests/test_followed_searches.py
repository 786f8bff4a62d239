"""Searches that are followed and cited, and the archive among the search engines of a browser."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import quote

import feedparser
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html

from articles.models import Article
from tests.factories import make_article, make_byline, make_issue, make_mention, make_page

pytestmark = pytest.mark.django_db

FORMS = ["atom", "rss", "json"]


def make_stories() -> list[Article]:
    """Two about dredging, the newer first, and one about something else."""
    newer = make_article("清淤工程开工", make_page(make_issue(date(2019, 11, 25))), section="要闻")
    older = make_article(
        "河道管护", make_page(make_issue(date(2018, 5, 1))), body="清淤之后，清淤队撤离。"
    )
    make_article("老街改造", body="老街换新颜。")
    return [newer, older]


def titles(response) -> list[str]:
    if response["Content-Type"].startswith("application/feed+json"):
        return [item["title"] for item in response.json()["items"]]
    return [entry.title for entry in feedparser.parse(response.content).entries]


# Followed


@pytest.mark.parametrize("form", FORMS)
def test_a_search_is_followed_from_the_newest_it_finds(client, form: str) -> None:
    make_stories()

    response = client.get(reverse("feed-of-search", args=[form]), {"q": "清淤", "order": "best"})

    assert titles(response) == ["清淤工程开工", "河道管护"]
    assert response["X-Robots-Tag"] == "noindex"


def test_a_followed_search_is_narrowed_as_the_page_is(client) -> None:
    make_stories()
    asked = {"q": "清淤", "section": "要闻"}

    response = client.get(reverse("feed-of-search", args=["atom"]), asked)

    feed = feedparser.parse(response.content)
    assert [entry.title for entry in feed.entries] == ["清淤工程开工"]
    assert feed.feed.title.startswith("检索：清淤 要闻")
    page = client.get(feed.feed.link.removeprefix("http://testserver"))
    assert page.status_code == 200
    assert "清淤工程" in html.fromstring(page.text).text_content()


def test_a_followed_search_says_when_nothing_changed(client) -> None:
    [newer, _] = make_stories()
    address, asked = reverse("feed-of-search", args=["atom"]), {"q": "清淤"}
    known = {"if-none-match": client.get(address, asked)["ETag"]}

    assert client.get(address, asked, headers=known).status_code == 304
    newer.status = Article.Status.WITHDRAWN
    newer.save()
    assert titles(client.get(address, asked, headers=known)) == ["河道管护"]


def test_a_search_that_finds_nothing_yet_can_be_followed(client) -> None:
    make_stories()

    assert titles(client.get(reverse("feed-of-search", args=["json"]), {"q": "防汛"})) == []


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "清"}, {"since": "昨天"}])
def test_what_is_no_search_is_neither_followed_nor_cited(client, asked: dict[str, str]) -> None:
    make_stories()

    for address in (
        reverse("feed-of-search", args=["atom"]),
        reverse("search-cite", args=["ris"]),
    ):
        assert client.get(address, asked).status_code == 404


def test_the_page_of_a_search_leads_to_its_feeds_and_citations(client) -> None:
    make_stories()
    asked = {"q": "清淤 & “工程”", "order": "best"}

    page = html.fromstring(client.get(reverse("search"), asked).text)

    feeds = page.xpath("//head/link[@type='application/atom+xml']/@href")
    assert (
        f"{reverse('feed-of-search', args=['atom'])}?q={quote('清淤 & “工程”').replace('%20', '+')}"
        in feeds
    )
    (cited,) = page.xpath("//details[@class='cite']//a[contains(@href, '/csl')]/@href")
    assert [item["title"] for item in client.get(cited).json()] == ["清淤工程开工"]
    for link in (*feeds, *page.xpath("//p[@class='follow']/a/@href")):
        assert client.get(link).status_code == 200


# Cited


def test_a_search_is_cited_in_its_order(client) -> None:
    make_stories()
    address = reverse("search-cite", args=["csl"])

    def cited(**asked: str) -> list[str]:
        return [item["title"] for item in client.get(address, {"q": "清淤"} | asked).json()]

    assert cited() == ["清淤工程开工", "河道管护"]
    assert set(cited(order="best")) == {"清淤工程开工", "河道管护"}
    assert cited(until="2018") == ["河道管护"]


# What it costs


def publish(count: int) -> None:
    page = make_page()
    Article.objects.bulk_create(
        Article(
            page=page,
            position=1,
            key=f"bulk{number}",
            order_key=2019112500000000 + number,
            headline="清淤工程",
            status=Article.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        for number in range(count)
    )
    call_command("reindex_search")


@pytest.mark.parametrize(("stories", "cited"), [(10, 10), (3000, 500)])
@pytest.mark.parametrize("order", ["date", "best"])
def test_a_search_is_followed_and_cited_in_as_many_queries_however_much_it_finds(
    client, django_assert_max_num_queries, order: str, stories: int, cited: int
) -> None:
    publish(stories)
    asked = {"q": "清淤", "order": order}

    # Whom the word may mean, what is found and, by relevance, its texts in two parts; then what
    # changed, the stories, their authors and tags.
    with django_assert_max_num_queries(6):
        found = titles(client.get(reverse("feed-of-search", args=["json"]), asked))
    with django_assert_max_num_queries(8):
        items = client.get(reverse("search-cite", args=["csl"]), asked).json()

    assert len(found) == min(50, stories)
    assert len(items) == cited


# Browsers

_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://a9.com/-/spec/opensearch/1.1/"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="OpenSearchDescription"><interleave>
    <element name="ShortName"><data type="string">
      <param name="minLength">1</param><param name="maxLength">16</param></data></element>
    <element name="Description"><data type="string">
      <param name="minLength">1</param><param name="maxLength">1024</param></data></element>
    <element name="InputEncoding"><value>UTF-8</value></element>
    <element name="Language"><data type="language"/></element>
    <element name="Image"><attribute name="type"/><data type="anyURI"/></element>
    <oneOrMore><element name="Url">
      <attribute name="type"/><attribute name="template"/>
      <optional><attribute name="rel"><value>self</value></attribute></optional>
    </element></oneOrMore>
  </interleave></element></start>
</grammar>
"""
OPENSEARCH = etree.RelaxNG(etree.XML(_GRAMMAR))


def test_a_browser_can_search_the_archive(client) -> None:
    make_stories()
    (link,) = html.fromstring(client.get("/").text).xpath("//head/link[@rel='search']/@href")

    response = client.get(link)

    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    OPENSEARCH.assertValid(tree)
    for place in tree.iter("{*}Url"):
        address = place.get("template").replace("{searchTerms}", quote("清淤"))
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(place.get("type"))


def test_a_browser_is_offered_names_that_readers_may_see(client) -> None:
    story = make_article()
    official = make_mention(story, "周立群").person
    make_mention(make_article(status=Article.Status.IMPORTED), "周立未")
    make_byline(story, "周立")

    typed, names, kinds, addresses = client.get(
        reverse("opensearch-suggestions"), {"q": "周立群"}
    ).json()

    assert (typed, names, len(kinds)) == ("周立群", ["周立群"], 1)
    assert addresses == [f"http://testserver{official.get_absolute_url()}"]


def test_search_engines_are_told_how_to_search(client) -> None:
    page = html.fromstring(client.get("/").text)

    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    (website,) = json.loads(script)["@graph"]
    action = website["potentialAction"]
    assert action["@type"] == "SearchAction"
    address = action["target"]["urlTemplate"].removeprefix("http://testserver")
    assert client.get(address.replace("{search_term_string}", "清淤")).status_code == 200
