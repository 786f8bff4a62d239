"""Undoing an import: exactly as before, except where somebody has worked since."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import importing
from articles.editing import record_edit, resolve_flags, set_status, snapshot
from articles.importing import Import, Options
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import Flag as ParsedFlag
from articles.ingest.records import ParsedPage
from articles.models import (
    ArchiveStamp,
    Article,
    Flag,
    ImportRun,
    Issue,
    Page,
    Repair,
    RunPage,
    Source,
)
from articles.repairs import split_story
from articles.row_images import columns_of, take
from articles.undo_runs import look_ahead, undo_run
from articles.undoing_repairs import undo_repair
from people.models import Organization, Person, PersonRedirect
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

OFFICIALS = {"周立群": ("柳河区区长",), "何维": ("清水街道办事处主任",)}
NOTICE = ParsedFlag("orphan-text", "这段文字放在哪里拿不准。", 3, 9)
ORCHARD = ("山前果园的桃花开了，周末游人如织。", "果农说，今年花期比去年早了五天。")


@pytest.fixture
def run(monkeypatch):
    """Imports pages made by hand as the command and the upload do; gives the row of the run."""

    def run(*pages: ParsedPage, **options: Any) -> ImportRun:
        read = [(page.source, page) for page in pages]
        monkeypatch.setattr(importing, "read_files", lambda *_: iter(read))
        importer = Import(Options(**options), Lexicon.packaged())
        importer.run([], [page.source for page in pages])
        return importer.log

    return run


def works(**values: Any) -> ParsedPage:
    return make_parsed(
        make_story("清淤工程开工", officials=OFFICIALS, flags=(NOTICE,)),
        make_story("桃花开了", body=ORCHARD, bylines=(("通讯员", "沈一舟"),), tags=("桃花",)),
        **({"number": "N05", "source": "a.txt"} | values),
    )


def other(**values: Any) -> ParsedPage:
    story = make_story(
        "夜校开班", body=("社区夜校昨日开班。",), officials={"周立群": ("柳河区区长",)}
    )
    return make_parsed(story, **({"number": "N06", "source": "b.txt"} | values))


def archive() -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of the archive to the letter, but for the log of runs."""
    models = [
        *apps.get_app_config("articles").get_models(),
        *apps.get_app_config("people").get_models(),
    ]
    return {
        model._meta.label: take(model.objects.all(), columns_of(model))
        for model in models
        if model not in (ImportRun, RunPage, ArchiveStamp) and not model._meta.proxy
    }


@pytest.mark.parametrize("publish", [False, True])
def test_a_run_undone_leaves_the_archive_as_it_was(run, publish) -> None:
    run(other(), publish=publish)
    before = archive()
    made = run(works(), make_parsed(make_story("另一份报"), paper="山前周报"), publish=publish)
    assert archive() != before

    undone = undo_run(made, None)

    assert (len(undone.removed), undone.kept) == (2, [])
    assert archive() == before
    made.refresh_from_db()
    assert made.undone_at is not None


def test_the_first_run_undone_leaves_nothing(run) -> None:
    before = archive()
    undo_run(run(works(), other(), publish=True), None)
    assert archive() == before
    assert not Organization.objects.exists()


@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize(
    "again",
    [
        pytest.param(works(day="2019-11-26"), id="another date"),
        pytest.param(works(name="河湾新闻"), id="a name"),
        pytest.param(
            make_parsed(
                make_story(
                    "清淤工程已经开工", officials={"周立群": ("柳河区委书记",)}, tags=("河道",)
                ),
                number="N05",
                source="a.txt",
            ),
            id="other bytes, a story less, other people and tags",
        ),
        pytest.param(
            make_parsed(
                make_story("桃花开了", body=ORCHARD, bylines=(("通讯员", "沈一舟"),)),
                make_story("清淤工程开工", officials=OFFICIALS),
                make_story("新的一篇", body=("昨日立冬。",)),
                number="N05",
                source="a.txt",
            ),
            id="another order, and a story more",
        ),
    ],
)
def test_a_page_imported_again_returns_to_what_it_was(run, again, publish) -> None:
    run(works(), publish=publish)
    run(other(), publish=publish)
    before = archive()
    made = run(again, publish=publish)
    assert archive() != before

    undone = undo_run(made, None)

    assert ([row.source for row in undone.returned], undone.kept) == (["a.txt"], [])
    after = archive()
    for label, rows in before.items():
        if label == "people.Tenure":  # drawn anew
            assert [without_key(each) for each in after[label].values()] == [
                without_key(each) for each in rows.values()
            ]
        else:
            assert after[label] == rows, label


def without_key(image: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in image.items() if name != "id"}


def test_edits_made_before_the_run_stand_after_it_is_undone(run) -> None:
    run(works())
    edit(Article.objects.get(headline="桃花开了"), headline="桃花盛开")
    before = archive()
    again = works()
    made = run(replace(again, stories=(again.stories[0], make_story("桃花都开了", body=ORCHARD))))
    assert Flag.objects.filter(code="edit-conflict").exists()

    undo_run(made, None)

    assert archive() == before


