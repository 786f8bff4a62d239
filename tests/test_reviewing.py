"""The review queue: what comes first, whose it is, and what may be approved together."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.deciding import decide
from articles.editing import resolve_flags
from articles.judging import judge, reopen
from articles.models import Alarm, Article, Flag, Hold, Mention, Revision, UnsavedEdit
from articles.paging import read_page
from articles.reviewing import (
    BY_RISK,
    approve,
    batch_to_approve,
    chosen_stories,
    claim,
    hold_on,
    release,
    renew,
    take_next,
    waiting,
    with_flag,
)
from articles.risk import ALARM_WEIGHT, BLOCKED, UNKNOWN_OFFICIAL, UNKNOWN_SIGNER, WEIGHTS, rate
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_issue,
    make_mention,
    make_page,
    make_person,
)
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

Status = Article.Status
QUEUE = "admin:articles-review"
STEP = "admin:articles-review-step"
APPROVE = "admin:articles-review-approve"


def waiting_story(headline: str = "清淤工程开工", **values) -> Article:
    return make_article(headline, **{"status": Status.IMPORTED, "published_at": None} | values)


def risky(headline: str, *codes: str, blocking: bool = False) -> Article:
    article = waiting_story(headline)
    for code in codes:
        make_flag(article, code=code, message=f"{headline}{code}", blocking=blocking)
    return article


@pytest.fixture
def editor() -> User:
    return make_editor("甲")


def make_editor(name: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    wanted = ["view_article", "change_article", "view_flag", "change_flag"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


def risk_of(article: Article) -> int:
    return Article.objects.values_list("risk", flat=True).get(pk=article.pk)


def test_the_risk_of_a_story_is_the_sum_of_what_is_open() -> None:
    article = waiting_story()
    Mention.objects.create(article=article, name="周立群")
    article.bylines.create(name="林晓禾", role="记者")
    make_mention(article, "何维")
    make_byline(article, "秦川")
    Alarm.objects.create(kind="order", key="order:1", message="次序", article=article)
    make_flag(article, code="reordered")
    make_flag(article, code="no-headline", blocking=True)
    make_flag(article, code="no-byline", resolved_at=timezone.now())

    names = UNKNOWN_OFFICIAL + UNKNOWN_SIGNER
    flags = WEIGHTS["reordered"] + WEIGHTS["no-headline"] + BLOCKED
    assert risk_of(article) == names + ALARM_WEIGHT + flags


def test_a_story_without_anything_to_check_has_no_risk() -> None:
    article = waiting_story()
    make_byline(article)
    make_mention(article)
    rate([article.pk])

    assert risk_of(article) == 0


def test_ticking_a_flag_off_lowers_the_risk(editor) -> None:
    article = risky("一", "reordered", "no-byline")
    resolve_flags(Flag.objects.filter(code="reordered"), editor)

    assert risk_of(article) == WEIGHTS["no-byline"]


def test_saying_who_is_meant_lowers_the_risk(editor) -> None:
    article = waiting_story()
    mention = Mention.objects.create(article=article, name="周立群", posts=["区长"])
    rate([article.pk])
    assert risk_of(article) == UNKNOWN_OFFICIAL

    decide(mention, make_person("周立群"), editor)
    assert risk_of(article) == 0


def test_judging_an_alarm_lowers_the_risk_until_it_is_asked_again(editor) -> None:
    article = waiting_story()
    Alarm.objects.create(kind="order", key="order:1", message="次序", article=article)
    judge(Alarm.objects.all(), "dismissed", editor)
    assert risk_of(article) == 0

    reopen(Alarm.objects.all())
    assert risk_of(article) == ALARM_WEIGHT


def test_the_queue_is_by_risk_and_of_equals_first_come_first() -> None:
    newer = risky("新而险", "reordered")
    older = risky("旧而险", "reordered")
    blocked = risky("阻止", "no-headline", blocking=True)
    clear = waiting_story("无事")
    make_article("已发布")

    found = list(waiting().order_by(*BY_RISK.fields()))
    assert found == [blocked, newer, older, clear]


def test_every_story_of_the_queue_is_on_one_page_of_it() -> None:
    for number in range(7):
        risky(f"稿件{number}", *["no-byline"] * (number % 3))
    seen, query = [], {}
    while True:
        page = read_page(query, waiting(), BY_RISK, 3)
        seen += page.rows
        if not page.after:
            break
        query = {"after": page.after}

    assert seen == list(waiting().order_by(*BY_RISK.fields()))
    back = read_page({"before": BY_RISK.cursor(seen[3])}, waiting(), BY_RISK, 3)
    assert back.rows == seen[:3]


def test_a_story_is_held_until_its_time_is_up(editor) -> None:
    article, other = waiting_story(), make_editor("乙")
    assert claim(article.pk, editor)
    assert not claim(article.pk, other)
    assert hold_on(article.pk).editor == editor

    Hold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert hold_on(article.pk) is None
    assert claim(article.pk, other)
    assert hold_on(article.pk).editor == other
    assert renew(article.pk, editor) is None


def test_working_on_a_story_keeps_it_for_longer(editor) -> None:
    article = waiting_story()
    claim(article.pk, editor)
    soon = timezone.now() + timedelta(minutes=1)
    Hold.objects.update(until=soon)

    assert renew(article.pk, editor) > soon
    assert hold_on(article.pk).until > soon


def test_what_was_given_back_is_free(editor) -> None:
    article = waiting_story()
    claim(article.pk, editor)
    release(article.pk, editor)

    assert claim(article.pk, make_editor("乙"))


def test_two_editors_who_go_on_get_two_stories(editor) -> None:
    first, second = risky("一", "reordered"), risky("二", "no-byline")

    assert take_next(waiting(), editor) == first
    assert take_next(waiting(), make_editor("乙")) == second
    assert take_next(waiting(), make_editor("丙")) is None


def test_going_on_leads_to_what_comes_after(editor) -> None:
    first, second = risky("一", "reordered"), risky("二", "reordered")
    risk = WEIGHTS["reordered"]

    assert take_next(waiting(), editor, (risk, first.pk)) == second
    assert take_next(waiting(), editor, (risk, second.pk)) is None


@pytest.mark.parametrize("few", [0, 5000])
def test_stories_are_found_by_a_flag_be_they_few_or_many(monkeypatch, few) -> None:
    monkeypatch.setattr("articles.reviewing._FEW", few)
    article = risky("一", "reordered")
    risky("二", "no-byline")
    make_flag(waiting_story("三"), code="reordered", resolved_at=timezone.now())

    assert list(chosen_stories([with_flag("reordered")])) == [article]


def test_a_batch_is_the_least_risk_first_and_no_more_than_asked(editor) -> None:
    risky("险", "reordered")
    slight = risky("小", "no-byline")
    clear = [waiting_story(f"无事{number}") for number in range(3)]
    claim(clear[2].pk, make_editor("乙"))

    assert batch_to_approve(waiting(), editor, 0, 100).stories == [each.pk for each in clear[:2]]
    assert batch_to_approve(waiting(), editor, 5, 100).stories[-1] == slight.pk
    assert len(batch_to_approve(waiting(), editor, 5, 2).stories) == 2


def test_what_changed_since_the_sample_is_not_approved(editor) -> None:
    names = ("好", "改过", "有疑", "被认领", "有人在写", "已审")
    stories = {name: waiting_story(name) for name in names}
    batch = batch_to_approve(waiting(), editor, 0, 100)
    later = timezone.now() + timedelta(seconds=1)
    Article.objects.filter(pk=stories["改过"].pk).update(updated_at=later)
    # an open flag that nobody rated
    Flag.objects.create(page=stories["有疑"].page, article=stories["有疑"], code="x", message="?")
    claim(stories["被认领"].pk, make_editor("乙"))
    UnsavedEdit.objects.create(
        article=stories["有人在写"], editor=make_editor("丙"), based_on=later, fields={"deck": "新"}
    )
    Article.objects.filter(pk=stories["已审"].pk).update(status=Status.WITHDRAWN)

    changed = approve(batch.stories, 0, batch.seen_at, editor)
    assert [each.headline for each in changed] == ["好"]
    stories["好"].refresh_from_db()
    assert stories["好"].status == Status.REVIEWED
    assert stories["好"].revisions.get(kind=Revision.Kind.STATUS).made_by == editor


# The pages


@pytest.fixture
def at_desk(client, editor):
    client.force_login(editor)
    return client


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_queue_shows_what_is_wrong_and_who_has_it(at_desk) -> None:
    article = risky("清淤工程", "no-headline", blocking=True)
    Mention.objects.create(article=article, name="周立群")
    claim(article.pk, make_editor("乙"))
    text = at_desk.get(reverse(QUEUE)).text

    for word in ("清淤工程", "缺标题", "不知是谁", "乙 在审"):
        assert word in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"险", "小", "无", "别期"}),
        ({"risk": "doubtful"}, {"险"}),
        ({"risk": "slight"}, {"小"}),
        ({"risk": "clear"}, {"无", "别期"}),
        ({"code": "reordered"}, {"险"}),
        ({"issue": "2018-05"}, {"别期"}),
        ({"issue": "2018-05-31"}, {"别期"}),
        ({"issue": "2019-11", "risk": "clear"}, {"无"}),
        ({"mine": "on"}, {"小"}),
        # what cannot be chosen chooses nothing
        ({"risk": "?", "newspaper": "0", "code": "%"}, {"险", "小", "无", "别期"}),
    ],
)
def test_the_queue_is_filtered(at_desk, editor, query, found) -> None:
    risky("险", "reordered")
    claim(risky("小", "no-byline").pk, editor)
    waiting_story("无")
    waiting_story("别期", page=make_page(make_issue(date(2018, 5, 31))))
    response = at_desk.get(reverse(QUEUE), query)

    assert {row.article.headline for row in response.context["rows"]} == found


def test_an_editor_takes_a_story_and_goes_on_through_the_queue(at_desk, editor) -> None:
    first, second = risky("一", "reordered"), risky("二", "reordered")
    response = at_desk.post(reverse(STEP), {"choice": "next"}, follow=True)
    assert "您认领到" in response.text
    assert response.context["original"] == first

    place = {"choice": "next", "story": first.pk, "at": BY_RISK.cursor(first)}
    first.refresh_from_db()
    place["at"] = BY_RISK.cursor(first)
    response = at_desk.post(reverse(STEP), place, follow=True)
    assert response.context["original"] == second
    assert [hold.article for hold in Hold.objects.all()] == [second]

    second.refresh_from_db()
    place = {"choice": "next", "story": second.pk, "at": BY_RISK.cursor(second)}
    response = at_desk.post(reverse(STEP), place, follow=True)
    assert "后面没有了" in messages(response)


def test_a_story_that_is_held_is_not_taken(at_desk) -> None:
    article = waiting_story()
    claim(article.pk, make_editor("乙"))
    response = at_desk.post(reverse(STEP), {"choice": "claim", "story": article.pk}, follow=True)

    assert "乙在" in messages(response)
    assert "乙 正在审这篇" in response.text


def test_a_story_that_was_reviewed_meanwhile_is_not_taken(at_desk) -> None:
    article = make_article()
    response = at_desk.post(reverse(STEP), {"choice": "claim", "story": article.pk}, follow=True)

    assert "没有认领" in messages(response)
    assert not Hold.objects.exists()


def test_a_step_that_makes_no_sense_leads_to_the_queue(at_desk) -> None:
    for data in ({}, {"choice": "?"}, {"choice": "next", "at": "x"}):
        assert at_desk.post(reverse(STEP), data).url == reverse(QUEUE)


def test_saved_as_reviewed_the_next_story_opens(at_desk, editor) -> None:
    first, second = risky("一", "reordered"), risky("二", "no-byline")
    opened = at_desk.post(reverse(STEP), {"choice": "next"})
    page = at_desk.get(opened.url)
    response = at_desk.post(opened.url, posted(page, _reviewed="1"), follow=True)

    assert "《一》已审。" in messages(response)
    assert response.context["original"] == second
    first.refresh_from_db()
    assert first.status == Status.REVIEWED
    assert [hold.article for hold in Hold.objects.all()] == [second]


def test_a_status_chosen_by_hand_leads_on_as_well(at_desk) -> None:
    risky("一", "reordered")
    second = risky("二", "no-byline")
    opened = at_desk.post(reverse(STEP), {"choice": "next"})
    data = posted(at_desk.get(opened.url), status="reviewed", _save="1")

    assert at_desk.post(opened.url, data, follow=True).context["original"] == second


def test_saved_as_it_was_a_story_stays_in_hand(at_desk, editor) -> None:
    article = risky("一", "reordered")
    opened = at_desk.post(reverse(STEP), {"choice": "next"})
    soon = timezone.now() + timedelta(minutes=1)
    Hold.objects.update(until=soon)
    at_desk.post(opened.url, posted(at_desk.get(opened.url), deck="新的副题", _save="1"))

    assert hold_on(article.pk).until > soon
    article.refresh_from_db()
    assert (article.status, article.deck) == (Status.IMPORTED, "新的副题")


def test_a_batch_is_looked_at_and_then_approved(at_desk) -> None:
    risky("险", "reordered")
    for number in range(12):
        article = waiting_story(f"无事{number}", summary=f"开头{number}。")
        make_mention(article, "何维", ["区长"])
        article.tags.add("水利")
    page = at_desk.get(reverse(APPROVE), {"bound": "0", "number": "10"})
    assert len(page.context["rows"]) == 8
    shown = page.context["rows"][0].article
    for text in (shown.headline, shown.summary, "<b>何维</b>", "水利", "审核通过这 10 篇"):
        assert text in page.text

    response = at_desk.post(reverse(APPROVE), posted(page), follow=True)
    assert "审核通过 10 篇。" in messages(response)
    assert Article.objects.filter(status=Status.REVIEWED).count() == 10
    again = at_desk.post(reverse(APPROVE), posted(page), follow=True)
    assert "审核通过 0 篇。另有 10 篇" in messages(again)


@pytest.mark.parametrize(
    "change", [{"keys": "1;2"}, {"keys": ""}, {"seen_at": "2019-01-01T00:00:00+08:00"}]
)
def test_a_batch_that_was_not_shown_is_not_approved(at_desk, change) -> None:
    waiting_story()
    data = posted(at_desk.get(reverse(APPROVE))) | change
    response = at_desk.post(reverse(APPROVE), data, follow=True)

    assert "没有审核" in messages(response)
    assert not Article.objects.filter(status=Status.REVIEWED).exists()


def test_nobody_reviews_who_may_not_change_stories(client) -> None:
    user = User.objects.create(username="客人", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    waiting_story()

    assert client.get(reverse(QUEUE)).status_code == 403
    assert client.get(reverse(APPROVE)).status_code == 403
    assert client.post(reverse(APPROVE)).status_code == 403
    assert client.post(reverse(STEP), {"choice": "next"}).status_code == 403
    assert "从最要紧的开始审" not in client.get(reverse("admin:index")).text


def make_many(number: int) -> None:
    page = make_page()
    stories = Article.objects.bulk_create(
        Article(
            page=page,
            position=1,
            key=f"{each}",
            headline=f"稿件{each}",
            risk=each % 200,
            order_key=1,
        )
        for each in range(number)
    )
    Flag.objects.bulk_create(
        Flag(page=page, article=story, code="reordered", message="?") for story in stories
    )


@pytest.mark.parametrize(
    "address",
    [
        reverse(QUEUE),
        reverse(QUEUE, query={"code": "reordered", "issue": "2019"}),
        reverse(APPROVE, query={"bound": "10"}),
        reverse("admin:index"),
    ],
)
def test_the_pages_take_as_many_queries_for_two_thousand_stories_as_for_ten(
    at_desk, address
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert at_desk.get(address).status_code == 200
        return len(captured)

    make_many(10)
    queries()
    few = queries()
    Article.objects.all().delete()
    make_many(2000)

    assert queries() == few


def test_more_stories_than_anybody_reads_are_not_counted(at_desk) -> None:
    make_many(600)

    assert at_desk.get(reverse(QUEUE)).context["all_number"] == "500+"
    assert at_desk.get(reverse(QUEUE), {"risk": "clear"}).context["bands"][3][1] == "3"


def test_the_queue_is_read_along_its_index() -> None:
    make_many(10)
    stories = waiting().filter(BY_RISK.beyond(50, 7)).order_by(*BY_RISK.fields())[:30]
    if connection.vendor == "sqlite":
        plan = stories.explain()
        assert "article_review" in plan
        assert "TEMP B-TREE" not in plan


# Words not saved


def unsaved_address(article: Article) -> str:
    return reverse("admin:articles_article_unsaved", args=[article.pk])


def typed(article: Article, fields: dict, **values) -> dict:
    article.refresh_from_db()
    return {
        "fields_typed": json.dumps(fields),
        "version": article.updated_at.isoformat(),
        "opened": timezone.now().isoformat(),
    } | values


def test_words_that_are_not_saved_are_kept_and_offered(at_desk, editor) -> None:
    article = waiting_story()
    claim(article.pk, editor)
    Hold.objects.update(until=timezone.now() + timedelta(minutes=1))
    answer = at_desk.post(unsaved_address(article), typed(article, {"deck": "写到一半的副题"}))
    assert set(answer.json()) == {"kept", "until"}
    assert hold_on(article.pk).until > timezone.now() + timedelta(minutes=20)

    page = at_desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    for text in ("有未保存的修改", "恢复", "放弃", "写到一半的副题"):
        assert text in page.text
    assert "那以后这篇又改过" not in page.text


def test_only_the_last_words_of_each_editor_are_kept(at_desk, editor, client) -> None:
    article = waiting_story()
    for deck in ("写", "写到", "写到一半"):
        at_desk.post(unsaved_address(article), typed(article, {"deck": deck}))
    client.force_login(make_editor("乙"))
    client.post(unsaved_address(article), typed(article, {"kicker": "肩题"}))

    kept = dict(UnsavedEdit.objects.values_list("editor__username", "fields"))
    assert kept == {"甲": {"deck": "写到一半"}, "乙": {"kicker": "肩题"}}


def test_words_of_before_a_change_are_offered_with_a_warning(at_desk) -> None:
    article = waiting_story()
    at_desk.post(unsaved_address(article), typed(article, {"deck": "副题"}))
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())

    page = at_desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "那以后这篇又改过" in page.text


def test_saving_or_dropping_them_ends_it(at_desk) -> None:
    article = waiting_story()
    url = reverse("admin:articles_article_change", args=[article.pk])
    at_desk.post(unsaved_address(article), typed(article, {"deck": "副题"}))
    response = at_desk.post(unsaved_address(article), {"discard": "1"}, follow=True)
    assert "已放弃" in messages(response)
    assert not UnsavedEdit.objects.exists()

    at_desk.post(unsaved_address(article), typed(article, {"deck": "副题"}))
    at_desk.post(url, posted(at_desk.get(url), deck="副题"))
    assert not UnsavedEdit.objects.exists()


def test_what_a_page_sends_after_it_was_saved_is_not_kept(at_desk) -> None:
    article = waiting_story()
    late = typed(article, {"deck": "副题"})
    url = reverse("admin:articles_article_change", args=[article.pk])
    at_desk.post(url, posted(at_desk.get(url), deck="副题"))
    at_desk.post(unsaved_address(article), late)

    assert not UnsavedEdit.objects.exists()


def test_a_form_that_was_refused_is_not_asked_to_take_its_own_words(at_desk) -> None:
    article = waiting_story()
    url = reverse("admin:articles_article_change", args=[article.pk])
    at_desk.post(unsaved_address(article), typed(article, {"headline": ""}))
    page = at_desk.post(url, posted(at_desk.get(url), headline=""))

    assert page.status_code == 200
    assert "有未保存的修改" not in page.text
    assert UnsavedEdit.objects.exists()


@pytest.mark.parametrize(
    "fields",
    ["", "[", "[]", '{"deck": 1}', '{"tags": ["水利"]}', '{"tags": [[1, 2]]}', '{"tags": [["1"]]}'],
)
def test_what_no_form_sends_is_refused(at_desk, fields) -> None:
    article = waiting_story()
    answer = at_desk.post(unsaved_address(article), typed(article, {}, fields_typed=fields))

    assert answer.status_code == 400
    assert not UnsavedEdit.objects.exists()


def test_words_are_kept_only_of_those_who_may_change_the_story(client, at_desk) -> None:
    article = waiting_story()
    assert at_desk.get(unsaved_address(article)).status_code == 405
    assert at_desk.post(reverse("admin:articles_article_unsaved", args=[0])).status_code == 404
    reader = User.objects.create(username="客人", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(reader)

    assert client.post(unsaved_address(article), typed(article, {"deck": "副"})).status_code == 403
