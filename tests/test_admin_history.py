"""The history of a story on the desk, and two editors who meet in one story."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.history import record
from articles.models import Article, Flag, Revision
from articles.repairs import split_story
from articles.states import state_of
from articles.storage import store_page
from articles.text_diff import changes_only, compare
from tests.factories import make_article, make_byline, make_mention
from tests.html_forms import posted
from tests.parsed import BODY, make_parsed, make_story

pytestmark = pytest.mark.django_db


def address(article: Article, page: str = "change", **query) -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk], query=query)


def save(client, article: Article, **changes):
    url = address(article)
    response = client.post(url, posted(client.get(url), **changes))
    article.refresh_from_db()
    return response


def shown(before: str, after: str) -> list[tuple[str, str]]:
    """The pairs as one would write them: what went in [-], what came in [+]."""
    signs = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}

    def write(pieces):
        return "".join(signs[each.kind].format(each.text) for each in pieces or ())

    return [(write(pair.before), write(pair.after)) for pair in compare(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("清于工程开工。", "清淤工程开工。", [("清[-于]工程开工。", "清[+淤]工程开工。")]),
        ("甲", "乙", [("[-甲]", "[+乙]")]),
        ("", "新的一段", [("", "[+新的一段]")]),
        ("一样\n\n一样", "一样\n一样", [("一样", "一样"), ("一样", "一样")]),
        (
            "第一段文字照旧。\n\n第二段文字说完。",
            "第一段文字照旧。\n\n插进来的话。\n\n第二段文字说完了。",
            [
                ("第一段文字照旧。", "第一段文字照旧。"),
                ("", "[+插进来的话。]"),
                ("第二段文字说完。", "第二段文字说完[+了]。"),
            ],
        ),
        # a paragraph cut in two stands beside its longer part
        (
            "前面的话说完。后面的话还要说上好久好久。",
            "前面的话说完。\n\n后面的话还要说上好久好久。",
            [
                ("前面的话说完。[-后面的话还要说上好久好久。]", "前面的话说完。"),
                ("", "[+后面的话还要说上好久好久。]"),
            ],
        ),
    ],
)
def test_texts_are_compared_by_paragraph_and_character(before, after, pairs) -> None:
    assert shown(before, after) == pairs


def test_of_what_stayed_only_the_number_of_paragraphs_is_shown() -> None:
    pairs = changes_only(compare("一\n二\n三\n四", "一\n二\n三\n五"))
    assert [pair.skipped for pair in pairs] == [3, 0]


def test_the_history_tells_who_changed_what(admin_client) -> None:
    article = make_article("原来的标题")
    save(admin_client, article, headline="改过的标题")
    page = admin_client.get(address(article, "history")).text

    assert "第 1 版" in page
    assert "改了主题" in page
    assert "<del>原来</del>的标题" in page
    assert "<ins>改过</ins>的标题" in page
    entry = LogEntry.objects.get()
    assert str(entry.user) in page
    assert entry.get_change_message() in page  # as the log of everything done says it
    assert "改动之前的样子" in page


def test_a_story_as_imported_says_that_nothing_was_changed(admin_client) -> None:
    store_page(make_parsed(make_story("开工")))
    page = admin_client.get(address(Article.objects.get(), "history")).text
    assert "导入以后没有改动过" in page
    assert "恢复为导入时的内容" in page


def test_any_two_versions_stand_side_by_side(admin_client) -> None:
    article = make_article("一")
    for headline in ("二", "三"):
        save(admin_client, article, headline=headline)
    page = admin_client.get(address(article, "compare", **{"from": 0, "to": 2})).text
    assert "<del>一</del>" in page
    assert "<ins>三</ins>" in page
    assert "第 0 版" in page
    same = admin_client.get(address(article, "compare", **{"from": 2, "to": "now"})).text
    assert "没有差别" in same
    for wrong in ({"from": 9}, {"from": "x"}, {"from": "imported"}):
        assert admin_client.get(address(article, "compare", **wrong)).status_code == 404


def test_a_version_is_had_back_by_one_button(admin_client) -> None:
    article = make_article("一")
    save(admin_client, article, headline="二")
    response = admin_client.post(address(article, "restore"), {"version": "0"}, follow=True)
    article.refresh_from_db()
    assert article.headline == "一"
    assert "恢复到第 0 版" in response.text
    again = admin_client.post(address(article, "restore"), {"version": "0"}, follow=True)
    assert "没有改动" in again.text


def test_going_back_past_a_split_says_what_did_not_go_along(admin_client, admin_user) -> None:
    article = make_article("甲", body="第一段。\n\n第二段。")
    split_story(article, article.body.index("第二段"), admin_user)
    response = admin_client.post(address(article, "restore"), {"version": "0"}, follow=True)
    assert "别的稿件没有跟着变" in response.text


def test_the_imported_story_is_had_back_by_one_button(admin_client) -> None:
    store_page(make_parsed(make_story("开工")))
    article = Article.objects.get()
    save(admin_client, article, headline="改过", tags=[])
    page = admin_client.get(address(article, "compare")).text
    assert "导入时与现在的差别" in page
    assert "清淤" in page

    admin_client.post(address(article, "restore"), {"version": "imported"})
    article.refresh_from_db()
    assert article.headline == "开工"
    assert set(article.tags.names()) == {"清淤", "河道"}


def test_who_may_only_look_restores_nothing(client) -> None:
    article = make_article("一")
    state = state_of(article)
    Article.objects.filter(pk=article.pk).update(headline="二")
    record(article, Revision.Kind.EDIT, None, state)
    reader = User.objects.create(username="记者", is_staff=True)
    client.force_login(reader)
    assert client.get(address(article, "history")).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))

    page = client.get(address(article, "history"))
    assert page.status_code == 200
    assert "恢复到" not in page.text
    assert client.post(address(article, "restore"), {"version": "0"}).status_code == 403
    assert client.get(address(article, "restore")).status_code == 405


def test_hostile_text_is_only_text_in_a_history(admin_client) -> None:
    hostile = "<script>alert(1)</script>"
    article = make_article(hostile, body=hostile)
    save(admin_client, article, body=f"{hostile}改", section="<b>栏</b>")
    for page in ("history", "compare"):
        query = {"from": 0} if page == "compare" else {}
        text = admin_client.get(address(article, page, **query)).text
        assert "<script>alert" not in text
        assert "<b>栏" not in text


def test_a_long_history_is_read_page_by_page_with_the_same_queries(
    admin_client, admin_user
) -> None:
    counts = []
    for changes in (2, 60):
        article = make_article("零")
        for number in range(changes):
            state = state_of(article)
            Article.objects.filter(pk=article.pk).update(headline=f"标题{number}")
            record(article, Revision.Kind.EDIT, admin_user, state)
        admin_client.get(address(article, "history"))
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(address(article, "history")).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "第 60 版" in page
    assert "第 40 版" not in page
    older = admin_client.get(address(article, "history", before=41)).text
    assert "第 40 版" in older
    assert "现在的样子" not in older


# --- two editors in one story


def colleague_saves(client, article: Article, **changes) -> None:
    """Somebody else saves meanwhile; the client is then the first editor again."""
    client.force_login(User.objects.create_superuser("王编辑"))
    save(client, article, **changes)
    client.force_login(User.objects.get(username="admin"))


def meet(client, article: Article, theirs: dict, mine: dict):
    opened = client.get(address(article))
    colleague_saves(client, article, **theirs)
    return client.post(address(article), posted(opened, **mine))


def test_who_saves_second_sees_what_both_began_with_and_chooses(admin_client) -> None:
    article = make_article("原来的标题", body="原来的正文。")
    refused = meet(
        admin_client,
        article,
        {"headline": "同事的标题"},
        {"headline": "我的标题", "deck": "我的副题"},
    )
    for cell in (
        "<div>原来的标题</div>",
        "<del>原来</del><ins>同事</ins>的标题",
        "<del>原来</del><ins>我</ins>的标题",
    ):
        assert cell in refused.text
    # what only one of them changed is not asked about
    assert "take_deck" not in refused.text
    assert posted(refused)["take_headline"] == "mine"

    chosen = posted(refused, take_headline="theirs")
    assert admin_client.post(address(article), chosen).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("同事的标题", "我的副题")


def test_what_only_the_other_changed_stands_unless_chosen_otherwise(admin_client) -> None:
    article = make_article("标题", body="正文。")
    refused = meet(admin_client, article, {"body": "同事的正文。"}, {"headline": "我的标题"})
    assert posted(refused)["take_body"] == "theirs"
    admin_client.post(address(article), posted(refused))
    article.refresh_from_db()
    assert (article.headline, article.body) == ("我的标题", "同事的正文。")
    assert article.revisions.order_by("-number")[0].changed == ["headline"]


def test_tags_and_status_are_chosen_like_any_field(admin_client) -> None:
    article = make_article("标题", status=Article.Status.REVIEWED, published_at=None)
    article.tags.add("水利")
    theirs = {"tags": ["+防汛"], "status": "imported"}
    refused = meet(admin_client, article, theirs, {"tags": ["+园林"], "status": "withdrawn"})
    data = posted(refused)
    assert (data["take_tags"], data["take_status"]) == ("mine", "mine")
    admin_client.post(address(article), posted(refused, take_tags="theirs", take_status="theirs"))
    article.refresh_from_db()
    assert list(article.tags.names()) == ["防汛"]
    assert article.status == Article.Status.IMPORTED


@pytest.mark.parametrize(
    ("take", "names"), [("mine", ["我改的"]), ("theirs", ["同事加的", "同事改的"])]
)
def test_rows_of_names_are_chosen_whole(admin_client, take, names) -> None:
    article = make_article("标题")
    make_byline(article)
    added = {
        "bylines-TOTAL_FORMS": "2",
        "bylines-0-name": "同事改的",
        "bylines-1-role": "记者",
        "bylines-1-name": "同事加的",
        "bylines-1-position": "2",
    }
    refused = meet(admin_client, article, added, {"bylines-0-name": "我改的"})
    assert "同事加的" in refused.text
    response = admin_client.post(address(article), posted(refused, take_bylines=take))
    assert response.status_code == 302
    assert sorted(article.bylines.values_list("name", flat=True)) == names


@pytest.mark.parametrize(("take", "count"), [("mine", 1), ("theirs", 0)])
def test_a_row_that_the_other_took_away_is_no_error(admin_client, take, count) -> None:
    article = make_article("标题")
    make_mention(article)
    refused = meet(
        admin_client, article, {"mentions-0-DELETE": "on"}, {"mentions-0-posts": "区委书记"}
    )
    assert refused.text.count("errorlist") == 1  # that somebody else saved meanwhile
    response = admin_client.post(address(article), posted(refused, take_mentions=take))
    assert response.status_code == 302
    assert article.mentions.count() == count


def test_a_choice_is_kept_where_something_else_is_wrong(admin_client) -> None:
    article = make_article("标题", body="正文。")
    refused = meet(admin_client, article, {"body": "同事的正文。"}, {"body": "我的正文。"})
    again = admin_client.post(
        address(article), posted(refused, take_body="theirs", event_date="五月")
    )
    assert again.status_code == 200
    assert posted(again)["take_body"] == "theirs"
    assert "我的正文。" in again.text
    admin_client.post(address(article), posted(again, event_date=""))
    article.refresh_from_db()
    assert article.body == "同事的正文。"


def test_without_a_version_of_what_both_began_with_two_texts_are_shown(admin_client) -> None:
    article = make_article("标题")
    opened = admin_client.get(address(article))
    article.headline = "别处改的"
    article.save()
    refused = admin_client.post(address(article), posted(opened, headline="我的标题"))
    assert "打开时" not in refused.text
    assert "对方的" in refused.text


# --- a later import that reads otherwise


def conflict(client) -> Article:
    story = make_story("开工", officials={"周立群": ("区长",)})
    store_page(make_parsed(story, number="N05", text="旧"))
    article = Article.objects.get()
    save(client, article, headline="编辑的标题", body="编辑的正文。", tags=["+防汛"])
    story = make_story("导入的标题", body=(*BODY, "又一段。"), tags=("桥梁",))
    store_page(make_parsed(story, number="N05", text="新"))
    article.refresh_from_db()
    return article


def test_what_an_import_reads_otherwise_is_shown_and_chosen(admin_client, admin_user) -> None:
    article = conflict(admin_client)
    page = admin_client.get(address(article))
    assert "再次导入读到的不同" in page.text
    assert "<ins>导入</ins>的标题" in page.text

    choices = {
        "conflict_headline": "用导入的",
        "conflict_body": "保留编辑的",
        "conflict_tags": "用导入的",
    }
    assert admin_client.post(address(article), posted(page, **choices)).status_code == 302
    article.refresh_from_db()
    assert article.headline == "导入的标题"
    assert article.body == "编辑的正文。"
    assert list(article.tags.names()) == ["桥梁"]
    assert "headline" not in article.edited_fields
    assert "body" in article.edited_fields
    resolved = Flag.objects.filter(code="edit-conflict")
    assert {flag.resolution for flag in resolved} == {"用导入的", "保留编辑的"}
    assert {flag.resolved_by for flag in resolved} == {admin_user}
    assert "再次导入读到的不同" not in admin_client.get(address(article)).text
    version = article.revisions.order_by("-number")[0]
    assert version.changed == ["headline", "tags"]


def test_what_is_not_chosen_is_asked_again(admin_client) -> None:
    article = conflict(admin_client)
    save(admin_client, article, deck="副题")
    assert Flag.objects.open().filter(code="edit-conflict").count() == 3
    assert "再次导入读到的不同" in admin_client.get(address(article)).text
