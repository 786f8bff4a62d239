"""One issue as a .zip: what is in it, that it reads back, and that no damaged one is stored."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.editing import record_edit, resolve_flags, set_status, snapshot
from articles.ingest.records import Flag as ParsedFlag
from articles.ingest.records import Printed
from articles.models import (
    Article,
    Byline,
    Correction,
    Flag,
    ImportRun,
    Issue,
    Mention,
    Newspaper,
    Page,
    Picture,
    PostClaim,
    Source,
    Tag,
    TaggedArticle,
)
from articles.picture_files import take_photograph
from articles.pictures import read_photograph
from articles.portable.writing import write_issue
from articles.publishing import withdraw
from articles.sources import collect_upload
from articles.storage import store_page
from articles.story_fields import FIELDS
from articles.undo_runs import undo_run
from people.models import Organization, OtherName, Person, Post, Tenure
from tests.factories import make_article, make_byline, make_issue, make_mention, make_page
from tests.parsed import BODY, make_parsed, make_story

pytestmark = pytest.mark.django_db

OTHER_BODY = ("山前果园的桃花开了，周末游人如织。", "果农说，今年花期比去年早了五天。")


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def issue() -> Issue:
    """Two pages as imported, then edited and published by hand."""
    first = store_page(
        make_parsed(
            make_story(
                "肩题",
                "清淤工程开工",
                officials={"周立群": ("柳河区区长",), "何维": ("清水街道办事处主任",)},
                flags=(ParsedFlag("orphan-text", "这段文字放在哪里拿不准。", 3, 9),),
            ),
            make_story(
                "桃花开了", body=OTHER_BODY, bylines=(("通讯员", "沈一舟"),), tags=("桃花",)
            ),
            number="N05",
            name="柳河新闻",
            furniture=(Printed.at("河滨晚报", 0),),
            leftovers=(Printed.at("广告", 0),),
        )
    ).page
    store_page(
        make_parsed(
            make_story("第二版", body=("近日，" + BODY[0],), officials={"周立群": ("区长",)}),
            number="N06",
            source="2.txt",
        )
    )
    story = Article.objects.get(headline="清淤工程开工")
    before = snapshot(story)
    story.headline, story.body = "清淤开工", f"{story.body}\n\n## 年底完工\n\n图: 围挡内的工人"
    story.save()
    story.tags.add("河长制")
    record_edit(story, before)
    OtherName.objects.create(
        person=story.mentions.get(name="周立群").person, name="周立君", kind="variant"
    )
    resolve_flags(Flag.objects.all(), None, "核对过")
    set_status(Article.objects.all(), Article.Status.PUBLISHED)
    Correction.objects.create(article=story, text="“南案”应为“南岸”。")
    _add_picture(story)
    assert first is not None
    return first.issue


def _add_picture(story: Article) -> None:
    data = BytesIO()
    Image.new("RGB", (600, 400), "red").save(data, "JPEG")
    picture = Picture(article=story, caption="工地", credit="林晓禾", alternative="围挡")
    take_photograph(picture, read_photograph(BytesIO(data.getvalue())))
    picture.save()


def packed(issue: Issue) -> bytes:
    file = BytesIO()
    write_issue(issue, file, "https://news.example.cn")
    return file.getvalue()


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sums(files: dict[str, bytes]) -> dict[str, bytes]:
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        for name, data in files.items()
        if name != "SHA256SUMS"
    ]
    return files | {"SHA256SUMS": "".join(lines).encode()}


def repacked(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def import_zip(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_issue", str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def empty_the_archive() -> None:
    Article.objects.update(merged_into=None)
    for model in (Flag, Article, Source, Page, Issue, Newspaper, Tenure, Tag, Post, Person):
        model.objects.all().delete()
    ImportRun.objects.all().delete()
    while Organization.objects.exists():
        Organization.objects.filter(children=None).delete()


def stored_rows() -> dict[str, list]:
    """All rows an issue is made of, without keys and times of their own."""

    def rows(model, *names: str) -> list:
        return sorted(model.objects.values_list(*names), key=repr)

    story = ("article__page__slug", "article__key")
    return {
        "issues": rows(Issue, "newspaper__name", "date", "precision", "slug"),
        "pages": rows(
            Page,
            "issue__slug",
            "position",
            "number",
            "name",
            "slug",
            "furniture",
            "leftovers",
            "leftovers_by_hand",
            "district__key",
        ),
        "sources": rows(
            Source, "page__slug", "name", "sha256", "encoding", "text", "reader", "received_at"
        ),
        "stories": rows(
            Article,
            "page__slug",
            "source__sha256",
            "key",
            "order_key",
            *FIELDS,
            "status",
            "published_at",
            "edited_fields",
            "spans",
            "as_imported",
            "risk",
        ),
        "bylines": rows(Byline, *story, "position", "role", "name", "order_key", "person__name"),
        "mentions": rows(
            Mention,
            *story,
            "position",
            "name",
            "posts",
            "start",
            "end",
            "rule",
            "order_key",
            "person__name",
        ),
        "claims": rows(
            PostClaim,
            *story,
            "mention__name",
            "position",
            "printed",
            "organization__key",
            "post__key",
            "standing",
            "order_key",
        ),
        "tags": rows(
            TaggedArticle, "content_object__key", "tag__name", "tag__slug", "score", "order_key"
        ),
        "people": rows(Person, "name", "pinyin", "is_reporter", "is_official", "note"),
        "names": rows(OtherName, "person__name", "name", "kind"),
        "organizations": rows(Organization, "key", "name", "short_name", "kind", "parent__key"),
        "posts": rows(Post, "key", "title", "single_seat", "order"),
        "tenures": rows(
            Tenure,
            "person__name",
            "post__key",
            "start",
            "end",
            "start_basis",
            "end_basis",
            "status",
        ),
        "flags": rows(
            Flag,
            "page__slug",
            "article__key",
            "code",
            "message",
            "start",
            "end",
            "blocking",
            "resolved_at",
        ),
        "corrections": rows(Correction, "article__key", "text", "made_at"),
        "pictures": rows(
            Picture, "article__key", "position", "width", "height", "caption", "credit"
        ),
    }


def test_an_issue_reads_back_to_the_same_rows(issue, tmp_path):
    before = stored_rows()
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    empty_the_archive()

    told = import_zip(path, "--publish")

    assert "2 版 3 篇：新 3 · 同 0 · 不同 0；发布 3" in told
    after = stored_rows()
    for table, rows in before.items():
        assert after[table] == rows, table


def test_an_issue_exported_again_is_the_same_file(issue, tmp_path):
    data = packed(issue)
    path = tmp_path / "issue.zip"
    path.write_bytes(data)
    empty_the_archive()
    import_zip(path, "--publish")

    again = files_of(packed(Issue.objects.get()))

    first = files_of(data)
    assert first.keys() == again.keys()
    for name in first.keys() - {"SHA256SUMS", "pictures/001-1.jpg"}:
        # The addresses of an archive are its own.
        if not name.endswith(".html"):
            assert again[name] == first[name], name


def test_the_archive_it_came_from_is_not_written_to(issue, tmp_path):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    runs = ImportRun.objects.count()

    with CaptureQueriesContext(connection) as queries:
        told = import_zip(path, "--publish")

    assert "新 0 · 同 3 · 不同 0" in told
    verbs = ("INSERT", "UPDATE", "DELETE")
    assert [each["sql"] for each in queries if each["sql"].startswith(verbs)] == []
    assert ImportRun.objects.count() == runs


def test_the_source_text_imported_after_it_changes_nothing(issue, tmp_path):
    parsed = make_parsed(
        make_story("桃花开了", body=OTHER_BODY, bylines=(("通讯员", "沈一舟"),), tags=("桃花",)),
        number="N07",
        source="3.txt",
    )
    store_page(parsed, publish=True)
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    empty_the_archive()
    import_zip(path, "--publish")

    assert not store_page(parsed).wrote


def test_without_publish_stories_wait_for_an_editor(issue, tmp_path):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    empty_the_archive()

    import_zip(path)
    assert set(Article.objects.values_list("status", flat=True)) == {"imported"}
    assert not Article.objects.published().exists()

    assert "同 3 · 不同 0；发布 3" in import_zip(path, "--publish")
    assert Article.objects.published().count() == 3


def test_a_trial_run_writes_nothing(issue, tmp_path, media):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    empty_the_archive()
    held = sorted(media.rglob("*"))

    assert "试运行" in import_zip(path, "--publish", "--dry-run")

    assert not Newspaper.objects.exists()
    assert sorted(media.rglob("*")) == held


def test_what_an_editor_changed_since_stays(issue, tmp_path):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    Article.objects.filter(headline="清淤开工").update(headline="编辑后来改的")

    told = import_zip(path)

    assert "新 0 · 同 2 · 不同 1" in told
    assert "《清淤开工》档案里已有" in told
    assert Article.objects.filter(headline="编辑后来改的").exists()
    assert Article.objects.count() == 3


def test_a_story_published_later_is_added_to_its_page(issue, tmp_path, admin_user):
    later = tmp_path / "later.zip"
    later.write_bytes(packed(issue))
    withdraw(Article.objects.filter(headline="桃花开了"), admin_user)
    earlier = tmp_path / "earlier.zip"
    earlier.write_bytes(packed(issue))
    empty_the_archive()

    assert "2 版 2 篇：新 2" in import_zip(earlier)
    assert "2 版 3 篇：新 1 · 同 2" in import_zip(later)
    assert Page.objects.count() == 2


def test_an_import_can_be_undone(tmp_path, admin_user):
    store_page(make_parsed(make_story()), publish=True)
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(Issue.objects.get()))
    empty_the_archive()
    import_zip(path, "--publish")

    undone = undo_run(ImportRun.objects.get(), admin_user)

    assert (len(undone.removed), len(undone.kept)) == (1, 0)
    assert not Person.objects.exists()
    assert not Issue.objects.exists()


def test_somebody_of_a_known_name_is_not_taken_for_granted(issue, tmp_path):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))
    empty_the_archive()
    known = make_mention(make_article(), posts=["另一市市长"]).person

    import_zip(path)

    assert not Mention.objects.filter(person=known, article__headline="清淤开工").exists()
    assert Flag.objects.filter(code="person-unclear", message__contains="周立群").exists()
    assert Person.objects.filter(name="何维").count() == 1


def test_withdrawn_and_waiting_stories_leave_no_trace(issue, admin_user):
    withdraw(Article.objects.filter(headline="桃花开了"), admin_user)

    for name, data in files_of(packed(issue)).items():
        assert "桃花".encode() not in data, name
        assert "沈一舟".encode() not in data, name
    document = json.loads(files_of(packed(issue))["issue.json"])
    first, second = document["pages"]
    assert (first["sources"], first["leftovers"]) == ([], [])
    assert [story["as_imported"] for story in first["stories"]] == [{}]
    assert len(second["sources"]) == 1


def test_it_opens_offline_and_every_link_leads_to_a_file(issue):
    files = files_of(packed(issue))
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}

    assert len(pages) == 4
    for name, text in pages.items():
        folder = Path(name).parent
        assert "<script" not in text
        for part in text.split('href="')[1:] + text.split('src="')[1:]:
            link = part.partition('"')[0]
            if not link.startswith("https://news.example.cn/"):
                target = Path("/", folder, link).resolve().relative_to("/")
                assert str(target) in files, f"{name}: {link}"
    assert "清淤开工" in pages["index.html"]
    assert "年底完工" in files["text/001.txt"].decode()


def test_the_issue_page_offers_it(client, issue):
    address = reverse("issue-zip", args=[issue.slug])
    assert address in client.get(issue.get_absolute_url()).text

    response = client.get(address)

    assert response["Content-Type"] == "application/zip"
    assert "issue.json" in files_of(b"".join(response.streaming_content))
    known = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert known.status_code == 304
    Article.objects.update(status=Article.Status.REVIEWED)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("stories", [1, 40])
def test_it_is_read_with_a_fixed_number_of_queries(django_assert_num_queries, stories):
    page = make_page(make_issue(date(2019, 11, 25)))
    for number in range(stories):
        story = make_article(f"稿件{number}", page)
        make_byline(story)
        make_mention(story)
        story.tags.add("清淤")

    with django_assert_num_queries(12):
        packed(page.issue)


def test_an_issue_is_named_by_its_slug_or_its_date(issue, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    call_command("export_issue", "2019-11-25")
    call_command("export_issue", "2019年11月25日", "--output", "deep/一期.zip")

    assert "2019年11月25日：3 篇" in capsys.readouterr().out
    assert (tmp_path / "2019-11-25.zip").read_bytes() == (tmp_path / "deep/一期.zip").read_bytes()

    with pytest.raises(CommandError, match=r"2018年5月没有已发布的一期"):
        call_command("export_issue", "2018-05")
    with pytest.raises(CommandError, match=r"没有“x”这一期"):
        call_command("export_issue", "x")


def test_the_desk_is_told_to_use_the_command(issue):
    (refused,) = collect_upload("issue.zip", BytesIO(packed(issue)))

    assert "manage.py import_issue" in refused.reason


def test_options_that_speak_of_pages_are_refused(issue, tmp_path):
    path = tmp_path / "issue.zip"
    path.write_bytes(packed(issue))

    for option in (["--date", "2019"], ["--format", "json"]):
        with pytest.raises(CommandError, match="便携的一期自己写明"):
            import_zip(path, *option)


def _changed(files, name, data):
    return files | {name: data}


def _edited(files, change):
    document = json.loads(files["issue.json"])
    change(document)
    return with_sums(files | {"issue.json": json.dumps(document).encode()})


def _story(document):
    return document["pages"][0]["stories"][0]


HOSTILE = {
    "a changed text": (lambda f: _changed(f, "text/001.txt", b"x"), "与校验和不符"),
    "a file too few": (
        lambda f: {name: data for name, data in f.items() if name != "text/001.txt"},
        "对不上",
    ),
    "a file too many": (lambda f: _changed(f, "text/999.txt", b"x"), "对不上"),
    "a way out": (lambda f: with_sums(_changed(f, "../evil.txt", b"x")), "不该有的文件"),
    "an absolute path": (lambda f: with_sums(_changed(f, "/etc/passwd", b"x")), "不该有的文件"),
    "a script": (lambda f: with_sums(_changed(f, "stories/a.js", b"x")), "不该有的文件"),
    "sums that are none": (lambda f: _changed(f, "SHA256SUMS", b"hello\n"), "读不懂的一行"),
    "no version": (lambda f: with_sums(_changed(f, "issue.json", b"{}")), "没有写明"),
    "a later version": (
        lambda f: _edited(f, lambda d: d.update(format="newsroom-issue/7")),
        "newsroom-issue/7",
    ),
    "no JSON": (
        lambda f: with_sums(_changed(f, "issue.json", b'{"format": "newsroom-issue/1", ')),
        "不合格式",
    ),
    "deep JSON": (
        lambda f: with_sums(
            _changed(f, "issue.json", b'{"format": "newsroom-issue/1", "x": ' + b"[" * 100_000)
        ),
        "不合格式",
    ),
    "a NUL": (
        lambda f: _edited(f, lambda d: _story(d)["fields"].update(body="\0")),
        "空字符",
    ),
    "an unknown field": (lambda f: _edited(f, lambda d: d.update(x=1)), "不合格式：x"),
    "a long headline": (
        lambda f: _edited(f, lambda d: _story(d)["fields"].update(headline="长" * 201)),
        "headline",
    ),
    "no such day": (lambda f: _edited(f, lambda d: d.update(date="2019-02-30")), "不合格式"),
    "nobody": (
        lambda f: _edited(f, lambda d: _story(d)["bylines"][0].update(person=99)),
        "不合格式",
    ),
    "a name outside the text": (
        lambda f: _edited(f, lambda d: _story(d)["mentions"][0].update(end=99_999)),
        "不合格式",
    ),
    "a place outside the source": (
        lambda f: _edited(f, lambda d: _story(d).update(spans=[[0, 99_999]])),
        "在原文中的位置不对",
    ),
    "two of a key": (
        lambda f: _edited(f, lambda d: d["pages"][0]["stories"].append(_story(d))),
        "自相矛盾",
    ),
    "a picture that is none": (
        lambda f: with_sums(_changed(f, "pictures/001-1.jpg", b"GIF89a")),
        "不是图片",
    ),
    "a picture that is not there": (
        lambda f: _edited(f, lambda d: _story(d)["pictures"][0].update(file="pictures/001-9.jpg")),
        "缺少文件",
    ),
    "an odd source text": (
        lambda f: with_sums(
            {n: b"\xff\xfe" if n.startswith("sources/") else d for n, d in f.items()}
        ),
        "已损坏",
    ),
}


@pytest.mark.parametrize(("change", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_damaged_or_hostile_issue_is_refused_and_nothing_stored(
    issue, tmp_path, media, change, message
):
    path = repacked(tmp_path / "issue.zip", change(files_of(packed(issue))))
    empty_the_archive()
    held = sorted(media.rglob("*.jpg"))

    out = StringIO()
    with pytest.raises(CommandError, match="1 个文件没有导入"):
        call_command("import_issue", str(path), "--publish", stdout=out, stderr=out)

    assert message in out.getvalue()
    assert not Newspaper.objects.exists()
    assert not Person.objects.exists()
    assert sorted(media.rglob("*.jpg")) == held


@pytest.mark.parametrize("kind", ["a link", "a bomb", "cut off", "twice"])
def test_a_zip_that_is_none_of_ours_is_refused(issue, tmp_path, kind):
    files = files_of(packed(issue))
    path = tmp_path / "issue.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            if kind == "a link" and name == "text/001.txt":
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
        if kind == "a bomb":
            archive.writestr("stories/999.html", b" " * (80 * 1024 * 1024))
        if kind == "twice":
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("index.html", b"x")
    if kind == "cut off":
        data = bytearray(path.read_bytes())
        data[2000:2200] = bytes(200)
        path.write_bytes(data)
    empty_the_archive()

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_issue", str(path), stdout=out, stderr=out)

    said = {"a link": "链接", "a bomb": "太大", "cut off": "已损坏", "twice": "两个"}[kind]
    assert said in out.getvalue()
    assert not Newspaper.objects.exists()


def test_strict_takes_all_or_nothing(issue, tmp_path):
    good = tmp_path / "good.zip"
    good.write_bytes(packed(issue))
    bad = repacked(tmp_path / "bad.zip", _changed(files_of(packed(issue)), "text/001.txt", b"x"))
    empty_the_archive()

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_issue", str(good), str(bad), "--strict", stdout=out, stderr=out)
    assert not Newspaper.objects.exists()

    with pytest.raises(CommandError):
        call_command("import_issue", str(good), str(bad), stdout=out, stderr=out)
    assert Article.objects.count() == 3
    assert timezone.now() > ImportRun.objects.get().started_at
