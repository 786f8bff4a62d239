"""Pages in two languages: what an address says of its language, and how pages lead across."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.translation import get_language, override
from lxml import html

from articles.conditional import archive_etag
from articles.merging import merge_people
from articles.models import Article, Tag, TaggedArticle
from articles.tag_editing import rename
from tests.factories import make_article, make_issue, make_mention, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    story = make_article("清淤工程开工", make_page(make_issue(date(2018, 5, 31))), section="要闻")
    make_mention(story)
    tag = Tag.objects.create(name="防汛", slug="防汛")
    TaggedArticle.objects.create(content_object=story, tag=tag)
    return story


def page_at(client, address: str, **headers: str) -> html.HtmlElement:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return html.fromstring(response.content)


def test_an_address_below_en_is_english_and_any_other_chinese(client, story) -> None:
    assert page_at(client, "/").get("lang") == "zh-Hans"
    english = page_at(client, "/en/")
    assert english.get("lang") == "en"
    assert english.xpath("//nav[@aria-label='Main navigation']//a/@href")[:2] == [
        "/en/",
        "/en/articles/",
    ]


def test_what_a_browser_prefers_changes_nothing(client, story) -> None:
    client.cookies["django_language"] = "en"
    plain = client.get(story.get_absolute_url())
    preferring = client.get(story.get_absolute_url(), headers={"accept-language": "en"})

    assert preferring.content == plain.content
    assert preferring.headers["ETag"] == plain.headers["ETag"]
    assert "Vary" not in preferring.headers


def test_a_kept_page_of_one_language_is_never_taken_for_the_other(client, story) -> None:
    chinese = client.get("/").headers["ETag"]
    english = client.get("/en/").headers["ETag"]

    assert chinese == archive_etag() != english
    assert client.get("/en/", headers={"if-none-match": chinese}).status_code == 200
    assert client.get("/en/", headers={"if-none-match": english}).status_code == 304


def test_a_request_leaves_no_language_behind(client) -> None:
    before = get_language()
    client.get("/en/")
    assert get_language() == before


@pytest.mark.parametrize(
    "address",
    [
        "healthz",
        "robots.txt",
        "sitemap.xml",
        "feeds/atom/",
        "api/",
        "articles/cite/ris",
        "admin/",
        "zh-hans/",
    ],
)
def test_what_programs_read_has_no_english_address(client, story, address: str) -> None:
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize("name", ["没有/这 一页", "a?b", "50%"])
def test_a_page_leads_to_itself_in_the_other_language(client, name: str) -> None:
    make_article(section=name)
    here = f"/sections/{quote(name)}/"

    chinese = page_at(client, f"{here}?x=%3C%26&y=1")
    (link,) = chinese.xpath("//header//a[@hreflang='en']")
    assert (link.get("href"), link.text) == (f"/en{here}?x=%3C%26&y=1", "English")

    english = page_at(client, link.get("href"))
    (back,) = english.xpath("//header//a[@hreflang='zh-Hans']")
    assert (back.get("href"), back.get("lang"), back.text) == (
        f"{here}?x=%3C%26&y=1",
        "zh-Hans",
        "中文",
    )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_names_its_versions_and_the_chinese_one_as_its_address(
    client, story, prefix: str
) -> None:
    head = page_at(client, f"{prefix}/issues/?year=2018&x=1").head
    links = {
        link.get("hreflang"): link.get("href").removeprefix("http://testserver")
        for link in head.xpath("link[@hreflang]")
    }
    assert links == {
        "zh-Hans": "/issues/?year=2018",
        "en": "/en/issues/?year=2018",
        "x-default": "/issues/?year=2018",
    }
    assert head.xpath("link[@rel='canonical']/@href") == ["http://testserver/issues/?year=2018"]
    assert head.xpath("meta[@property='og:locale']/@content") == ["en_US" if prefix else "zh_CN"]


def test_a_page_of_one_language_offers_no_other(client) -> None:
    assert not page_at(client, reverse("api")).xpath("//*[@hreflang]")


def test_a_page_that_is_not_there_says_so_in_its_language(client) -> None:
    response = client.get("/en/articles/999/")

    assert response.status_code == 404
    assert html.fromstring(response.content).get("lang") == "en"


def test_an_address_without_its_slash_stays_english(client) -> None:
    assert client.get("/en").headers["Location"] == "/en/"
    assert client.get("/en/articles").headers["Location"] == "/en/articles/"


def test_old_addresses_lead_on_in_the_language_they_were_asked_in(
    client, story, django_user_model
) -> None:
    editor = django_user_model.objects.create_user("陆编辑")
    kept = story.mentions.get().person
    gone = make_person("周立羣", is_official=True)
    merge_people(kept, gone, editor)
    rename(Tag.objects.get(), "抗洪")
    other = make_article("并入的", status=Article.Status.WITHDRAWN, merged_into=story)
    with override("en"):
        moves = {
            reverse("official-detail", args=[gone.pk]): kept.get_absolute_url(),
            reverse("tag-detail", args=["防汛"]): Tag.objects.get().get_absolute_url(),
            other.get_absolute_url(): story.get_absolute_url(),
        }

    for old, new in moves.items():
        assert new.startswith("/en/")
        assert client.get(old).headers["Location"] == new
