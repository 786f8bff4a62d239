"""Pages that readers have already: 304 from one query, and never for what has changed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles import conditional, tag_editing
from articles.conditional import archive_etag
from articles.merging import merge_people
from articles.models import Article, Correction, Flag, Hold, Picture, Tag, TaggedArticle
from articles.publishing import publish, withdraw
from articles.stamping import FOR_THE_DESK, install, stamped_tables
from articles.storage import store_page
from people.models import Person
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
    make_person,
    make_post,
    make_tenure,
)
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    story = make_article("清淤工程开工", make_page(make_issue(date(2018, 5, 31))))
    make_mention(story, "周立群")
    make_byline(story, "林晓禾")
    tag = Tag.objects.create(name="防汛", slug="防汛")
    TaggedArticle.objects.create(content_object=story, tag=tag)
    return story


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("陆编辑")


def addresses(story: Article) -> list[str]:
    return [
        reverse("home"),
        reverse("article-list"),
        reverse("issue-list"),
        story.get_absolute_url(),
        story.page.get_absolute_url(),
        story.page.issue.get_absolute_url(),
    ]


def test_whoever_has_a_page_is_told_so_with_one_query(
    client, story, django_assert_num_queries
) -> None:
    for address in addresses(story):
        first = client.get(address)
        assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        with django_assert_num_queries(1):
            again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_page_of_before_a_change_is_sent_anew(client, story) -> None:
    address = story.get_absolute_url()
    etag = client.get(address).headers["ETag"]
    Article.objects.update(headline="清淤工程完工")

    again = client.get(address, headers={"if-none-match": etag})

    assert again.status_code == 200
    assert "清淤工程完工" in again.text
    assert again.headers["ETag"] != etag


def _edit(story: Article, editor: User) -> None:
    story.deck = "九月完工"
    story.save()


def _import(story: Article, editor: User) -> None:
    store_page(make_parsed(make_story("夜校开班")))


def _publish(story: Article, editor: User) -> None:
    waiting = make_article("待发", status=Article.Status.REVIEWED, published_at=None)
    _reset()
    publish(Article.objects.filter(pk=waiting.pk), editor)


def _withdraw(story: Article, editor: User) -> None:
    withdraw(Article.objects.filter(pk=story.pk), editor, public_note="有误")


def _rename_person(story: Article, editor: User) -> None:
    Person.objects.filter(name="周立群").update(name="周立羣")


def _merge_people(story: Article, editor: User) -> None:
    kept, other = Person.objects.get(name="周立群"), make_person("周立羣", is_official=True)
    _reset()
    merge_people(kept, other, editor)


def _name_person_otherwise(story: Article, editor: User) -> None:
    Person.objects.get(name="周立群").other_names.create(name="立群", kind="pen")


def _give_tenure(story: Article, editor: User) -> None:
    make_tenure(Person.objects.get(name="周立群"), make_post())


def _rename_tag(story: Article, editor: User) -> None:
    tag_editing.rename(Tag.objects.get(), "抗洪")


def _take_tag(story: Article, editor: User) -> None:
    TaggedArticle.objects.all().delete()


def _add_picture(story: Article, editor: User) -> None:
    data = BytesIO()
    Image.new("RGB", (40, 30)).save(data, "JPEG")
    Picture.objects.create(article=story, image=SimpleUploadedFile("a.jpg", data.getvalue()))


def _correct(story: Article, editor: User) -> None:
    Correction.objects.create(article=story, text="“开土”应为“开工”。", made_by=editor)


def _date_issue(story: Article, editor: User) -> None:
    type(story.page.issue).objects.update(date=date(2018, 6, 1))


def _name_page(story: Article, editor: User) -> None:
    type(story.page).objects.update(name="城区")


_before: list[str] = []


def _reset() -> None:
    _before[:] = [archive_etag()]


@pytest.mark.parametrize(
    "change",
    [
        _edit,
        _import,
        _publish,
        _withdraw,
        _rename_person,
        _merge_people,
        _name_person_otherwise,
        _give_tenure,
        _rename_tag,
        _take_tag,
        _add_picture,
        _correct,
        _date_issue,
        _name_page,
    ],
)
def test_whatever_readers_see_of_a_change_makes_another_etag(
    story, editor, settings, tmp_path, change
) -> None:
    settings.MEDIA_ROOT = tmp_path
    _reset()

    change(story, editor)

    assert [archive_etag()] != _before
    _reset()
    assert [archive_etag()] == _before


def test_rows_made_thousands_at_a_time_make_another_etag(story) -> None:
    before = archive_etag()
    Tag.objects.bulk_create([Tag(name=f"题{n}", slug=f"题{n}") for n in range(2000)])
    assert archive_etag() != before

    before = archive_etag()
    Tag.objects.bulk_create([Tag(name="防汛", slug="防汛")], ignore_conflicts=True)
    Tag.objects.filter(name="题1").delete()
    assert archive_etag() != before


def test_a_story_whose_time_has_come_makes_another_etag(story, monkeypatch) -> None:
    now = timezone.now()
    make_article("定时的", published_at=now + timedelta(minutes=5))
    before = archive_etag()

    monkeypatch.setattr(conditional.timezone, "now", lambda: now + timedelta(minutes=6))

    assert archive_etag() != before


def test_a_new_day_makes_another_etag(story, monkeypatch) -> None:
    before = archive_etag()
    tomorrow = timezone.now() + timedelta(days=1)

    monkeypatch.setattr(conditional.timezone, "now", lambda: tomorrow)

    assert archive_etag() != before


def test_what_editors_do_among_themselves_makes_no_other_etag(story, editor) -> None:
    before = archive_etag()
    Hold.objects.create(article=story, editor=editor, until=timezone.now())
    Flag.objects.create(page=story.page, article=story, code="x", message="请核对。")

    assert archive_etag() == before


def test_an_editor_gets_every_page_anew(admin_client, story) -> None:
    etag = archive_etag()
    response = admin_client.get(story.get_absolute_url(), headers={"if-none-match": etag})

    assert response.status_code == 200
    assert "ETag" not in response.headers


def test_a_page_that_is_not_there_is_not_kept(client) -> None:
    withdrawn = make_article(status=Article.Status.WITHDRAWN)
    for address, status in (("/articles/999/", 404), (withdrawn.get_absolute_url(), 410)):
        response = client.get(address)
        assert response.status_code == status
        assert "ETag" not in response.headers


def test_pages_for_readers_are_read_and_nothing_else(client, story) -> None:
    assert client.post(story.get_absolute_url()).status_code == 405
    assert client.head(story.get_absolute_url()).headers["ETag"] == archive_etag()


def test_the_etag_is_found_along_an_index(story) -> None:
    Article.objects.bulk_create(
        Article(
            page=story.page,
            position=number,
            key=str(number),
            headline="稿件",
            published_at=timezone.now(),
            status="published",
        )
        for number in range(2, 2002)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    due = Article.objects.filter(published_at__lte=timezone.now()).order_by("-published_at")

    plan = due.values("published_at")[:1].explain()

    assert "article_due" in plan


def test_every_table_is_either_stamped_or_known_to_be_for_the_desk() -> None:
    named = {f"{app}_{name}" for app, names in FOR_THE_DESK.items() for name in names}
    tables = {
        name
        for name in connection.introspection.table_names()
        if name.startswith(("articles_", "people_"))
    }

    assert named <= tables
    assert not named & set(stamped_tables())


def test_triggers_that_a_migration_lost_are_made_again(story) -> None:
    drop = "DROP TRIGGER stamp_articles_tag"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{drop} ON articles_tag" if connection.vendor == "postgresql" else f"{drop}_update"
        )
    before = archive_etag()
    Tag.objects.update(name="甲")
    assert archive_etag() == before

    install()
    Tag.objects.update(name="乙")

    assert archive_etag() != before
