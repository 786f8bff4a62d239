"""Versions of stories: none lost, none made for nothing, and back to any of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.corrections import accept
from articles.editing import record_edit, set_status, snapshot
from articles.history import record, stood_at
from articles.models import Article, Flag, Revision
from articles.restoring import (
    RestoreError,
    imported_state,
    last_step,
    restore_all_imported,
    restore_imported,
    restore_revision,
    undo_step,
)
from articles.states import changed_names, differences, state_of, states_of
from articles.storage import store_page
from people.models import PersonRedirect
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_mention,
    make_page,
    make_person,
)
from tests.parsed import BODY, make_parsed, make_story

pytestmark = pytest.mark.django_db

Kind = Revision.Kind
Status = Article.Status


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="王编辑")


def edit(article: Article, by: User | None = None, **values) -> Revision | None:
    """Change a story as the desk does."""
    before, state = snapshot(article), state_of(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    record_edit(article, before)
    return record(article, Kind.EDIT, by, state)


def kinds(article: Article) -> list[str]:
    return list(article.revisions.order_by("number").values_list("kind", flat=True))


def test_the_first_change_keeps_how_the_story_stood_before(editor) -> None:
    article = make_article("原来的标题")
    made = edit(article, editor, headline="改过的标题")

    before, after = article.revisions.order_by("number")
    assert (before.number, before.kind, before.made_by) == (0, Kind.BEFORE, None)
    assert before.state["headline"] == "原来的标题"
    assert after == made
    assert (after.number, after.kind, after.made_by, after.changed) == (
        1,
        Kind.EDIT,
        editor,
        ["headline"],
    )
    assert after.state["headline"] == "改过的标题"


def test_what_changes_nothing_makes_no_version(editor) -> None:
    assert edit(make_article("标题"), editor, headline="标题") is None
    assert not Revision.objects.exists()


def test_signatures_names_and_tags_are_part_of_a_version() -> None:
    article = make_article()
    byline, mention = make_byline(article), make_mention(article)
    article.tags.add("水利")
    state = state_of(article)
    byline.delete()
    mention.posts = ["区长", "区委副书记"]
    mention.save()
    article.tags.set(["防汛"])

    assert changed_names(state, state_of(article)) == ["bylines", "mentions", "tags"]
    words = {
        each.label: (each.before, each.after) for each in differences(state, state_of(article))
    }
    assert words["标签"] == ("水利", "防汛")
    assert words["署名"][0].startswith("记者 林晓禾")
    assert words["署名"][1] == ""
    assert words["文中提及"][1].startswith("区长、区委副书记 周立群")


def test_two_people_of_one_name_are_told_apart() -> None:
    article = make_article()
    byline = make_byline(article)
    state = state_of(article)
    byline.person = make_person("林晓禾", is_reporter=True)
    byline.save()
    (difference,) = differences(state, state_of(article))
    assert difference.before != difference.after


def test_where_a_name_stands_in_the_text_is_no_change() -> None:
    article = make_article()
    mention = make_mention(article)
    state = state_of(article)
    mention.start, mention.end = 3, 6
    mention.save()
    assert changed_names(state, state_of(article)) == []


def test_a_change_that_kept_no_version_of_its_own_is_not_lost(editor) -> None:
    article = make_article("一")
    edit(article, editor, headline="二")
    Article.objects.filter(pk=article.pk).update(headline="三")
    article.refresh_from_db()
    edit(article, editor, headline="四")

    assert kinds(article) == [Kind.BEFORE, Kind.EDIT, Kind.BEFORE, Kind.EDIT]
    assert article.revisions.get(number=2).state["headline"] == "三"


def test_many_states_take_as_many_queries_as_one(django_assert_num_queries) -> None:
    page = make_page()
    articles = [make_article(f"稿件{number}", page).pk for number in range(20)]
    with django_assert_num_queries(6):
        assert len(states_of(articles)) == 20


def test_keeping_a_version_takes_the_same_queries_at_the_hundredth(
    editor, django_assert_num_queries
) -> None:
    article = make_article()
    for number in range(20):
        edit(article, editor, headline=f"标题{number}")
    state = state_of(article)
    Article.objects.filter(pk=article.pk).update(headline="最后的标题")
    # how it stands now, the last version, the new one, and what is left to check of it
    with django_assert_num_queries(9):
        record(article, Kind.EDIT, editor, state)


def test_a_status_is_a_version_of_its_own_kind(editor) -> None:
    page = make_page()
    articles = [make_article(f"稿件{each}", page, status=Status.IMPORTED) for each in range(3)]
    set_status(Article.objects.all(), Status.REVIEWED, editor, "三篇都看过")

    for article in articles:
        assert kinds(article) == [Kind.BEFORE, Kind.STATUS]
        assert article.revisions.get(number=1).made_by == editor
        assert article.revisions.get(number=1).note == "三篇都看过"


def test_a_correction_taken_is_a_version_that_says_which(editor) -> None:
    article = make_article(body="清于工程开工。")
    flag = make_flag(article, found="清于", proposed="清淤")
    accept(article, [flag], editor)
    assert "清淤" in article.revisions.get(number=1).note


def test_a_first_import_makes_no_version_and_the_same_again_none() -> None:
    page = make_parsed(make_story("开工"), number="N05")
    store_page(page)
    store_page(page)
    assert not Revision.objects.exists()


def test_an_import_that_changes_a_story_makes_one_by_nobody() -> None:
    store_page(make_parsed(make_story("开工"), number="N05", text="旧"))
    store_page(make_parsed(make_story("开工", body=(*BODY, "又一段。")), number="N05", text="新"))

    article = Article.objects.get()
    before, after = article.revisions.order_by("number")
    assert (after.kind, after.made_by, after.changed) == (Kind.IMPORT, None, ["body"])
    assert not before.state["body"].endswith("又一段。")


def test_publishing_by_a_later_import_is_a_version() -> None:
    page = make_parsed(make_story("开工"), number="N05")
    store_page(page)
    store_page(page, publish=True)
    assert kinds(Article.objects.get()) == [Kind.BEFORE, Kind.IMPORT]


def test_back_to_any_version_is_a_new_version(editor) -> None:
    article = make_article("一", body="近日，周立群到场。")
    make_byline(article)
    mention = make_mention(article)
    article.tags.add("水利")
    edit(article, editor, headline="二", body="正文换了。")
    state, before = state_of(article), snapshot(article)
    mention.delete()
    article.bylines.all().delete()
    article.tags.set(["防汛"])
    record_edit(article, before)
    record(article, Kind.EDIT, editor, state)

    made = restore_revision(article.revisions.get(number=0), editor)

    assert changed_names(state_of(article), article.revisions.get(number=0).state) == []
    assert (made.kind, made.number, made.note) == (Kind.RESTORE, 3, "恢复到第 0 版")
    assert made.state["headline"] == "一"
    article.refresh_from_db()
    assert {"headline", "body", "bylines", "mentions", "tags"} <= set(article.edited_fields)
    restored = article.mentions.get()
    assert article.body[restored.start : restored.end] == "周立群"


def test_going_back_leaves_what_readers_may_see(editor) -> None:
    article = make_article("一", status=Status.REVIEWED)
    edit(article, editor, headline="二")
    set_status(Article.objects.all(), Status.PUBLISHED, editor)
    restore_revision(article.revisions.get(number=0), editor)
    article.refresh_from_db()
    assert (article.headline, article.status) == ("一", Status.PUBLISHED)


def test_going_back_to_somebody_merged_since_leads_to_who_it_is_now(editor) -> None:
    article = make_article()
    byline = make_byline(article)
    old, kept = byline.person, make_person("林小禾", is_reporter=True)
    state, before = state_of(article), snapshot(article)
    byline.delete()
    record_edit(article, before)
    record(article, Kind.EDIT, editor, state)
    PersonRedirect.objects.create(old_id=old.pk, person=kept)
    old.delete()

    restore_revision(article.revisions.get(number=0), editor)
    assert article.bylines.get().person == kept


def test_a_place_moved_by_the_stories_around_is_left(editor) -> None:
    article = make_article("一")
    edit(article, editor, headline="二")
    Article.objects.filter(pk=article.pk).update(position=5)
    restore_revision(article.revisions.get(number=0), editor)
    article.refresh_from_db()
    assert (article.headline, article.position) == ("一", 5)


def stored() -> Article:
    story = make_story("开工", officials={"周立群": ("区长",)})
    store_page(make_parsed(story, number="N05"))
    return Article.objects.get()


def test_the_imported_story_can_be_had_back_whole(editor) -> None:
    article = stored()
    imported = state_of(article)
    edit(article, editor, headline="改过", body="没有人名的正文。")
    article.bylines.all().delete()
    article.tags.set(["防汛"])
    article.mentions.all().delete()

    made = restore_all_imported(article, editor)
    article.refresh_from_db()
    assert changed_names(state_of(article), imported) == []
    assert article.edited_fields == []
    assert made.note == "恢复为导入时的内容"
    assert imported_state(article)["headline"] == "开工"


def test_a_group_can_be_had_back_alone() -> None:
    article = stored()
    article.tags.set(["防汛"])
    article.edited_fields = ["tags", "headline"]
    article.save()
    restore_imported(article, ["tags"])
    article.refresh_from_db()
    assert set(article.tags.names()) == {"清淤", "河道"}
    assert article.edited_fields == ["headline"]


def test_steps_are_undone_one_after_the_other_to_the_first(editor) -> None:
    article = make_article("一")
    edit(article, editor, headline="二")
    edit(article, editor, headline="三", deck="副题")

    seen = []
    while step := last_step(article):
        undo_step(step, editor)
        article.refresh_from_db()
        seen.append((article.headline, article.deck))
    assert seen == [("二", ""), ("一", "")]
    assert kinds(article)[-2:] == [Kind.UNDO, Kind.UNDO]
    edit(article, editor, headline="四")
    assert last_step(article).changed == ["headline"]


def test_undoing_what_stands_otherwise_already_goes_on_to_the_step_before(editor) -> None:
    article = make_article("一")
    edit(article, editor, headline="二")
    edit(article, editor, deck="副题")
    Article.objects.filter(pk=article.pk).update(deck="")
    undo_step(last_step(article), editor)
    assert last_step(article).changed == ["headline"]


def test_undoing_takes_back_only_what_the_step_changed(editor) -> None:
    article = make_article("一")
    edit(article, editor, headline="二")
    Article.objects.filter(pk=article.pk).update(deck="别处改的")
    undo_step(last_step(article), editor)
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("一", "别处改的")


def test_undoing_a_withdrawal_publishes_unless_a_flag_blocks(editor) -> None:
    article = make_article()
    set_status(Article.objects.all(), Status.WITHDRAWN, editor)
    flag = make_flag(article, blocking=True)
    with pytest.raises(RestoreError, match="阻止发布"):
        undo_step(last_step(article), editor)

    Flag.objects.filter(pk=flag.pk).delete()
    undo_step(last_step(article), editor)
    article.refresh_from_db()
    assert article.is_public


def test_how_a_story_stood_is_found_by_its_time_of_change(editor) -> None:
    article = make_article("一")
    opened = article.updated_at.isoformat()
    edit(article, editor, headline="二")
    edit(article, editor, headline="三")
    assert stood_at(article, opened)["headline"] == "一"
    later = timezone.now().isoformat()
    assert stood_at(article, later)["headline"] == "三"
    assert stood_at(article, "2000-01-01T00:00:00+00:00") is None
