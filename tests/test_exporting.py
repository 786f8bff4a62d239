"""What leaves the archive: people, posts and tenures, and a reporter's stories of a month."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.byline_export import characters
from articles.exporting import TABLES, Scope, table_lines
from articles.models import Article, Byline, Mention, PostClaim
from articles.popolo import popolo_pieces
from articles.spreadsheets import BOM, csv_lines, harmless
from articles.tenures import redraw_tenures
from people.models import OrganizationName, OtherName, Person, Post, Tenure
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_tenure,
)


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(StringIO(text.removeprefix(BOM), newline="")))


def run(command: str, *arguments: str) -> str:
    out = StringIO(newline="")
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def table(name: str, *arguments: str) -> list[dict[str, str]]:
    return rows_of(run("export_people", "--what", name, *arguments))


def sight(name: str, post: Post, day: date, precision: str = "day", **story) -> Article:
    article = make_article(f"{name}到北岸", make_page(make_issue(day, precision)), **story)
    make_claim(make_mention(article, name, [post.title]), post)
    redraw_tenures(list(Person.objects.values_list("pk", flat=True)))
    return article


def make_seat() -> Post:
    district = make_organization(short_name="柳河")
    return make_post(make_organization("柳河区人民政府", "government", district))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@周立群", "'@周立群"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),  # full width runs as well
        ("周立群=区长", "周立群=区长"),
        (12, "12"),
        (None, ""),
    ],
)
def test_no_cell_runs_as_a_formula(cell, written) -> None:
    assert harmless(cell) == written


def test_a_table_opens_in_a_spreadsheet_whatever_its_cells_hold() -> None:
    rows = [("甲,乙", '“丙”"丁"', "一行\n又一行")]

    assert rows_of("".join(csv_lines(("一", "二", "三"), rows))) == [
        {"一": "甲,乙", "二": '“丙”"丁"', "三": "一行\n又一行"}
    ]


@pytest.mark.django_db
def test_people_are_exported_with_their_names_and_addresses() -> None:
    make_byline(make_article(), "林晓禾")
    person = Person.objects.get()
    OtherName.objects.create(person=person, name="禾苗", kind="pen")
    Person.objects.update(note="晚报评论部", confirmed=True)

    (row,) = table("people", "--site", "https://news.example.cn/")
    assert row == {
        "编号": str(person.pk),
        "姓名": "林晓禾",
        "拼音": "lin xiao he",
        "别名": "禾苗",
        "作者": "是",
        "任公职": "",
        "已确认": "是",
        "说明": "晚报评论部",
        "网址": f"https://news.example.cn{person.get_absolute_url()}",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "precision", "written"),
    [
        (date(2018, 3, 14), "day", "2018-03-14"),
        (date(2018, 3, 1), "month", "2018-03"),
        (date(2018, 1, 1), "year", "2018"),
        (None, "none", ""),
    ],
)
def test_dates_are_cut_to_what_is_known(start, precision, written) -> None:
    person = make_person("周立群", is_official=True)
    values = {"start_precision": precision, "status": "confirmed"}
    make_tenure(person, make_seat(), start, date(2019, 1, 1), **values)

    (row,) = table("tenures")
    assert (row["开始"], row["结束"], row["状态"]) == (written, "2019-01-01", "已确认")
    (membership,) = popolo()["memberships"]
    assert membership.get("start_date", "") == written


@pytest.mark.django_db
def test_a_tenure_names_the_stories_it_rests_on() -> None:
    post = make_seat()
    first = sight("周立群", post, date(2018, 3, 14))
    sight("周立群", post, date(2018, 5, 14))
    last = sight("周立群", post, date(2019, 3, 14))

    (row,) = table("tenures")
    addresses = [each.get_absolute_url() for each in (first, last)]
    assert row["依据"].split() == addresses
    assert (row["见报次数"], row["开始依据"], row["岗位"]) == ("3", "首次见报", "柳河区区长")
    (membership,) = popolo()["memberships"]
    assert [each["url"] for each in membership["sources"]] == addresses


@pytest.mark.django_db
def test_posts_are_exported_with_their_place_in_the_tree() -> None:
    sight("周立群", make_seat(), date(2018, 3, 14))

    (row,) = table("posts")
    assert row["单位位置"] == "柳河区/柳河区人民政府"
    assert (row["职务"], row["独任"], row["单位种类"]) == ("区长", "是", "政府")


def popolo(*arguments: str) -> dict[str, list[dict]]:
    return json.loads(run("export_people", "--format", "popolo", *arguments))


@pytest.mark.django_db
def test_popolo_rows_refer_to_rows_that_are_there() -> None:
    post = make_seat()
    sight("周立群", post, date(2018, 3, 14))
    OtherName.objects.create(person=Person.objects.get(), name="周力群")
    body = post.organization
    OrganizationName.objects.create(organization=body, name="柳河县人民政府")
    document = popolo()

    ids = {kind: {row["id"] for row in rows} for kind, rows in document.items()}
    (membership,) = document["memberships"]
    assert membership["person_id"] in ids["persons"]
    assert membership["post_id"] in ids["posts"]
    assert membership["organization_id"] in ids["organizations"]
    assert document["posts"][0]["organization_id"] in ids["organizations"]
    parents = {row.get("parent_id") for row in document["organizations"]} - {None}
    assert len(parents) == 1
    assert parents <= ids["organizations"]
    assert document["persons"][0]["other_names"] == [{"name": "周力群", "note": "异写或误植"}]
    names = {row["name"]: row.get("other_names") for row in document["organizations"]}
    assert names == {
        "柳河区": [{"name": "柳河", "note": "简称"}],
        "柳河区人民政府": [{"name": "柳河县人民政府", "note": "曾用名"}],
    }
    assert membership["status"] == "inferred"


@pytest.mark.django_db
def test_an_empty_archive_is_a_whole_document() -> None:
    assert popolo() == {"persons": [], "organizations": [], "posts": [], "memberships": []}
    assert table("people") == []


@pytest.mark.django_db
def test_what_readers_cannot_see_is_left_out_unless_all_is_asked() -> None:
    post = make_seat()
    sight("周立群", post, date(2018, 3, 14), status=Article.Status.IMPORTED)
    make_byline(make_article(status=Article.Status.WITHDRAWN), "林晓禾")
    make_tenure(Person.objects.get(name="周立群"), post, date(2018, 1, 1))

    for name in TABLES:
        assert table(name) == []
        assert table(name, "--all")
    document = popolo()
    assert not any(document[kind] for kind in ("persons", "posts", "memberships"))
    assert len(popolo("--all")["persons"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_three_tables_go_into_a_folder_or_a_zip(tmp_path, name) -> None:
    sight("周立群", make_seat(), date(2018, 3, 14))
    run("export_people", "--output", str(tmp_path / name))

    if name.endswith("zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            texts = {each: archive.read(each).decode() for each in archive.namelist()}
    else:
        texts = {
            path.name: path.read_bytes().decode() for path in sorted((tmp_path / name).iterdir())
        }
    assert sorted(texts) == ["people.csv", "posts.csv", "tenures.csv"]
    assert rows_of(texts["people.csv"])[0]["姓名"] == "周立群"
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.django_db
def test_what_was_exported_before_stays_until_the_new_file_is_whole(tmp_path, monkeypatch) -> None:
    target = tmp_path / "people.csv"
    target.write_text("旧的")

    def breaking(*_: object):
        yield "半截"
        raise RuntimeError

    monkeypatch.setattr("articles.management.commands.export_people.table_lines", breaking)
    with pytest.raises(RuntimeError):
        run("export_people", "--what", "people", "--output", str(target))

    assert target.read_text() == "旧的"
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "请加 --output"),
        (["--format", "popolo", "--what", "people"], "只用于 CSV"),
        (["--what", "people", "--output", "/"], "文件夹"),
        (["--what", "people", "--output", "/dev/null/people.csv"], "写不了"),
    ],
)
def test_an_export_that_cannot_be_written_says_why(arguments, said) -> None:
    with pytest.raises(CommandError, match=said):
        run("export_people", *arguments)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 2000])
def test_an_export_takes_a_fixed_number_of_queries_for_each_five_hundred(number) -> None:
    seat = make_seat()
    posts = [make_post(seat.organization, f"第{each}科科长") for each in range(number // 10)]
    article = make_article(page=make_page(make_issue(date(2018, 3, 14))))
    people = Person.objects.bulk_create(
        Person(name=f"周{each}", pinyin="zhou", is_official=True) for each in range(number)
    )
    mentions = Mention.objects.bulk_create(
        Mention(article=article, person=each, name=each.name, order_key=article.order_key)
        for each in people
    )
    PostClaim.objects.bulk_create(
        PostClaim(
            article=article,
            mention=each,
            organization=seat.organization,
            post=posts[index // 10],
            order_key=article.order_key,
        )
        for index, each in enumerate(mentions)
    )
    Tenure.objects.bulk_create(
        Tenure(person=each, post=posts[index // 10]) for index, each in enumerate(people)
    )
    turns = -(-number // 500)

    # Each ends with a query that finds nothing more.
    for name, queries in (("people", 2), ("tenures", 3)):
        with CaptureQueriesContext(connection) as captured:
            lines = sum(1 for _ in table_lines(name, Scope()))
        assert (lines, len(captured)) == (number + 1, queries * turns + 1)
    with CaptureQueriesContext(connection) as captured:
        text = "".join(popolo_pieces(Scope()))
    assert len(json.loads(text)["memberships"]) == number
    # Two batches of organizations and posts, with their names and their ends.
    assert len(captured) == 5 * turns + 2 + 5


def make_month() -> Person:
    page = make_page(make_issue(date(2019, 11, 25)), number="N05")
    story = make_article(
        "清淤工程开工", page, body="## 先清北岸\n\n近日，清淤工程开工。\n\n图: 北岸"
    )
    byline = make_byline(story, "林晓禾")
    make_byline(story, "何维", "通讯员")
    make_byline(make_article("春耕", make_page(make_issue(date(2019, 12, 1)))), "林晓禾")
    undated = make_page(make_issue(date(2019, 11, 1), "year"))
    make_byline(make_article("只知年份", undated), "林晓禾")
    early = make_page(make_issue(date(2019, 11, 3)))
    make_byline(make_article("立冬", early, status=Article.Status.REVIEWED), "林晓禾")
    return byline.person


@pytest.mark.django_db
def test_a_reporters_month_lists_every_story_with_what_a_fee_needs() -> None:
    person = make_month()
    rows = rows_of(run("export_bylines", "--month", "2019-11", "--reporter", "林晓禾"))

    assert [(row["日期"], row["标题"], row["状态"]) for row in rows] == [
        ("2019-11-03", "立冬", "已审"),
        ("2019-11-25", "清淤工程开工", "已发布"),
    ]
    row = rows[1]
    assert (row["身份"], row["署名"], row["人物编号"]) == ("记者", "林晓禾", str(person.pk))
    assert (row["版"], row["合作者"], row["字数"]) == ("N05", "通讯员 何维", "16")


@pytest.mark.django_db
def test_without_a_name_everybodys_month_is_listed() -> None:
    make_month()
    rows = rows_of(run("export_bylines", "--month", "2019-11"))

    assert sorted(row["署名"] for row in rows) == ["何维", "林晓禾", "林晓禾"]


@pytest.mark.django_db
def test_signatures_nobody_was_found_for_count_by_their_name() -> None:
    make_month()
    Byline.objects.filter(name="何维").update(person=None)
    Person.objects.filter(name="何维").delete()
    rows = rows_of(run("export_bylines", "--month", "2019-11", "--reporter", "何维"))

    assert [row["人物编号"] for row in rows] == [""]


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2019-13", "2019", "2019-1", "十一月"])
def test_what_is_no_month_is_refused(month) -> None:
    with pytest.raises(CommandError, match="不是月份"):
        run("export_bylines", "--month", month)


@pytest.mark.django_db
def test_a_reporter_nobody_knows_is_refused() -> None:
    with pytest.raises(CommandError, match="没有以“林晓禾”署名的稿件"):
        run("export_bylines", "--month", "2019-11", "--reporter", "林晓禾")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("近日，清淤工程 开工。", 10),
        ("## 先清北岸\n\n图: 北岸", 6),
        ("## 先清北岸\n\n图：北岸", 6),
        ("", 0),
    ],
)
def test_characters_are_those_in_print(body, number) -> None:
    assert characters(body) == number


@pytest.mark.django_db
def test_the_desk_downloads_what_the_command_writes(admin_client) -> None:
    sight("周立群", make_seat(), date(2018, 3, 14))
    address = reverse("admin:people_person_export")
    assert address in admin_client.get(reverse("admin:people_person_changelist")).text
    assert "下载" in admin_client.get(address).text

    for what in (*TABLES, "popolo"):
        response = admin_client.get(address, {"what": what, "everything": "on"})
        text = b"".join(response.streaming_content).decode()
        assert "attachment" in response["Content-Disposition"]
        assert "http://testserver/" in text
    assert json.loads(text)["persons"][0]["name"] == "周立群"
    assert admin_client.get(address, {"what": "everything"}).status_code == 200


@pytest.mark.django_db
def test_a_reporters_page_leads_to_the_months_and_their_files(admin_client) -> None:
    person = make_month()
    address = reverse("admin:people_person_bylines", args=[person.pk])
    page = admin_client.get(reverse("admin:people_reporter_change", args=[person.pk])).text
    assert address in page
    months = admin_client.get(address)
    assert months.context["months"] == [(date(2019, 12, 1), 1), (date(2019, 11, 1), 2)]

    response = admin_client.get(address, {"month": "2019-11"})
    rows = rows_of(b"".join(response.streaming_content).decode())
    assert [row["标题"] for row in rows] == ["立冬", "清淤工程开工"]
    assert admin_client.get(address, {"month": "十一月"}).context["months"]


@pytest.mark.django_db
def test_downloads_of_what_readers_do_not_see_are_for_editors(client) -> None:
    make_mention(make_article(status="imported"), "周立群")
    user = User.objects.create(username="实习编辑", is_staff=True)
    export = reverse("admin:people_person_export")
    bylines = reverse("admin:people_person_bylines", args=[make_month().pk])

    def given(*codenames: str) -> list[int]:
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(User.objects.get(pk=user.pk))
        return [client.get(page).status_code for page in (export, bylines)]

    def people_in(query: dict[str, str]) -> str:
        return b"".join(client.get(export, query).streaming_content).decode()

    everything = {"what": "people", "everything": "on"}
    assert given() == [403, 403]
    assert given("view_person") == [200, 403]
    assert "everything" not in client.get(export).text
    assert "周立群" not in people_in(everything)
    assert given("view_person", "change_person") == [200, 200]
    assert "周立群" in people_in(everything)
