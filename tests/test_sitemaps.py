"""Sitemaps and what robots are told: which pages are named, by whose rules, at what cost."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles import sitemaps
from articles.models import Article, Byline, Issue, Mention, Page, Tag, TaggedArticle
from people.models import Person
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_page,
    make_post,
)

pytestmark = pytest.mark.django_db

# https://www.sitemaps.org/schemas, and Google's for news, as far as they bind what we write
_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0"
    ns="http://www.sitemaps.org/schemas/sitemap/0.9"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><choice>
    <element name="sitemapindex"><oneOrMore>
      <element name="sitemap"><ref name="loc"/></element>
    </oneOrMore></element>
    <element name="urlset"><oneOrMore>
      <element name="url">
        <ref name="loc"/>
        <optional><element name="lastmod"><data type="dateTime"/></element></optional>
        <optional><ref name="news"/></optional>
      </element>
    </oneOrMore></element>
  </choice></start>
  <define name="loc"><element name="loc"><data type="anyURI">
    <param name="minLength">12</param><param name="maxLength">2048</param>
    <param name="pattern">https?://[!-~]+</param>
  </data></element></define>
  <define name="news">
    <element name="news" ns="http://www.google.com/schemas/sitemap-news/0.9">
      <element name="publication">
        <element name="name"><text/></element>
        <element name="language"><choice><value>zh-cn</value><value>zh-tw</value></choice></element>
      </element>
      <element name="publication_date"><data type="date"/></element>
      <element name="title"><data type="string"><param name="minLength">1</param></data></element>
    </element>
  </define>
</grammar>
"""
GRAMMAR = etree.RelaxNG(etree.XML(_GRAMMAR))
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(autouse=True)
def one_range(monkeypatch) -> Iterator[None]:
    """Everything is in the map 0: PostgreSQL goes on counting from test to test."""
    monkeypatch.setattr(sitemaps, "IDS_A_MAP", 10**9)
    yield
    # A map that nobody read to its end holds a cursor of this test's transaction.
    gc.collect()


