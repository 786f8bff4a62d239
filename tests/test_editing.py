from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.editing import (
    anchor_mentions,
    record_edit,
    refresh_order_keys,
    resolve_flags,
    set_status,
    snapshot,
)
from articles.models import Article, Flag, Mention
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_issue,
    make_mention,
    make_page,
    make_person,
)

pytestmark = pytest.mark.django_db

Status = Article.Status


@pytest.mark.parametrize(
    "name",
    [
        "position",
        "section",
        "kicker",
        "headline",
        "deck",
        "dateline",
        "body",
        "byline_text",
        "credit",
        "event_date",
        "summary",
    ],
)
def test_a_changed_field_is_the_editors_from_then_on(name) -> None:
    article = make_article()
    before = snapshot(article)
    setattr(article, name, 7 if name == "position" else "改过")
    article.save()

    assert record_edit(article, before) == [name]
    assert Article.objects.get().edited_fields == [name]


def _sign(article: Article) -> None:
    make_byline(article)


def _mention(article: Article) -> None:
    make_mention(article)


def _tag(article: Article) -> None:
    article.tags.add("水利")


def _publish(article: Article) -> None:
    article.status = Status.WITHDRAWN
    article.save()


@pytest.mark.parametrize(
    ("edit", "group"),
    [(_sign, "bylines"), (_mention, "mentions"), (_tag, "tags"), (_publish, "status")],
)
def test_a_changed_group_is_the_editors_from_then_on(edit, group) -> None:
    article = make_article()
    before = snapshot(article)
    edit(article)

    assert record_edit(article, before) == [group]
    assert Article.objects.get().edited_fields == [group]


def test_another_person_behind_the_same_byline_is_an_edit() -> None:
    byline = make_byline(make_article())
    before = snapshot(byline.article)
    byline.person = make_person("林晓禾", note="另一位")
    byline.save()

    assert record_edit(byline.article, before) == ["bylines"]


def test_saving_without_a_change_records_and_writes_nothing(django_assert_num_queries) -> None:
    article = make_article()
    make_byline(article)
    before = snapshot(article)
    article.save()

    with django_assert_num_queries(4):  # the snapshot, and no write
        assert record_edit(article, before) == []
    assert Article.objects.get().edited_fields == []


def test_what_was_recorded_once_is_not_recorded_twice() -> None:
    article = make_article(edited_fields=["headline"])
    before = snapshot(article)
    article.headline, article.deck = "改过", "也改过"
    article.save()

    assert record_edit(article, before) == ["headline", "deck"]
    assert article.edited_fields == ["headline", "deck"]


@pytest.mark.parametrize(
    ("body", "stood", "place"),
    [
        ("区长周立群到场。", (2, 5), (2, 5)),
        ("近日，区长周立群到场。", (2, 5), (5, 8)),
        # of two the one nearest to where it stood
        ("周立群说，区长周立群到场。", (6, 9), (7, 10)),
        ("周立群说，区长周立群到场。", (0, 3), (0, 3)),
        # found though it had no place yet
        ("区长周立群到场。", (None, None), (2, 5)),
        ("区长到场。", (2, 5), (None, None)),
        ("", (2, 5), (None, None)),
        # its old place is beyond the end of what was cut down
        ("周立群。", (90, 93), (0, 3)),
    ],
)
def test_a_mention_follows_its_name_in_the_body(body, stood, place) -> None:
    mention = make_mention(make_article(body=body), "周立群")
    Mention.objects.update(start=stood[0], end=stood[1])
    anchor_mentions(mention.article)
    mention.refresh_from_db()

    assert (mention.start, mention.end) == place


def test_editing_the_body_moves_mentions_and_leaves_them_the_importers() -> None:
    article = make_article(body="区长周立群到场。")
    mention = make_mention(article, "周立群")
    before = snapshot(article)
    article.body = "昨天，区长周立群到场。"
    article.save()

    assert record_edit(article, before) == ["body"]
    mention.refresh_from_db()
    assert article.body[mention.start : mention.end] == "周立群"


def test_publishing_sets_the_time_and_is_an_edit() -> None:
    article = make_article(status=Status.IMPORTED, published_at=None)
    changed, held = set_status(Article.objects.all(), Status.PUBLISHED)
    article.refresh_from_db()

    assert (changed, held) == ([article], [])
    assert article.is_public
    assert article.edited_fields == ["status"]


def test_a_story_with_an_open_blocking_flag_is_held_back() -> None:
    held_back = make_article(status=Status.IMPORTED)
    make_flag(held_back, blocking=True)
    harmless = make_article(status=Status.IMPORTED)
    make_flag(harmless)
    settled = make_article(status=Status.IMPORTED)
    make_flag(settled, blocking=True, resolved_at=timezone.now())

    changed, held = set_status(Article.objects.all(), Status.PUBLISHED)

    assert set(changed) == {harmless, settled}
    assert held == [held_back]
    assert set(Article.objects.published()) == {harmless, settled}


def test_a_withdrawn_story_keeps_its_time_and_gets_it_back() -> None:
    moment = timezone.now() - timedelta(days=9)
    article = make_article(published_at=moment)
    set_status(Article.objects.all(), Status.WITHDRAWN)
    article.refresh_from_db()
    assert (article.status, article.published_at) == (Status.WITHDRAWN, moment)

    set_status(Article.objects.all(), Status.PUBLISHED)
    article.refresh_from_db()
    assert (article.status, article.published_at) == (Status.PUBLISHED, moment)


def test_giving_a_status_makes_forms_opened_before_stale() -> None:
    article = make_article()
    before = article.updated_at
    set_status(Article.objects.all(), Status.WITHDRAWN)
    article.refresh_from_db()

    assert article.updated_at > before


def test_a_story_that_has_the_status_is_left_alone() -> None:
    make_article(status=Status.PUBLISHED)

    assert set_status(Article.objects.all(), Status.PUBLISHED) == ([], [])
    assert Article.objects.get().edited_fields == []


def test_publishing_many_stories_takes_as_many_queries_as_one(
    django_assert_max_num_queries,
) -> None:
    page = make_page()
    for number in range(30):
        make_article(f"稿件{number}", page, status=Status.IMPORTED)

    # the rows, the update, its savepoint, the copies at signatures, names and tags, and the
    # versions: how the stories stood before and stand now, each with the pictures and corrections,
    # the last version, the new ones, and what is left to check of them
    with django_assert_max_num_queries(24):
        changed, _ = set_status(Article.objects.all(), Status.PUBLISHED)
    assert len(changed) == 30


def test_a_flag_is_ticked_off_once_and_keeps_who_did_it() -> None:
    first, second = User.objects.create(username="甲"), User.objects.create(username="乙")
    make_flag(make_article())

    assert resolve_flags(Flag.objects.all(), first, "已改") == 1
    assert resolve_flags(Flag.objects.all(), second, "再改") == 0
    flag = Flag.objects.get()
    assert (flag.resolved_by, flag.resolution) == (first, "已改")


def test_stories_sort_anew_when_their_issue_gets_another_date() -> None:
    issue = make_issue(date(2019, 11, 25))
    earlier = make_article("甲", make_page(issue))
    later = make_article("乙", make_page(make_issue(date(2020, 1, 1))))
    assert list(Article.objects.newest_first()) == [later, earlier]

    issue.date = date(2021, 5, 1)
    issue.save()

    assert refresh_order_keys(Article.objects.all()) == 1
    assert list(Article.objects.newest_first()) == [earlier, later]
    assert refresh_order_keys(Article.objects.all()) == 0
