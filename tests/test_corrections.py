from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from articles.corrections import accept
from articles.ingest.suspects import find_suspects
from articles.models import Article, Flag
from articles.storage import store_page
from tests.factories import make_article, make_byline, make_flag, make_mention
from tests.html_forms import posted
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

BODY = "近日，各部门落实、-岗双责，区长周立群到场。"
FOUND, PROPOSED = "落实、-岗双责", "落实、一岗双责"


def make_proposal(article: Article, found: str = FOUND, proposed: str = PROPOSED, **values) -> Flag:
    return make_flag(
        article,
        code="suspect-character",
        message=f"疑为识别错误：“{found}”，建议“{proposed}”。",
        found=found,
        proposed=proposed,
        **values,
    )


def desk(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def save(client, article: Article, **changes):
    response = client.post(desk(article), posted(client.get(desk(article)), **changes))
    article.refresh_from_db()
    return response


def accept_in_list(client, *flags: Flag):
    data = {"action": "accept_proposals", "_selected_action": [flag.pk for flag in flags]}
    return client.post(reverse("admin:articles_flag_changelist"), data, follow=True)


def test_the_desk_shows_what_stands_and_what_is_proposed(admin_client) -> None:
    article = make_article(body=BODY)
    flag = make_proposal(article)
    page = admin_client.get(desk(article)).text

    assert f"原文 <q>{FOUND}</q> → 建议 <q>{PROPOSED}</q>" in page
    assert f'name="accept_{flag.pk}"' in page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kicker", "我区落实、-岗双责"),
        ("headline", "落实、-岗双责"),
        ("deck", "副题 落实、-岗双责"),
        ("body", f"首段。\n\n## 小标题\n\n{BODY}"),
    ],
)
@pytest.mark.parametrize("where", ["desk", "list"])
def test_taking_a_proposal_corrects_the_field_it_stands_in(
    admin_client, admin_user, where, name, text
) -> None:
    article = make_article(**{name: text})
    flag = make_proposal(article)
    if where == "desk":
        assert save(admin_client, article, **{f"accept_{flag.pk}": "on"}).status_code == 302
    else:
        assert "采纳 1 条建议。" in accept_in_list(admin_client, flag).text
    article.refresh_from_db()
    flag.refresh_from_db()

    assert getattr(article, name) == text.replace(FOUND, PROPOSED)
    assert article.edited_fields == [name]
    assert (flag.resolution, flag.resolved_by) == ("采纳", admin_user)
    assert "采纳" in admin_client.get(desk(article)).text


@pytest.mark.parametrize("where", ["desk", "list"])
def test_the_history_says_what_was_corrected(admin_client, where) -> None:
    article = make_article(body=BODY)
    flag = make_proposal(article)
    if where == "desk":
        save(admin_client, article, **{f"accept_{flag.pk}": "on"})
    else:
        accept_in_list(admin_client, flag)

    entry = LogEntry.objects.get(content_type__model="article")
    assert f"采纳建议：“{FOUND}”改为“{PROPOSED}”" in entry.get_change_message()


@pytest.mark.parametrize("where", ["desk", "list"])
def test_mentions_follow_a_text_that_gets_shorter(admin_client, where) -> None:
    article = make_article(body="服务 and 管理，区长周立群到场。")
    mention = make_mention(article)
    mention.start, mention.end = 14, 17
    mention.save()
    flag = make_proposal(article, "服务 and 管理", "服务和管理")
    if where == "desk":
        save(admin_client, article, **{f"accept_{flag.pk}": "on"})
    else:
        accept_in_list(admin_client, flag)
    article.refresh_from_db()
    mention.refresh_from_db()

    assert article.body[mention.start : mention.end] == "周立群"


def test_the_summary_says_what_the_body_says(admin_client) -> None:
    article = make_article(body=BODY, summary=BODY)
    accept(article, [make_proposal(article)], None)
    article.refresh_from_db()

    assert article.summary == article.body == BODY.replace(FOUND, PROPOSED)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BODY.replace("-", "一"), "已没有“落实、-岗双责”"),
        (BODY + BODY, "不止出现一处"),
    ],
)
@pytest.mark.parametrize("where", ["desk", "list"])
def test_a_proposal_whose_place_is_not_sure_is_refused_with_the_reason(
    admin_client, where, body, reason
) -> None:
    article = make_article(body=body)
    flag = make_proposal(article)
    if where == "desk":
        response = save(admin_client, article, **{f"accept_{flag.pk}": "on"})
    else:
        response = accept_in_list(admin_client, flag)
    article.refresh_from_db()

    assert reason in response.text
    assert (article.body, article.edited_fields) == (body, [])
    assert Flag.objects.open().get() == flag


