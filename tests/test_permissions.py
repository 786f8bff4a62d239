"""Who may what: the four groups, page by page and action by action, and the log of it all."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.merging import merge_people
from articles.models import Article, Flag, Tag
from tests.factories import make_article, make_flag, make_mention, make_person
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

GROUPS = ("记者", "编辑", "主编", "管理员")
STORIES = "admin:articles_article_changelist"
Status = Article.Status

make_groups = import_module("articles.migrations.0005_groups").make_groups
grant_names = import_module("articles.migrations.0011_names_of_organizations").grant


def log_in(client, *groups: str) -> User:
    user = User.objects.create(username="、".join(groups) or "客人", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return user


def from_group_on(first: str) -> list[tuple[str, bool]]:
    """Each group, and whether it is `first` or one that may more."""
    return [(group, place >= GROUPS.index(first)) for place, group in enumerate(GROUPS)]


def story_page(story: Article) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])


PAGES = {
    "admin:index": "记者",
    STORIES: "记者",
    "admin:articles_flag_changelist": "记者",
    "admin:articles_flag_add": "记者",
    "admin:people_person_changelist": "记者",
    "admin:articles_importrun_changelist": "记者",
    "admin:articles_article_add": "编辑",
    "admin:articles_issue_add": "编辑",
    "admin:articles_tag_add": "编辑",
    "admin:people_person_add": "编辑",
    "admin:people_tenure_add": "编辑",
    "admin:people-unclear": "编辑",
    "admin:people-unclear-bylines": "编辑",
    "admin:people-pairs": "编辑",
    "admin:articles_newspaper_add": "主编",
    "admin:audit": "主编",
    "admin:auth_user_changelist": "管理员",
    "admin:auth_group_changelist": "管理员",
}


@pytest.mark.parametrize(
    ("page", "group", "may"),
    [(page, group, may) for page, first in PAGES.items() for group, may in from_group_on(first)],
)
def test_a_page_of_the_desk_opens_to_those_it_is_for(client, page, group, may) -> None:
    log_in(client, group)

    assert client.get(reverse(page)).status_code == (200 if may else 403)


@pytest.mark.parametrize(("group", "may"), from_group_on("主编"))
def test_people_are_merged_and_parted_by_a_chief_editor(client, group, may) -> None:
    one, other, third = make_person("周立群"), make_person("周立裙"), make_person("周力群")
    merge = merge_people(one, third, None)
    log_in(client, group)
    pages = {
        reverse("admin:people_person_merge", query={"kept": one.pk, "merged": other.pk}),
        reverse("admin:people_person_split", args=[one.pk]),
        reverse("admin:people_person_unmerge", args=[merge.pk]),
    }

    for page in pages:
        assert client.get(page).status_code == (200 if may else 403)
        assert client.post(page).status_code in ((200, 302) if may else (403,))
    page = client.get(reverse("admin:people_person_change", args=[one.pk])).text
    assert ("合并到…" in page) is may
    actions = client.get(reverse("admin:people_person_changelist")).text
    assert ("合并所选两人" in actions) is may


@pytest.mark.parametrize(("group", "may"), from_group_on("编辑"))
def test_who_is_meant_by_one_name_is_said_by_an_editor(client, group, may) -> None:
    mention = make_mention(make_article())
    log_in(client, group)
    address = reverse("admin:people_person_move", args=[mention.pk])

    assert client.post(address, {"nobody": "1"}).status_code == (302 if may else 403)
    mention.refresh_from_db()
    assert (mention.person is None) is may


@pytest.mark.parametrize(("group", "may"), from_group_on("编辑"))
def test_a_story_is_changed_by_an_editor(client, group, may) -> None:
    story = make_article(status=Status.IMPORTED, published_at=None)
    flag = make_flag(story)
    log_in(client, group)
    data = posted(client.get(story_page(story)), headline="改过的标题", status="reviewed")
    answer = client.post(story_page(story), data | {f"done_{flag.pk}": "on"})

    assert answer.status_code == (302 if may else 403)
    story.refresh_from_db()
    flag.refresh_from_db()
    assert (story.headline == "改过的标题") is may
    assert (story.status == Status.REVIEWED) is may
    assert (flag.resolved_at is not None) is may


ACTIONS = [
    ("review", Status.IMPORTED, Status.REVIEWED, "编辑"),
    ("publish", Status.REVIEWED, Status.PUBLISHED, "主编"),
    ("withdraw", Status.PUBLISHED, Status.WITHDRAWN, "主编"),
]


@pytest.mark.parametrize(
    ("action", "before", "after", "group", "may"),
    [
        (action, before, after, group, may)
        for action, before, after, first in ACTIONS
        for group, may in from_group_on(first)
    ],
)
def test_an_action_on_stories_is_offered_to_those_it_is_for(
    client, action, before, after, group, may
) -> None:
    story = make_article(status=before)
    log_in(client, group)
    listing = client.get(reverse(STORIES))
    assert (f'value="{action}"' in listing.text) is may

    data = {"action": action, "_selected_action": [story.pk], "confirmed": "yes"}
    client.post(reverse(STORIES), data)
    story.refresh_from_db()
    assert (story.status == after) is may


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        (Status.IMPORTED, Status.REVIEWED, "编辑"),
        (Status.REVIEWED, Status.IMPORTED, "编辑"),
        (Status.IMPORTED, Status.PUBLISHED, "主编"),
        (Status.REVIEWED, Status.PUBLISHED, "主编"),
        (Status.REVIEWED, Status.WITHDRAWN, "主编"),
        (Status.PUBLISHED, Status.WITHDRAWN, "主编"),
        # readers would lose it without being told so
        (Status.PUBLISHED, Status.REVIEWED, "主编"),
        (Status.WITHDRAWN, Status.REVIEWED, "主编"),
        (Status.WITHDRAWN, Status.PUBLISHED, "主编"),
    ],
)
@pytest.mark.parametrize("group", ["编辑", "主编", "管理员"])
def test_the_form_brings_a_story_only_where_its_editor_may(
    client, group, before, after, first
) -> None:
    story = make_article(status=before)
    log_in(client, group)
    may = GROUPS.index(group) >= GROUPS.index(first)
    answer = client.post(
        story_page(story), posted(client.get(story_page(story)), status=after.value)
    )

    assert answer.status_code == (302 if may else 200)
    story.refresh_from_db()
    assert story.status == (after if may else before)


def test_an_editor_moves_no_time_of_publication_and_loses_none(client) -> None:
    story = make_article()
    log_in(client, "编辑")
    data = posted(client.get(story_page(story)), deck="副题", published_at_0="2031/01/01")

    assert client.post(story_page(story), data).status_code == 302
    changed = Article.objects.get()
    assert (changed.deck, changed.published_at) == ("副题", story.published_at)


def test_an_editor_adds_a_story_but_not_before_readers(client) -> None:
    page = make_article().page
    log_in(client, "编辑")
    address = reverse("admin:articles_article_add")
    data = posted(client.get(address), page=page.pk, headline="补录的", body="正文。")

    assert client.post(address, data | {"status": "published"}).status_code == 200
    assert client.post(address, data).status_code == 302
    assert not Article.objects.get(headline="补录的").is_public


def test_a_reporter_raises_a_flag_and_ticks_none_off(client) -> None:
    story = make_article()
    log_in(client, "记者")
    address = reverse("admin:articles_flag_add")
    words = {
        "page": story.page_id,
        "article": story.pk,
        "code": "suggestion",
        "message": "人名有误。",
    }

    assert client.post(address, posted(client.get(address), **words)).status_code == 302
    flag = Flag.objects.get()
    assert flag.message == "人名有误。"
    listing = reverse("admin:articles_flag_changelist")
    assert "mark_resolved" not in client.get(listing).text
    change = reverse("admin:articles_flag_change", args=[flag.pk])
    assert client.post(change, {"done": "on"}).status_code == 403


@pytest.mark.parametrize(("group", "may"), from_group_on("主编"))
def test_a_tag_is_deleted_by_a_chief_editor(client, group, may) -> None:
    tag = Tag.objects.create(name="防汛")
    log_in(client, group)
    address = reverse("admin:articles_tag_delete", args=[tag.pk])

    assert client.post(address, {"post": "yes"}).status_code == (302 if may else 403)
    assert Tag.objects.exists() is not may


@pytest.mark.parametrize("permission", ["import_issue", "undo_run"])
@pytest.mark.parametrize(("group", "may"), from_group_on("主编"))
def test_imports_belong_to_a_chief_editor(client, group, may, permission) -> None:
    assert log_in(client, group).has_perm(f"articles.{permission}") is may


def test_nobody_of_no_group_sees_more_than_an_empty_desk(client) -> None:
    log_in(client)

    for page in PAGES:
        assert client.get(reverse(page)).status_code == (200 if page == "admin:index" else 403)


def test_an_administrator_may_all_that_the_desk_asks_for() -> None:
    held = set(Group.objects.get(name="管理员").permissions.values_list("codename", flat=True))

    for model in admin.site._registry:
        verbs = (f"{verb}_{model._meta.model_name}" for verb in model._meta.default_permissions)
        assert {*verbs, *dict(model._meta.permissions)} <= held


def test_each_group_may_what_the_one_before_may() -> None:
    held = [set(Group.objects.get(name=name).permissions.all()) for name in GROUPS]

    assert held == sorted(held, key=len)
    for less, more in pairwise(held):
        assert less < more


def test_making_the_groups_again_keeps_what_an_administrator_changed() -> None:
    reporters, editors = Group.objects.get(name="记者"), Group.objects.get(name="编辑")
    reporters.permissions.add(Permission.objects.get(codename="add_article"))
    changed = set(reporters.permissions.all())
    was = set(editors.permissions.all())
    editors.delete()
    for migrate in (make_groups, grant_names):
        migrate(apps, SimpleNamespace(connection=connection))

    assert set(reporters.permissions.all()) == changed
    assert set(Group.objects.get(name="编辑").permissions.all()) == was


# The log


def log(user: User, row, action: int = CHANGE, message: str = "改。", day: int = 10) -> LogEntry:
    return LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=action,
        change_message=message,
        action_time=datetime(2026, 3, day, 8, tzinfo=UTC),
    )


def test_the_log_says_who_did_what_and_leads_there(client) -> None:
    user = log_in(client, "主编")
    story = make_article("清淤工程开工")
    log(user, story, message="撤下：当事人来函")
    text = client.get(reverse("admin:audit")).text

    for said in (
        "主编",
        "2026-03-10 16:00",
        "稿件",
        "清淤工程开工",
        "撤下：当事人来函",
        story_page(story),
    ):
        assert said in text
    assert reverse("admin:audit") in client.get(reverse("admin:index")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["丙", "乙", "甲"]),
        ({"kind": "articles.article"}, ["乙", "甲"]),
        ({"kind": "people.person"}, ["丙"]),
        ({"action": ADDITION}, ["甲"]),
        ({"since": "2026-03-11"}, ["丙", "乙"]),
        ({"until": "2026-03-11"}, ["乙", "甲"]),
        ({"since": "2026-03-11", "until": "2026-03-11"}, ["乙"]),
        ({"since": "2026-04-01"}, []),
        ({"until": "2026-03-01"}, []),
        ({"since": "昨天"}, ["丙", "乙", "甲"]),
        ({"user": "someone"}, ["乙"]),
    ],
)
def test_the_log_is_looked_through_by_user_kind_and_day(client, query, found) -> None:
    chief, someone = log_in(client, "主编"), User.objects.create(username="王编辑")
    log(chief, make_article("甲"), ADDITION, day=10)
    log(someone, make_article("乙"), day=11)
    log(chief, make_person("丙"), day=12)
    if "user" in query:
        query = {"user": someone.pk}
    rows = client.get(reverse("admin:audit"), query).context["page"].rows

    assert [row.object_repr for row in rows] == found


def test_the_log_of_one_day_and_of_years_costs_the_same(client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(
                reverse("admin:audit"), {"since": "2026-03-01", "until": "2026-04-01"}
            )
        assert "COUNT(" not in "".join(query["sql"] for query in captured)
        assert answer.context["page"].rows
        return len(captured)

    user, story = log_in(client, "主编"), make_article()
    for _ in range(10):
        log(user, story)
    queries()
    few = queries()
    LogEntry.objects.bulk_create(
        LogEntry(
            user=user,
            object_repr=f"{number}",
            action_flag=CHANGE,
            action_time=datetime(2026, 3, 10, tzinfo=UTC),
        )
        for number in range(2000)
    )
    assert queries() == few
    page = client.get(reverse("admin:audit"))
    older = client.get(reverse("admin:audit"), {"after": page.context["page"].after})
    assert len(older.context["page"].rows) == 100


def test_the_log_of_what_is_gone_has_no_link(client) -> None:
    user = log_in(client, "主编")
    LogEntry.objects.create(user=user, object_repr="无处可去的", action_flag=CHANGE)

    assert "无处可去的" in client.get(reverse("admin:audit")).text
