"""Importing again: nothing twice, no edit lost, the same rows whatever happened between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import applying, planning
from articles.editing import record_edit, snapshot
from articles.ingest.records import Flag as ParsedFlag
from articles.ingest.records import Printed
from articles.models import Article, Byline, Flag, Issue, Newspaper, Page, Source, Tag
from articles.planning import Outcome
from articles.storage import store_page
from people.models import Person
from tests.parsed import BODY, make_parsed, make_story

pytestmark = pytest.mark.django_db

NOTICE = ParsedFlag("orphan-text", "这段文字放在哪里拿不准。", 3, 9)
OTHER_BODY = ("山前果园的桃花开了，周末游人如织。", "果农说，今年花期比去年早了五天。")


def store(*stories, **values):
    return store_page(make_parsed(*stories, **values))


def edit(article: Article, **values) -> None:
    """Change a story as the desk does."""
    before = snapshot(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    record_edit(article, before)


def writes(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(verbs)]


FULL_PAGE = make_parsed(
    make_story("肩题", "主题", officials={"周立群": ("区长",)}, flags=(NOTICE,)),
    make_story("另一篇", body=OTHER_BODY, bylines=(("通讯员", "沈一舟"),)),
    number="N05",
    furniture=(Printed.at("河滨晚报", 0),),
    flags=(ParsedFlag("leftover-text", "这段文字没有归入任何稿件。", 0, 4),),
)


@pytest.mark.parametrize("publish", [False, True])
def test_the_same_page_again_writes_nothing(publish) -> None:
    store_page(FULL_PAGE, publish=publish)
    updated = list(Article.objects.order_by("pk").values_list("updated_at", flat=True))

    with CaptureQueriesContext(connection) as queries:
        again = store_page(FULL_PAGE, publish=publish)

    assert writes(queries) == []
    assert again.outcome == Outcome.UNCHANGED
    assert again.stories == {Outcome.UNCHANGED: 2}
    assert list(Article.objects.order_by("pk").values_list("updated_at", flat=True)) == updated


def test_the_same_page_after_a_conflict_and_a_lost_story_writes_nothing() -> None:
    store_page(FULL_PAGE)
    for article in Article.objects.all():
        edit(article, headline="编辑的标题")
    changed = replace(FULL_PAGE, stories=(make_story("新主题", officials={"周立群": ("区长",)}),))
    store_page(changed)

    with CaptureQueriesContext(connection) as queries:
        store_page(changed)

    assert writes(queries) == []


def test_a_new_reader_that_reads_the_same_changes_no_story(monkeypatch) -> None:
    store_page(FULL_PAGE)
    for module in (applying, planning):
        monkeypatch.setattr(module, "READER_VERSION", "next")
    store_page(FULL_PAGE)

    assert Source.objects.get().reader == "next"
    with CaptureQueriesContext(connection) as queries:
        store_page(FULL_PAGE)
    assert writes(queries) == []


def test_a_page_received_again_in_other_bytes_keeps_both_and_shows_the_newer() -> None:
    store(make_story("开工"), number="N05", text="旧的字节")
    store(make_story("开工", body=(*BODY, "又一段。")), number="N05", text="新的字节")

    article = Article.objects.get()
    assert article.body.endswith("又一段。")
    assert article.source.text == "新的字节"
    assert Source.objects.count() == 2


def test_older_bytes_do_not_undo_newer_ones() -> None:
    old = make_parsed(make_story("开工"), number="N05", text="旧的字节")
    store_page(old)
    store(make_story("开工", body=(*BODY, "又一段。")), number="N05", text="新的字节")

    with CaptureQueriesContext(connection) as queries:
        store_page(old)

    assert writes(queries) == []
    assert Article.objects.get().body.endswith("又一段。")


def test_two_files_of_one_run_that_claim_one_number_are_two_pages() -> None:
    first = make_parsed(make_story("甲"), number="N05", source="a.txt")
    second = make_parsed(make_story("乙", body=OTHER_BODY), number="N05", source="b.txt")
    for _ in range(2):
        seen = {store_page(first).page.pk}
        store_page(second, seen=seen)

    assert Page.objects.count() == 2
    assert set(Article.objects.values_list("headline", flat=True)) == {"甲", "乙"}


def test_without_a_number_a_page_is_known_by_its_file_and_its_text() -> None:
    store(make_story("开工"), day=None)
    store(make_story("开工", body=(*BODY, "又一段。")), day=None)

    assert Page.objects.count() == 1


def test_a_better_known_date_moves_the_page_and_leaves_no_empty_issue() -> None:
    store(make_story(), day=None, flags=(ParsedFlag("date-unknown", "请补上日期。"),))
    undated = Article.objects.get().order_key
    store(make_story(), day="2019-11")

    assert [issue.slug for issue in Issue.objects.all()] == ["2019-11"]
    assert Article.objects.get().order_key > undated
    assert not Flag.objects.exists()


def test_who_knows_less_takes_nothing_away() -> None:
    page = make_parsed(make_story(), number="N05", name="副刊")
    store_page(page)
    less = make_parsed(make_story(), day=None, paper="", text=page.text)
    less = replace(less, flags=(ParsedFlag("date-unknown", "请补上日期。"),))

    with CaptureQueriesContext(connection) as queries:
        store_page(less)

    assert writes(queries) == []


def test_a_page_of_an_unnamed_paper_moves_to_its_paper() -> None:
    store(make_story(), paper="")
    store(make_story())

    assert Page.objects.get().issue.newspaper == Newspaper.objects.get(name="河滨晚报")
    assert Newspaper.objects.count() == 1


def test_a_corrected_date_moves_the_page() -> None:
    store(make_story(), day="2019-11")
    store(make_story(), day="2019-12")

    assert Page.objects.get().issue.slug == "2019-12"


def test_one_page_of_advertisements_on_two_days_is_two_pages() -> None:
    for _ in range(2):
        for day in ("2019-11-01", "2019-11-02"):
            store(day=day, text="招租广告")

    assert Page.objects.count() == 2


def test_the_same_bytes_on_two_days_of_one_run_are_two_pages() -> None:
    days = [make_parsed(make_story(), day=f"2019-11-0{day}", text="同一版") for day in (1, 2)]
    for _ in range(2):
        seen: set[int] = set()
        for page in days:
            seen.add(store_page(page, seen=seen).page.pk)

    assert [page.issue.slug for page in Page.objects.order_by("issue__date")] == [
        "2019-11-01",
        "2019-11-02",
    ]


def test_a_page_that_an_editor_moved_stays_there() -> None:
    page = make_parsed(make_story(), day="2019-11")
    store_page(page)
    Issue.objects.update(date="2019-12-01", slug="2019-12")
    store_page(page)
    assert Page.objects.get().issue.slug == "2019-12"

    store_page(replace(page, date=replace(page.date, value="2019-10")))
    assert Page.objects.get().issue.slug == "2019-12"
    assert "2019-10" in Flag.objects.get(code="edit-conflict").message


def test_a_renamed_paper_keeps_its_pages() -> None:
    store(make_story())
    Newspaper.objects.update(name="河滨晚报（市区版）")
    store(make_story())

    assert Page.objects.count() == 1


def test_an_edit_survives_and_the_difference_is_asked_about_once() -> None:
    store(make_story("原题"))
    article = Article.objects.get()
    edit(article, headline="编辑的标题", body="编辑改写的正文。")
    better = make_parsed(make_story("原题", body=(*BODY, "后来认出的一段。")))

    assert store_page(better).stories == {Outcome.CONFLICT: 1}
    assert store_page(better).stories == {Outcome.UNCHANGED: 1}

    article.refresh_from_db()
    assert (article.headline, article.body) == ("编辑的标题", "编辑改写的正文。")
    assert article.as_imported["body"].endswith("后来认出的一段。")
    message = Flag.objects.get(code="edit-conflict").message
    assert "编辑改写的正文。" in message
    assert "后来认出的一段。" in message


def test_fields_that_nobody_edited_follow_the_import() -> None:
    store(make_story("原题"))
    edit(Article.objects.get(), headline="编辑的标题")
    store(make_story("原题", credit="文/图"))

    article = Article.objects.get()
    assert (article.headline, article.credit) == ("编辑的标题", "文/图")
    assert not Flag.objects.exists()


def test_an_import_that_agrees_with_the_editor_asks_nothing() -> None:
    store(make_story("原題"))
    edit(Article.objects.get(), headline="原题")
    store(make_story("原题"))

    assert not Flag.objects.exists()


def test_a_change_made_without_a_record_counts_as_an_edit() -> None:
    store(make_story("原题"))
    Article.objects.update(dateline="本报专电")
    store(make_story("原题", dateline=Printed.at("本报讯", 0)))

    assert Article.objects.get().dateline == "本报专电"


def test_edited_signatures_and_tags_stay() -> None:
    store(make_story())
    article = Article.objects.get()
    before = snapshot(article)
    article.bylines.update(name="沈一舟")
    article.tags.set(["水利"])
    record_edit(article, before)

    store(make_story(bylines=(("记者", "林晓禾", "何维"),), tags=("清淤", "施工")))

    assert list(article.bylines.values_list("name", flat=True)) == ["沈一舟"]
    assert list(article.tags.names()) == ["水利"]
    assert Flag.objects.filter(code="edit-conflict").count() == 2


def test_rows_that_nobody_edited_follow_and_what_is_unused_goes() -> None:
    store(make_story(officials={"周立群": ("区长",), "何维": ("主任",)}))
    kept = Person.objects.get(name="周立群")
    store(
        make_story(
            officials={"周立群": ("柳河区区长",)}, bylines=(("记者", "沈一舟"),), tags=("清淤",)
        )
    )

    mention = Article.objects.get().mentions.get()
    assert (mention.posts, mention.person) == (["柳河区区长"], kept)
    assert Byline.objects.get().name == "沈一舟"
    assert set(Person.objects.values_list("name", flat=True)) == {"周立群", "沈一舟"}
    assert list(Tag.objects.values_list("name", flat=True)) == ["清淤"]


def test_someone_an_editor_worked_on_stays_without_a_story() -> None:
    store(make_story(officials={"何维": ("主任",)}))
    Person.objects.filter(name="何维").update(note="曾在清水街道任职。")
    store(make_story())

    assert Person.objects.filter(name="何维").exists()


def test_mentions_follow_a_body_that_an_editor_rewrote() -> None:
    store(make_story(officials={"周立群": ("区长",)}))
    edit(Article.objects.get(), body="编辑改写：周立群到场。")
    store(make_story(officials={"周立群": ("柳河区区长",)}))

    article = Article.objects.get()
    mention = article.mentions.get()
    assert article.body[mention.start : mention.end] == "周立群"


def test_a_better_cut_keeps_the_story_its_edits_and_its_address() -> None:
    store(make_story("旧题", body=(*BODY, *OTHER_BODY[:1])), make_story("乙", body=OTHER_BODY[1:]))
    article = Article.objects.get(headline="旧题")
    edit(article, section="民生")
    store(make_story("新题"), make_story("乙", body=OTHER_BODY))

    article.refresh_from_db()
    assert (article.headline, article.section, article.position) == ("新题", "民生", 1)
    assert Article.objects.count() == 2


def test_stories_may_change_places() -> None:
    store(make_story("甲"), make_story("乙", body=OTHER_BODY), text="同一版")
    store(make_story("乙", body=OTHER_BODY), make_story("甲"), text="同一版")

    order = Article.objects.order_by("position").values_list("headline", flat=True)
    assert list(order) == ["乙", "甲"]
    assert list(Article.objects.newest_first()) == list(Article.objects.order_by("position"))


def test_a_story_not_found_again_goes_when_nobody_touched_it() -> None:
    store(make_story("甲"), make_story("乙", body=OTHER_BODY, flags=(NOTICE,)), text="同一版")
    assert store(make_story("甲"), text="同一版").stories[Outcome.REMOVED] == 1

    assert Article.objects.get().headline == "甲"
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    "touch", [{"headline": "编辑的标题"}, {"status": "published"}, {"status": "withdrawn"}]
)
def test_a_story_not_found_again_stays_when_somebody_did(touch) -> None:
    store(make_story("甲"), make_story("乙", body=OTHER_BODY), text="同一版")
    edit(Article.objects.get(headline="乙"), **touch)
    for _ in range(2):
        store(make_story("甲"), text="同一版")

    assert Article.objects.count() == 2
    assert Flag.objects.filter(code="not-found-again").count() == 1

    store(make_story("甲"), make_story("乙", body=OTHER_BODY), text="同一版")
    assert not Flag.objects.filter(code="not-found-again").exists()


def test_a_story_not_found_again_is_not_published_by_an_import() -> None:
    store(make_story("甲"), make_story("乙", body=OTHER_BODY), text="同一版")
    edit(Article.objects.get(headline="乙"), section="民生")
    for _ in range(2):
        store_page(make_parsed(make_story("甲"), text="同一版"), publish=True)

    assert [article.headline for article in Article.objects.published()] == ["甲"]


def test_a_story_written_by_hand_is_left_alone() -> None:
    store(make_story("甲"))
    page = Page.objects.get()
    Article.objects.create(page=page, position=9, key="by hand", headline="编者按")
    store_page(make_parsed(make_story("甲")), publish=True)

    by_hand = Article.objects.get(headline="编者按")
    assert by_hand.status == Article.Status.IMPORTED
    assert not by_hand.flags.exists()


def test_resolved_flags_stay_resolved_and_settled_ones_go() -> None:
    gone = ParsedFlag("no-byline", "没有认出署名。")
    store(make_story(flags=(NOTICE, gone)))
    Flag.objects.filter(code=NOTICE.code).update(resolved_at=timezone.now())
    Flag.objects.create(
        page=Page.objects.get(), article=Article.objects.get(), code="desk", message="请核实。"
    )
    store(make_story(flags=(NOTICE,), credit="文/图"))

    assert Flag.objects.get(code=NOTICE.code).resolved_at
    assert set(Flag.objects.open().values_list("code", flat=True)) == {"desk"}


def test_a_status_set_by_an_editor_is_not_changed_by_an_import() -> None:
    store(make_story())
    Article.objects.update(status=Article.Status.WITHDRAWN, edited_fields=["status"])
    store_page(make_parsed(make_story(credit="文/图")), publish=True)

    assert Article.objects.get().status == Article.Status.WITHDRAWN
