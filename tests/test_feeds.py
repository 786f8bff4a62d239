"""Feeds: what stands in them, what other programs make of them, and what they cost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

from articles.models import Article, Correction, Tag, TagRedirect
from people.models import PersonRedirect
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
    make_person,
)

pytestmark = pytest.mark.django_db

FORMS = ["atom", "rss", "json"]
AT_NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)


def address(form: str, kind: str = "", key: object = "") -> str:
    if kind:
        return reverse("feed-of", args=[form, kind, key])
    return reverse("feed", args=[form])


def titles(client, form: str, kind: str = "", key: object = "") -> list[str]:
    response = client.get(address(form, kind, key))
    assert response.status_code == 200
    if form == "json":
        return [item["title"] for item in response.json()["items"]]
    return [entry.title for entry in feedparser.parse(response.content).entries]


def make_whole_story(**values: object) -> Article:
    page = make_page(make_issue(date(2018, 5, 1), "month"), number="N05")
    story = make_article("清淤,开工", page, section="要闻", summary="昨日开工。", **values)
    make_byline(story, "林晓禾")
    make_byline(story, "苏禾", "通讯员")
    make_mention(story, "周立群")
    story.tags.add("防汛")
    return story


# What stands in them


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_reader_of_feeds_finds_all_of_a_story(client, form: str) -> None:
    story = make_whole_story(published_at=AT_NOON)

    parsed = feedparser.parse(client.get(address(form)).content)

    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == {"atom": "atom10", "rss": "rss20"}[form]
    (entry,) = parsed.entries
    assert entry.title == "清淤，开工"
    assert entry.link == entry.id == f"http://testserver{story.get_absolute_url()}"
    assert entry.summary == "《河滨晚报》2018年5月 N05：昨日开工。"
    assert [author.name for author in entry.authors if author] == ["林晓禾", "苏禾"]
    assert [tag.term for tag in entry.tags] == ["防汛"]
    assert entry.published_parsed[:5] == (2026, 3, 9, 4, 0)


def test_a_reader_of_json_feeds_finds_all_of_a_story(client) -> None:
    story = make_whole_story(published_at=AT_NOON)

    document = client.get(address("json")).json()

    assert document["items"] == [
        {
            "id": f"http://testserver{story.get_absolute_url()}",
            "url": f"http://testserver{story.get_absolute_url()}",
            "title": "清淤，开工",
            "content_text": "《河滨晚报》2018年5月 N05：昨日开工。",
            "date_published": "2026-03-09T04:00:00+00:00",
            "date_modified": "2026-03-09T04:00:00+00:00",
            "authors": [{"name": "林晓禾"}, {"name": "苏禾"}],
            "tags": ["防汛"],
        }
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_newest_stories_stand_first_and_the_fifty_first_is_left_out(client, form: str) -> None:
    publish(51)

    found = titles(client, form)

    assert (len(found), found[0], found[-1]) == (50, "稿件50", "稿件1")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("kind", "name"), [("sections", "要闻"), ("tags", None), ("reporters", 0), ("officials", 0)]
)
def test_each_kind_has_its_own_stories(client, form: str, kind: str, name: object) -> None:
    story = make_whole_story()
    make_article("别的稿件")
    keys = {
        "sections": "要闻",
        "tags": Tag.objects.get().slug,
        "reporters": story.bylines.get(name="林晓禾").person_id,
        "officials": story.mentions.get().person_id,
    }

    assert titles(client, form, kind, keys[kind]) == ["清淤，开工"]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_what_xml_cannot_hold_breaks_no_feed(client, form: str) -> None:
    make_article("一\x0b<b>二</b> & 三]]>", summary="\x1f<script>&amp;")

    parsed = feedparser.parse(client.get(address(form)).content)

    assert not parsed.bozo
    assert parsed.entries[0].title.startswith("一 ")


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_without_stories_has_an_empty_feed(client, form: str) -> None:
    assert titles(client, form) == []


# What is public


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "values",
    [
        {"status": Article.Status.IMPORTED},
        {"status": Article.Status.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
)
def test_what_readers_may_not_see_is_in_no_feed(client, form: str, values: dict) -> None:
    story = make_whole_story(**values)

    assert titles(client, form) == []
    for kind, key in [
        ("sections", "要闻"),
        ("tags", Tag.objects.get().slug),
        ("reporters", story.bylines.first().person_id),
        ("officials", story.mentions.get().person_id),
    ]:
        response = client.get(address(form, kind, key))
        assert response.status_code == 404
        assert "清淤" not in response.text


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("tags", "没有"),
        ("reporters", "0"),
        ("officials", "九"),
        ("officials", "9" * 40),
        ("sections", "没有"),
    ],
)
def test_a_feed_of_nobody_is_not_there(client, kind: str, key: str) -> None:
    assert client.get(address("atom", kind, key)).status_code == 404


def test_the_feed_of_a_merged_tag_or_person_leads_on(client) -> None:
    story = make_whole_story()
    tag, person = Tag.objects.get(), story.mentions.get().person
    TagRedirect.objects.create(slug="旧名", tag=tag)
    PersonRedirect.objects.create(old_id=person.pk + 1000, person=person)

    for kind, old, new in [
        ("tags", "旧名", tag.slug),
        ("officials", person.pk + 1000, person.pk),
    ]:
        response = client.get(address("rss", kind, old))
        assert response.status_code == 301
        assert response["Location"] == address("rss", kind, new)


# Asked again


def test_a_feed_in_which_nothing_changed_is_answered_by_one_query(
    client, django_assert_num_queries
) -> None:
    make_whole_story()
    etag = client.get(address("atom"))["ETag"]

    with django_assert_num_queries(1):
        response = client.get(address("atom"), headers={"if-none-match": etag})

    assert response.status_code == 304
    assert (response["ETag"], response.content) == (etag, b"")


def correct(story: Article) -> None:
    Correction.objects.create(article=story, text="“三”应为“二”。")


def withdraw(story: Article) -> None:
    Article.objects.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN)


def edit(story: Article) -> None:
    story.headline = "改过"
    story.save()


@pytest.mark.parametrize("change", [correct, withdraw, edit])
@pytest.mark.parametrize("form", FORMS)
def test_a_change_is_seen_by_who_asks_again(client, form: str, change) -> None:
    make_article("别的稿件", published_at=AT_NOON)
    story = make_article(published_at=AT_NOON)
    before = client.get(address(form))
    asked = {
        "if-none-match": before["ETag"],
        "if-modified-since": before["Last-Modified"],
    }

    change(story)

    assert client.get(address(form), headers=asked).status_code == 200


def test_the_time_alone_hides_no_withdrawal(client) -> None:
    make_article("别的稿件")
    story = make_article(published_at=AT_NOON)
    Article.objects.filter(pk=story.pk).update(updated_at=AT_NOON)
    modified = client.get(address("atom"))["Last-Modified"]
    withdraw(story)

    response = client.get(address("atom"), headers={"if-modified-since": modified})

    assert response.status_code == 200


def test_a_correction_updates_its_story_and_no_other(client) -> None:
    story = make_article("改过", published_at=AT_NOON)
    make_article("没改", published_at=AT_NOON)
    Correction.objects.create(article=story, text="更正", made_at=AT_NOON + timedelta(days=2))

    entries = feedparser.parse(client.get(address("atom")).content).entries

    days = {entry.title: entry.updated_parsed[2] for entry in entries}
    assert days == {"改过": 11, "没改": 9}
    assert {entry.published_parsed[2] for entry in entries} == {9}


def test_two_forms_of_a_feed_share_no_etag(client) -> None:
    make_article()

    assert len({client.get(address(form))["ETag"] for form in FORMS}) == 3


# Their own rules

# RFC 4287, as far as it binds what we write
ATOM = etree.RelaxNG(
    etree.XML(b"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="feed">
      <attribute name="xml:lang"><data type="language"/></attribute>
      <interleave>
        <element name="title"><text/></element>
        <element name="id"><data type="anyURI"/></element>
        <element name="updated"><data type="dateTime"/></element>
        <element name="author"><ref name="person"/></element>
        <oneOrMore><ref name="link"/></oneOrMore>
        <zeroOrMore><ref name="entry"/></zeroOrMore>
      </interleave>
    </element>
  </start>
  <define name="entry">
    <element name="entry">
      <interleave>
        <element name="title"><text/></element>
        <element name="id"><data type="anyURI"/></element>
        <element name="published"><data type="dateTime"/></element>
        <element name="updated"><data type="dateTime"/></element>
        <element name="summary"><attribute name="type"><value>html</value></attribute><text/></element>
        <ref name="link"/>
        <zeroOrMore><element name="author"><ref name="person"/></element></zeroOrMore>
        <zeroOrMore><element name="category"><attribute name="term"/></element></zeroOrMore>
      </interleave>
    </element>
  </define>
  <define name="person"><element name="name"><data type="string"><param name="minLength">1</param></data></element></define>
  <define name="link">
    <element name="link">
      <attribute name="rel"><choice><value>self</value><value>alternate</value></choice></attribute>
      <attribute name="href"><data type="anyURI"/></attribute>
    </element>
  </define>
</grammar>
""")
)

