from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Flag, Page, Tag, TaggedArticle
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_mention,
    make_page,
    make_person,
)
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

Status = Article.Status
HOSTILE = "<script>alert('原文')</script>&\"'"


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def save(client, article: Article, **changes):
    """Open the story, change what is said, save."""
    url = address(article)
    response = client.post(url, posted(client.get(url), **changes))
    article.refresh_from_db()
    return response


def test_an_unchanged_story_stays_as_it_was_to_the_letter(admin_client) -> None:
    body = "　　近日，工程开工。\n\n## 小标题\n\n第二段。\n"
    article = make_article(body=body, byline_text="记者 林晓禾\n通讯员 周立群 ")
    make_byline(article)
    make_mention(article, posts=["市委常委", "宣传部长"])
    article.tags.add("水利")
    before = Article.objects.values().get()

    assert save(admin_client, article).status_code == 302
    assert Article.objects.values().get() == before


@pytest.mark.parametrize(
    ("changes", "edited"),
    [
        ({"headline": "改过的标题"}, ["headline"]),
        ({"body": "第一段。\r\n\r\n第二段。", "deck": "副题"}, ["deck", "body"]),
        ({"bylines-0-name": "林小禾"}, ["bylines"]),
        ({"bylines-0-DELETE": "on"}, ["bylines"]),
        ({"mentions-0-posts": "区委书记，区长"}, ["mentions"]),
        ({"tags": []}, ["tags"]),
        ({"tags": ["+防汛"]}, ["tags"]),
        ({"status": "withdrawn"}, ["status"]),
        ({"published_at_0": "2020/01/01"}, ["status"]),
        ({"position": "4"}, ["position"]),
    ],
)
def test_what_an_editor_changes_is_recorded(admin_client, changes, edited) -> None:
    article = make_article()
    make_byline(article)
    make_mention(article)
    article.tags.add("水利")

    assert save(admin_client, article, **changes).status_code == 302
    assert article.edited_fields == edited


def test_an_official_shows_the_rule_and_the_words_that_found_the_name(admin_client) -> None:
    article = make_article(body="近日，河湾区副区长周立群到清水桥检查防汛。")
    mention = make_mention(article, "周立群", ["河湾区副区长"])
    mention.start, mention.end, mention.rule = 9, 12, "post-before-name"
    mention.save()
    page = admin_client.get(address(article)).text
    assert "职务在姓名前：…近日，河湾区副区长周立群到清水桥检查防汛" in page


def test_posts_are_one_line_parted_by_a_pause_mark(admin_client) -> None:
    article = make_article()
    mention = make_mention(article, posts=["市委常委", "宣传部长"])
    assert 'value="市委常委、宣传部长"' in admin_client.get(address(article)).text

    save(admin_client, article, **{"mentions-0-posts": "区委书记、 区长，、"})
    mention.refresh_from_db()
    assert mention.posts == ["区委书记", "区长"]


def test_line_ends_of_the_browser_do_not_reach_the_archive(admin_client) -> None:
    article = make_article()
    save(admin_client, article, body="第一段。\r\n\r\n第二段。")

    assert article.body == "第一段。\n\n第二段。"


def test_a_byline_takes_the_name_of_its_person(admin_client) -> None:
    article = make_article()
    person = make_person("林晓禾")
    save(
        admin_client,
        article,
        **{
            "bylines-TOTAL_FORMS": "1",
            "bylines-0-role": "记者",
            "bylines-0-name": "",
            "bylines-0-person": person.pk,
            "bylines-0-position": "1",
        },
    )
    assert article.bylines.get().name == "林晓禾"


def test_a_byline_of_nobody_is_refused(admin_client) -> None:
    article = make_article()
    response = save(
        admin_client,
        article,
        **{
            "bylines-TOTAL_FORMS": "1",
            "bylines-0-role": "记者",
            "bylines-0-name": "",
            "bylines-0-position": "1",
        },
    )
    assert "填写姓名，或选定人物。" in response.text
    assert not article.bylines.exists()


def test_a_new_tag_is_typed_and_the_others_keep_their_scores(admin_client) -> None:
    article = make_article()
    kept = Tag.objects.create(name="水利")
    TaggedArticle.objects.create(content_object=article, tag=kept, score=0.7)
    save(admin_client, article, tags=[kept.pk, "+防汛"])

    scores = dict(article.tagged_items.values_list("tag__name", "score"))
    assert scores == {"水利": 0.7, "防汛": None}


def test_a_typed_number_is_a_name_and_no_id(admin_client) -> None:
    article = make_article()
    other = Tag.objects.create(name="无关")
    save(admin_client, article, tags=[f"+{other.pk}"])

    assert article.tags.get().name == str(other.pk)


def test_a_typed_tag_that_is_there_is_taken(admin_client) -> None:
    article = make_article()
    tag = Tag.objects.create(name="CBD")
    save(admin_client, article, tags=["+cbd"])

    assert article.tags.get() == tag


