from __future__ import annotations

import pytest

from articles.admin.source_panel import legend, source_html
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageHints
from articles.models import Article, Source
from articles.source_map import SourceLine, page_map, story_map
from articles.storage import store_page
from tests.factories import make_article, make_flag, make_page, make_source

pytestmark = pytest.mark.django_db

SOURCE = """柳河区治理河道
清淤工程开工

本报讯 5月6日，柳河区召开
会议。区长周立群到会。
分三期施工
一期到年底完工。
记者 林晓禾

又一条新闻"""


def make_story(**values) -> Article:
    """A story read from the whole of SOURCE but its last line."""
    defaults = {
        "kicker": "柳河区治理河道",
        "dateline": "本报讯",
        "body": "5月6日，柳河区召开会议。区长周立群到会。\n\n## 分三期施工\n\n一期到年底完工。",
        "byline_text": "记者 林晓禾",
        "spans": [[0, SOURCE.index("又一条")]],
    }
    return make_article(page=make_page(text=SOURCE), **defaults | values)


def told(source: Source, lines: list[SourceLine]) -> list[list[tuple[str, str, str]]]:
    """Line by line the kind, part and words of each run."""
    return [
        [(run.owner.kind, run.owner.part, source.text[run.start : run.end]) for run in line.runs]
        for line in lines
    ]


def test_every_line_says_what_became_of_it() -> None:
    article = make_story()

    assert told(article.source, story_map(article, article.source)) == [
        [("headline", "kicker", "柳河区治理河道")],
        [("headline", "headline", "清淤工程开工")],
        [],
        [("dateline", "dateline", "本报讯 "), ("paragraph", "p0", "5月6日，柳河区召开")],
        [("paragraph", "p0", "会议。区长周立群到会。")],
        [("subhead", "p1", "分三期施工")],
        [("paragraph", "p2", "一期到年底完工。")],
        [("byline", "byline_text", "记者 林晓禾")],
        [],
        [("furniture", "", "又一条新闻")],
    ]


def test_a_line_follows_its_paragraph_when_an_editor_moved_or_mended_it() -> None:
    body = "图: 一期到年底完工。\n\n5月6日，柳河区召开会议，区长周立群到会。"
    article = make_story(body=body)
    lines = told(article.source, story_map(article, article.source))

    assert lines[6] == [("caption", "p0", "一期到年底完工。")]
    assert lines[4] == [("paragraph", "p1", "会议。区长周立群到会。")]  # 。 was mended to ，
    assert lines[5] == [("unfound", "", "分三期施工")]


def test_other_stories_and_leftovers_are_told_apart() -> None:
    article = make_story()
    start = article.source.text.index("又一条")
    make_article("又一条", article.page, body="新闻", spans=[[start, start + 3]])
    article.page.leftovers = [{"text": "新闻", "start": start + 3, "end": start + 5}]
    last = story_map(article, article.source)[-1].runs

    assert [(run.owner.kind, run.owner.number, run.owner.story) for run in last] == [
        ("other", 2, "又一条"),
        ("leftover", 0, ""),
    ]


def test_an_older_source_says_nothing_of_the_margins() -> None:
    article = make_story()
    older = article.source
    make_source(article.page, "新的原文")

    assert told(older, story_map(article, older))[-1] == [("", "", "又一条新闻")]


def test_a_page_shows_the_parts_of_all_its_stories(django_assert_num_queries) -> None:
    article = make_story()
    with django_assert_num_queries(2):
        lines = page_map(article.page, article.source)

    owner = lines[3].runs[1].owner
    assert (owner.kind, owner.part, owner.number, owner.story) == (
        "paragraph",
        "p0",
        1,
        "清淤工程开工",
    )


def test_a_page_as_imported_has_a_place_for_every_character() -> None:
    text = "河滨晚报 2019年11月25日 第3版\n\n" + SOURCE + "\n"
    parsed = read_page(text.encode(), "a.txt", PageHints(), Lexicon.packaged())
    page = store_page(parsed).page
    source = page.sources.get()
    for article in page.articles.all():
        kinds = {run.owner.kind for line in story_map(article, source) for run in line.runs}
        assert "unfound" not in kinds
        assert "" not in kinds


def test_the_panel_escapes_and_says_in_words_what_colours_mean() -> None:
    source = "<i>甲</i>"
    article = make_article("<i>甲</i>", make_page(text=source), body="乙", spans=[[0, 8]])
    lines = story_map(article, article.source)
    html = source_html(source, lines, [])

    assert html == (
        '<li id="line-1"><mark class="of-headline is-story" data-part="headline" data-mark="题" '
        'title="标题">&lt;i&gt;甲&lt;/i&gt;</mark></li>'
    )
    assert [(each.mark, each.label) for each in legend(lines)] == [("题", "标题")]


def test_a_part_is_named_once_however_many_lines_it_takes() -> None:
    article = make_story()
    html = source_html(article.source.text, story_map(article, article.source), [])

    assert html.count('data-mark="文1"') == 1
    assert html.count('data-part="p0"') == 2


def test_a_flag_stands_at_its_place_with_a_way_to_its_row() -> None:
    article = make_story()
    flag = make_flag(article, start=3, end=5, blocking=True, message="看这里")
    make_flag(article)  # without a place
    html = source_html(article.source.text, story_map(article, article.source), article.flags.all())

    link = f'<a class="flag-mark" id="flag-{flag.pk}" href="#flag-row-{flag.pk}" title="看这里">⚑'
    assert html.count(link) == 1
    assert '<mark class="of-headline is-story is-flag is-blocking"' in html
    assert ">治理</mark>" in html
