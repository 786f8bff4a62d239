"""From the desk to readers and back: at once, at a time, many together, and what readers are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.editing import set_status
from articles.errata import draft
from articles.models import Article, Correction, Revision
from articles.publishing import plan_publishing, plan_withdrawal, publish, withdraw
from articles.restoring import last_step, undo_step
from tests.factories import make_article, make_flag, make_page
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

STORIES = reverse("admin:articles_article_changelist")
Status = Article.Status


def address(view: str, story: Article) -> str:
    return reverse(f"admin:articles_article_{view}", args=[story.pk])


def later(days: int = 3):
    return timezone.now() + timedelta(days=days)


def typed(moment) -> str:
    """A time as the field of a browser sends it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def choose(client, action: str, *stories: Article, **data):
    numbers = [story.pk for story in stories]
    data = {"action": action, "_selected_action": numbers} | data
    return client.post(STORIES, data, follow=True)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def mixed() -> dict[str, Article]:
    """A story in each state that publishing meets."""
    stories = {
        "ready": make_article("可以发的", status=Status.REVIEWED, published_at=None),
        "raw": make_article("还没审的", status=Status.IMPORTED, published_at=None),
        "held": make_article("有疑问的", status=Status.REVIEWED, published_at=None),
        "public": make_article("早发了的"),
        "timed": make_article("定了时的", published_at=later()),
        "back": make_article("撤过的", status=Status.WITHDRAWN),
        "merged": make_article("并走了的", status=Status.REVIEWED, published_at=None),
    }
    make_flag(stories["held"], blocking=True, message="署名对不上。")
    make_flag(stories["held"], blocking=False, message="小疑点。")
    Article.objects.filter(pk=stories["merged"].pk).update(merged_into=stories["public"])
    return stories


# What will happen


def test_the_plan_tells_every_story_apart(mixed) -> None:
    plan = plan_publishing(Article.objects.all())

    assert (plan.ready, plan.returning, plan.timed) == (4, 1, 1)
    assert (plan.held, plan.public, plan.merged) == (1, 1, 1)
    assert {story.headline for story in plan.sample} == {
        "可以发的",
        "还没审的",
        "定了时的",
        "撤过的",
    }
    assert [flag.message for flag in plan.held_back[0].reasons] == ["署名对不上。"]


def test_publishing_does_what_the_plan_said(mixed, admin_user) -> None:
    plan = plan_publishing(Article.objects.all())
    changed, held = publish(Article.objects.all(), admin_user)

    assert (len(changed), held) == (plan.ready, [mixed["held"]])
    assert Article.objects.published().count() == plan.ready + plan.public


def test_the_plan_of_withdrawing_tells_every_story_apart(mixed) -> None:
    plan = plan_withdrawal(Article.objects.filter(merged_into=None))

    assert (plan.ready, plan.public, plan.timed, plan.withdrawn) == (5, 1, 1, 1)


@pytest.mark.parametrize("number", [10, 2000])
def test_a_plan_costs_as_much_of_ten_as_of_two_thousand(number, django_assert_num_queries) -> None:
    page = make_page()
    Article.objects.bulk_create(
        Article(page=page, position=place, key=f"{place}", headline="清淤", status="reviewed")
        for place in range(number)
    )
    make_flag(Article.objects.earliest("pk"), blocking=True)
    with django_assert_num_queries(4):
        assert plan_publishing(Article.objects.all()).ready == number - 1
    with django_assert_num_queries(2):
        assert plan_withdrawal(Article.objects.all()).ready == number


# Asking, then doing


