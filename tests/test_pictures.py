"""Photographs: what is taken, what is kept of it, who gets to see it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms

from articles import pictures
from articles.history import record
from articles.models import Article, Picture, Revision
from articles.picture_files import take_photograph
from articles.pictures import PictureError, read_photograph
from articles.putting_back import put_back
from articles.restoring import last_step, undo_step
from articles.states import state_of
from tests.factories import make_article
from tests.html_forms import posted

RED, BLUE = (200, 30, 30), (30, 30, 200)
MAKE, GPS, GPS_LATITUDE_REF, ORIENTATION, TURNED_RIGHT = 0x010F, 0x8825, 1, 0x0112, 6


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def encoded(image: Image.Image, kind: str = "JPEG", **values) -> bytes:
    kept = BytesIO()
    image.save(kept, kind, **values)
    return kept.getvalue()


def halves(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """Red above blue, so that one sees which way it was turned."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image.convert(mode)


def photograph(data: bytes) -> pictures.Photograph:
    return read_photograph(BytesIO(data))


def opened(rendition: pictures.Rendition) -> Image.Image:
    return Image.open(BytesIO(rendition.data))


def near(pixel, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0" * 9999))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


# What becomes of a file


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_in_full_and_in_copies_for_pages(kind) -> None:
    taken = photograph(encoded(halves(2000, 1000), kind))

    assert opened(taken.full).format == "JPEG"
    assert opened(taken.full).size == (taken.full.width, taken.full.height) == (2000, 1000)
    assert [(each.width, each.height) for each in taken.copies] == [
        (480, 240),
        (960, 480),
        (1600, 800),
    ]
    assert {opened(each).format for each in taken.copies} == {"WEBP"}
    assert [opened(each).size for each in taken.copies] == [(480, 240), (960, 480), (1600, 800)]


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600])],
)
def test_no_copy_is_wider_than_the_photograph(width, widths) -> None:
    assert [copy.width for copy in photograph(encoded(halves(width, 300))).copies] == widths


def test_the_longest_edge_has_a_limit() -> None:
    full = photograph(encoded(halves(5000, 2500))).full

    assert (full.width, full.height) == (4000, 2000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_stands_as_it_was_taken_and_says_nothing_of_where(kind) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = TURNED_RIGHT, "相机"
    exif.get_ifd(GPS)[GPS_LATITUDE_REF] = "N"
    values = {"comment": b"where we live"} if kind == "JPEG" else {}
    taken = photograph(encoded(halves(1200, 800), kind, exif=exif, **values))

    assert (taken.full.width, taken.full.height) == (800, 1200)
    for rendition in (taken.full, *taken.copies):
        image = opened(rendition)
        middle = image.height // 2
        assert near(image.getpixel((image.width - 9, middle)), RED)
        assert near(image.getpixel((9, middle)), BLUE)
        assert not dict(image.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(image.info)
        for trace in (b"Exif", b"where we live", "相机".encode()):
            assert trace not in rendition.data


def test_what_is_seen_through_becomes_white() -> None:
    image = halves(400, 400).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 400, 200))
    full = opened(photograph(encoded(image, "PNG")).full)

    assert near(full.getpixel((200, 100)), (255, 255, 255))
    assert near(full.getpixel((200, 300)), BLUE)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("I;16", "PNG")],
)
def test_every_way_to_write_colours_is_read(mode, kind) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (600, 400), 30_000)
    else:
        image = Image.new("L", (600, 400), 117).convert(mode)
    full = opened(photograph(encoded(image, kind)).full)

    assert full.mode == "RGB"
    if mode != "1":
        assert near(full.getpixel((300, 200)), (117, 117, 117))


def test_colours_of_another_space_are_brought_to_that_of_pages() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab, b"nonsense"):  # the last two do not fit, and spoil nothing
        full = opened(photograph(encoded(halves(), icc_profile=profile)).full)
        assert near(full.getpixel((600, 100)), RED)


# What is refused