@pytest.mark.parametrize("where", ["desk", "list"])
def test_no_name_is_corrected(admin_client, where) -> None:
    article = make_article(body="区长周丶立群到场，记者林ー禾。")
    make_mention(article, "周丶立群")
    make_byline(article, "林ー禾")
    flags = [
        make_proposal(article, "周丶立群", "周、立群"),
        make_proposal(article, "林ー禾", "林一禾"),
    ]
    if where == "desk":
        changes = {f"accept_{flag.pk}": "on" for flag in flags}
        response = save(admin_client, article, **changes)
    else:
        response = accept_in_list(admin_client, *flags)
    article.refresh_from_db()

    assert "在人名“周丶立群”里" in response.text
    assert "在人名“林ー禾”里" in response.text
    assert article.body == "区长周丶立群到场，记者林ー禾。"
    assert Flag.objects.open().count() == 2


def test_the_proposal_goes_into_the_text_as_the_editor_has_just_written_it(admin_client) -> None:
    article = make_article(body=BODY)
    flag = make_proposal(article)
    save(admin_client, article, body=f"新的首段。\n\n{BODY}", **{f"accept_{flag.pk}": "on"})

    assert article.body == f"新的首段。\n\n{BODY}".replace(FOUND, PROPOSED)


def test_a_field_is_not_restored_and_corrected_at_once(admin_client) -> None:
    article = make_article(body=f"首段。{BODY}", as_imported={"body": BODY})
    flag = make_proposal(article)
    response = save(admin_client, article, restore=["body"], **{f"accept_{flag.pk}": "on"})

    assert "两样只能选一样" in response.text
    assert article.body == f"首段。{BODY}"


def test_words_of_the_editor_stay_beside_a_proposal_taken(admin_client) -> None:
    article = make_article(body=BODY)
    flag = make_proposal(article)
    save(admin_client, article, **{f"accept_{flag.pk}": "on", f"resolution_{flag.pk}": "对过报纸"})
    flag.refresh_from_db()
    assert flag.resolution == "对过报纸"


def test_a_blocking_proposal_that_is_taken_holds_the_story_no_more(admin_client) -> None:
    article = make_article(body=BODY, status=Article.Status.IMPORTED, published_at=None)
    flag = make_proposal(article, blocking=True)
    save(admin_client, article, status="published", **{f"accept_{flag.pk}": "on"})

    assert article.is_public


def test_several_proposals_are_taken_in_one_go_and_each_answers_for_itself(admin_client) -> None:
    first = make_article("甲", body="推进-体化，提供 and 管理，区长到场。")
    second = make_article("乙", body="没有要改的字。")
    flags = [
        make_proposal(first, "推进-体化", "推进一体化"),
        make_proposal(first, "提供 and 管", "提供和管"),
        make_proposal(second, "到l0月", "到10月"),
        make_flag(second, message="没有建议。"),
        make_proposal(first, "体化", "体", resolved_at=timezone.now()),
    ]
    response = accept_in_list(admin_client, *flags)
    first.refresh_from_db()

    assert first.body == "推进一体化，提供和管理，区长到场。"
    assert "采纳 2 条建议。另有 2 条没有建议或已处理。" in response.text
    assert "《乙》没有采纳：标题和正文里已没有“到l0月”" in response.text
    assert set(Flag.objects.open()) == {flags[2], flags[3]}


def test_who_may_not_change_stories_takes_no_proposal(client) -> None:
    user = User.objects.create_user("读者来信", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_flag", "change_flag", "view_article"])
    )
    client.force_login(user)
    article = make_article(body=BODY)
    flag = make_proposal(article)
    accept_in_list(client, flag)

    assert f"accept_{flag.pk}" not in client.get(desk(article)).text
    assert Article.objects.get().body == BODY
    assert Flag.objects.open().get() == flag


def test_the_page_shows_proposals_and_leaves_taking_them_to_the_story(admin_client) -> None:
    article = make_article(body=BODY)
    flag = make_proposal(article)
    url = reverse("admin:articles_page_change", args=[article.page_id])
    page = admin_client.get(url).text

    assert f"<q>{PROPOSED}</q>" in page
    assert f"accept_{flag.pk}" not in page


def test_importing_again_neither_asks_again_nor_undoes_a_correction() -> None:
    story = make_story("落实责任", body=("近日，各部门落实“-岗双责”，区长到场。",))
    parsed = make_parsed(
        make_story(
            "落实责任", body=("近日，各部门落实“-岗双责”，区长到场。",), flags=find_suspects(story)
        )
    )
    store_page(parsed)
    article, flag = Article.objects.get(), Flag.objects.get()
    assert flag.found in article.body
    accept(article, [flag], None)
    store_page(parsed)

    article.refresh_from_db()
    assert "“一岗双责”" in article.body
    assert not Flag.objects.open().exists()
    assert Flag.objects.count() == 1
