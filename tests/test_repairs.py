"""Repairs of a page: nothing lost, nothing twice, no import undoes them, and each is undone whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import record_edit, set_status, snapshot
from articles.history import record
from articles.ingest.records import BylineEntry, FoundOfficial, Keyword, Part, Printed, Story
from articles.ingest.records import Flag as ParsedFlag
from articles.models import Article, Byline, Correction, Flag, Page, Picture, Repair, Revision
from articles.moving import AT_END, move_lines, set_part_kind, take_leftover, to_leftovers
from articles.paragraphs import paragraphs
from articles.planning import Outcome
from articles.repairing import RepairError
from articles.repairs import display_lines, merge_with_next, next_story, split_story
from articles.restoring import last_step
from articles.risk import rate
from articles.source_places import places_of
from articles.states import state_of
from articles.storage import store_page
from articles.undoing_repairs import undo, undo_repair
from tests.factories import make_article, make_mention, make_page
from tests.parsed import make_parsed

pytestmark = pytest.mark.django_db

Status = Article.Status

# Two stories as one: the second begins with its own headline, and each has its signature.
TEXT = """河滨晚报
清淤工程开工
本报讯 昨日上午，柳河区区长周立群到清水街道
查看清淤工程。河道两侧已经围挡。
清水街道办事处主任何维介绍，工程分三段进行。
记者 林晓禾
山前果园桃花开了
周末，山前果园游人如织，区文旅局局长钱小满
到场致辞。果农说，今年花期早了五天。
通讯员 沈一舟
图书馆延时开放
即日起，图书馆开放到晚上九点。
征订启事：本报明年征订开始。
"""


def printed(text: str, page: str = TEXT) -> Printed:
    """The text where the page prints it, line breaks left out."""
    start = page.index(text[:6])
    offsets = []
    for character in text:
        while page[start].isspace() and not character.isspace():
            start += 1
        assert page[start] == character
        offsets.append(start)
        start += 1
    return Printed(text, tuple(offsets))


PARAGRAPHS = [
    "昨日上午，柳河区区长周立群到清水街道查看清淤工程。河道两侧已经围挡。",
    "清水街道办事处主任何维介绍，工程分三段进行。",
    "山前果园桃花开了",
    "周末，山前果园游人如织，区文旅局局长钱小满到场致辞。果农说，今年花期早了五天。",
]


def official(name: str, post: str, part: int) -> FoundOfficial:
    start = PARAGRAPHS[part].index(name)
    return FoundOfficial(name, (post,), part + 1, start, start + len(name), "test")


def story(*headlines: str, body: list[str], page: str = TEXT, **values: Any) -> Story:
    defaults: dict[str, Any] = {
        "section": None,
        "headlines": tuple(printed(text, page) for text in headlines),
        "dateline": None,
        "event_date": None,
        "body": tuple(Part("paragraph", printed(text, page)) for text in body),
        "byline_text": (),
        "bylines": (),
        "credit": None,
    }
    return Story(**(defaults | values))


JOINED = story(
    "清淤工程开工",
    body=PARAGRAPHS,
    dateline=printed("本报讯"),
    byline_text=(printed("记者 林晓禾"), printed("通讯员 沈一舟")),
    bylines=(BylineEntry("记者", ("林晓禾",)), BylineEntry("通讯员", ("沈一舟",))),
    officials=(
        official("周立群", "柳河区区长", 0),
        official("何维", "清水街道办事处主任", 1),
        official("钱小满", "区文旅局局长", 3),
    ),
    keywords=(Keyword("清淤", 0.9), Keyword("果园", 0.8), Keyword("街道", 0.7)),
    flags=(ParsedFlag("quote-unbalanced", "引号不成对。", TEXT.index("今年"), TEXT.index("早了")),),
)
LIBRARY = story("图书馆延时开放", body=["即日起，图书馆开放到晚上九点。"])
LEFT = "征订启事：本报明年征订开始。"


def page_of(*stories: Story, **values: Any):
    defaults = {"furniture": (printed("河滨晚报"),), "leftovers": (printed(LEFT),), "number": "N05"}
    return make_parsed(*stories, text=TEXT, **(defaults | values))


PAGE = page_of(JOINED, LIBRARY)


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="王编辑")


def stored() -> Article:
    store_page(PAGE)
    return Article.objects.order_by("position")[0]


def cut(article: Article, text: str) -> int:
    return article.body.index(text)


def stretch(article: Article, first: int, last: int | None = None) -> tuple[int, int]:
    held = paragraphs(article.body)
    return held[first].start, held[first if last is None else last].end


def text_of(article: Article) -> str:
    """What the spans of a story say, blanks left out."""
    source = article.source.text
    return "".join("".join(source[start:end].split()) for start, end in article.spans)


HISTORY = {"articles.Revision", "articles.Repair", "articles.ArchiveStamp"}


def everything() -> dict[str, str]:
    """All rows of the archive but those of its history, to the letter."""
    return {
        model._meta.label: serializers.serialize("json", model.objects.order_by("pk"))
        for label in ("articles", "people")
        for model in apps.get_app_config(label).get_models()
        if model._meta.label not in HISTORY and not model._meta.proxy
    }


def write_nothing(page=PAGE) -> None:
    with CaptureQueriesContext(connection) as queries:
        again = store_page(page)
    verbs = ("INSERT", "UPDATE", "DELETE")
    assert [each["sql"] for each in queries if each["sql"].startswith(verbs)] == []
    assert again.outcome == Outcome.UNCHANGED


# --- finding a story's text in its source


def test_every_character_of_the_source_is_found_where_the_story_prints_it() -> None:
    article = stored()
    heads = [article.headline, article.dateline]
    places = places_of(TEXT, article.spans, heads, article.body, article.byline_text)
    for word in ("周立群", "分三段", "桃花", "钱小满", "五天"):
        start = TEXT.rindex(word)
        assert places.in_body(start) == article.body.rindex(word)
    assert places.in_body(TEXT.index("林晓禾")) is None
    assert places.in_body(0) is None


def test_a_corrected_character_stands_with_its_line() -> None:
    source = "甲乙丙丁戊己庚辛于工程\n壬癸子丑寅卯辰巳"
    body = "甲乙丙丁戊己庚辛淤工程壬癸子丑寅卯辰巳"
    places = places_of(source, [[0, len(source)]], [], body, "")
    assert places.after(source.index("于"), 4)
    assert not places.after(source.index("于"), 10)


def test_lines_in_another_order_than_the_story_are_found() -> None:
    first, second = "上栏的文字从这里开始，一直到底", "下栏的文字接着往下说，说完为止"
    places = places_of(f"{second}\n{first}", [[0, 31]], [], first + second, "")
    assert places.in_body(0) == len(first)
    assert places.in_body(len(second) + 1) == 0


# --- splitting


def test_a_story_splits_into_two_with_all_that_belongs_to_each(editor) -> None:
    article = stored()
    whole = text_of(article)
    second = split_story(article, cut(article, "山前果园桃花"), editor)

    article.refresh_from_db()
    assert article.body == "\n\n".join(PARAGRAPHS[:2])
    assert (second.headline, second.body) == (PARAGRAPHS[2], PARAGRAPHS[3])
    assert [each.headline for each in Article.objects.order_by("position")] == [
        "清淤工程开工",
        "山前果园桃花开了",
        "图书馆延时开放",
    ]
    assert (article.byline_text, second.byline_text) == ("记者 林晓禾", "通讯员 沈一舟")
    assert [row.name for row in article.bylines.all()] == ["林晓禾"]
    assert [row.name for row in second.bylines.all()] == ["沈一舟"]
    assert {row.name for row in article.mentions.all()} == {"周立群", "何维"}
    mention = second.mentions.get()
    assert second.body[mention.start : mention.end] == "钱小满"
    assert mention.claims.get().article == second
    assert set(article.tags.names()) == {"清淤", "街道"}
    assert list(second.tags.names()) == ["果园"]
    assert second.flags.get(code="quote-unbalanced").start == TEXT.index("今年")
    assert text_of(article) + text_of(second) == whole
    assert text_of(second).startswith("山前果园桃花开了")
    assert text_of(second).endswith("通讯员沈一舟")


def test_a_split_is_one_version_of_each_story(editor) -> None:
    article = stored()
    second = split_story(article, cut(article, "山前果园桃花"), editor)

    step = article.revisions.get(kind=Revision.Kind.SPLIT)
    assert (step.made_by, step.repair.kind) == (editor, Repair.Kind.SPLIT)
    assert {"body", "byline_text", "bylines", "mentions", "tags"} <= set(step.changed)
    assert second.revisions.get().repair == step.repair
    library = Article.objects.get(headline="图书馆延时开放")
    assert (library.position, library.edited_fields) == (3, [])
    assert not library.revisions.exists()


def test_a_part_without_a_headline_is_called_by_its_first_words_and_asks(editor) -> None:
    article = stored()
    second = split_story(article, cut(article, "清水街道办事处"), editor)
    assert second.headline.startswith("清水街道办事处主任")
    assert second.flags.get(code="no-headline").blocking


@pytest.mark.parametrize("at", [0, 10_000])
def test_a_split_that_leaves_no_text_is_refused(at) -> None:
    with pytest.raises(RepairError, match="没有正文"):
        split_story(stored(), at, None)
    assert not Repair.objects.exists()


def test_a_split_inside_a_paragraph_cuts_there() -> None:
    article = stored()
    second = split_story(article, cut(article, "河道两侧"), None)
    article.refresh_from_db()
    assert article.body.endswith("查看清淤工程。")
    assert second.body.startswith("河道两侧")
    assert "河道两侧" in text_of(second)


def test_what_was_public_stays_public_in_both(editor) -> None:
    article = stored()
    set_status(Article.objects.all(), Status.PUBLISHED, editor)
    article.refresh_from_db()
    second = split_story(article, cut(article, "山前果园桃花"), editor)
    assert (second.status, second.published_at) == (Status.PUBLISHED, article.published_at)
    assert second.mentions.get().order_key == second.order_key


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("桃花开了\n\n周末，游人如织。", ["桃花开了"]),
        ("## 春游\n\n桃花开了\n\n周末，游人如织。", ["春游", "桃花开了"]),
        ("甲\n\n乙\n\n丙\n\n丁\n\n戊。", ["甲", "乙", "丙"]),
        ("周末，游人如织。\n\n又一段。", []),
        ("图: 桃花\n\n正文。", []),
        ("只有一行", []),  # the text of a story, not its headline
    ],
)
def test_display_lines_at_the_start_become_headings(text, heads) -> None:
    found, rest = display_lines(text)
    assert found == heads
    assert rest


# --- merging


def test_stories_join_with_all_they_carry(editor) -> None:
    store_page(PAGE)
    first, library = Article.objects.order_by("position")
    split_story(first, cut(first, "山前果园桃花"), editor)
    first.refresh_from_db()
    merged = merge_with_next(first, editor)

    assert merged.body.endswith(f"## {PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}")
    assert {row.name for row in merged.mentions.all()} == {"周立群", "何维", "钱小满"}
    mention = merged.mentions.get(name="钱小满")
    assert merged.body[mention.start : mention.end] == "钱小满"
    assert [row.name for row in merged.bylines.all()] == ["林晓禾", "沈一舟"]
    assert merged.byline_text == "记者 林晓禾\n通讯员 沈一舟"
    assert set(merged.tags.names()) == {"清淤", "果园", "街道"}
    gone = Article.objects.get(merged_into=merged)
    assert (gone.spans, gone.status) == ([], Status.WITHDRAWN)
    assert not gone.bylines.exists()
    assert not gone.flags.exists()
    assert next_story(merged) == library


def test_words_that_only_stood_for_a_headline_are_not_printed_twice() -> None:
    article = stored()
    split_story(article, cut(article, "清水街道办事处"), None)
    article.refresh_from_db()
    assert merge_with_next(article, None).body == "\n\n".join(PARAGRAPHS)
    assert not Flag.objects.open().filter(code="no-headline").exists()


def test_the_last_story_has_none_to_take_in() -> None:
    store_page(PAGE)
    with pytest.raises(RepairError, match="后面没有稿件"):
        merge_with_next(Article.objects.get(headline="图书馆延时开放"), None)


def test_what_only_readers_of_one_see_is_not_joined_unseen(editor) -> None:
    article = stored()
    set_status(Article.objects.filter(pk=article.pk), Status.PUBLISHED, editor)
    with pytest.raises(RepairError, match="只有一篇已发布"):
        merge_with_next(article, editor)


def test_two_who_name_one_person_name_them_once_with_both_posts() -> None:
    page = make_page()
    first = make_article("甲", page, body="区长周立群到场。")
    second = make_article("乙", page, body="区委副书记周立群讲话。")
    make_mention(first, posts=["区长"])
    make_mention(second, posts=["区委副书记"])
    merged = merge_with_next(first, None)
    assert merged.mentions.get().posts == ["区长", "区委副书记"]


def test_the_address_of_a_story_taken_in_leads_to_the_other(client, editor) -> None:
    article = stored()
    set_status(Article.objects.all(), Status.PUBLISHED, editor)
    article.refresh_from_db()
    second = split_story(article, cut(article, "山前果园桃花"), editor)
    address = second.get_absolute_url()
    article.refresh_from_db()
    merge_with_next(article, editor)

    response = client.get(address)
    assert (response.status_code, response.url) == (301, article.get_absolute_url())
    set_status(Article.objects.all(), Status.WITHDRAWN, editor)
    assert client.get(address).status_code == 410


# --- moving


def test_lines_move_with_their_names_and_their_places_in_the_source(editor) -> None:
    article = stored()
    library = Article.objects.get(headline="图书馆延时开放")
    both = text_of(article), text_of(library)
    move_lines(article, stretch(article, 2, 3), library, AT_END, editor)

    article.refresh_from_db()
    library.refresh_from_db()
    assert article.body == "\n\n".join(PARAGRAPHS[:2])
    assert library.body.endswith(f"九点。\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}")
    mention = library.mentions.get()
    assert library.body[mention.start : mention.end] == "钱小满"
    assert "山前果园桃花开了" in text_of(library)
    assert "山前果园" not in text_of(article)
    assert "通讯员沈一舟" in text_of(article)
    assert sorted(text_of(article) + text_of(library)) == sorted("".join(both))
    assert {step.article for step in Repair.objects.get().revisions.all()} == {article, library}


def test_lines_move_before_a_paragraph() -> None:
    article = stored()
    library = Article.objects.get(headline="图书馆延时开放")
    move_lines(article, stretch(article, 2), library, 0, None)
    library.refresh_from_db()
    assert library.body.startswith(f"{PARAGRAPHS[2]}\n\n即日起")


def test_a_story_is_not_emptied_and_nothing_moves_to_another_page() -> None:
    article = stored()
    library = Article.objects.get(headline="图书馆延时开放")
    with pytest.raises(RepairError, match="合并"):
        move_lines(library, stretch(library, 0), article, AT_END, None)
    with pytest.raises(RepairError, match="没有选文字"):
        move_lines(article, (3, 3), library, AT_END, None)
    with pytest.raises(RepairError, match="同一篇"):
        move_lines(article, (0, 3), article, AT_END, None)
    with pytest.raises(RepairError, match="不在同一版"):
        move_lines(article, (0, 3), make_article(), AT_END, None)


@pytest.mark.parametrize(
    ("kind", "line"), [("subhead", "## 山前果园桃花开了"), ("caption", "图: 山前果园桃花开了")]
)
def test_a_paragraph_becomes_what_it_is(kind, line) -> None:
    article = stored()
    set_part_kind(article, 2, kind, None)
    article.refresh_from_db()
    assert line in article.body.split("\n\n")
    assert "spans" not in article.edited_fields
    set_part_kind(article, 2, "paragraph", None)
    article.refresh_from_db()
    assert article.body == "\n\n".join(PARAGRAPHS)
    with pytest.raises(RepairError, match="已经是段落"):
        set_part_kind(article, 2, "paragraph", None)


def test_text_goes_out_of_a_story_and_comes_into_another(editor) -> None:
    article = stored()
    to_leftovers(article, stretch(article, 2), editor)
    page = Page.objects.get()
    assert [each["text"] for each in page.leftovers] == ["山前果园桃花开了", LEFT]
    article.refresh_from_db()
    assert "山前果园桃花开了" not in text_of(article)

    library = Article.objects.get(headline="图书馆延时开放")
    take_leftover(page, 0, library, 0, editor)
    page.refresh_from_db()
    library.refresh_from_db()
    assert library.body.startswith("山前果园桃花开了\n\n即日起")
    assert "山前果园桃花开了" in text_of(library)
    assert [each["text"] for each in page.leftovers] == [LEFT]
    with pytest.raises(RepairError, match="已不在"):
        take_leftover(page, 5, library, 0, editor)


# --- importing again


REPAIRS = {
    "split": lambda article: split_story(article, cut(article, "山前果园桃花"), None),
    "split off the end": lambda article: split_story(article, cut(article, "清水街道办"), None),
    "merge": lambda article: merge_with_next(article, None),
    "move": lambda article: move_lines(
        article, stretch(article, 2, 3), next_story(article), AT_END, None
    ),
    "kind": lambda article: set_part_kind(article, 2, "subhead", None),
    "out": lambda article: to_leftovers(article, stretch(article, 1), None),
    "in": lambda article: take_leftover(article.page, 0, article, AT_END, None),
    "split and merge": lambda article: (
        split_story(article, cut(article, "山前果园桃花"), None),
        merge_with_next(Article.objects.get(pk=article.pk), None),
    ),
}


@pytest.mark.parametrize("repair", REPAIRS.values(), ids=REPAIRS)
def test_the_same_bytes_again_change_nothing_after_a_repair(repair) -> None:
    repair(stored())
    before = everything()
    write_nothing()
    assert everything() == before


@pytest.mark.parametrize("repair", REPAIRS.values(), ids=REPAIRS)
def test_other_bytes_keep_what_a_repair_made(repair) -> None:
    repair(stored())
    columns = ("headline", "body", "spans", "merged_into", "status")
    before = list(Article.objects.order_by("pk").values_list(*columns))
    texts = [each["text"] for each in Page.objects.get().leftovers]
    again = replace(PAGE, text=f"\n{TEXT}", sha256="f" * 64)
    store_page(again)
    write_nothing(again)

    assert list(Article.objects.order_by("pk").values_list(*columns)) == before
    assert [each["text"] for each in Page.objects.get().leftovers] == texts


def better() -> tuple[Story, Story]:
    """The two stories as a better reading parts them."""
    return (
        replace(
            JOINED,
            body=JOINED.body[:2],
            byline_text=JOINED.byline_text[:1],
            bylines=JOINED.bylines[:1],
            officials=JOINED.officials[:2],
            flags=(),
        ),
        story(PARAGRAPHS[2], body=PARAGRAPHS[3:], byline_text=JOINED.byline_text[1:]),
    )


def test_a_reading_that_parts_them_as_the_editor_did_makes_no_third_story() -> None:
    article = stored()
    split_story(article, cut(article, "山前果园桃花"), None)
    store_page(page_of(*better(), LIBRARY))

    assert Article.objects.count() == 3
    assert [each.headline for each in Article.objects.order_by("position")] == [
        "清淤工程开工",
        "山前果园桃花开了",
        "图书馆延时开放",
    ]


def test_what_was_merged_does_not_come_back_and_its_changes_are_asked_about() -> None:
    store_page(page_of(*better(), LIBRARY))
    first = Article.objects.order_by("position")[0]
    merge_with_next(first, None)
    write_nothing(page_of(*better(), LIBRARY))
    one, two = better()
    more = replace(two, body=(*two.body, Part("paragraph", printed(LEFT))))
    store_page(page_of(one, more, LIBRARY, leftovers=()))

    assert Article.objects.filter(merged_into=None).count() == 2
    flag = Flag.objects.get(code="edit-conflict")
    assert flag.article == first
    assert flag.message.startswith("并入的《山前果园桃花开了》，正文：")


def test_a_reading_that_joins_them_as_the_editor_did_is_taken_quietly() -> None:
    store_page(page_of(*better(), LIBRARY))
    first = Article.objects.order_by("position")[0]
    merge_with_next(first, None)
    store_page(PAGE)

    assert Article.objects.filter(merged_into=None).count() == 2
    assert not Flag.objects.filter(code="not-found-again").exists()


# --- undoing


@pytest.mark.parametrize("repair", REPAIRS.values(), ids=REPAIRS)
def test_undoing_leaves_every_row_as_it_was(repair, editor) -> None:
    article = stored()
    set_status(Article.objects.all(), Status.PUBLISHED, editor)
    article.refresh_from_db()
    before = everything()
    repair(article)
    assert everything() != before

    for done in Repair.objects.order_by("-pk"):
        undo_repair(done, editor)
    assert everything() == before
    write_nothing()
    step = article.revisions.order_by("-number")[0]
    assert (step.kind, step.made_by) == (Revision.Kind.UNDO, editor)
    with pytest.raises(RepairError, match="已经撤销过"):
        undo_repair(Repair.objects.first(), editor)


def test_pictures_and_corrections_go_along_with_a_story_joined_and_come_back(editor) -> None:
    first = stored()
    second = split_story(first, cut(first, "山前果园桃花"), editor)
    for story, caption in ((first, "清淤现场"), (second, "桃花开了"), (second, "游人")):
        position = story.pictures.count() + 1
        shown = {"image": "a.jpg", "width": 1, "height": 1}
        Picture.objects.create(article=story, caption=caption, position=position, **shown)
    Correction.objects.create(article=second, text="日期有误。")
    rate([first.pk, second.pk])
    before = everything()
    merge_with_next(first, editor)

    captions = [picture.caption for picture in first.pictures.all()]
    assert captions == ["清淤现场", "桃花开了", "游人"]
    assert first.corrections.get().text == "日期有误。"
    step = last_step(first)
    assert {"pictures", "corrections"} <= set(step.changed)
    undo(step, editor)
    assert everything() == before


def edit(article: Article, **values) -> None:
    before, state = snapshot(article), state_of(article)
    for name, value in values.items():
        setattr(article, name, value)
    article.save()
    record_edit(article, before)
    record(article, Revision.Kind.EDIT, None, state)


def test_a_repair_is_undone_after_what_came_later() -> None:
    article = stored()
    body = article.body
    second = split_story(article, cut(article, "山前果园桃花"), None)
    edit(second, headline="桃花开")
    with pytest.raises(RepairError, match="《桃花开》这之后又改过主题"):
        undo_repair(Repair.objects.get(), None)

    undo(last_step(second), None)
    undo(last_step(second), None)
    assert not Article.objects.filter(pk=second.pk).exists()
    article.refresh_from_db()
    assert article.body == body
    assert last_step(article) is None
    assert {row.name for row in article.mentions.all()} == {"周立群", "何维", "钱小满"}


def test_names_made_anew_since_are_put_back_by_what_they_say() -> None:
    article = stored()
    second = split_story(article, cut(article, "山前果园桃花"), None)
    values = Byline.objects.filter(article=second).values("role", "name", "person_id").get()
    second.bylines.all().delete()
    Byline.objects.create(article=second, **values)

    undo_repair(Repair.objects.get(), None)
    assert {row.name for row in article.bylines.all()} == {"林晓禾", "沈一舟"}
    assert article.bylines.count() == 2


def test_a_repair_before_another_on_the_page_can_be_undone_alone() -> None:
    article = stored()
    library = Article.objects.get(headline="图书馆延时开放")
    set_part_kind(library, 0, "subhead", None)
    split_story(article, cut(article, "山前果园桃花"), None)
    undo_repair(Repair.objects.get(kind=Repair.Kind.RENAME), None)
    assert Article.objects.count() == 3
    library.refresh_from_db()
    assert library.body == "即日起，图书馆开放到晚上九点。"


def test_a_repair_takes_as_many_queries_on_a_full_page() -> None:
    counts = []
    for more in (40, 120):
        page = make_page()
        article = make_article(
            "甲", page, body="第一段。\n\n第二段周立群。", published_at=timezone.now()
        )
        make_mention(article, "周立群")
        for number in range(more):
            make_article(f"其他{number}", page)
        with CaptureQueriesContext(connection) as queries:
            split_story(article, article.body.index("第二段"), None)
        counts.append(len(queries))
    # the index of words may have to look for places in the block beside
    assert counts[1] - counts[0] in (0, 1)