@pytest.mark.parametrize("tags", [["+防汛"], ["+" + "长" * 101], ["999"], ["甲"]])
def test_a_refused_form_keeps_the_typed_tags(admin_client, tags) -> None:
    response = save(admin_client, make_article(), headline="", tags=tags)

    assert response.status_code == 200
    assert not Tag.objects.exists()
    for tag in tags:
        if tag.startswith("+"):
            assert f'value="{tag}"' in response.text


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("2018-05-23", True),
        ("--05-23", True),
        ("", True),
        ("5月23日", False),
        ("2018-13-01", False),
        ("2018-05", False),
        ("-05-23", False),
    ],
)
def test_an_event_date_is_written_as_the_archive_sorts_it(admin_client, typed, right) -> None:
    response = save(admin_client, make_article(), event_date=typed)

    assert (response.status_code == 302) is right


def test_publishing_by_the_status_sets_the_time(admin_client) -> None:
    article = make_article(status=Status.IMPORTED, published_at=None)
    save(admin_client, article, status="published")

    assert article.is_public


def test_saving_alone_publishes_nothing(admin_client) -> None:
    article = make_article(status=Status.IMPORTED, published_at=None)
    save(admin_client, article, headline="改过")

    assert (article.status, article.published_at) == (Status.IMPORTED, None)


def test_withdrawing_keeps_the_time_of_publication(admin_client) -> None:
    moment = timezone.now() - timedelta(days=3)
    article = make_article(published_at=moment)
    save(admin_client, article, status="withdrawn")

    assert (article.status, article.published_at) == (Status.WITHDRAWN, moment)


def test_a_blocking_flag_holds_the_story_until_it_is_ticked(admin_client, admin_user) -> None:
    article = make_article(status=Status.IMPORTED, published_at=None)
    flag = make_flag(article, blocking=True)
    refused = save(admin_client, article, status="published")
    assert "还有 1 条待核对事项阻止发布" in refused.text
    assert not article.is_public

    ticked = {f"done_{flag.pk}": "on", f"resolution_{flag.pk}": "已删去多余的字"}
    save(admin_client, article, status="published", **ticked)
    flag.refresh_from_db()
    assert article.is_public
    assert (flag.resolved_by, flag.resolution) == (admin_user, "已删去多余的字")
    assert "已删去多余的字" in admin_client.get(address(article)).text


def test_a_refused_form_ticks_no_flag_and_keeps_the_ticks(admin_client) -> None:
    article = make_article()
    flag = make_flag(article)
    ticked = {f"done_{flag.pk}": "on", f"resolution_{flag.pk}": "查过了"}
    response = save(admin_client, article, headline="", **ticked)

    assert Flag.objects.open().get() == flag
    assert "查过了" in response.text
    assert posted(response)[f"done_{flag.pk}"] == "on"


def test_ticking_a_flag_is_no_edit_of_the_story(admin_client) -> None:
    article = make_article()
    page_flag = Flag.objects.create(page=article.page, code="leftover", message="有剩余文字。")
    before = article.updated_at
    save(admin_client, article, **{f"done_{page_flag.pk}": "on"})

    assert not Flag.objects.open().exists()
    assert (article.updated_at, article.edited_fields) == (before, [])
    assert "有剩余文字。" in LogEntry.objects.get().get_change_message()


def test_the_later_of_two_editors_is_told_and_loses_no_text(admin_client) -> None:
    article = make_article("原来的标题", body="原来的正文。")
    opened = admin_client.get(address(article))
    colleague = User.objects.create_superuser("王编辑")
    admin_client.force_login(colleague)
    save(admin_client, article, headline="同事的标题")
    admin_client.force_login(User.objects.get(username="admin"))

    refused = admin_client.post(
        address(article), posted(opened, headline="我的标题", body="我的正文。")
    )
    article.refresh_from_db()
    assert article.headline == "同事的标题"
    for text in ("没有保存", "王编辑在", "我的标题", "我的正文。", "同事的标题"):
        assert text in refused.text

    assert admin_client.post(address(article), posted(refused)).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.body) == ("我的标题", "我的正文。")


@pytest.mark.parametrize("change", ["publish", "byline", "import"])
def test_whatever_changed_the_story_meanwhile_is_noticed(admin_client, change) -> None:
    article = make_article(status=Status.REVIEWED)
    opened = admin_client.get(address(article))
    if change == "publish":
        chosen = {"action": "publish", "_selected_action": [article.pk], "confirmed": "yes"}
        admin_client.post(reverse("admin:articles_article_changelist"), chosen)
    elif change == "byline":
        save(
            admin_client,
            article,
            **{
                "bylines-TOTAL_FORMS": "1",
                "bylines-0-role": "记者",
                "bylines-0-name": "林晓禾",
                "bylines-0-position": "1",
            },
        )
    else:
        article.save()
    refused = admin_client.post(address(article), posted(opened, headline="我的标题"))

    assert "没有保存" in refused.text
    assert ("导入程序" in refused.text) is (change == "import")