WHOLE = encoded(Image.effect_noise((300, 200), 80))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "这不是图片"),
        (b"<html><script>alert(1)</script>", "这不是图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "这不是图片"),
        (b"%PDF-1.7", "这不是图片"),
        (encoded(halves(9, 9), "GIF"), "这不是图片"),
        (encoded(halves(9, 9), "BMP"), "这不是图片"),
        (WHOLE[:20], "图片"),
        (WHOLE[: len(WHOLE) // 2], "图片损坏或不完整"),
        (encoded(halves(), "PNG")[:-60], "图片损坏"),
        (encoded(halves(), "WEBP")[:-60], "图片损坏"),
        (claiming(100, 100), "图片损坏"),
        (claiming(7200, 7200), "最多 5000 万像素"),
        (claiming(50_000, 50_000), "最多 5000 万像素"),
        (claiming(0, 0), "图片"),
        (
            encoded(halves(9, 9), "WEBP", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
            "这是动图",
        ),
        (
            encoded(halves(9, 9), "PNG", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
            "这是动图",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_is_no_photograph_is_refused_with_a_reason(data, reason) -> None:
    with pytest.raises(PictureError, match=reason):
        photograph(data)


def test_a_file_too_large_is_refused_before_it_is_opened(monkeypatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(PictureError, match="最多 1 MB"):
        photograph(WHOLE + b"\0" * 1024 * 1024)


# On the desk


def add(client, story: Article, data: bytes | None = None, name: str = "照片.jpg", **values):
    """Upload a picture in the form of a story, as a browser would."""
    url = reverse("admin:articles_article_change", args=[story.pk])
    number = story.pictures.count()
    file = SimpleUploadedFile(name, data or encoded(halves()), "image/jpeg")
    changes = {f"pictures-{number}-{key}": value for key, value in values.items()}
    form = posted(client.get(url), **changes) | {f"pictures-{number}-upload": file}
    return client.post(url, form)


@pytest.fixture
def story(db) -> Article:
    return make_article("清淤工程开工", summary="昨日开工。")


def test_an_editor_adds_a_photograph_that_readers_see(admin_client, client, story) -> None:
    values = {"caption": "工人在清淤", "credit": "林晓禾", "alternative": "两人站在船上"}
    assert add(admin_client, story, **values).status_code == 302
    picture = story.pictures.get()
    assert (picture.width, picture.height, sorted(picture.sizes)) == (
        1200,
        800,
        ["1200", "480", "960"],
    )

    client.logout()
    page = client.get(story.get_absolute_url()).text
    for printed in ("工人在清淤", "林晓禾", 'alt="两人站在船上"', 'width="1200" height="800"'):
        assert printed in page
    assert page.index("<figure") < page.index('class="text"')
    for address in (picture.address, picture.get_absolute_url()):
        assert address in page
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer["Cache-Control"]
        assert Image.open(BytesIO(b"".join(answer.streaming_content))).width in (960, 1200)
    for candidate in picture.source_set.split(", "):
        address, width = candidate.split()
        served = Image.open(BytesIO(b"".join(client.get(address).streaming_content)))
        assert f"{served.width}w" == width


def test_the_front_page_shows_the_first_picture_of_its_stories(admin_client, client, story) -> None:
    make_article("别的", page=story.page)
    add(admin_client, story, caption="工人在清淤")
    other = Article.objects.get(headline="别的")
    add(admin_client, other, caption="第二条的照片")
    add(admin_client, other, caption="第二条的又一张")
    page = client.get("/").text

    assert "<figcaption>工人在清淤" in page  # of the lead; the others have theirs beside the story
    assert 'alt="第二条的照片"' in page
    assert "第二条的又一张" not in page


def test_a_picture_without_words_has_its_caption_to_stand_in(admin_client, client, story) -> None:
    add(admin_client, story, caption='"工人" <在>清淤')

    assert 'alt="&quot;工人&quot; &lt;在&gt;清淤"' in client.get(story.get_absolute_url()).text


def test_a_new_picture_stands_last(admin_client, story) -> None:
    for caption in ("甲", "乙", "丙"):
        add(admin_client, story, caption=caption)

    assert [picture.caption for picture in story.pictures.all()] == ["甲", "乙", "丙"]


def test_pictures_stand_in_their_order(admin_client, client, story) -> None:
    add(admin_client, story, caption="后面的", position=5)
    add(admin_client, story, caption="前面的", position=3)
    page = client.get(story.get_absolute_url()).text

    assert page.index("前面的") < page.index("后面的")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"<html>", "这不是图片"), (WHOLE[:-3000], "图片损坏"), (claiming(9000, 9000), "像素太多")],
)
def test_what_is_refused_leaves_the_story_and_the_form_as_they_were(
    admin_client, story, media, data, reason
) -> None:
    answer = add(admin_client, story, data, caption="工人在清淤")

    assert answer.status_code == 200
    assert reason in answer.text
    assert "工人在清淤" in answer.text
    assert not Picture.objects.exists()
    assert not list(media.rglob("*.*"))


def test_words_without_a_picture_are_asked_for_one(admin_client, story) -> None:
    url = reverse("admin:articles_article_change", args=[story.pk])
    form = posted(admin_client.get(url)) | {"pictures-0-caption": "工人在清淤"}

    assert "选一张图片" in admin_client.post(url, form).text


def test_words_are_changed_and_the_files_stay(admin_client, story, media) -> None:
    add(admin_client, story, caption="工人")
    files = sorted(media.rglob("*.*"))
    url = reverse("admin:articles_article_change", args=[story.pk])
    page = admin_client.get(url)
    assert story.pictures.get().address in page.text
    admin_client.post(url, posted(page) | {"pictures-0-caption": "工人在清淤"})

    assert story.pictures.get().caption == "工人在清淤"
    assert sorted(media.rglob("*.*")) == files


def test_a_story_with_pictures_is_an_editors(admin_client, story) -> None:
    add(admin_client, story)

    story.refresh_from_db()
    assert story.edited_fields == ["pictures"]


def test_names_of_files_say_nothing_of_what_was_uploaded(admin_client, story, media) -> None:
    add(admin_client, story, name="../../王某某-住址.php.jpg")

    for file in media.rglob("*.*"):
        assert file.relative_to(media).parts[0] == "pictures"
        assert "王某某" not in str(file)
        assert file.suffix in {".jpg", ".webp"}


# Files go with their rows


def files_of(media: Path) -> int:
    return len(list(media.rglob("*.*")))


def make_picture(story: Article, colour=RED, **values) -> Picture:
    picture = Picture(article=story, **values)
    take_photograph(picture, photograph(encoded(Image.new("RGB", (600, 400), colour))))
    picture.save()
    return picture


def test_files_of_a_picture_taken_out_stay_but_nobody_gets_them(
    client, story, media, django_capture_on_commit_callbacks
) -> None:
    picture = make_picture(story)
    address = picture.address
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()

    assert files_of(media) == 3
    assert client.get(address).status_code == 404


def test_files_go_with_the_story(story, media, django_capture_on_commit_callbacks) -> None:
    picture, before = make_picture(story), state_of(story)
    make_picture(story, BLUE)
    picture.delete()
    record(story, Revision.Kind.EDIT, None, before)
    assert files_of(media) == 6
    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.filter(pk=story.pk).delete()

    assert files_of(media) == 0


def test_a_new_photograph_takes_the_place_of_the_old(
    admin_client, story, media, django_capture_on_commit_callbacks
) -> None:
    picture = make_picture(story)
    old = set(media.rglob("*.*"))
    url = reverse("admin:articles_article_change", args=[story.pk])
    file = SimpleUploadedFile("新.png", encoded(halves(500, 300), "PNG"), "image/png")
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(url, posted(admin_client.get(url)) | {"pictures-0-upload": file})

    picture.refresh_from_db()
    assert (picture.width, picture.height) == (500, 300)
    new = {media / name for name in picture.files.values()}
    assert not old & new
    assert {*old, *new} == set(media.rglob("*.*"))  # a version of the story shows the old one


def test_a_picture_added_changed_and_taken_out_is_each_time_taken_back(
    admin_client, story, media, django_capture_on_commit_callbacks
) -> None:
    url = reverse("admin:articles_article_change", args=[story.pk])

    def save(**changes) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            assert (
                admin_client.post(url, posted(admin_client.get(url)) | changes).status_code == 302
            )

    def undo() -> list[Picture]:
        step = last_step(story)
        assert step.changed == ["pictures"]
        undo_step(step, None)
        return list(story.pictures.all())

    file = SimpleUploadedFile("旧.png", encoded(halves(500, 300), "PNG"), "image/png")
    save(**{"pictures-0-upload": file, "pictures-0-caption": "清淤现场"})
    first = story.pictures.get()
    other = SimpleUploadedFile("新.png", encoded(halves(400, 300), "PNG"), "image/png")
    save(**{"pictures-0-upload": other, "pictures-0-caption": "旧河道"})
    second = story.pictures.get()
    save(**{"pictures-0-DELETE": "on"})
    assert not story.pictures.exists()
    history = admin_client.get(reverse("admin:articles_article_history", args=[story.pk])).text
    assert "清淤现场" in history

    (back,) = undo()
    assert (back.pk, back.caption, back.files) == (second.pk, "旧河道", second.files)
    (back,) = undo()
    assert (back.caption, back.files, back.width) == ("清淤现场", first.files, 500)
    assert admin_client.get(back.address).status_code == 200
    assert undo() == []


def test_a_picture_that_another_story_has_by_now_keeps_its_key_there(story) -> None:
    picture = make_picture(story, caption="清淤现场")
    before = state_of(story)
    other = make_article("另一篇")
    Picture.objects.update(article=other)
    put_back(story, before, ["pictures"])

    assert other.pictures.get() == picture
    assert story.pictures.get().files == picture.files


def test_the_same_photograph_in_two_stories_is_two(
    story, media, django_capture_on_commit_callbacks
) -> None:
    one, other = make_picture(story), make_picture(make_article("另一篇"))
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()

    assert all(default_storage.exists(name) for name in other.files.values())


# Who gets to see them


@pytest.mark.parametrize("status", ["imported", "reviewed", "withdrawn"])
def test_a_picture_is_as_public_as_its_story(client, admin_client, story, status) -> None:
    picture = make_picture(story)
    Article.objects.update(status=status)
    client.logout()
    assert client.get(picture.address).status_code == 404

    answer = admin_client.get(picture.address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "name",
    [
        "nothing.jpg",
        "..%2f..%2fnewsroom.sqlite3",
        "%2e%2e%2fsettings.py",
        "pictures",
        "",
        ".",
        "a\0.jpg",
    ],
)
def test_nothing_but_the_files_of_the_picture_is_served(client, story, media, name) -> None:
    picture = make_picture(story)
    (media / "secret.jpg").write_bytes(b"secret")

    assert client.get(f"/pictures/{picture.pk}/{name}").status_code == 404
    assert client.get("/pictures/").status_code == 404
    assert client.get(f"/pictures/{picture.pk}/secret.jpg").status_code == 404
    assert client.get("/pictures/99999999999999999999/a.jpg").status_code == 404


def test_a_file_of_another_picture_is_not_served_under_this_one(client, story) -> None:
    hidden = make_picture(make_article(status="reviewed"), BLUE)
    shown = make_picture(story)
    name = hidden.address.rpartition("/")[2]

    assert client.get(f"/pictures/{shown.pk}/{name}").status_code == 404


def test_a_picture_is_sent_as_what_it_is_and_nothing_else(client, story) -> None:
    picture = make_picture(story)
    for address, kind in (
        (picture.get_absolute_url(), "image/jpeg"),
        (picture.address, "image/webp"),
    ):
        answer = client.get(address)
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'"
        assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content))
    assert client.post(picture.address).status_code == 405


def test_a_file_that_is_lost_is_not_found(client, story, media) -> None:
    picture = make_picture(story)
    for file in media.rglob("*.*"):
        file.unlink()

    assert client.get(picture.address).status_code == 404
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_picture_costs_one_query(client, story, django_assert_num_queries) -> None:
    picture = make_picture(story)
    with django_assert_num_queries(1):
        client.get(picture.address)
