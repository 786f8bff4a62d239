"""What the API tells other programs, what it keeps to itself, and how it answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Correction, PostClaim, TaggedArticle
from articles.publishing import withdraw
from people.models import Person
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_page,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db

STORIES = "/api/v1/stories"
BODY = "## 先清北岸\n\n近日，周立群到场。\n\n图: 工人在清淤"


def items(client, address, **query):
    return client.get(address, query).json()["items"]


def headlines(client, **query):
    return [each["headline"] for each in items(client, STORIES, **query)]


def test_a_story_tells_all_that_is_printed(client):
    page = make_page(make_issue(date(2018, 5, 1), "month"), number="N05", name="城区新闻")
    story = make_article(
        "清淤工程开工",
        page,
        kicker="南岸",
        deck="年底完工",
        section="要闻",
        dateline="本报讯",
        body=BODY,
        byline_text="记者 林晓禾",
        credit="文/图",
        event_date="--05-23",
    )
    make_byline(story)
    mention = make_mention(story, posts=["区长"])
    start = BODY.index("周立群")
    type(mention).objects.filter(pk=mention.pk).update(start=start, end=start + 3)
    make_claim(mention, make_post())
    story.tags.add("清淤")
    Correction.objects.create(article=story, text="“南案”应为“南岸”。")

    told = client.get(f"{STORIES}/{story.pk}").json()

    assert told["html"] == f"http://testserver{story.get_absolute_url()}"
    assert told["api"] == f"http://testserver{STORIES}/{story.pk}"
    assert [told[name] for name in ("section", "kicker", "headline", "deck", "dateline")] == [
        "要闻",
        "南岸",
        "清淤工程开工",
        "年底完工",
        "本报讯",
    ]
    assert told["body"] == [
        {"kind": "subhead", "text": "先清北岸"},
        {"kind": "paragraph", "text": "近日，周立群到场。"},
        {"kind": "caption", "text": "工人在清淤"},
    ]
    assert told["source"]["issue"]["paper"] == "河滨晚报"
    assert told["source"]["issue"]["date"] == {"value": "2018-05", "precision": "month"}
    assert told["source"]["page"]["name"] == "N05 城区新闻"
    assert told["byline_text"] == ["记者 林晓禾"]
    assert [(each["role"], each["person"]["name"]) for each in told["bylines"]] == [
        ("记者", "林晓禾")
    ]
    (official,) = told["officials"]
    assert (official["name"], official["posts"]) == ("周立群", ["区长"])
    assert official["place"] == {"paragraph": 1, "start": 3, "end": 6}
    assert official["understood"][0]["post"]["name"] == "柳河区区长"
    assert official["understood"][0]["standing"] == "current"
    assert [each["name"] for each in told["tags"]] == ["清淤"]
    assert told["event_date"] == "--05-23"
    assert [each["text"] for each in told["corrections"]] == ["“南案”应为“南岸”。"]
    assert told["pictures"] == []


def test_every_address_in_a_story_can_be_opened(client):
    story = make_article()
    make_byline(story)
    make_claim(make_mention(story), make_post())
    story.tags.add("清淤")

    def addresses(value):
        if isinstance(value, dict):
            for name, each in value.items():
                if name in ("html", "api"):
                    yield each
                yield from addresses(each)
        elif isinstance(value, list):
            for each in value:
                yield from addresses(each)

    found = set(addresses(client.get(f"{STORIES}/{story.pk}").json()))

    assert len(found) == 16
    assert {each: client.get(each).status_code for each in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize(
    "values",
    [
        {"status": Article.Status.IMPORTED, "published_at": None},
        {"status": Article.Status.REVIEWED, "published_at": None},
        {"status": Article.Status.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
)
def test_what_readers_may_not_see_is_nowhere(client, values):
    story = make_article("密", **values)
    make_byline(story)
    mention = make_mention(story)
    make_claim(mention, make_post())
    story.tags.add("清淤")
    lists = ("stories", "issues", "pages", "people", "organizations", "posts", "tenures", "tags")

    assert [name for name in lists if items(client, f"/api/v1/{name}")] == []
    ones = {
        "stories": story.pk,
        "issues": story.page.issue.slug,
        "pages": story.page.pk,
        "people": mention.person_id,
        "posts": make_post().pk,
        "tags": story.tags.get().pk,
    }
    assert {
        name: client.get(f"/api/v1/{name}/{key}").status_code for name, key in ones.items()
    } == dict.fromkeys(ones, 404)


def test_the_source_text_is_told_only_where_it_gives_nothing_away(client):
    page = make_page(text="版面原文")
    make_article(page=page)
    address = f"/api/v1/pages/{page.pk}"
    assert client.get(address).json()["source"]["text"] == "版面原文"

    make_article("密", page, status=Article.Status.REVIEWED)

    told = client.get(address).json()
    assert told["source"] is None
    assert [each["headline"] for each in told["stories"]] == ["清淤工程开工"]


def test_stories_are_filtered(client):
    old = make_article("旧", make_page(make_issue(date(2018, 5, 31))), section="要闻")
    new = make_article("新", make_page(make_issue(date(2019, 11, 25))))
    make_article("待定", make_page(make_issue(None)))
    byline, mention = make_byline(new), make_mention(old)
    old.tags.add("清淤")
    new.tags.add("清淤")

    assert headlines(client) == ["新", "旧", "待定"]
    assert headlines(client, since="2018-06") == ["新"]
    assert headlines(client, until="2018") == ["旧"]
    assert headlines(client, since="2018-02-31", until="2018-06-31") == ["旧"]
    assert headlines(client, section="要闻") == ["旧"]
    assert headlines(client, tag="清淤") == ["新", "旧"]
    assert headlines(client, tag="清淤", until="2018-05-31") == ["旧"]
    assert headlines(client, reporter=byline.person_id) == ["新"]
    assert headlines(client, official=mention.person_id) == ["旧"]
    assert headlines(client, official=mention.person_id, reporter=byline.person_id) == []
    assert headlines(client, issue="2019-11-25") == ["新"]
    assert headlines(client, since="0000") == ["新", "旧"]


@pytest.mark.parametrize("name", ["stories", "issues", "pages", "people", "tags"])
def test_a_list_is_read_to_its_end_by_next(client, name):
    for day in range(1, 6):
        story = make_article(f"稿件{day}", make_page(make_issue(date(2019, 11, day))))
        make_byline(story, f"林晓{day}")
        story.tags.add(f"标签{day}")
    address, seen = f"http://testserver/api/v1/{name}?limit=2", []
    while address:
        told = client.get(address).json()
        assert len(told["items"]) <= 2
        seen += [each["html"] for each in told["items"]]
        address = told["next"]

    assert len(seen) == len(set(seen)) == 5
    assert seen == [each["html"] for each in items(client, f"/api/v1/{name}")]


def test_undated_issues_stand_at_the_end(client):
    for day in (None, date(2018, 5, 31), date(2019, 11, 25)):
        make_article(page=make_page(make_issue(day)))

    def slugs(**query):
        return [each["slug"] for each in items(client, "/api/v1/issues", **query)]

    assert slugs() == ["2019-11-25", "2018-05-31", "undated"]
    assert slugs(until="2018") == ["2018-05-31"]


def test_people_are_found_by_any_of_their_names(client):
    byline = make_byline(make_article())
    byline.person.other_names.create(name="晓禾")
    make_mention(make_article("另一篇"))

    def names(**query):
        return [each["name"] for each in items(client, "/api/v1/people", **query)]

    assert names() == ["林晓禾", "周立群"]
    assert names(name="晓禾") == ["林晓禾"]
    assert names(kind="official") == ["周立群"]


def test_a_person_is_told_with_the_posts_and_what_they_rest_on(client):
    story = make_article()
    mention = make_mention(story)
    make_claim(mention, make_post())
    day = story.page.issue.date
    make_tenure(mention.person, make_post(), day, day)

    told = client.get(f"/api/v1/people/{mention.person_id}").json()

    (tenure,) = told["tenures"]
    assert tenure["post"]["name"] == "柳河区区长"
    assert tenure["start"] == {
        "date": {"value": "2019-11-25", "precision": "day"},
        "basis": "first",
    }
    assert (tenure["sightings"], [each["id"] for each in tenure["sources"]]) == (1, [story.pk])
    assert items(client, "/api/v1/tenures", person=mention.person_id) == [tenure]


def test_search_finds_what_the_search_page_finds(client):
    old = make_article("老街改造完工", make_page(make_issue(date(2018, 5, 31))), section="要闻")
    new = make_article("老街的桃花", body="桃花开了。老街改造以后，游人如织。")
    new.tags.add("桃花")
    make_article("老街改造", status=Article.Status.REVIEWED)
    address = "/api/v1/search"

    def found(**query):
        return [each["id"] for each in items(client, address, **query)]

    assert found(q="老街改造") == [new.pk, old.pk]
    assert found(q="老街改造 -桃花") == [old.pk]
    assert found(q="老街", section="要闻") == [old.pk]
    assert found(q="老街", tag="桃花") == [new.pk]
    assert found(q="老街", tag="没有的") == []
    assert found(q="老街", issue="2018-05-31") == [old.pk]
    assert found(q="老街", until="2018-05-31") == [old.pk]
    assert found(q="老街", since="2019-02-31", order="best") == [new.pk]
    (story,) = items(client, address, q="游人 老街")
    assert "<mark>游人</mark>如织" in story["quotation"]
    assert client.get(address, {"q": "桃"}).json() == {"enough": False, "items": [], "next": None}


@pytest.mark.parametrize("order", ["date", "best"])
def test_a_search_is_read_to_its_end_by_next(client, order):
    page = make_page()
    for number in range(45):
        make_article(f"老街{number}", page)
    address, seen = f"http://testserver/api/v1/search?q=老街&order={order}", []
    while address:
        response = client.get(address)
        assert response["X-Robots-Tag"] == "noindex"
        seen += [each["id"] for each in response.json()["items"]]
        address = response.json()["next"]

    assert len(seen) == len(set(seen)) == 45


def test_too_many_searches_are_told_to_come_back(client, monkeypatch):
    monkeypatch.setattr("articles.search.shedding.BoundedSemaphore.acquire", lambda *_, **__: False)

    response = client.get("/api/v1/search", {"q": "老街"})

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"] == "application/problem+json"
    assert client.get(STORIES).status_code == 200


def test_what_did_not_change_is_not_sent_again(client, django_assert_num_queries):
    story = make_article()
    address = f"{STORIES}/{story.pk}"
    etag = client.get(address)["ETag"]

    with django_assert_num_queries(1):
        response = client.get(address, headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == etag
    assert client.get(STORIES, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_stays_the_same_is_not_sent_again_though_the_archive_grew(client):
    address = f"{STORIES}/{make_article().pk}"
    etag = client.get(address)["ETag"]
    make_article("另一篇", make_page(make_issue(date(2020, 1, 1))))

    response = client.get(address, headers={"If-None-Match": f"W/{etag}"})

    assert response.status_code == 304
    assert response["ETag"] != etag


def test_a_withdrawn_story_is_gone_at_once(client, admin_user):
    story = make_article()
    address = f"{STORIES}/{story.pk}"
    etag = client.get(address)["ETag"]

    withdraw(Article.objects.filter(pk=story.pk), admin_user)

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_any_page_may_read_and_nobody_may_write(client):
    assert client.get(STORIES)["Access-Control-Allow-Origin"] == "*"
    assert client.head(STORIES).status_code == 200
    options = client.options(STORIES)
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    refused = client.post(STORIES)
    assert refused.status_code == 405
    assert refused["Allow"] == "GET, HEAD, OPTIONS"
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        (f"{STORIES}/999", 404, "没有这篇稿件"),
        ("/api/v1/nothing", 404, "没有这个网址"),
        ("/api/v1/", 404, "没有这个网址"),
        ("/api/elsewhere", 404, "没有这个网址"),
        (f"{STORIES}?limit=0", 422, "limit：最小是 1。"),
        (f"{STORIES}?limit=x", 422, "limit：应是整数。"),
        (f"{STORIES}?since=去年", 422, "since：写法不对"),
        (f"{STORIES}?tag=%00", 422, "tag：写法不对"),
        (f"{STORIES}?cursor=zzz", 404, "没有这一页"),
        (f"{STORIES}?cursor=%E4%BA%8C", 404, "没有这一页"),
        ("/api/v1/issues?cursor=MjAxOS0xMy0wMS4x", 404, "没有这一页"),  # 2019-13-01.1
        ("/api/v1/people?kind=x", 422, "kind：应是其中之一"),
        ("/api/v1/search?q=清淤&cursor=eA", 404, "没有这一页"),  # x
    ],
)
def test_what_is_wrong_is_said_in_chinese(client, address, status, detail):
    response = client.get(address)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["status"] == status
    assert detail in response.json()["detail"]


def test_the_page_about_the_api_needs_nothing_from_elsewhere(client):
    response = client.get(reverse("api"))

    assert response.status_code == 200
    assert "<script>" not in response.text
    assert "style=" not in response.text
    assert "GET /api/v1/stories/{id}" in response.text
    assert "哪个标签：名称或网址名。" in response.text


def test_everything_in_the_description_is_explained_in_chinese(client):
    document = client.get(reverse("api-description")).json()

    assert document["openapi"].startswith("3.1")
    for methods in document["paths"].values():
        operation = methods["get"]
        assert operation["summary"]
        assert operation["description"]
        for parameter in operation["parameters"]:
            assert parameter.get("description") or parameter["schema"].get("description")


@pytest.fixture
def ten_and_thousands():
    """Make an archive of so many stories, each with everything that hangs on one."""

    def made(count: int) -> None:
        story = make_article()
        person = make_byline(story).person
        mention = make_mention(story)
        post = make_post()
        make_claim(mention, post)
        make_tenure(mention.person, post, date(2019, 11, 25), date(2019, 11, 25))
        story.tags.add("清淤")
        tag = story.tags.get()
        page, now = story.page, timezone.now()
        stories = Article.objects.bulk_create(
            Article(
                page=page,
                position=place,
                key=f"k{place}",
                headline=f"稿件{place}",
                status="published",
                published_at=now,
                order_key=story.order_key - place,
            )
            for place in range(1, count)
        )
        Person.objects.bulk_create(
            Person(name=f"林{place}", pinyin=f"lin{place:05}", is_reporter=True)
            for place in range(count)
        )
        story.bylines.model.objects.bulk_create(
            story.bylines.model(
                article=each, person=person, role="记者", name="林晓禾", order_key=each.order_key
            )
            for each in stories
        )
        mentions = story.mentions.model.objects.bulk_create(
            story.mentions.model(
                article=each,
                person=mention.person,
                name="周立群",
                posts=["区长"],
                order_key=each.order_key,
            )
            for each in stories
        )
        PostClaim.objects.bulk_create(
            PostClaim(
                article=each.article,
                mention=each,
                printed="区长",
                post=post,
                organization=post.organization,
                order_key=each.order_key,
            )
            for each in mentions
        )
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=each, tag=tag, order_key=each.order_key)
            for each in stories
        )

    return made


@pytest.mark.counts_queries
@pytest.mark.parametrize("count", [10, 3000])
def test_each_address_asks_a_fixed_number_of_queries(
    client, django_assert_num_queries, ten_and_thousands, count
):
    ten_and_thousands(count)
    story = Article.objects.order_by("pk")[0]
    tenure = story.mentions.get().person.tenures.get()
    person, post = tenure.person_id, tenure.post
    # One of them asks what the ETag is made of.
    expected = {
        "stories?limit=5": 2,
        "stories?limit=5&tag=清淤&since=2019&section=": 3,
        f"stories?limit=5&reporter={story.bylines.get().person_id}&official={person}": 2,
        f"stories/{story.pk}": 8,
        "search?q=清淤工程": 4,
        "search?q=清淤工程&tag=清淤&issue=2019-11-25&order=best": 7,
        "issues": 3,
        f"issues/{story.page.issue.slug}": 4,
        "pages": 2,
        f"pages/{story.page_id}": 4,
        "people?limit=5": 2,
        f"people/{person}": 6,
        "organizations": 2,
        f"organizations/{post.organization_id}": 4,
        "posts": 2,
        f"posts/{post.pk}": 2,
        "tenures": 4,
        f"tenures/{tenure.pk}": 4,
        "tags": 2,
        f"tags/{story.tags.get().pk}": 2,
    }
    for address, queries in expected.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(f"/api/v1/{address}").status_code == 200