_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
_AUTHORS = {
    "type": "array",
    "items": {"type": "object", "required": ["name"], "properties": {"name": _TEXT}},
}
# https://www.jsonfeed.org/version/1.1/, as far as it binds what we write
JSON_FEED = Draft202012Validator(
    {
        "type": "object",
        "required": ["version", "title", "items"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": _TEXT,
            "home_page_url": _ADDRESS,
            "feed_url": _ADDRESS,
            "language": _TEXT,
            "authors": _AUTHORS,
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "content_text"],
                    "additionalProperties": False,
                    "properties": {
                        "id": _ADDRESS,
                        "url": _ADDRESS,
                        "title": _TEXT,
                        "content_text": _TEXT,
                        "date_published": {"type": "string", "format": "date-time"},
                        "date_modified": {"type": "string", "format": "date-time"},
                        "authors": _AUTHORS,
                        "tags": {"type": "array", "items": _TEXT},
                    },
                },
            },
        },
    },
    format_checker=FormatChecker(),
)


def test_atom_is_as_its_standard_says(client) -> None:
    make_whole_story()
    make_article("无署名")

    ATOM.assertValid(etree.fromstring(client.get(address("atom")).content))


def test_a_json_feed_is_as_its_standard_says(client) -> None:
    make_whole_story()
    make_article("无署名")
    response = client.get(address("json"))

    JSON_FEED.validate(response.json())
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"


