from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag as PlainTag

from articles.admin.flag_labels import LABELS
from articles.editing import set_status
from articles.flagging import EDIT_CONFLICT, NOT_FOUND_AGAIN, PERSON_UNCLEAR
from articles.ingest.flags import MESSAGES
from articles.models import (
    Alarm,
    Article,
    Flag,
    ImportRun,
    Issue,
    Newspaper,
    Source,
    Tag,
    TaggedArticle,
    TagWord,
)
from people.models import LinkDecision, Organization, OtherName, Person, PersonPair, Post, Tenure
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
STORIES = "admin:articles_article_changelist"
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Some are only read; a story is withdrawn and a flag ticked off, not deleted.
READ_ONLY = {ImportRun, Source, PersonPair}
NOT_ADDED = READ_ONLY | {Alarm, LinkDecision}  # raised by print; made where a name stands in it


def by_name(model) -> str:
    return model._meta.label_lower


def address(model, view: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def fill(number: int = 0) -> None:
    """One row or more in every list."""
    issue = make_issue(date(2019, 1 + number % 12, 1 + number % 28))
    article = make_article(f"稿件{number}", make_page(issue))
    make_byline(article, f"林晓{number}")
    make_mention(article, f"周立{number}")
    make_flag(article, blocking=True, start=0, end=2)
    Flag.objects.create(page=article.page, code="leftover", message="有文字没有归入稿件。")
    article.tags.add(f"标签{number}")
    TagWord.objects.create(name=f"用词{number}", verdict="wanted")
    office = Organization.objects.create(name=f"柳河区第{number}办事处")
    post = Post.objects.create(organization=office, title="主任")
    person = make_person(f"钱{number}", is_reporter=True, is_official=True)
    OtherName.objects.create(person=person, name=f"笔名{number}")
    Tenure.objects.create(person=person, post=post)
    LinkDecision.objects.create(name=person.name, organization=office, person=person)
    other = make_person(f"銭{number}", is_official=True)
    Alarm.objects.create(kind="order", key=f"order:{number}", message="次序", article=article)
    PersonPair.objects.create(one=person, other=other, kind="variant", reason="形近。")
    ImportRun.objects.create(paths=["一月"], counts={"new": 3}, refused=[{"file": "a.txt"}])
    user = User.objects.create(username=f"编辑{number}")
    user.groups.create(name=f"组{number}")


@pytest.fixture
def rows() -> None:
    fill()


def test_every_model_of_the_archive_stands_on_the_desk() -> None:
    labels = {by_name(model) for model in MODELS}

    assert labels >= {
        *(f"articles.{name}" for name in ("newspaper", "issue", "page", "source", "article")),
        *(f"articles.{name}" for name in ("tag", "flag", "importrun")),
        *(f"people.{name}" for name in ("person", "reporter", "official", "organization")),
        *("people.post", "people.tenure", "auth.user", "auth.group"),
    }
    assert PlainTag not in MODELS


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_every_list_opens_and_searches(admin_client, rows, model) -> None:
    response = admin_client.get(address(model, "changelist"))
    assert response.status_code == 200
    assert response.context["cl"].result_list

    found = admin_client.get(address(model, "changelist"), {"q": "查无此字"})
    searchable = bool(admin.site._registry[model].search_fields)
    assert bool(found.context["cl"].result_list) != searchable


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_every_add_page_opens_where_rows_can_be_added(admin_client, model) -> None:
    expected = 403 if model in NOT_ADDED else 200

    assert admin_client.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_every_row_history_and_deletion_opens(admin_client, rows, model) -> None:
    row = model._default_manager.order_by("pk").first()

    assert admin_client.get(address(model, "change", row.pk)).status_code == 200
    assert admin_client.get(address(model, "history", row.pk)).status_code == 200
    kept = READ_ONLY | {Alarm, Article, Flag}
    expected = 403 if model in kept else 200
    assert admin_client.get(address(model, "delete", row.pk)).status_code == expected


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model not in READ_ONLY], ids=by_name
)
def test_every_row_saves_as_it_was_opened(admin_client, rows, model) -> None:
    url = address(model, "change", model._default_manager.order_by("pk").first().pk)
    response = admin_client.post(url, posted(admin_client.get(url)))

    assert response.status_code == 302, response.context["adminform"].form.errors


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_every_filter_and_every_action_opens(admin_client, rows, model) -> None:
    url = address(model, "changelist")
    changelist = admin_client.get(url).context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            assert admin_client.get(url + choice["query_string"]).status_code == 200
    rows_chosen = [row.pk for row in changelist.result_list]
    request = admin_client.get(url).wsgi_request
    for action in changelist.model_admin.get_actions(request):
        data = {"action": action, "_selected_action": rows_chosen}
        assert admin_client.post(url, data, follow=True).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_a_list_takes_as_many_queries_however_many_rows(admin_client, model) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin_client.get(address(model, "changelist"))
        return len(captured)

    fill(0)
    fill(1)
    queries()  # content types and the like are remembered from here on
    few = queries()
    for number in range(2, 12):
        fill(number)
    assert queries() == few