def test_publishing_asks_first_and_shows_what_is_held_back_and_why(admin_client, mixed) -> None:
    asked = choose(admin_client, "publish", *mixed.values())

    assert Article.objects.published().get() == mixed["public"]
    for sentence in (
        "将发布 4 篇",
        "其中 1 篇曾经撤下",
        "其中 1 篇已有定时",
        "不发布 1 篇",
        "有疑问的",
        "署名对不上。",
        "另有 1 篇读者已经能看到",
        "另有 1 篇已并入别的稿件",
    ):
        assert sentence in asked.text
    assert "小疑点。" not in asked.text

    done = admin_client.post(STORIES, posted(asked) | {"action": "publish"}, follow=True)
    assert "已发布 4 篇。另有 2 篇不需要改动。" in said(done)
    assert "有 1 篇没有发布" in said(done)
    assert Article.objects.published().count() == 5


def test_all_that_a_list_holds_are_published_without_naming_each(admin_client) -> None:
    page = make_page()
    for number in range(60):  # more than stand on one page of the list
        make_article(f"第{number}条", page, status=Status.REVIEWED, published_at=None)
    other = make_article("别的", status=Status.IMPORTED, published_at=None)
    listing = f"{STORIES}?status__exact=reviewed"
    first = list(Article.objects.filter(page=page).values_list("pk", flat=True)[:50])
    data = {"action": "publish", "select_across": "1", "_selected_action": first}
    asked = admin_client.post(listing, data)
    assert "将发布 60 篇" in asked.text
    assert "等 60 篇" in asked.text
    assert asked.text.count('name="_selected_action"') == 1

    again = posted(asked) | {"action": "publish", "select_across": "1"}
    admin_client.post(listing, again)
    assert Article.objects.published().count() == 60
    other.refresh_from_db()
    assert other.status == Status.IMPORTED


def test_what_changed_since_it_was_asked_is_asked_again(admin_client) -> None:
    one, two = (make_article(name, status=Status.REVIEWED) for name in ("甲", "乙"))
    form = posted(choose(admin_client, "publish", one, two)) | {"action": "publish"}
    make_flag(two, blocking=True)
    again = admin_client.post(STORIES, form)

    assert "现在是 1 篇，不是 2 篇" in said(again)
    assert not Article.objects.published().exists()
    admin_client.post(STORIES, posted(again) | {"action": "publish"})
    assert Article.objects.published().get() == one


def test_nothing_to_publish_offers_no_button(admin_client) -> None:
    asked = choose(admin_client, "publish", make_article())

    assert "没有可以发布的稿件" in asked.text
    assert 'name="confirmed"' not in asked.text


def test_one_story_is_published_from_its_page_after_the_same_question(admin_client) -> None:
    story = make_article(status=Status.REVIEWED, published_at=None)
    assert address("publish", story) in admin_client.get(address("change", story)).text
    asked = admin_client.get(address("publish", story))
    assert "将发布 1 篇" in asked.text

    done = admin_client.post(address("publish", story), posted(asked), follow=True)
    assert "已发布 1 篇。" in said(done)
    assert done.redirect_chain[-1][0] == address("change", story)
    assert Article.objects.published().get() == story
    assert address("publish", story) not in done.text


@pytest.mark.parametrize("view", ["publish", "withdraw", "preview"])
def test_a_story_that_is_not_there_is_not_found(admin_client, view) -> None:
    missing = reverse(f"admin:articles_article_{view}", args=[99])

    assert admin_client.get(missing).status_code == 404


@pytest.mark.parametrize("view", ["publish", "withdraw", "preview"])
def test_readers_are_asked_to_log_in(client, view) -> None:
    assert client.get(address(view, make_article())).status_code == 302


def test_a_change_of_status_is_a_version_of_the_story(admin_client, admin_user) -> None:
    story = make_article(status=Status.REVIEWED, published_at=None)
    choose(admin_client, "publish", story, confirmed="yes")
    choose(admin_client, "withdraw", story, confirmed="yes", reason="当事人来函")

    last = story.revisions.first()
    assert (last.kind, last.made_by, last.note) == (Revision.Kind.STATUS, admin_user, "当事人来函")


# At a time