def read(client, path: str) -> list[str]:
    """The addresses in a map or an index that keeps to its rules."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    tree = etree.fromstring(b"".join(response))
    GRAMMAR.assertValid(tree)
    return [place.text.removeprefix("http://testserver") for place in tree.iter(LOCATION)]


def everything(client) -> list[str]:
    return [path for each in read(client, reverse("sitemap")) for path in read(client, each)]


def make_whole_story(**values: object) -> Article:
    story = make_article(section="要闻", **values)
    make_byline(story)
    make_claim(make_mention(story), make_post())
    story.tags.add("防汛")
    return story


def test_every_page_that_readers_see_is_named_once(client) -> None:
    story = make_whole_story()

    named = everything(client)

    assert sorted(named) == sorted(
        [
            *(reverse(view) for view in sitemaps.LISTS),
            story.get_absolute_url(),
            story.page.get_absolute_url(),
            story.page.issue.get_absolute_url(),
            story.bylines.get().person.get_absolute_url(),
            story.mentions.get().person.get_absolute_url(),
            story.claims.get().post.get_absolute_url(),
            story.claims.get().post.organization.get_absolute_url(),
            Tag.objects.get().get_absolute_url(),
        ]
    )
    for path in named:
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "values",
    [
        {"status": Article.Status.IMPORTED},
        {"status": Article.Status.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
)
def test_what_readers_may_not_see_is_not_named(client, values: dict[str, object]) -> None:
    make_whole_story(page=make_page(make_issue(timezone.localdate())), **values)

    assert read(client, reverse("sitemap")) == [reverse("sitemap-lists")]
    for kind in sitemaps.KINDS:
        assert client.get(reverse("sitemap-of", args=[kind, 0])).status_code == 404


def test_ranges_without_a_page_are_left_out(client, monkeypatch) -> None:
    monkeypatch.setattr(sitemaps, "IDS_A_MAP", 10)
    page = make_page()
    for pk, status in [(3, "published"), (14, "imported"), (25, "published"), (29, "published")]:
        make_article(page=page, pk=pk, status=status, position=pk)

    paths = [path for path in read(client, reverse("sitemap")) if "articles-" in path]

    assert paths == ["/sitemaps/articles-0.xml", "/sitemaps/articles-2.xml"]
    assert read(client, paths[1]) == ["/articles/25/", "/articles/29/"]
    assert client.get("/sitemaps/articles-1.xml").status_code == 404


@pytest.mark.parametrize("name", ["articles-999999999", "articles-x", "flags-0", "articles-"])
def test_a_map_that_is_none_is_not_there(client, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_a_story_says_when_it_last_changed(client) -> None:
    story = make_article()
    moment = timezone.now().replace(microsecond=0) + timedelta(days=3)
    Article.objects.filter(pk=story.pk).update(updated_at=moment)

    text = b"".join(client.get(reverse("sitemap-of", args=["articles", 0]))).decode()

    assert f"<lastmod>{moment.isoformat()}</lastmod>" in text


def test_the_news_are_the_papers_of_two_days(client) -> None:
    today = timezone.localdate()
    for headline, day, precision in [
        ("今天<的>&\x0b", today, "day"),
        ("昨天的", today - timedelta(days=1), "day"),
        ("前天的", today - timedelta(days=2), "day"),
        ("这一年的", today.replace(month=1, day=1), "year"),
        ("不知哪天的", None, "none"),
    ]:
        make_article(headline, make_page(make_issue(day, precision)))

    assert "/sitemaps/news.xml" in read(client, reverse("sitemap"))
    assert len(read(client, reverse("sitemap-news"))) == 2
    text = b"".join(client.get(reverse("sitemap-news"))).decode()
    assert "<news:title>今天&lt;的&gt;&amp;</news:title>" in text
    assert f"<news:publication_date>{today.isoformat()}</news:publication_date>" in text
    assert "昨天的" in text


def test_without_news_there_is_no_map_of_them(client) -> None:
    make_article(page=make_page(make_issue(date(2018, 5, 1))))

    assert "/sitemaps/news.xml" not in read(client, reverse("sitemap"))


def test_robots_find_the_sitemap_and_leave_what_is_costly(client) -> None:
    story = make_whole_story()
    text = client.get("/robots.txt").text
    robots = RobotFileParser()
    robots.parse(text.splitlines())

    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
    for path in ("/search/?q=1", "/api/", reverse("admin:index"), "/articles/cite/ris"):
        assert not robots.can_fetch("*", path)
    for path in (*everything(client), story.get_absolute_url(), reverse("feed", args=["atom"])):
        assert robots.can_fetch("*", path)


def test_a_map_that_is_unchanged_is_not_sent_again(client) -> None:
    make_article()
    path = reverse("sitemap-of", args=["articles", 0])
    etag = client.get(path)["ETag"]

    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


# What it costs


def publish(count: int) -> None:
    """So many of each: stories, issues, pages, people, posts' stories and tags."""
    first = make_whole_story()
    paper = first.page.issue.newspaper
    days = [date(1900, 1, 1) + timedelta(days=number) for number in range(count)]
    issues = Issue.objects.bulk_create(
        Issue(newspaper=paper, date=day, precision="day", slug=day.isoformat()) for day in days
    )
    pages = Page.objects.bulk_create(Page(issue=issue, position=1, slug="p1") for issue in issues)
    stories = Article.objects.bulk_create(
        Article(
            page=page,
            position=1,
            key="bulk",
            headline="稿件",
            status=Article.Status.PUBLISHED,
            published_at=timezone.now(),
            order_key=int(page.issue.date_value.replace("-", "")) * 10**8,
        )
        for page in pages
    )
    people = Person.objects.bulk_create(
        Person(name=f"周{number}", is_official=True, is_reporter=True) for number in range(count)
    )
    tags = Tag.objects.bulk_create(Tag(name=f"t{n}", slug=f"t{n}") for n in range(count))
    rows = list(zip(stories, people, tags, strict=True))
    Byline.objects.bulk_create(
        Byline(article=story, person=who, name="周", role="记者", order_key=story.order_key)
        for story, who, _ in rows
    )
    Mention.objects.bulk_create(
        Mention(article=story, person=who, name="周", order_key=story.order_key)
        for story, who, _ in rows
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=story, tag=tag, order_key=story.order_key)
        for story, _, tag in rows
    )


@pytest.mark.parametrize("count", [10, 3000])
def test_the_index_and_each_map_take_a_fixed_number_of_queries(
    client, django_assert_num_queries, count: int
) -> None:
    publish(count)

    with django_assert_num_queries(1 + 1 + 2 * len(sitemaps.KINDS)):  # the stamp; news; ranges
        client.get(reverse("sitemap"))
    for kind in sitemaps.KINDS:
        with django_assert_num_queries(2):  # the stamp, and the rows
            sent = b"".join(client.get(reverse("sitemap-of", args=[kind, 0])))
        assert sent.count(b"<url>") == (1 if kind in ("posts", "organizations") else count + 1)
    with django_assert_num_queries(2):
        b"".join(client.get(reverse("sitemap-news")))
    with django_assert_num_queries(0):
        client.get("/robots.txt")
