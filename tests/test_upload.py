"""Bringing in pages at the desk: what is sent, what is shown of it, what is stored and undone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import uploading
from articles.editing import record_edit, snapshot
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageHints
from articles.models import Article, ImportRun, Issue, Page, RunPage, Upload, UploadedFile
from articles.plan_differences import compare
from articles.printed_kinds import printed_runs
from tests.html_forms import posted

pytestmark = pytest.mark.django_db

UPLOAD = reverse("admin:upload")
TEXT = """河滨晚报 2019年11月25日 星期一 责编 沈一舟 A05 河湾新闻

清淤工程开工 九月完工

本报讯 24日上午,柳河区区长周立群到{place}查看清淤工程,区领导何维参加。

工程分三段进行,预计九月完工。周立群要求,施工要给居民留出道路。

记者 林晓禾 通讯员 沈一舟
"""
PAGE = TEXT.format(place="清水泵站")


@pytest.fixture
def chief(client) -> User:
    """Somebody who may import and undo, logged in."""
    user = User.objects.create(username="主编", is_staff=True)
    user.groups.add(Group.objects.get(name="主编"))
    client.force_login(user)
    return user


def txt(name: str = "a.txt", text: str = PAGE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def archive(name: str = "issue.zip", **members: str) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, text in members.items():
            packed.writestr(f"{member}.txt", text)
    return SimpleUploadedFile(name, stream.getvalue(), "application/zip")


def send(client, *files: SimpleUploadedFile, **data: str):
    return client.post(UPLOAD, {"pages": list(files), **data}, follow=True)


def answer(client, plan, button: str = "apply", **changes):
    """Press a button under the plan that was shown."""
    data = posted(plan, **changes)
    for name in ("apply", "preview", "cancel"):
        data.pop(name, None)
    address = reverse("admin:upload-plan", args=[Upload.objects.get().pk])
    return client.post(address, data | {button: "1"}, follow=True)


def test_a_page_is_planned_then_stored_and_its_bytes_are_gone(client, chief) -> None:
    plan = send(client, txt())
    assert "清淤工程开工" in plan.text
    assert "周立群" in plan.text
    assert not Page.objects.exists()

    told = answer(client, plan)

    assert "导入 1 版：新增 1 篇" in told.text
    story = Article.objects.get()
    assert (story.status, str(story.page)) == ("imported", "河滨晚报 2019年11月25日 A05 河湾新闻")
    run = ImportRun.objects.get()
    assert (run.made_by, run.status, run.paths) == (chief, "finished", ["a.txt"])
    assert [row.outcome for row in run.pages.all()] == ["new"]
    assert not UploadedFile.objects.exists()


def test_the_fields_are_filled_from_the_page_and_what_is_typed_outranks_it(client, chief) -> None:
    plan = send(client, txt())
    shown = posted(plan)
    assert [shown[f"page1-{name}"] for name in ("paper", "date", "number", "name")] == [
        "河滨晚报",
        "2019-11-25",
        "A05",
        "河湾新闻",
    ]

    # What was typed is shown in a plan of its own before it is stored.
    again = answer(client, plan, **{"page1-date": "2019-12-1"})
    assert "看过再导入" in again.text
    assert not Page.objects.exists()
    answer(client, again)

    assert str(Issue.objects.get().date) == "2019-12-01"
    assert Page.objects.get().number == "A05"


def test_what_is_said_of_all_files_is_said_of_each(client, chief) -> None:
    plan = send(
        client,
        txt(text="社区夜校开班\n\n本报讯 社区夜校昨日开班,居民踊跃报名。\n\n记者 林晓禾\n"),
        paper="山前周报",
        date="2020-02",
    )
    answer(client, plan)
    assert str(Issue.objects.get()) == "山前周报 2020年2月"


@pytest.mark.parametrize("date", ["昨天", "2019-13-01"])
def test_a_wrong_date_is_said_beside_the_plan_and_stores_nothing(client, chief, date) -> None:
    plan = send(client, txt())
    told = answer(client, plan, **{"page1-date": date})
    assert "无法识别" in told.text
    assert not Page.objects.exists()
    assert "无法识别" in send(client, txt(), date=date).text


def test_a_bad_file_is_named_with_its_reason_and_the_rest_is_imported(client, chief) -> None:
    plan = send(
        client,
        txt("1.txt"),
        SimpleUploadedFile("2.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("3.txt", b"\x00\x01\x02 \xff"),
        SimpleUploadedFile("4.zip", b"no archive"),
        SimpleUploadedFile("5.txt", b""),
    )
    for name in ("2.pdf", "3.txt", "4.zip", "5.txt"):
        assert name in plan.text
    assert "请另存为纯文本" in plan.text

    told = answer(client, plan)

    assert Page.objects.count() == 1
    assert [each["source"] for each in ImportRun.objects.get().refused] == [
        "2.pdf",
        "4.zip",
        "3.txt",
        "5.txt",
    ]
    assert "4 个文件没有导入" in told.text


def test_where_no_file_is_a_page_nothing_is_kept(client, chief) -> None:
    told = send(client, SimpleUploadedFile("1.pdf", b"%PDF-1.7"))
    assert "没有一个文件可以导入" in told.text
    assert not Upload.objects.exists()
    assert "请先选择文件" in client.post(UPLOAD, {}).text


def test_an_archive_and_a_manifest_are_read_like_a_folder(client, chief) -> None:
    manifest = SimpleUploadedFile("issue.toml", 'paper = "山前周报"\ndate = 2020-02-03\n'.encode())
    plan = send(
        client,
        txt("1.txt", "社区夜校开班\n\n本报讯 社区夜校昨日开班,居民踊跃报名。\n\n记者 林晓禾\n"),
        manifest,
        archive(a=PAGE, b=TEXT.format(place="河湾泵站").replace("A05", "A06")),
    )
    answer(client, plan)
    assert sorted(map(str, Issue.objects.all())) == [
        "山前周报 2020年2月3日",
        "河滨晚报 2019年11月25日",
    ]
    assert Page.objects.count() == 3


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MAX_PAGES", 2, "这一版和后面的没有收"),
        ("MAX_BYTES", 2 * len(PAGE.encode()) + 1, "这一版和后面的没有收"),
        ("MAX_PAGE_BYTES", 100, "不像一版的文字"),
    ],
)
def test_what_is_beyond_a_limit_is_not_taken_and_says_so(
    client, chief, monkeypatch, limit, value, reason
) -> None:
    monkeypatch.setattr(uploading, limit, value)
    told = send(client, *(txt(f"{number}.txt") for number in range(4)))
    assert reason in told.text
    assert UploadedFile.objects.count() <= 2


def test_a_page_left_out_is_not_stored(client, chief) -> None:
    plan = send(
        client, txt("a.txt"), txt("b.txt", TEXT.format(place="河湾泵站").replace("A05", "A06"))
    )
    answer(client, plan, **{"page1-left_out": "on"})
    assert [page.number for page in Page.objects.all()] == ["A06"]


def test_one_text_sent_twice_is_pointed_out(client, chief) -> None:
    assert "与“a.txt”的文字完全相同" in send(client, txt("a.txt"), txt("b.txt")).text


@pytest.mark.parametrize(("tick", "status"), [(None, "imported"), ("on", "published")])
def test_stories_are_published_only_when_asked_for(client, chief, tick, status) -> None:
    answer(client, send(client, txt()), publish=tick)
    assert Article.objects.get().status == status


def test_a_cancelled_upload_leaves_nothing(client, chief) -> None:
    plan = send(client, txt())
    assert "什么也没有存" in answer(client, plan, "cancel").text
    assert not Upload.objects.exists()
    assert not Page.objects.exists()


def test_after_a_day_the_bytes_are_gone(client, chief) -> None:
    send(client, txt())
    Upload.objects.update(made_at=timezone.now() - timedelta(hours=25))
    address = reverse("admin:upload-plan", args=[Upload.objects.get().pk])
    assert "过了保存的时间" in client.get(address, follow=True).text

    send(client, txt("b.txt"))

    assert [file.path for file in UploadedFile.objects.all()] == ["b.txt"]


def test_nobody_sees_what_another_sent(client, chief) -> None:
    send(client, txt())
    address = reverse("admin:upload-plan", args=[Upload.objects.get().pk])
    client.force_login(User.objects.create_superuser("另一人"))
    assert "请重新选择文件" in client.get(address, follow=True).text
    assert "请重新选择文件" in client.post(address, {"apply": "1"}, follow=True).text
    assert not Page.objects.exists()


@pytest.mark.parametrize(("group", "may"), [("编辑", False), ("主编", True)])
def test_only_those_who_may_import_and_undo_can(client, group, may) -> None:
    user = User.objects.create(username="某人", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    undo = reverse("admin:articles_importrun_undo", args=[ImportRun.objects.create().pk])
    expected = 200 if may else 403
    assert [client.get(UPLOAD).status_code, client.get(undo).status_code] == [expected, expected]
    assert (UPLOAD in client.get(reverse("admin:index")).text) is may


def edit(article: Article, **values) -> None:
    before = snapshot(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    record_edit(article, before)


def test_a_page_that_is_there_shows_what_would_change_and_what_stays(client, chief) -> None:
    answer(client, send(client, txt()))
    edit(Article.objects.get(), headline="清淤开工")

    same = send(client, txt())
    assert "这一版已在库中" in same.text
    assert "upload-outcome is-unchanged" in same.text
    answer(client, same, "cancel")
    changed = PAGE.replace("九月完工。周立群", "十月完工。周立群").replace(
        "九月完工\n", "十月完工\n"
    )
    plan = send(client, txt(text=changed.replace("清淤工程开工", "清淤工程已经开工")))

    assert "<del>九</del><ins>十</ins>" in plan.text
    assert "编辑所定不动" in plan.text
    answer(client, plan)
    story = Article.objects.get()
    assert story.headline == "清淤开工"
    assert "十月" in story.body
    assert [row.outcome for row in RunPage.objects.order_by("pk")] == ["new", "changed"]


def test_an_import_that_changes_nothing_leaves_no_record(client, chief) -> None:
    answer(client, send(client, txt()))
    told = answer(client, send(client, txt()))
    assert "未变 1 篇" in told.text
    assert ImportRun.objects.count() == 1


def test_an_import_that_stopped_is_gone_on_with(client, chief, monkeypatch) -> None:
    other = TEXT.format(place="河湾泵站").replace("A05", "A06")
    plan = send(client, txt("a.txt"), txt("b.txt", other))
    stored = uploading.page_file

    def stop(row: UploadedFile):
        if row.position == 2:
            raise KeyboardInterrupt
        return stored(row)

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "page_file", stop)
        with pytest.raises(KeyboardInterrupt):
            answer(client, plan)
    run = ImportRun.objects.get()
    told = client.get(reverse("admin:articles_importrun_change", args=[run.pk]))
    assert "接着导入" in told.text

    plan = client.get(reverse("admin:upload-plan", args=[run.upload_id]))
    assert "停下了" in plan.text
    answer(client, plan)

    assert Page.objects.count() == 2


def test_a_run_of_the_command_says_how_to_go_on(client, chief) -> None:
    run = ImportRun.objects.create(
        paths=["my issue/"], options={"date": "2019-11", "publish": True}
    )
    told = client.get(reverse("admin:articles_importrun_change", args=[run.pk]))
    assert "import_issue &#x27;my issue/&#x27; --date 2019-11 --publish" in told.text


def test_undoing_says_first_what_it_does(client, chief) -> None:
    other = TEXT.format(place="河湾泵站").replace("A05", "A06")
    answer(client, send(client, txt("a.txt"), txt("b.txt", other)))
    edit(Article.objects.get(page__number="A05"), headline="清淤开工")
    run = ImportRun.objects.get()
    undo = reverse("admin:articles_importrun_undo", args=[run.pk])
    assert undo in client.get(reverse("admin:articles_importrun_change", args=[run.pk])).text

    asked = client.get(undo)
    assert "会移除 1 版" in asked.text
    assert "《清淤开工》改过：主题。" in asked.text
    told = client.post(undo, follow=True)

    assert "移除 1 版，恢复 0 版" in told.text
    assert [page.number for page in Page.objects.all()] == ["A05"]


def test_the_pages_of_a_run_take_the_same_queries_for_any_number(client, chief) -> None:
    def queries_for(number: int) -> int:
        run = ImportRun.objects.create(made_by=chief)
        for place in range(1, number + 1):
            RunPage.objects.create(
                run=run, position=place, source="a.txt", outcome="new", page=page
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:articles_importrun_change", args=[run.pk]))
        return len(queries)

    answer(client, send(client, txt()))
    page = Page.objects.get()
    queries_for(1)  # what is asked once and remembered
    assert queries_for(10) == queries_for(2_000)


def test_a_plan_costs_the_same_queries_for_each_page(client, chief) -> None:
    def queries_for(number: int) -> int:
        members = {
            f"p{each}": TEXT.format(place=f"{each}号泵站").replace("A05", f"B{each:02}")
            for each in range(number)
        }
        plan = send(client, archive(**members))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:upload-plan", args=[Upload.objects.get().pk]))
        answer(client, plan, "cancel")
        return len(queries)

    one, two, twelve = map(queries_for, (1, 2, 12))
    assert twelve - two == 10 * (two - one)
    assert two - one <= 6


def test_every_character_of_a_page_is_shown_once_with_what_it_became() -> None:
    page = read_page(PAGE.encode(), "a.txt", PageHints(), Lexicon.packaged())
    runs = printed_runs(page)
    assert "".join(run.text for run in runs) == page.text
    shown = {run.mark: run.text for run in runs if run.kind}
    assert shown["头1"] == "本报讯"
    assert shown["眉"].startswith("河滨晚报")
    assert shown["署1"] == "记者 林晓禾 通讯员 沈一舟"
    assert not any(run.text.strip() for run in runs if not run.kind)
    lost = replace(page, furniture=())
    assert any("河滨晚报" in run.text for run in printed_runs(lost) if not run.kind)


def test_two_texts_are_shown_as_one() -> None:
    assert compare("九月完工", "十月完工。") == [
        ("gone", "九"),
        ("came", "十"),
        ("same", "月完工"),
        ("came", "。"),
    ]
