"""Tags at the desk: found by name or pinyin, renamed, merged; words and tags found anew."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Retagging, Tag, TagAlias, TaggedArticle, TagMerge, TagWord
from articles.models.tags import tag_pinyin
from articles.tagging import find_tags
from tests.factories import make_article, make_issue
from tests.html_forms import posted
from tests.test_tag_editing import import_real, names, tag_of, tagged

pytestmark = pytest.mark.django_db

MERGE = "admin:articles_tag_merge"
PROPOSALS = "admin:articles_tagword_proposals"
RETAG = "admin:articles_retagging"


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def change_page(tag: Tag) -> str:
    return reverse("admin:articles_tag_change", args=[tag.pk])


def found(client, term: str) -> list[str]:
    field = {"app_label": "articles", "model_name": "taggedarticle", "field_name": "tag"}
    answer = client.get(reverse("admin:autocomplete"), field | {"term": term})
    return [row["text"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("文明", ["文明", "文明创建"]),
        ("wenming", ["文明", "文明创建"]),
        ("wen ming ch", ["文明创建"]),
        ("WENM", ["文明", "文明创建"]),
        ("创文", ["文明创建"]),  # an alias
        ("创建", []),
        ("app", ["APP"]),
        ("%", []),
    ],
)
def test_tags_are_found_by_the_beginning_of_their_name_or_pinyin(
    admin_client, term, expected
) -> None:
    find_tags(["文明", "文明创建", "水利", "APP"])
    TagAlias.objects.create(name="创文", tag=tag_of("文明创建"))

    assert found(admin_client, term) == expected


def test_choosing_a_tag_takes_as_many_queries_among_two_thousand(admin_client) -> None:
    def make(number: int) -> None:
        Tag.objects.bulk_create(
            Tag(name=f"文明{number}-{each}", slug=f"{number}-{each}", pinyin=tag_pinyin("文明"))
            for each in range(number)
        )

    counts = []
    for number in (10, 2000):
        make(number)
        found(admin_client, "wenm")
        with CaptureQueriesContext(connection) as captured:
            assert found(admin_client, "wenm")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_editor_renames_a_tag_and_its_old_address_leads_on(admin_client, client) -> None:
    [story] = tagged("文明城市创建")
    tag = tag_of("文明城市创建")
    old = tag.get_absolute_url()
    page = admin_client.get(change_page(tag))
    admin_client.post(change_page(tag), posted(page, name="文明创建"))
    tag.refresh_from_db()

    response = client.get(old)
    assert (response.status_code, response.url) == (301, tag.get_absolute_url())
    assert story.headline in client.get(response.url).text
    assert "文明城市创建" in admin_client.get(change_page(tag)).text


def test_an_address_can_be_typed(admin_client, client) -> None:
    [_] = tagged("水利")
    tag = tag_of("水利")
    page = admin_client.get(change_page(tag))
    admin_client.post(change_page(tag), posted(page, slug="shuili"))

    assert client.get("/tags/shuili/").status_code == 200
    assert client.get(reverse("tag-detail", args=["水利"])).url == "/tags/shuili/"
    assert client.get("/tags/never/").status_code == 404


@pytest.mark.parametrize("field", ["name", "aliases-0-name"])
def test_a_name_that_another_tag_has_is_refused(admin_client, field) -> None:
    tag_of("环保")
    tag = tag_of("生态")
    page = admin_client.get(change_page(tag))
    response = admin_client.post(change_page(tag), posted(page, **{field: "环保"}))

    assert "已经有标签“环保”" in response.text
    tag.refresh_from_db()
    assert tag.name == "生态"


def test_tags_are_merged_after_saying_what_will_happen(admin_client, client) -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    stories = tagged("志愿者服务", 3)
    stories[0].tags.add(kept)
    chosen = {"action": "merge_chosen", "_selected_action": [kept.pk, other.pk]}
    page = admin_client.post(reverse("admin:articles_tag_changelist"), chosen, follow=True)
    assert "留下哪一个" in page.text

    page = admin_client.get(reverse(MERGE), {"tags": [kept.pk, other.pk], "kept": kept.pk})
    for text in ("用在 3 篇稿件上", "其中 1 篇已有“志愿服务”", "合并 1 个标签"):
        assert text in page.text
    assert Tag.objects.count() == 2

    data = {"tags": [kept.pk, other.pk], "other": kept.pk, "confirmed": "yes"}
    response = admin_client.post(reverse(MERGE), data, follow=True)
    assert "2 篇稿件改用它" in messages(response)
    assert all(names(story) == {"志愿服务"} for story in stories)
    old = reverse("tag-detail", args=["志愿者服务"])
    assert client.get(old).status_code == 301


def test_a_merge_of_tags_is_taken_back_where_it_led(admin_client, client) -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    stories = tagged("志愿者服务", 2)
    data = {"tags": [kept.pk, other.pk], "other": kept.pk, "confirmed": "yes"}
    admin_client.post(reverse(MERGE), data)
    address = reverse("admin:articles_tag_unmerge", args=[TagMerge.objects.get().pk])
    assert address in admin_client.get(change_page(kept)).text
    assert "2 篇稿件退回给它" in admin_client.get(address).text

    assert "又是单独的标签" in messages(admin_client.post(address, follow=True))
    assert all(names(story) == {"志愿者服务"} for story in stories)
    assert client.get(reverse("tag-detail", args=["志愿者服务"])).status_code == 200
    assert "已经撤销过" in messages(admin_client.post(address, follow=True))
    assert address not in admin_client.get(change_page(kept)).text


def test_one_tag_is_merged_into_another_that_is_searched(admin_client) -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    assert reverse(MERGE) in admin_client.get(change_page(other)).text
    page = admin_client.get(reverse(MERGE), {"tags": other.pk, "other": kept.pk})
    assert "并入“志愿服务”" in page.text

    admin_client.post(reverse(MERGE), {"tags": other.pk, "other": kept.pk, "confirmed": "yes"})
    assert list(Tag.objects.all()) == [kept]


def test_merging_nothing_changes_nothing(admin_client) -> None:
    tag = tag_of("水利")
    assert "没有选标签" in messages(admin_client.get(reverse(MERGE), follow=True))
    for data in ({"tags": tag.pk}, {"tags": tag.pk, "other": tag.pk}, {"tags": "x"}):
        admin_client.post(reverse(MERGE), data | {"confirmed": "yes"})
    assert list(Tag.objects.all()) == [tag]


def test_a_typed_alias_becomes_its_tag(admin_client) -> None:
    TagAlias.objects.create(name="创文", tag=tag_of("文明创建"))
    article = make_article()
    url = reverse("admin:articles_article_change", args=[article.pk])
    admin_client.post(url, posted(admin_client.get(url), tags=["+创文", "+新的"]))

    assert names(article) == {"文明创建", "新的"}


def test_proposals_are_accepted_one_by_one_or_together(admin_client) -> None:
    for name in ("敲门行动", "银发食堂", "不必"):
        tagged(name, 2, score=None)
    page = admin_client.get(reverse(PROPOSALS))
    assert "敲门行动" in page.text

    admin_client.post(reverse(PROPOSALS), {"names": "不必", "verdict": "left"})
    data = {"names": ["敲门行动", "银发食堂"], "verdict": "wanted"}
    response = admin_client.post(reverse(PROPOSALS), data, follow=True)
    assert "记作“词典”" in messages(response)
    assert dict(TagWord.objects.values_list("name", "verdict")) == {
        "不必": "left",
        "敲门行动": "wanted",
        "银发食堂": "wanted",
    }
    assert "敲门行动</b>" not in response.text


def test_what_was_not_proposed_is_not_taken(admin_client) -> None:
    response = admin_client.post(
        reverse(PROPOSALS), {"names": "随便", "verdict": "stopped"}, follow=True
    )

    assert "没有改动" in messages(response)
    assert not TagWord.objects.exists()


def test_tags_are_found_anew_after_a_look(admin_client) -> None:
    article = import_real()
    TagWord.objects.create(name="敲门行动", verdict="wanted")
    page = admin_client.get(reverse(RETAG), {"every": "on"})
    for text in ("抽了 1 篇", "会多出", "敲门行动", article.headline):
        assert text in page.text

    page = admin_client.post(reverse(RETAG), {"every": "on"}, follow=True)
    assert "接着做" in page.text
    page = admin_client.post(page.request["PATH_INFO"], follow=True)
    assert "做完" in page.text
    assert "改了 <strong>1</strong> 篇" in page.text
    assert "敲门行动" in names(article)
    assert "做完" in admin_client.get(reverse(RETAG)).text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"issue": "2018-01-01"}, "没有这一期"),
        ({"issue": "2019-11-25", "every": "on"}, "选一样"),
        ({"year": "20"}, "大于或等于"),
        ({"year": "2018"}, "没有可以改的稿件"),
        ({"issue": "2019-11-25"}, "没有可以改的稿件"),
    ],
)
def test_a_set_without_stories_is_not_started(admin_client, query, says) -> None:
    make_issue()
    assert says in admin_client.get(reverse(RETAG), query).text


def test_an_unknown_retagging_is_not_found(admin_client) -> None:
    assert admin_client.get(reverse("admin:articles_retagging_step", args=[0])).status_code == 404


def test_pages_about_tags_are_for_those_who_may(client) -> None:
    user = User.objects.create(username="编辑", is_staff=True)
    wanted = ["view_tag", "change_tag", "view_tagword"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    run = Retagging.objects.create()

    for address in (
        reverse(MERGE),
        reverse(PROPOSALS),
        reverse(RETAG),
        reverse("admin:articles_retagging_step", args=[run.pk]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert "并入别的标签" not in client.get(change_page(tag_of("水利"))).text


def test_the_pages_take_as_many_queries_for_two_thousand_stories(admin_client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(address).status_code == 200
        return len(captured)

    article = make_article()
    addresses = [
        reverse(PROPOSALS),
        reverse(RETAG, query={"every": "on"}),
        reverse("admin:articles_tag_changelist"),
        reverse(MERGE, query={"tags": tag_of("水利").pk, "other": tag_of("治水").pk}),
    ]
    counts = []
    for number in (10, 2000):
        stories = [
            type(article)(page=article.page, position=2, key=f"{number}-{each}", headline="稿")
            for each in range(number)
        ]
        rows = type(article).objects.bulk_create(stories)
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=story, tag=tag_of("水利")) for story in rows
        )
        for address in addresses:
            queries(address)
        counts.append([queries(address) for address in addresses])
    assert counts[0] == counts[1]
