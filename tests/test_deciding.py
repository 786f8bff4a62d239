"""What editors decide about names: what follows from it, what is remembered, and undoing it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from articles.deciding import (
    DecisionError,
    Step,
    decide,
    decide_byline,
    decided,
    unclear_bylines,
    unclear_mentions,
    who_is_decided,
)
from articles.editing import record_edit, snapshot
from articles.flagging import PERSON_UNCLEAR
from articles.ingest.records import ParsedPage
from articles.linking import remove_unused
from articles.models import Article, Byline, Flag, Mention, Newspaper, PostClaim
from articles.risk import rate
from articles.storage import store_page
from articles.undoing import remove_mention, undo_decision
from people.models import LinkDecision, Person, PersonPair, Post, Tenure
from tests.factories import (
    make_article,
    make_claim,
    make_flag,
    make_issue,
    make_organization,
    make_page,
    make_person,
    make_post,
)
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


def unclear(*posts: Post, name: str = "周立群", article: Article | None = None) -> Mention:
    """An open mention that claims these posts, with the question an import asks about it."""
    article = article or make_article()
    printed = [str(post) for post in posts]
    mention = Mention.objects.create(article=article, name=name, posts=printed)
    for post in posts:
        make_claim(mention, post)
    make_flag(article, code=PERSON_UNCLEAR, message=f"“{name}”可能是甲或乙，请认定。")
    return mention


def unsigned(role: str = "记者", article: Article | None = None) -> Byline:
    article = article or make_article()
    make_flag(article, code=PERSON_UNCLEAR, message="署名“林晓禾”可能是甲或乙，请认定。")
    return Byline.objects.create(article=article, name="林晓禾", role=role)


def stored() -> str:
    """All rows that a decision can write, but for the times of the last change."""
    tables = (Mention, Byline, PostClaim, Flag, LinkDecision, Person, PersonPair, Article)
    rows = [row for table in tables for row in table.objects.order_by("pk")]
    fields = {field.name for table in tables for field in table._meta.fields}
    return serializers.serialize("json", rows, fields=fields - {"updated_at", "decided_at"})


def through_a_session(step: Step) -> Step:
    text = DjangoJSONEncoder().encode(asdict(step))
    return Step(**json.loads(text))


def test_a_mention_is_linked_and_its_question_resolved(editor) -> None:
    person, mention = make_person("周立群", is_official=True), unclear(make_post())
    decide(mention, person, editor)

    assert Mention.objects.get().person == person
    flag = Flag.objects.get()
    assert (flag.resolved_by, f"编号 {person.pk}" in flag.resolution) == (editor, True)


def test_a_decision_settles_the_open_mentions_of_that_organization(editor) -> None:
    person = make_person("周立群", is_official=True)
    office, elsewhere = make_post(), make_post(make_organization("清泉区"))
    first, same, other = unclear(office), unclear(office), unclear(elsewhere)
    namesake = unclear(office, name="周立羣")
    step = decide(first, person, editor)

    assert step.mentions == [first.pk, same.pk]
    assert set(unclear_mentions()) == {other, namesake}
    assert Flag.objects.open().count() == 2


def test_tenures_follow_the_decision_and_its_undoing(editor) -> None:
    post, person = make_post(), make_person("周立群", is_official=True)
    mention = unclear(post, article=make_article(page=make_page(make_issue(date(2019, 3, 1)))))
    step = decide(mention, person, editor)
    tenure = Tenure.objects.get()
    assert (tenure.person, tenure.post, tenure.start) == (person, post, date(2019, 3, 1))

    undo_decision(step)
    assert not Tenure.objects.exists()


def test_an_organization_decided_otherwise_keeps_a_mention_open(editor) -> None:
    district, other = make_post(), make_post(make_organization("清泉区"))
    decide(unclear(other), make_person("周立群", is_official=True), editor)
    both = unclear(district, other)
    decide(unclear(district), make_person("周立群", is_official=True), editor)

    assert list(unclear_mentions()) == [both]


def test_a_name_without_an_organization_is_decided_alone(editor) -> None:
    person = make_person("周立群", is_official=True)
    bare, bare_too, office = unclear(), unclear(), unclear(make_post())
    decide(bare, person, editor)

    assert list(unclear_mentions()) == [office]
    assert decided(["周立群"]) == {("周立群", None): person.pk}
    bare_too.refresh_from_db()
    assert bare_too.person == person


def test_decisions_are_read_by_name_and_organization_in_one_query(
    editor, django_assert_num_queries
) -> None:
    post, person = make_post(), make_person("周立群", is_official=True)
    decide(unclear(post), person, editor)

    with django_assert_num_queries(1):
        decisions = decided(["周立群", "林晓禾"])
    assert decisions == {("周立群", post.organization_id): person.pk}


@pytest.mark.parametrize(
    ("organizations", "person"),
    [
        ([1], 10),
        ([1, 3], 10),  # nothing was said of 3
        ([1, 2], None),  # two people
        ([3], None),
        ([], 30),
    ],
)
def test_only_decisions_that_name_one_person_decide(organizations, person) -> None:
    decisions = {("周立群", 1): 10, ("周立群", 2): 20, ("周立群", None): 30}

    assert who_is_decided("周立群", organizations, decisions) == person


def test_a_later_decision_takes_the_place_of_an_earlier(editor) -> None:
    post = make_post()
    decide(unclear(post), make_person("周立群", is_official=True), editor)
    second = make_person("周立群", is_official=True)
    decide(unclear(post), second, editor)

    assert LinkDecision.objects.get().person == second


def test_another_of_the_name_is_made_and_told_apart_for_good(editor) -> None:
    known = make_person("周立群", is_official=True)
    step = decide(unclear(make_post()), None, editor)

    made = Person.objects.get(pk=step.person)
    assert (made.name, made.pinyin, made.is_official) == ("周立群", "zhou li qun", True)
    pair = PersonPair.objects.get()
    assert (pair.one, pair.other, pair.status) == (known, made, PersonPair.Status.DIFFERENT)


def test_whoever_is_meant_by_a_mention_is_an_official(editor) -> None:
    reporter = make_person("周立群", is_reporter=True)
    step = decide(unclear(), reporter, editor)
    assert Person.objects.get().is_official

    undo_decision(step)
    assert not Person.objects.get().is_official


def test_a_story_keeps_following_its_imports(editor) -> None:
    mention = unclear()
    decide(mention, make_person("周立群", is_official=True), editor)

    assert Article.objects.get().edited_fields == []


def test_a_form_that_was_open_is_told_that_the_story_changed(editor) -> None:
    mention = unclear()
    before = mention.article.updated_at
    decide(mention, make_person("周立群", is_official=True), editor)

    assert Article.objects.get().updated_at > before


def test_what_was_decided_meanwhile_or_is_gone_cannot_be_decided(editor) -> None:
    person, mention = make_person("周立群", is_official=True), unclear()
    decide(mention, person, editor)
    with pytest.raises(DecisionError, match="已经认定"):
        decide(mention, person, editor)

    Mention.objects.all().delete()
    with pytest.raises(DecisionError, match="已不在"), transaction.atomic():
        decide(mention, person, editor)


def test_a_question_about_a_signature_of_that_name_stays(editor) -> None:
    article = make_article()
    unsigned(article=article)
    decide(unclear(name="林晓禾", article=article), make_person(is_official=True), editor)

    assert [flag.message[:2] for flag in Flag.objects.open()] == ["署名"]


def test_a_signature_settles_those_of_its_paper_and_role(editor) -> None:
    person = make_person("林晓禾", is_reporter=True)
    first, same, correspondent = unsigned(), unsigned(), unsigned("通讯员")
    issue = make_issue(date(2020, 1, 1))
    issue.newspaper = Newspaper.objects.create(name="山前日报")
    issue.save()
    elsewhere = unsigned(article=make_article(page=make_page(issue)))
    step = decide_byline(first, person, editor)

    assert step.bylines == [first.pk, same.pk]
    assert set(unclear_bylines()) == {correspondent, elsewhere}
    assert Flag.objects.open().count() == 2


def test_the_number_of_queries_does_not_follow_the_number_of_mentions(
    editor, django_assert_num_queries
) -> None:
    post, person = make_post(), make_person("周立群", is_official=True)
    decide(unclear(post), person, editor)
    for number in (3, 40):
        mentions = [unclear(post) for _ in range(number)]
        with django_assert_num_queries(24):
            decide(mentions[0], person, editor)
        assert not unclear_mentions().exists()


@pytest.mark.parametrize("new", [False, True], ids=["known", "new"])
def test_undoing_leaves_every_row_as_it_was(editor, new) -> None:
    post, person = make_post(), make_person("周立群", is_official=True)
    decide(unclear(make_post(make_organization("清泉区"))), person, editor)
    first = unclear(post, make_post(make_organization("清泉区")))
    unclear(post)
    before = stored()
    step = through_a_session(decide(first, None if new else person, editor))
    assert stored() != before

    undo_decision(step)
    assert stored() == before


def test_undoing_a_signature_leaves_every_row_as_it_was(editor) -> None:
    make_person("林晓禾", is_reporter=True)
    byline = unsigned()
    rate([byline.article_id])
    before = stored()
    step = through_a_session(decide_byline(byline, None, editor))

    undo_decision(step)
    assert stored() == before


def test_undoing_does_not_touch_what_was_changed_since(editor) -> None:
    post, other = make_post(), make_person("周立群", is_official=True)
    step = decide(unclear(post), make_person("周立群", is_official=True), editor)
    Mention.objects.update(person=other)
    LinkDecision.objects.update(person=other)
    undo_decision(step)

    assert Mention.objects.get().person == other
    assert LinkDecision.objects.get().person == other


def test_a_new_person_who_was_given_a_note_outlives_the_undoing(editor) -> None:
    step = decide(unclear(), None, editor)
    Person.objects.update(note="柳河区的一位")
    undo_decision(step)

    assert Person.objects.get().note == "柳河区的一位"
    assert unclear_mentions().exists()


def test_a_name_that_is_none_is_removed_and_no_import_brings_it_back(editor) -> None:
    def page() -> ParsedPage:
        story = make_story(officials={"周立群": ["清泉村党支部书记"]}, bylines=())
        return make_parsed(story, text="同一版")

    make_person("周立群", is_official=True)
    make_person("周立群", is_official=True)
    store_page(page())
    remove_mention(Mention.objects.get(), editor)
    store_page(page())

    assert not Mention.objects.exists()
    assert "mentions" in Article.objects.get().edited_fields
    assert not Flag.objects.open().filter(code=PERSON_UNCLEAR).exists()


def test_a_removed_mention_is_put_back_as_it_was(editor) -> None:
    body = "近日，周立群到场。"
    mention = unclear(make_post(), article=make_article(body=body))
    Mention.objects.update(start=3, end=6, rule="known-name")
    before = stored()
    step = through_a_session(remove_mention(mention, editor))
    assert not PostClaim.objects.exists()

    undo_decision(step)
    assert stored() == before


def test_what_was_edited_after_a_removal_stays_an_editors(editor) -> None:
    mention = unclear(make_post())
    step = through_a_session(remove_mention(mention, editor))
    article = mention.article
    article.refresh_from_db()
    before = snapshot(article)
    article.headline = "另一个标题"
    article.save()
    record_edit(article, before)

    undo_decision(step)

    article.refresh_from_db()
    assert {"headline", "mentions"} <= set(article.edited_fields)


def test_whom_a_decision_names_outlives_the_stories(editor) -> None:
    step = decide(unclear(make_post()), None, editor)
    Mention.objects.all().delete()

    remove_unused([step.person])

    assert LinkDecision.objects.get().person_id == step.person


def test_a_mention_cannot_be_put_back_where_the_name_stands_again(editor) -> None:
    mention = unclear()
    step = remove_mention(mention, editor)
    Mention.objects.create(article=mention.article, name="周立群")
    with pytest.raises(DecisionError, match="又有了"):
        undo_decision(step)


def test_a_mention_cannot_be_put_back_into_a_story_that_is_gone(editor) -> None:
    step = remove_mention(unclear(), editor)
    Article.objects.all().delete()
    with pytest.raises(DecisionError, match="稿件已不在"):
        undo_decision(step)