@pytest.mark.parametrize("model", MODELS, ids=by_name)
def test_nobody_without_a_permission_sees_a_list(client, model) -> None:
    client.force_login(User.objects.create(username="客人", is_staff=True))

    assert client.get(address(model, "changelist")).status_code == 403


def test_the_first_screen_says_what_waits(admin_client) -> None:
    story = make_article("待查的稿件", status=Status.IMPORTED)
    make_flag(story, blocking=True, code="no-headline")
    make_article(status=Status.WITHDRAWN)
    ImportRun.objects.create(counts={"new": 3, "unchanged": 4}, status="finished")
    response = admin_client.get(reverse("admin:index"))

    counts = {status.value: count for status, _, count in response.context["status_counts"]}
    assert counts == {"imported": "1", "reviewed": "0", "published": "0", "withdrawn": "1"}
    assert response.context["open_flags"] == "1"
    for text in ("待查的稿件", "缺标题", "新增 3，未变 4"):
        assert text in response.text


def test_the_first_screen_takes_as_many_queries_however_many_rows(admin_client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("admin:index"))
        return len(captured)

    fill(0)
    queries()
    few = queries()
    for number in range(1, 8):
        fill(number)
    assert queries() == few


def test_the_first_screen_shows_no_work_to_those_who_may_not_see_it(client) -> None:
    make_flag(make_article("待查的稿件"), blocking=True)
    client.force_login(User.objects.create(username="客人", is_staff=True))
    response = client.get(reverse("admin:index"))

    assert response.status_code == 200
    assert "待查的稿件" not in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"flags": "blocking"}, ["甲"]),
        ({"flags": "open"}, ["甲", "乙"]),
        ({"flags": "none"}, ["丙", "丁"]),
        ({"year": "2019"}, ["甲", "乙"]),
        ({"year": "undated"}, ["丁"]),
        ({"status__exact": "withdrawn"}, ["丙"]),
        ({"q": "林晓禾"}, ["甲"]),  # signs
        ({"q": "周立群"}, ["乙"]),  # is mentioned
        ({"q": "清淤 开工"}, ["丙"]),  # both words, wherever they stand
        ({"q": "%"}, []),
        ({"year": "二〇一九"}, ["甲", "乙", "丙", "丁"]),  # not one of the choices: no filter
    ],
)
def test_the_list_of_stories_finds_what_an_editor_asks_for(admin_client, query, found) -> None:
    issue = make_issue(date(2019, 5, 1))
    page = make_page(issue)
    first, second = make_article("甲", page, body=""), make_article("乙", page, body="")
    make_flag(first, blocking=True)
    make_flag(second)
    make_flag(
        make_article(
            "丙",
            make_page(
                make_issue(date(2020, 1, 1)),
            ),
            status="withdrawn",
            kicker="清淤",
            body="开工",
        ),
        resolved_at=timezone.now(),
    )
    make_article("丁", make_page(make_issue(None)), body="")
    make_byline(first, "林晓禾")
    make_mention(second, "周立群")
    response = admin_client.get(reverse(STORIES), query)

    assert sorted(row.headline for row in response.context["cl"].result_list) == sorted(found)