# What they cost


def publish(count: int) -> None:
    page = make_page(number="1")
    stories = Article.objects.bulk_create(
        Article(
            page=page,
            position=number,
            key=f"bulk{number}",
            order_key=2019112500000000 + number,
            section="要闻",
            headline=f"稿件{number}",
            status=Article.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        for number in range(count)
    )
    tag, person = Tag.objects.create(name="防汛", slug="防汛"), make_person(is_official=True)
    for rows, field, values in [
        (Article.tags.through, "content_object", {"tag": tag}),
        (Article.mentions.rel.related_model, "article", {"person": person, "name": "林晓禾"}),
    ]:
        rows.objects.bulk_create(
            rows(**{field: story}, order_key=story.order_key, **values) for story in stories
        )


@pytest.mark.parametrize("stories", [10, 3000])
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_takes_four_queries_however_many_stories(
    client, django_assert_num_queries, form: str, stories: int
) -> None:
    publish(stories)

    with django_assert_num_queries(4):  # what changed; the stories, their authors and tags
        client.get(address(form))


@pytest.mark.parametrize("stories", [10, 3000])
@pytest.mark.parametrize(("kind", "more"), [("sections", 0), ("tags", 1), ("officials", 1)])
def test_a_feed_of_one_takes_one_query_more_for_who_or_what_it_is(
    client, django_assert_num_queries, kind: str, more: int, stories: int
) -> None:
    publish(stories)
    keys = {"sections": "要闻", "tags": "防汛"}
    key = keys.get(kind) or Article.objects.first().mentions.get().person_id

    with django_assert_num_queries(4 + more):
        response = client.get(address("atom", kind, key))

    assert response.status_code == 200
