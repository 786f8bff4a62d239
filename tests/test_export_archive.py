"""The whole published archive as lines of JSON."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.archive_export import Selection, story_lines
from articles.models import Article
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_page,
    make_post,
)

pytestmark = pytest.mark.django_db


def exported(*args: str) -> list[dict]:
    out = StringIO()
    call_command("export_archive", *args, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_what_the_api_tells_of_the_story(client):
    story = make_article(byline_text="记者 林晓禾")
    make_byline(story)
    make_claim(make_mention(story), make_post())
    story.tags.add("清淤")

    (line,) = exported("--site", "http://testserver/")

    assert line == client.get(f"/api/v1/stories/{story.pk}").json()


def test_only_what_readers_may_see_is_exported():
    make_article("公开")
    make_article("待编", status=Article.Status.IMPORTED, published_at=None)
    make_article("已撤", status=Article.Status.WITHDRAWN)
    make_article("定时", published_at=timezone.now() + timedelta(days=1))

    assert [each["headline"] for each in exported()] == ["公开"]


def test_stories_are_chosen_by_their_date_and_by_their_last_change():
    old = make_article("旧", make_page(make_issue(date(2018, 5, 31))))
    make_article("新", make_page(make_issue(date(2019, 11, 25))))
    Article.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=30))
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()

    assert [each["headline"] for each in exported("--since", "2019")] == ["新"]
    assert [each["headline"] for each in exported("--until", "2018-05")] == ["旧"]
    assert [each["headline"] for each in exported("--changed-since", yesterday)] == ["新"]


def test_a_file_is_written_whole_and_packed_by_its_name(tmp_path, capsys):
    make_article()
    plain, packed = tmp_path / "archive.jsonl", tmp_path / "deep" / "archive.jsonl.gz"

    call_command("export_archive", "--output", str(plain))
    call_command("export_archive", "--output", str(packed))

    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert "已写 1 篇" in capsys.readouterr().out
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive.jsonl", "deep"]


def test_what_was_there_stays_when_writing_fails(tmp_path, monkeypatch):
    make_article()
    target = tmp_path / "archive.jsonl"
    target.write_text("旧")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("articles.archive_export.whole_story", full)
    with pytest.raises(CommandError, match=r"没有写完 .*原来的文件没有动"):
        call_command("export_archive", "--output", str(target))

    assert [each.name for each in tmp_path.iterdir()] == ["archive.jsonl"]
    assert target.read_text() == "旧"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--since", "去年"], "--since：“去年”不是日期"),
        (["--changed-since", "2019-13"], "--changed-since：“2019-13”不是日期"),
        (["--output", "/dev/null/x.jsonl"], "写不了 /dev/null/x.jsonl"),
    ],
)
def test_what_cannot_be_done_is_said(args, message):
    with pytest.raises(CommandError, match=message):
        exported(*args)


def _bulk(count: int) -> None:
    page, now = make_page(), timezone.now()
    Article.objects.bulk_create(
        Article(
            page=page,
            position=place,
            key=f"k{place}",
            headline=f"稿件{place}",
            body="近日，清淤工程开工。" * 100,
            status="published",
            published_at=now,
            order_key=place,
        )
        for place in range(count)
    )


def _peak() -> int:
    tracemalloc.start()
    for _ in story_lines(Selection(), "", lambda *_: None):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_and_queries_do_not_grow_with_the_archive(django_assert_num_queries):
    _bulk(400)
    _peak()
    small = _peak()
    Article.objects.all().delete()
    _bulk(3200)

    assert _peak() < small * 1.2
    batches = 3200 // 200
    # With each batch its stories, signatures, mentions, tags, corrections and pictures; of
    # mentions that are not there nobody asks the posts.
    with django_assert_num_queries(6 * batches + 1):
        assert sum(1 for _ in story_lines(Selection(), "", lambda *_: None)) == 3200