def test_the_issues_of_a_year_are_offered_once_the_year_is_chosen(admin_client) -> None:
    issue = make_issue(date(2019, 5, 1))
    make_article("甲", make_page(issue))
    make_article("乙", make_page(make_issue(date(2019, 6, 1))))
    assert "2019年5月1日</a>" not in admin_client.get(reverse(STORIES)).text

    chosen = admin_client.get(reverse(STORIES), {"year": 2019, "issue": issue.pk})
    assert f"{issue}</a>" in chosen.text
    assert [row.headline for row in chosen.context["cl"].result_list] == ["甲"]


def run(client, action: str, *articles: Article, **data):
    chosen = [article.pk for article in articles]
    data |= {"action": action, "_selected_action": chosen}
    return client.post(reverse(STORIES), data, follow=True)


def messages(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_publishing_says_how_many_and_which_are_held_back(admin_client) -> None:
    ready = make_article("可以发的", status=Status.REVIEWED)
    held = make_article("有疑问的", status=Status.REVIEWED)
    make_flag(held, blocking=True)
    there = make_article("早就发了的")
    text = messages(run(admin_client, "publish", ready, held, there, confirmed="yes"))

    assert set(Article.objects.published()) == {ready, there}
    assert "已发布 1 篇。另有 1 篇不需要改动。" in text
    assert "有 1 篇没有发布" in text
    assert "《有疑问的》" in text
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(ready.pk)]


def test_reviewing_takes_no_published_story_off_the_site(admin_client) -> None:
    new, published = make_article("新", status=Status.IMPORTED), make_article("旧")
    text = messages(run(admin_client, "review", new, published))

    assert "审核通过 1 篇。另有 1 篇不需要改动。" in text
    assert list(Article.objects.filter(status=Status.REVIEWED)) == [new]
    assert Article.objects.published().get() == published


def test_withdrawing_asks_first_and_logs_the_reason(admin_client) -> None:
    article = make_article("要撤的")
    asked = run(admin_client, "withdraw", article)
    assert "要撤的" in asked.text
    assert Article.objects.published().exists()

    text = messages(run(admin_client, "withdraw", article, confirmed="yes", reason="当事人来函"))
    article.refresh_from_db()
    assert (article.status, article.is_public) == (Status.WITHDRAWN, False)
    assert "已撤下 1 篇。" in text
    assert LogEntry.objects.get().change_message == "撤下：当事人来函"