def test_a_story_is_published_at_a_time_and_listed_as_such(admin_client) -> None:
    story = make_article("定时的", status=Status.REVIEWED, published_at=None)
    moment = later()
    done = choose(admin_client, "publish", story, confirmed="yes", when="later", at=typed(moment))

    story.refresh_from_db()
    assert "已定时" in said(done)
    assert (story.status, story.is_public) == (Status.PUBLISHED, False)
    assert abs(story.published_at - moment) < timedelta(minutes=1)
    assert f"定时 {timezone.localtime(moment):%Y-%m-%d %H:%M}" in admin_client.get(STORIES).text
    assert LogEntry.objects.get().change_message.startswith("定时发布：")
    make_article("公开的")
    timed = admin_client.get(STORIES, {"timed": "yes"}).context["cl"].result_list
    assert list(timed) == [story]


def test_when_its_time_has_come_readers_see_it(client, admin_user) -> None:
    story = make_article(status=Status.REVIEWED, published_at=None)
    publish(Article.objects.all(), admin_user, later())
    assert client.get(story.get_absolute_url()).status_code == 404

    Article.objects.update(published_at=timezone.now())
    assert client.get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("moment", ["", "2001-01-01T08:00", "明天"])
def test_a_time_that_is_none_or_past_is_refused(admin_client, moment) -> None:
    story = make_article(status=Status.REVIEWED, published_at=None)
    data = {"confirmed": "yes", "when": "later", "at": moment}
    answer = admin_client.post(address("publish", story), data)

    assert answer.status_code == 200
    assert "errorlist" in answer.text
    story.refresh_from_db()
    assert story.status == Status.REVIEWED


def test_what_waits_for_its_time_is_moved_or_published_now(admin_user) -> None:
    story = make_article(published_at=later())
    sooner = later(1)
    publish(Article.objects.all(), admin_user, sooner)
    story.refresh_from_db()
    assert story.published_at == sooner

    publish(Article.objects.all(), admin_user)
    story.refresh_from_db()
    assert story.is_public


def test_what_comes_back_keeps_the_day_it_first_came_out(admin_user) -> None:
    first = timezone.now() - timedelta(days=30)
    story = make_article(published_at=first)
    withdraw(Article.objects.all(), admin_user)
    publish(Article.objects.all(), admin_user)

    story.refresh_from_db()
    assert (story.is_public, story.published_at) == (True, first)


def test_what_stands_in_another_story_keeps_its_status(mixed) -> None:
    for status in Status:
        set_status(Article.objects.filter(pk=mixed["merged"].pk), status)

    mixed["merged"].refresh_from_db()
    assert mixed["merged"].status == Status.REVIEWED


# Preview


@pytest.mark.parametrize("status", Status)
def test_a_preview_is_the_page_that_readers_get(admin_client, client, status) -> None:
    page = make_page()
    story = make_article("清淤工程开工", page, status=status, deck="九月完工")
    make_article("同版的", page)
    hidden = make_article("没发的", page, status=Status.REVIEWED)
    preview = admin_client.get(address("preview", story))

    for printed in ("清淤工程开工", "九月完工", "近日，清淤工程开工。", "同版的"):
        assert printed in preview.text
    assert hidden.headline not in preview.text
    assert "<strong>预览</strong>" in preview.text
    assert 'name="robots" content="noindex' in preview.text
    assert "noindex" in preview["X-Robots-Tag"]
    assert {"no-store", "private"} <= set(preview["Cache-Control"].split(", "))


def test_a_preview_differs_from_the_public_page_by_its_bar_alone(admin_client, client) -> None:
    story = make_article()
    public = client.get(story.get_absolute_url()).text
    preview = admin_client.get(address("preview", story)).text
    start, end = preview.index('<p class="preview"'), preview.index("回到编辑台</a></p>")

    bare = preview[:start] + preview[end + len("回到编辑台</a></p>") :]
    # Machines are told nothing of it, and it cannot be cited or handed on yet.
    public = re.sub(
        r'<details class="cite">.*?</details>|<div class="share">.*?</div>', "", public, flags=re.S
    )
    assert bare.partition("<main")[2].split() == public.partition("<main")[2].split()