def test_a_form_without_its_version_is_not_saved_over_the_story(admin_client) -> None:
    article = make_article("原来的标题")
    save(admin_client, article, headline="改过", version=None)

    assert article.headline == "原来的标题"


def test_a_story_is_added_by_hand_at_the_end_of_its_page(admin_client) -> None:
    page = make_page()
    make_article(page=page)
    url = reverse("admin:articles_article_add")
    data = posted(admin_client.get(url), page=page.pk, headline="补录的稿件", body="正文。")
    assert admin_client.post(url, data).status_code == 302

    article = Article.objects.get(headline="补录的稿件")
    assert (article.position, article.source, article.status) == (
        2,
        page.sources.get(),
        Status.IMPORTED,
    )
    assert "headline" in article.edited_fields
    assert article.key


def test_hostile_text_is_only_text(admin_client) -> None:
    page = make_page(text=HOSTILE, leftovers=[{"text": HOSTILE}], furniture=[HOSTILE], name=HOSTILE)
    article = make_article(HOSTILE, page, body=HOSTILE, section=HOSTILE, spans=[[2, 9]])
    make_byline(article, "<b>林</b>")
    make_mention(article, "<b>周</b>", [HOSTILE])
    make_flag(article, message=HOSTILE, start=0, end=5, blocking=True)
    article.tags.add("<i>标签</i>")
    pages = [
        address(article),
        reverse("admin:articles_page_change", args=[page.pk]),
        reverse("admin:articles_source_change", args=[page.sources.get().pk]),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_flag_changelist"),
        reverse("admin:people_person_changelist"),
        reverse("admin:index"),
    ]
    for url in pages:
        text = admin_client.get(url).text
        assert "<script>alert" not in text
        assert "<b>林" not in text
        assert "<b>周" not in text
        assert "<i>标签" not in text


def test_a_story_stands_beside_the_source_it_was_read_from(admin_client) -> None:
    page = make_page(text="一条新闻。又一条。")
    article = make_article(page=page, spans=[[0, 5]])
    by_hand = make_article(page=page, source=None, spans=[[0, 5]])

    assert "is-story" in admin_client.get(address(article)).text
    text = admin_client.get(address(by_hand)).text
    assert "又一条。" in text  # the page's text, where the story has no place in it


def test_only_a_public_story_offers_its_place_on_the_site(admin_client) -> None:
    hidden, shown = make_article(status=Status.REVIEWED), make_article()

    assert "在网站上看" not in admin_client.get(address(hidden)).text
    assert "在网站上看" in admin_client.get(address(shown)).text


def test_the_desk_of_a_page_shows_its_stories_in_order_and_ticks_flags(admin_client) -> None:
    page: Page = make_page(leftovers=[{"text": "没人要的字", "start": 0, "end": 5}])
    second = make_article("第二篇", page, position=2)
    make_article("第一篇", page, position=1)
    flag = make_flag(second)
    url = reverse("admin:articles_page_change", args=[page.pk])
    opened = admin_client.get(url)
    assert opened.text.index("第一篇") < opened.text.index("第二篇")
    assert "没人要的字" in opened.text

    admin_client.post(url, posted(opened, **{f"done_{flag.pk}": "on"}))
    assert not Flag.objects.open().exists()


def test_a_story_takes_as_many_queries_however_much_stands_in_it(admin_client) -> None:
    def queries(article: Article, names: range) -> int:
        for number in names:
            make_byline(article, f"林晓{number}")
            make_mention(article, f"周立{number}")
            make_flag(article)
            article.tags.add(f"标签{number}")
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address(article))
        return len(captured)

    article = make_article()
    queries(article, range(1))  # content types and the like are remembered from here on
    few = queries(article, range(1, 2))
    assert queries(article, range(2, 14)) == few


def test_an_editor_goes_back_to_what_was_imported(admin_client) -> None:
    imported = {"headline": "导入的标题", "body": "周立群到场。", "deck": ""}
    article = make_article(
        "改过的标题",
        body="区长周立群到场。",
        as_imported=imported,
        edited_fields=["headline", "body", "section"],
    )
    mention = make_mention(article, "周立群")
    opened = admin_client.get(address(article))
    assert "导入的标题" in opened.text
    assert 'value="deck"' not in opened.text  # stands as it was imported

    save(admin_client, article, restore=["headline", "body"])
    mention.refresh_from_db()
    assert (article.headline, article.body) == ("导入的标题", "周立群到场。")
    assert article.edited_fields == ["section"]
    assert (mention.start, mention.end) == (0, 3)


def test_only_what_was_imported_can_be_gone_back_to(admin_client) -> None:
    article = make_article("写的标题")
    response = save(admin_client, article, restore=["headline"])

    assert response.status_code == 200
    assert article.headline == "写的标题"