def test_who_may_only_look_can_publish_nothing(client) -> None:
    user = User.objects.create(username="实习编辑", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    article = make_article("未发的", status=Status.REVIEWED)
    flag = make_flag(article, blocking=True)
    url = address(Article, "change", article.pk)

    page = client.get(url)
    assert page.status_code == 200
    assert "未发的" in page.text
    assert flag.message in page.text
    assert f"done_{flag.pk}" not in page.text
    run(client, "publish", article)
    assert client.post(url, {"status": "published", "headline": "改"}).status_code == 403
    assert client.post(
        address(Flag, "changelist"), {"action": "mark_resolved", "_selected_action": [flag.pk]}
    ).status_code in (200, 302)
    article.refresh_from_db()
    assert (article.status, article.headline) == (Status.REVIEWED, "未发的")
    assert Flag.objects.open().get() == flag


def test_every_flag_of_the_importer_has_a_chinese_name() -> None:
    codes = {*MESSAGES, EDIT_CONFLICT, NOT_FOUND_AGAIN, PERSON_UNCLEAR, "too-long"}

    assert codes <= set(LABELS)


def test_flags_are_found_by_their_kind(admin_client) -> None:
    make_flag(make_article(), code="no-byline", message="没有署名")
    make_flag(make_article(), code="reordered", message="调过次序")
    response = admin_client.get(address(Flag, "changelist"), {"code": "no-byline"})

    assert "缺署名" in response.text
    assert [row.message for row in response.context["cl"].result_list] == ["没有署名"]


def test_flags_are_ticked_off_in_the_list_and_stay_on_record(admin_client, admin_user) -> None:
    flag = make_flag(make_article())
    data = {"action": "mark_resolved", "_selected_action": [flag.pk]}
    response = admin_client.post(address(Flag, "changelist"), data, follow=True)

    flag.refresh_from_db()
    assert "已处理 1 条待核对事项。" in messages(response)
    assert flag.resolved_by == admin_user
    assert LogEntry.objects.get().object_id == str(flag.pk)


def test_a_flag_is_ticked_and_opened_again_on_its_own_page(admin_client, admin_user) -> None:
    flag = make_flag(make_article())
    url = address(Flag, "change", flag.pk)
    admin_client.post(url, posted(admin_client.get(url), done="on", resolution="已查报纸"))
    flag.refresh_from_db()
    assert (flag.resolved_by, flag.resolution) == (admin_user, "已查报纸")

    admin_client.post(url, posted(admin_client.get(url), done=None))
    flag.refresh_from_db()
    assert (flag.resolved_at, flag.resolved_by) == (None, None)


def test_a_new_date_of_an_issue_sorts_its_stories_anew(admin_client) -> None:
    issue = make_issue(None)
    undated = make_article("日期待定的", make_page(issue))
    dated = make_article("有日期的", make_page(make_issue(date(2019, 1, 1))))
    assert list(Article.objects.newest_first()) == [dated, undated]

    url = address(Issue, "change", issue.pk)
    changed = posted(admin_client.get(url), date="2020/05/01", precision="month", slug="2020-05")
    assert admin_client.post(url, changed).status_code == 302
    assert list(Article.objects.newest_first()) == [undated, dated]


@pytest.mark.parametrize(
    ("held", "typed", "address_after"),
    [
        ("undated", "undated", "2020-05"),
        ("undated-2", "undated-2", "2020-05"),
        ("undated", "", "2020-05"),
        ("undated", "spring", "spring"),
        # readers may know it: an editor changes it, or nobody
        ("2019-05", "2019-05", "2019-05"),
    ],
)
def test_the_address_of_an_issue_does_not_deny_its_date(
    admin_client, held: str, typed: str, address_after: str
) -> None:
    issue = make_issue(None if "undated" in held else date(2019, 5, 1))
    Issue.objects.update(slug=held)
    url = address(Issue, "change", issue.pk)

    changed = posted(admin_client.get(url), date="2020/05/01", precision="month", slug=typed)
    assert admin_client.post(url, changed).status_code == 302

    assert Issue.objects.get().slug == address_after


def test_an_address_is_made_for_a_new_issue(admin_client) -> None:
    paper = make_issue(date(2020, 5, 1)).newspaper
    other = Newspaper.objects.create(name="河滨时讯")
    url = address(Issue, "add")

    for newspaper, day in ((other, "2020/05/01"), (paper, "2020/05/02")):
        form = posted(admin_client.get(url), newspaper=newspaper.pk, date=day, precision="day")
        assert admin_client.post(url, form).status_code == 302

    slugs = set(Issue.objects.values_list("slug", flat=True))
    assert slugs == {"2020-05-01", "2020-05-01-2", "2020-05-02"}


def test_the_way_to_the_site_is_shown_where_readers_can_go(admin_client) -> None:
    story = make_article("甲")
    person = make_byline(story).person
    official = make_mention(story, "周立群").person
    tag = Tag.objects.create(name="防汛", slug="防汛")
    TaggedArticle.objects.create(content_object=story, tag=tag)
    rows = [story.page, story.page.issue, tag, person, official]
    pages = [address(type(row), "change", row.pk) for row in rows]
    links = [f'href="{row.get_absolute_url()}"' for row in rows]

    for page, link in zip(pages, links, strict=True):
        assert link in admin_client.get(page).text

    set_status(Article.objects.all(), Article.Status.WITHDRAWN)
    for page, link in zip(pages, links, strict=True):
        assert link not in admin_client.get(page).text


def test_a_date_without_its_precision_is_explained(admin_client) -> None:
    url = address(Issue, "change", make_issue(None).pk)
    response = admin_client.post(url, posted(admin_client.get(url), date="2020/05/01"))

    assert "填了日期就要说明精确到日、月还是年" in response.text


@pytest.mark.parametrize("words", ["林晓禾", "禾苗", "lin xiao", "linxiao", "LXH"])
def test_people_are_found_by_name_other_name_and_pinyin(admin_client, words) -> None:
    person = make_person("林晓禾", is_reporter=True, note="晚报评论部")
    OtherName.objects.create(person=person, name="禾苗")
    make_person("周立群")
    data = {"app_label": "articles", "model_name": "byline", "field_name": "person", "term": words}
    response = admin_client.get(reverse("admin:autocomplete"), data)

    assert [row["text"] for row in response.json()["results"]] == [
        "林晓禾（作者，0 篇，晚报评论部）"
    ]


def test_two_counts_of_a_person_do_not_multiply(admin_client) -> None:
    for number in range(3):
        article = make_article(f"稿件{number}")
        make_byline(article, "林晓禾")
        make_mention(article, "陈平")
    person = Person.objects.get(name="林晓禾")
    for mention in Person.objects.get(name="陈平").mentions.all()[:2]:
        mention.person = person
        mention.save()
    rows = (
        admin_client.get(address(Person, "changelist"), {"q": "林晓禾"}).context["cl"].result_list
    )

    assert [(row.byline_total, row.mention_total) for row in rows] == [(3, 2)]


def test_people_are_confirmed_in_the_list(admin_client) -> None:
    people = [make_person("林晓禾"), make_person("周立群", confirmed=True)]
    data = {"action": "confirm", "_selected_action": [person.pk for person in people]}
    response = admin_client.post(address(Person, "changelist"), data, follow=True)

    assert "已确认 1 人。" in messages(response)
    assert not Person.objects.filter(confirmed=False).exists()


def test_someone_who_signs_stories_cannot_be_deleted_and_the_page_says_why(admin_client) -> None:
    byline = make_byline(make_article())
    url = address(Person, "delete", byline.person.pk)

    assert "还不能删除" in admin_client.get(url).text
    assert admin_client.post(url, {"post": "yes"}).status_code == 200
    assert Person.objects.filter(pk=byline.person.pk).exists()


def test_people_who_sign_stories_cannot_be_deleted_together_either(admin_client) -> None:
    byline = make_byline(make_article())
    data = {"action": "delete_selected", "_selected_action": [byline.person.pk]}
    url = address(Person, "changelist")

    assert "所选的还不能删除" in admin_client.post(url, data).text
    admin_client.post(url, data | {"post": "yes"})
    assert Person.objects.filter(pk=byline.person.pk).exists()


def test_a_tag_leads_to_its_stories(admin_client) -> None:
    make_article("无关的")
    make_article("治水").tags.add("水利")
    listing = admin_client.get(address(Tag, "changelist"))
    found = admin_client.get(reverse(STORIES, query={"tags__id__exact": Tag.objects.get().pk}))

    assert "1 篇" in listing.text
    assert [row.headline for row in found.context["cl"].result_list] == ["治水"]