def test_only_who_may_see_stories_gets_a_preview(client) -> None:
    client.force_login(User.objects.create(username="客人", is_staff=True))

    assert client.get(address("preview", make_article())).status_code == 403


# Withdrawing


def test_readers_of_a_withdrawn_story_are_told_what_the_editor_wrote(admin_client, client) -> None:
    story = make_article()
    data = {"confirmed": "yes", "note": "文中人物姓名有误，重新核实中。", "reason": "来函"}
    asked = admin_client.get(address("withdraw", story))
    assert "其中 1 篇读者现在能看到" in asked.text
    admin_client.post(address("withdraw", story), posted(asked) | data)

    gone = client.get(story.get_absolute_url())
    assert gone.status_code == 410
    assert "文中人物姓名有误，重新核实中。" in gone.text
    assert "来函" not in gone.text
    assert LogEntry.objects.get().change_message == "撤下：来函"


def test_a_note_too_long_withdraws_nothing(admin_client) -> None:
    story = make_article()
    answer = admin_client.post(address("withdraw", story), {"confirmed": "y", "note": "长" * 201})

    assert answer.status_code == 200
    assert Article.objects.published().exists()


def test_going_back_to_reviewed_is_no_way_around_a_withdrawal(admin_client) -> None:
    story = make_article(status=Status.WITHDRAWN)
    choose(admin_client, "review", story)

    story.refresh_from_db()
    assert story.status == Status.WITHDRAWN


# Corrections


LONG = "第一句没有变。清淤工程昨日在北岸开土，有关人士到场，工期三个月，九月完工，届时通航。最后一句也没有变。"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"headline": "甲"}, {"headline": "甲"}, ""),
        ({"headline": "开土"}, {"headline": "开工"}, "标题“开土”应为“开工”。"),
        ({"deck": ""}, {"deck": "九月完工"}, "副题补上“九月完工”。"),
        ({"deck": "九月完工"}, {"deck": ""}, "副题删去“九月完工”。"),
        # of a long text what changed alone, with a little around it
        (
            {"body": LONG * 2},
            {"body": (LONG * 2).replace("开土", "开工", 1)},
            "正文“昨日在北岸开土，有关人士到”应为“昨日在北岸开工，有关人士到”。",
        ),
        ({"body": LONG}, {"body": LONG + "\n\n补充一句。"}, "正文补上“补充一句。”。"),
        ({"body": LONG * 2}, {"body": LONG * 2 + "\n"}, ""),
        ({"summary": "甲", "status": "a"}, {"summary": "乙", "status": "b"}, ""),  # not printed
    ],
)
def test_what_changed_is_put_into_words(before, after, words) -> None:
    assert draft(before, after) == words


def test_many_changes_are_counted_and_long_ones_cut() -> None:
    old = "".join(f"这是第{number}句话，它说的是一件很平常的事情。" for number in range(20))
    words = draft({"body": old}, {"body": old.replace("平常", "寻常")})
    assert words.endswith("另有 15 处改动。")

    assert len(draft({"body": "甲" * 900}, {"body": "乙" * 900})) < 200


