from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from articles.ingest.decode import MAX_BYTES
from articles.ingest.records import PageDate
from articles.sources import PageFile, Refused, collect, collect_upload

TEXT = "清淤工程开工\n\n本报讯 近日，清淤工程开工。\n".encode()
MANIFEST = 'paper = "河滨晚报"\n[pages."2018-03-15-N05.txt"]\ndate = "2018-04"\n'.encode()


def read(*paths: object, stdin: bytes = b"") -> list[PageFile | Refused]:
    return list(collect([str(path) for path in paths], io.BytesIO(stdin)))


def names(*paths: object) -> list[str]:
    return [found.name for found in read(*paths)]


def refusal(*paths: object) -> Refused:
    (found,) = read(*paths)
    assert isinstance(found, Refused)
    return found


def make_zip(path: Path, members: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


class GbkInfo(zipfile.ZipInfo):
    """A member as Chinese Windows names it: in GBK, nothing saying so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_a_file_is_read_with_what_its_folder_and_its_name_say(tmp_path):
    (tmp_path / "issue.toml").write_bytes(MANIFEST)
    (tmp_path / "2018-03-15-N05.txt").write_bytes(TEXT)
    (page,) = read(tmp_path / "2018-03-15-N05.txt")
    assert (page.name, page.data) == ("2018-03-15-N05.txt", TEXT)
    assert page.path == str(tmp_path / "2018-03-15-N05.txt")
    # the manifest outranks the name, which fills what it leaves open
    assert page.hints.paper == "河滨晚报"
    assert page.hints.date == PageDate("2018-04", "month", "manifest")
    assert page.hints.number == "N05"


def test_a_folder_is_read_in_natural_order_with_its_sub_folders_last(tmp_path):
    for name in ["10.txt", "2.TXT", "a/3.txt", "a10/1.txt", "a2/1.txt", "z.txt", "１１.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    for name in [".hidden.txt", "notes.md", "scan.pdf"]:
        (tmp_path / name).write_bytes(b"-")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "1.txt").write_bytes(TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = [os.path.relpath(page.path, tmp_path) for page in read(tmp_path)]
    assert found == [
        "2.TXT", "10.txt", "１１.txt", "z.txt", "a/3.txt", "a2/1.txt", "a10/1.txt"
    ]  # fmt: skip


def test_each_folder_has_its_own_manifest(tmp_path):
    (tmp_path / "二版").mkdir()
    (tmp_path / "issue.toml").write_text("date = 2018")
    (tmp_path / "1.txt").write_bytes(TEXT)
    (tmp_path / "二版" / "1.txt").write_bytes(TEXT)
    assert [page.hints.date.value for page in read(tmp_path)] == ["2018", None]


def test_a_file_given_twice_is_read_once(tmp_path, monkeypatch):
    (tmp_path / "1.txt").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "1.txt")
    monkeypatch.chdir(tmp_path)
    assert names("1.txt", tmp_path / "1.txt", "./1.txt", tmp_path, "link.txt") == ["1.txt"]


def test_a_manifest_given_among_its_pages_is_no_page(tmp_path):
    (tmp_path / "issue.toml").write_bytes(MANIFEST)
    (tmp_path / "1.txt").write_bytes(TEXT)
    assert names(tmp_path / "1.txt", tmp_path / "issue.toml") == ["1.txt"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_manifest_may_be_saved_as_windows_does(tmp_path, encoding):
    (tmp_path / "issue.toml").write_bytes('paper = "河滨晚报"\r\n'.encode(encoding))
    (tmp_path / "1.txt").write_bytes(TEXT)
    assert read(tmp_path)[0].hints.paper == "河滨晚报"


@pytest.mark.parametrize("data", [b"paper = 5\n", b"paper = \xff\xff\n", b"\0\0"])
def test_a_broken_manifest_refuses_the_pages_beside_it(tmp_path, data):
    (tmp_path / "甲").mkdir()
    (tmp_path / "乙").mkdir()
    (tmp_path / "甲" / "issue.toml").write_bytes(data)
    for name in ["甲/1.txt", "甲/2.txt", "乙/1.txt"]:
        (tmp_path / name).write_bytes(TEXT)
    other, first, second = read(tmp_path)
    assert isinstance(other, PageFile)
    assert first.path.endswith("甲/1.txt")
    assert second.path.endswith("甲/2.txt")
    assert "issue.toml" in first.reason


def test_standard_input_is_one_page_without_hints(tmp_path):
    (page,) = read("-", "-", stdin=TEXT)
    assert (page.name, page.data) == ("stdin.txt", TEXT)
    assert page.hints.date.value is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("版面.pdf", "不收 .pdf 文件。请另存为纯文本"),
        ("版面.DOCX", "请另存为纯文本"),
        ("版面.jpg", "文字识别"),
        ("版面.rar", "请改用 .zip"),
        ("版面.csv", "只收 .txt"),
        ("版面", "没有扩展名"),
    ],
)
def test_other_kinds_of_file_are_refused_with_advice(tmp_path, name, said):
    (tmp_path / name).write_bytes(b"-")
    found = refusal(tmp_path / name)
    assert said in found.reason
    assert found.path == str(tmp_path / name)


def test_what_cannot_be_read_is_refused_and_the_rest_is_read(tmp_path, monkeypatch):
    (tmp_path / "1.txt").write_bytes(TEXT)
    (tmp_path / "无文").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "目录.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    found = read(
        tmp_path / "missing.txt",
        "a\0b.txt",
        tmp_path / "无文",
        tmp_path / "pipe.txt",
        tmp_path / "gone.txt",
        tmp_path / "目录.txt",
        tmp_path / "1.txt",
    )
    reasons = [each.reason[:8] for each in found if isinstance(each, Refused)]
    assert reasons == [
        "没有这个文件或文",
        "读不出来（emb",
        "文件夹里没有 .",
        "不是普通文件。",
        "没有这个文件或文",
        "文件夹里没有 .",
    ]
    assert found[-1].name == "1.txt"


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    (tmp_path / "1.txt").write_bytes(TEXT)

    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert "没有读取权限" in refusal(tmp_path / "1.txt").reason


def test_a_file_larger_than_a_page_is_refused(tmp_path):
    (tmp_path / "1.txt").write_bytes(b"a" * (MAX_BYTES + 1))
    assert "上限" in refusal(tmp_path).reason


def test_a_name_too_long_for_the_archive_is_refused(tmp_path):
    (tmp_path / f"{'a' * 200}.txt").write_bytes(TEXT)
    assert "请改短" in refusal(tmp_path).reason


def test_a_name_in_gbk_on_the_disk_is_shown_in_chinese(tmp_path):
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "五版.txt".encode("gbk")))).write_bytes(TEXT)
    assert names(tmp_path) == ["五版.txt"]


def test_nothing_is_opened_before_it_is_asked_for(tmp_path):
    (tmp_path / "1.txt").write_bytes(TEXT)
    found = collect([str(tmp_path)], io.BytesIO())
    (tmp_path / "1.txt").write_bytes(TEXT * 2)
    assert next(found).data == TEXT * 2


def test_an_archive_is_read_like_a_folder(tmp_path):
    archive = make_zip(
        tmp_path / "五月.zip",
        {
            "报/10.txt": TEXT,
            "报/2018-03-15-N05.txt": TEXT,
            "报/二/1.txt": TEXT,
            "报/9.txt": TEXT,
            "报/issue.toml": MANIFEST,
            "报/说明.pdf": b"-",
            "__MACOSX/报/._9.txt": b"-",
            ".DS_Store": b"-",
            "../绕出去.txt": TEXT,
        },
    )
    found = read(archive)
    assert [os.path.relpath(page.path, archive) for page in found if page.hints.paper] == [
        "报/9.txt", "报/10.txt", "报/2018-03-15-N05.txt"
    ]  # fmt: skip
    assert {page.name for page in found if not page.hints.paper} == {"1.txt"}
    assert found[2].hints.date.value == "2018-04"
    assert list(tmp_path.iterdir()) == [archive]


def test_names_in_gbk_inside_an_archive_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "版.zip", "w") as archive:
        archive.writestr(GbkInfo("版面/河滨晚报.txt"), TEXT)
    (page,) = read(tmp_path / "版.zip")
    assert page.path == f"{tmp_path}/版.zip/版面/河滨晚报.txt"


def test_an_archive_given_twice_is_read_once(tmp_path):
    archive = make_zip(tmp_path / "a.zip", {"1.txt": TEXT})
    assert names(archive, archive) == ["1.txt"]


def test_a_broken_manifest_in_an_archive_refuses_its_pages(tmp_path):
    found = refusal(make_zip(tmp_path / "a.zip", {"issue.toml": b"x = 1", "1.txt": TEXT}))
    assert "a.zip/issue.toml 第 1 行，x：没有这个字段" in found.reason


def test_an_archive_without_a_page_or_in_an_archive_is_refused(tmp_path):
    assert "没有 .txt" in refusal(make_zip(tmp_path / "a.zip", {"readme.md": b"-"})).reason
    assert "先解开" in refusal(make_zip(tmp_path / "b.zip", {"c.zip": b"-"})).reason


def test_a_bomb_is_refused_unopened(tmp_path):
    archive = make_zip(
        tmp_path / "a.zip",
        {"1.txt": b"a" * (MAX_BYTES + 1), "2.txt": TEXT},
        compression=zipfile.ZIP_DEFLATED,
    )
    bomb, page = read(archive)
    assert "上限" in bomb.reason
    assert page.name == "2.txt"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # the bit that says a member is encrypted, in the directory at the end
        (b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", "密码"),
        (b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x0e\x00",
         "压缩方式"),
        (TEXT, TEXT[::-1], "已损坏"),
        (b"PK\x05\x06", b"PK\x00\x00", "打不开"),
    ],
)  # fmt: skip
def test_a_damaged_or_locked_archive_is_refused(tmp_path, old, new, said):
    archive = make_zip(tmp_path / "a.zip", {"1.txt": TEXT})
    assert old in archive.read_bytes()
    archive.write_bytes(archive.read_bytes().replace(old, new))
    assert said in refusal(archive).reason


def test_two_members_of_one_name_are_not_both_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("1.txt", TEXT * 2)
    page, second = read(tmp_path / "a.zip")
    assert page.name == "1.txt"
    assert "同名" in second.reason


def test_any_cut_of_an_archive_is_read_or_refused(tmp_path):
    whole = make_zip(tmp_path / "a.zip", {"1.txt": TEXT, "issue.toml": MANIFEST}).read_bytes()
    for end in range(len(whole)):
        list(collect_upload("a.zip", io.BytesIO(whole[:end])))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("1.TXT", TEXT, PageFile), ("1.pdf", b"%PDF", Refused), ("1.zip", b"PK", Refused)],
)
def test_an_upload_is_one_file_or_archive(name, data, kind):
    (found,) = collect_upload(name, io.BytesIO(data))
    assert isinstance(found, kind)
