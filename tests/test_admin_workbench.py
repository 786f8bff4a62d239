from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Flag, Mention, Revision
from people.models import Person
from tests.factories import (
    make_article,
    make_claim,
    make_flag,
    make_mention,
    make_page,
    make_person,
    make_post,
)
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

BODY = "区长周立群到会。\n\n周立群与孙立平看了河道，副区长孙立平讲话。"


@pytest.fixture
def article() -> Article:
    article = make_article(page=make_page(text=BODY), body=BODY, status="imported")
    make_mention(article, "周立群")
    Mention.objects.update(rule="post-before-name", start=2, end=5)
    return article


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def press(client, article: Article, button: str, **typed):
    """Press a button of the text, with what else is typed in the form."""
    page = client.get(address(article))
    response = client.post(address(article), posted(page, _mention=button, **typed), follow=True)
    article.refresh_from_db()
    return response


def test_a_name_is_marked_wherever_it_stands_and_its_card_tells_why(admin_client, article) -> None:
    mention = article.mentions.get()
    make_claim(mention, make_post())
    text = admin_client.get(address(article)).text

    assert text.count(f'href="#mention-{mention.pk}"') == 2
    assert text.count(f'id="mention-{mention.pk}"') == 1
    assert "柳河区 区长" in text
    assert "职务在姓名前：…区长周立群到会" in text


def test_a_longer_name_is_not_cut_by_a_shorter_one(admin_client) -> None:
    article = make_article(body="周立群和周立到会。")
    long, short = make_mention(article, "周立群"), make_mention(article, "周立")
    text = admin_client.get(address(article)).text

    for mention in (long, short):
        assert text.count(f'href="#mention-{mention.pk}"') == 1


def test_a_name_only_in_the_headline_or_nowhere_keeps_its_card(admin_client) -> None:
    article = make_article("周立群调研河道", body="近日，清淤工程开工。")
    above, nowhere = make_mention(article, "周立群"), make_mention(article, "孙立平")
    text = admin_client.get(address(article)).text

    assert f'id="mention-{above.pk}"' in text
    assert f'id="mention-{nowhere.pk}"' in text
    assert "标题和正文里已找不到的姓名" in text


def test_accepting_answers_the_question_and_confirms_the_person(admin_client, article) -> None:
    mention = article.mentions.get()
    flag = make_flag(article, code="doubtful-official", message="“周立群”是否确为人名")
    other = make_flag(article, code="doubtful-official", message="“孙立平”是否确为人名")
    response = press(admin_client, article, f"accept-{mention.pk}")

    assert response.redirect_chain[-1][0] == f"{address(article)}#mention-{mention.pk}"
    flag.refresh_from_db()
    assert (flag.resolved_by.username, flag.resolution) == ("admin", "认可“区长周立群”。")
    assert list(Flag.objects.open()) == [other]
    assert Person.objects.get(name="周立群").confirmed
    assert "mentions" not in article.edited_fields  # the import keeps following


def test_rejecting_takes_the_name_out_for_good_and_can_be_undone_in_history(
    admin_client, article
) -> None:
    mention = article.mentions.get()
    make_flag(article, code="person-unclear", message="“周立群”可能是两人，请认定。")
    press(admin_client, article, f"reject-{mention.pk}")

    assert not article.mentions.exists()
    assert "mentions" in article.edited_fields
    assert not Flag.objects.open().exists()
    assert not Person.objects.filter(name="周立群").exists()  # nobody else names that person
    version = Revision.objects.latest("pk")
    assert (version.changed, version.made_by.username) == (["mentions"], "admin")
    assert "周立群" in version.note


def test_a_mention_is_given_to_somebody_else(admin_client, article) -> None:
    mention = article.mentions.get()
    meant = make_person("周立群", note="河滨市")
    press(admin_client, article, f"relink-{mention.pk}", **{f"mention-{mention.pk}-to": meant.pk})

    mention.refresh_from_db()
    assert mention.person == meant
    assert "mentions" in article.edited_fields
    assert Revision.objects.latest("pk").changed == ["mentions"]


def test_nobody_may_be_meant(admin_client, article) -> None:
    mention = article.mentions.get()
    press(admin_client, article, f"nobody-{mention.pk}")

    mention.refresh_from_db()
    assert mention.person is None


def test_a_name_is_added_with_its_posts_and_linked_as_an_import_would(
    admin_client, article
) -> None:
    typed = {"naming-name": "孙立平", "naming-posts": "副区长、党组成员"}
    response = press(admin_client, article, "add", **typed)

    added = article.mentions.get(name="孙立平")
    assert (added.posts, added.start) == (["副区长", "党组成员"], BODY.index("孙立平"))
    assert added.person.name == "孙立平"
    assert added.person.is_official
    assert [claim.printed for claim in added.claims.all()] == ["副区长", "党组成员"]
    assert response.redirect_chain[-1][0].endswith(f"#mention-{added.pk}")
    assert Revision.objects.latest("pk").changed == ["mentions"]


@pytest.mark.parametrize(
    ("button", "typed", "message"),
    [
        ("add", {"naming-name": "林晓禾"}, "没有印“林晓禾”"),
        ("add", {"naming-name": "周立群"}, "已经在文中提及里"),
        ("add", {}, "先写姓名"),
        ("relink-{0}", {}, "还没有选是谁"),
        ("accept-0", {}, "已不在稿件里"),
        ("accept-x", {}, "已不在稿件里"),
    ],
)
def test_what_cannot_be_done_says_why(admin_client, article, button, typed, message) -> None:
    mention = article.mentions.get()
    response = press(admin_client, article, button.format(mention.pk), **typed)

    assert message in response.text
    assert list(article.mentions.all()) == [mention]
    assert not Revision.objects.exists()


def test_what_else_is_typed_is_saved_along(admin_client, article) -> None:
    mention = article.mentions.get()
    response = press(admin_client, article, f"reject-{mention.pk}", deck="分三期施工")

    assert article.deck == "分三期施工"
    assert not article.mentions.exists()
    assert "表单里改过的也已保存" in response.text
    assert Revision.objects.filter(changed=["deck"]).exists()


def test_a_form_with_an_error_comes_back_and_nothing_is_judged(admin_client, article) -> None:
    response = press(
        admin_client, article, f"reject-{article.mentions.get().pk}", headline="", deck="没有丢"
    )

    assert "没有丢" in response.text
    assert article.mentions.exists()


def test_who_may_not_change_mentions_sees_them_and_has_no_buttons(client, article) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.groups.add(Group.objects.get(name="记者"))
    client.force_login(reader)
    mention = article.mentions.get()
    opened = client.get(address(article))

    assert f'href="#mention-{mention.pk}"' in opened.text
    assert 'name="_mention"' not in opened.text
    client.post(address(article), posted(opened, _mention=f"reject-{mention.pk}"))
    assert article.mentions.exists()


def test_the_page_takes_as_many_queries_for_two_names_as_for_twenty(admin_client) -> None:
    counts = []
    for number in (2, 20):
        names = [f"周立{chr(0x4E00 + each)}" for each in range(number)]
        article = make_article(body="、".join(names) + "到会。")
        for name in names:
            make_claim(make_mention(article, name), make_post())
        admin_client.get(address(article))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address(article))
        counts.append(len(queries))

    assert counts[0] == counts[1]