def test_readers_see_a_correction_with_its_day_and_words(admin_client, client) -> None:
    story = make_article("清淤工程开土")
    url = address("change", story)
    words = "标题“清淤工程开土”应为“清淤工程开工”。"
    form = posted(admin_client.get(url), headline="清淤工程开工", correction=words)
    assert "更正说明已登在稿件末尾" in said(admin_client.post(url, form, follow=True))

    page = client.get(story.get_absolute_url()).text
    day = timezone.localtime(Correction.objects.get().made_at)
    for printed in (
        "更正",
        words,
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert printed in page
    assert "CorrectionComment" in page


def test_the_words_of_a_correction_are_proposed_before_saving(admin_client) -> None:
    story = make_article("清淤工程开土")
    url = address("change", story)
    form = posted(admin_client.get(url), headline="清淤工程开工", _draft_correction="1")
    proposed = admin_client.post(url, form)
    assert "标题“清淤工程开土”应为“清淤工程开工”。" in posted(proposed)["correction"]
    assert "还没有保存" in proposed.text
    story.refresh_from_db()
    assert story.headline == "清淤工程开土"

    assert admin_client.post(url, posted(proposed)).status_code == 302
    story.refresh_from_db()
    assert story.headline == "清淤工程开工"
    assert "应为" in story.corrections.get().text


def test_nothing_changed_proposes_no_words(admin_client) -> None:
    url = address("change", make_article())
    answer = admin_client.post(url, posted(admin_client.get(url), _draft_correction="1"))

    assert "印在报上的文字没有改动" in answer.text
    assert not Correction.objects.exists()


def test_whoever_saved_without_a_correction_is_led_to_one(admin_client) -> None:
    story = make_article("清淤工程开土")
    url = address("change", story)
    saved = admin_client.post(
        url, posted(admin_client.get(url), headline="清淤工程开工"), follow=True
    )
    assert "写一条更正" in said(saved)
    assert not Correction.objects.exists()

    assert posted(admin_client.get(url))["correction"].strip() == ""  # not by the way
    offered = admin_client.get(url, {"correction": 1})
    admin_client.post(url, posted(offered))
    assert story.corrections.get().text == "标题“清淤工程开土”应为“清淤工程开工”。"


@pytest.mark.parametrize(
    ("values", "changes"),
    [
        ({}, {"summary": "摘要不是印出来的"}),
        ({"status": Status.REVIEWED}, {"headline": "读者没看过"}),
        ({"published_at": timezone.now() + timedelta(days=900)}, {"headline": "还没到时候"}),
    ],
)
def test_what_readers_did_not_know_needs_no_correction(admin_client, values, changes) -> None:
    url = address("change", make_article(**values))
    saved = admin_client.post(url, posted(admin_client.get(url), **changes), follow=True)

    assert "写一条更正" not in said(saved)


def test_a_correction_is_mended_and_taken_away_where_it_was_made(admin_client, client) -> None:
    story = make_article()
    Correction.objects.create(article=story, text="错字百出的更正。")
    url = address("change", story)
    assert "错字百出" in admin_client.get(url).text
    mended = posted(admin_client.get(url)) | {"corrections-0-text": "改好的更正。"}
    assert admin_client.post(url, mended).status_code == 302
    assert "改好的更正。" in client.get(story.get_absolute_url()).text

    admin_client.post(url, posted(admin_client.get(url)) | {"corrections-0-DELETE": "on"})
    assert not story.corrections.exists()


def test_a_correction_written_mended_and_taken_away_is_each_time_taken_back(admin_client) -> None:
    story = make_article()
    url = address("change", story)
    made_at = None
    for changes in (
        {"correction": "日期有误。"},
        {"corrections-0-text": "日期应为八日。"},
        {"corrections-0-DELETE": "on"},
    ):
        assert admin_client.post(url, posted(admin_client.get(url)) | changes).status_code == 302
        made_at = made_at or story.corrections.get().made_at
    history = admin_client.get(address("history", story)).text
    assert "日期应为八日。" in history

    for text in ("日期应为八日。", "日期有误。"):
        undo_step(last_step(story), None)
        told = story.corrections.get()
        assert (told.text, told.made_at, told.made_by.username) == (text, made_at, "admin")
    undo_step(last_step(story), None)
    assert not story.corrections.exists()


def test_hostile_words_of_a_correction_stay_words(client) -> None:
    story = make_article()
    Correction.objects.create(article=story, text="<script>alert(1)</script>")

    assert "<script>alert" not in client.get(story.get_absolute_url()).text


def test_a_page_for_readers_costs_the_same_with_many_corrections(client) -> None:
    story = make_article()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(story.get_absolute_url())
        return len(captured)

    few = queries()
    for number in range(20):
        Correction.objects.create(article=story, text=f"更正{number}。")
    assert queries() == few