def edit(article: Article, **values: Any) -> None:
    before = snapshot(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    record_edit(article, before)


def edit_headline() -> None:
    edit(Article.objects.get(headline="清淤工程开工"), headline="清淤开工")


def publish() -> None:
    set_status(Article.objects.filter(headline="桃花开了"), Article.Status.REVIEWED)


def settle() -> None:
    resolve_flags(Flag.objects.filter(code="orphan-text"), None, "核对无误")


def write_by_hand() -> None:
    page = Page.objects.get(number="N05")
    Article.objects.create(page=page, position=9, key="by-hand", headline="编辑部的话")


def rename_page() -> None:
    Page.objects.filter(number="N05").update(name="城区新闻")


def begin_editing() -> None:
    user = User.objects.create_user("editor")
    story = Article.objects.get(headline="桃花开了")
    story.unsaved_edits.create(editor=user, based_on=timezone.now())


TOUCHES = [
    (edit_headline, "《清淤开工》改过：主题。"),
    (publish, "《桃花开了》改过：状态。"),
    (settle, "《清淤工程开工》的待核对事项已处理：这段文字放在哪里拿不准。"),
    (write_by_hand, "《编辑部的话》是编辑建的。"),
    (rename_page, "版面改过：版名。"),
    (begin_editing, "《桃花开了》有人写了还没保存。"),
]


@pytest.mark.parametrize(("touch", "reason"), TOUCHES)
def test_a_page_that_somebody_worked_on_stays_and_says_why(run, touch, reason) -> None:
    made = run(works(), other())
    touch()
    foreseen = look_ahead(made)

    undone = undo_run(made, None)

    for told in (foreseen, undone):
        assert [row.source for row in told.removed] == ["b.txt"]
        assert [(each.row.source, each.reasons) for each in told.kept] == [("a.txt", [reason])]
    assert Page.objects.get().number == "N05"
    made.refresh_from_db()
    assert made.undone_at is None


def test_a_page_that_was_repaired_stays_until_the_repair_is_undone(run) -> None:
    made = run(works(), other())
    story = Article.objects.get(headline="清淤工程开工")
    split_story(story, story.body.index("\n\n"), None)
    kept = look_ahead(made).kept
    assert [each.row.source for each in kept] == ["a.txt"]
    assert any(
        reason.startswith("修整过版面：从《清淤工程开工》拆出") for reason in kept[0].reasons
    )

    undo_repair(Repair.objects.get(), None)

    assert look_ahead(made).kept == []


def test_that_a_story_has_more_to_check_is_nobodys_work(run) -> None:
    run(works())
    before = archive()
    made = run(make_parsed(make_story("清淤工程已经开工"), number="N05", source="a.txt"))
    Article.objects.update(risk=77)

    assert undo_run(made, None).kept == []

    assert archive() == before


def test_a_story_changed_by_the_run_and_by_a_person_stays(run) -> None:
    run(works())
    made = run(make_parsed(make_story("清淤工程已经开工"), number="N05", source="a.txt"))
    edit(Article.objects.get(headline="清淤工程已经开工"), deck="九月完工")

    undone = undo_run(made, None)

    assert undone.kept[0].reasons == ["《清淤工程已经开工》改过。"]
    assert Article.objects.get().deck == "九月完工"


def test_a_later_run_is_undone_first(run) -> None:
    first = run(works())
    second = run(works(day="2019-11-26"))
    kept = undo_run(first, None).kept
    assert kept[0].reasons == [f"之后又导入过（{second}），要先撤销那一次。"]

    undo_run(second, None)
    undo_run(first, None)

    assert not Page.objects.exists()
    assert not Issue.objects.exists()
    assert not Person.objects.exists()


def test_what_another_run_uses_stays_until_that_is_undone_too(run) -> None:
    first = run(works())
    second = run(other())
    undo_run(first, None)
    assert list(Person.objects.filter(is_official=True).values_list("name", flat=True)) == [
        "周立群"
    ]

    undo_run(second, None)

    assert not Person.objects.exists()
    assert not Organization.objects.exists()


def test_a_person_merged_since_comes_back_as_the_one_kept(run) -> None:
    run(works())
    made = run(make_parsed(make_story("清淤工程开工", officials={}), number="N05", source="a.txt"))
    kept = Person.objects.create(name="周立群（区长）", is_official=True, confirmed=True)
    record = RunPage.objects.get(run=made)
    gone = record.before["rows"]["people.Person"]["gone"]
    merged = next(image for image in gone if image["name"] == "周立群")
    gone.remove(merged)
    record.save()
    PersonRedirect.objects.create(old_id=merged["id"], person=kept)

    undo_run(made, None)

    assert kept.mentions.count() == 1


def test_a_long_run_is_undone_in_parts(run) -> None:
    pages = [other(number=f"A{number:02}", source=f"{number}.txt") for number in range(1, 6)]
    made = run(*(replace(page, sha256=f"{place:064x}") for place, page in enumerate(pages)))
    edit(Article.objects.get(page__number="A05"), headline="改过")

    part = undo_run(made, None, limit=2)
    assert ([row.source for row in part.removed], part.rest) == (["4.txt"], 4)
    rest = undo_run(made, None, below=part.rest)

    assert ([row.source for row in rest.removed], rest.kept, rest.rest) == (
        ["3.txt", "2.txt", "1.txt"],
        [],
        None,
    )


def test_looking_ahead_costs_the_same_for_any_number_of_pages(run) -> None:
    def queries_for(number: int) -> int:
        letter = "AB"[number > 2]
        pages = [
            other(number=f"{letter}{each:02}", source=f"{letter}{each}.txt")
            for each in range(number)
        ]
        made = run(
            *(replace(page, sha256=f"{letter}{place:063x}") for place, page in enumerate(pages))
        )
        with CaptureQueriesContext(connection) as queries:
            assert len(look_ahead(made).removed) == number
        return len(queries)

    assert queries_for(2) == queries_for(20) <= 12


def test_a_new_page_is_recorded_without_its_rows(run) -> None:
    made = run(works())
    assert [*RunPage.objects.get(run=made).before] == ["page"]
    assert Source.objects.count() == 1
