"""Renaming and merging tags, words editors want or stopped, and tags found anew."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editing import record_edit, snapshot
from articles.ingest.keywords import ArchiveWords, find_keywords
from articles.ingest.lexicon import Lexicon
from articles.models import (
    Article,
    RejectedTag,
    Retagging,
    Tag,
    TagAlias,
    TaggedArticle,
    TagRedirect,
    TagWord,
)
from articles.retagging import go_on, preview
from articles.storage import lexicon_from_archive, store_page
from articles.tag_editing import TagError, note_rejected, rename
from articles.tag_merging import merge, merging, undo_merge
from articles.tag_words import decide_words, proposed_stops, proposed_words
from articles.tagging import find_tags
from tests.factories import make_article, make_issue, make_page
from tests.parsed import make_parsed, make_story

pytestmark = pytest.mark.django_db

Verdict = TagWord.Verdict


def tag_of(name: str) -> Tag:
    return find_tags([name])[name.lower()]


def tagged(name: str, count: int = 1, score: float | None = 0.5) -> list[Article]:
    tag, stories = tag_of(name), [make_article() for _ in range(count)]
    for story in stories:
        TaggedArticle.objects.create(
            content_object=story, tag=tag, score=score, order_key=story.order_key
        )
    return stories


def names(article: Article) -> set[str]:
    return set(article.tags.names())


def edit_tags(article: Article, *wanted: str) -> None:
    before = snapshot(article)
    article.tags.set(wanted)
    record_edit(article, before)
    note_rejected(article, before["tags"])


# Names


def test_a_renamed_tag_goes_on_being_found_under_its_old_name() -> None:
    [story] = tagged("文明城市创建")
    tag = tag_of("文明城市创建")
    rename(tag, "文明创建")
    tag.refresh_from_db()

    assert (tag.name, tag.slug, tag.pinyin) == ("文明创建", "文明创建", "wen ming chuang jian")
    assert names(story) == {"文明创建"}
    assert tag_of("文明城市创建") == tag
    assert TagRedirect.objects.get().slug == "文明城市创建"


def test_a_tag_renamed_back_has_its_old_address_again() -> None:
    tag = tag_of("水利")
    for name in ("河道治理", "治水", "水利"):
        rename(tag, name)
    tag.refresh_from_db()

    assert tag.slug == "水利"
    assert set(TagRedirect.objects.values_list("slug", flat=True)) == {"河道治理", "治水"}
    assert set(TagAlias.objects.values_list("name", flat=True)) == {"河道治理", "治水"}


def test_only_the_case_of_a_name_can_change() -> None:
    tag = tag_of("app")
    rename(tag, "APP")

    assert find_tags(["App"]) == {"app": tag}
    assert not TagAlias.objects.exists()


@pytest.mark.parametrize("name", ["环保", "环境保护"])
def test_a_tag_cannot_have_the_name_of_another(name) -> None:
    other = tag_of("环保")
    TagAlias.objects.create(name="环境保护", tag=other)
    with pytest.raises(TagError, match="环保"):
        rename(tag_of("生态"), name)

    assert set(Tag.objects.values_list("name", flat=True)) == {"环保", "生态"}


def test_a_new_tag_does_not_take_an_address_that_leads_elsewhere() -> None:
    rename(tag_of("C++"), "编程")
    assert TagRedirect.objects.get().slug == "c"

    assert tag_of("C").slug == "c-2"


def test_merged_tags_leave_their_stories_names_and_addresses() -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    both, *only = tagged("志愿者服务", 3)
    both.tags.add(kept)
    TagAlias.objects.create(name="志愿活动", tag=other)
    TagRedirect.objects.create(slug="zhiyuan", tag=other)
    planned = merging(kept, [other])[0]
    assert (planned.stories, planned.both, planned.aliases) == (3, 1, ["志愿活动"])

    (done,) = merge(kept, [other])
    assert len(done.record["moved"]) == 2
    for story in (both, *only):
        assert names(story) == {"志愿服务"}
    assert find_tags(["志愿者服务", "志愿活动"]) == {"志愿者服务": kept, "志愿活动": kept}
    assert dict(TagRedirect.objects.values_list("slug", "tag")) == {
        "志愿者服务": kept.pk,
        "zhiyuan": kept.pk,
    }
    assert not Tag.objects.filter(name="志愿者服务").exists()


def test_a_merge_is_undone_with_its_stories_names_and_addresses() -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    both, *_ = tagged("志愿者服务", 3)
    both.tags.add(kept)
    TagAlias.objects.create(name="志愿活动", tag=other)
    TagRedirect.objects.create(slug="zhiyuan", tag=other)
    before = rows()
    (done,) = merge(kept, [other])
    assert rows() != before

    assert undo_merge(done) == other
    assert rows() == before
    with pytest.raises(TagError, match="已经撤销过"):
        undo_merge(done)


def test_what_editors_did_since_a_merge_outlives_its_undoing() -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    both, moved, _ = tagged("志愿者服务", 3)
    both.tags.add(kept)
    (done,) = merge(kept, [other])
    both.tags.remove(kept)
    moved.tags.remove(kept)
    late = make_article("后来的")
    late.tags.add(kept)
    rename(kept, "志愿")
    undo_merge(done)

    assert (names(both), names(moved), names(late)) == (set(), set(), {"志愿"})
    assert Tag.objects.get(name="志愿者服务").tagged_items.count() == 1


def test_merges_are_undone_from_the_newest_back() -> None:
    kept, one, two = tag_of("志愿"), tag_of("志愿服务"), tag_of("志愿者")
    stories = [*tagged("志愿服务", 1), *tagged("志愿者", 1)]
    (first,) = merge(one, [two])
    (second,) = merge(kept, [one])
    with pytest.raises(TagError, match="请先撤销那一次"):
        undo_merge(first)
    undo_merge(second)
    # what was merged into the one that went before stays merged into whom it went
    assert [names(story) for story in stories] == [{"志愿服务"}, {"志愿服务"}]


def test_a_name_that_is_taken_meanwhile_keeps_a_merge() -> None:
    kept, other = tag_of("志愿服务"), tag_of("志愿者服务")
    (done,) = merge(kept, [other])
    TagAlias.objects.all().delete()
    tag_of("志愿者服务")

    with pytest.raises(TagError, match="现在是标签"):
        undo_merge(done)


def rows() -> list[object]:
    """All that says what tags there are, what they are called, and who has them."""
    models = (Tag, TagAlias, TagRedirect, TaggedArticle)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_merging_into_itself_or_what_is_gone_is_refused() -> None:
    tag, gone = tag_of("水利"), tag_of("治水")
    gone_before = Tag.objects.get(pk=gone.pk)
    gone.delete()
    for other in (tag, gone_before):
        with pytest.raises(TagError):
            merge(tag, [other])


def test_merging_takes_as_many_queries_for_two_thousand_stories() -> None:
    kept, page, counts = tag_of("志愿服务"), make_page(), []
    Article.objects.bulk_create(
        Article(page=page, position=1, key=str(number), headline="稿") for number in range(2000)
    )
    for number, name in enumerate(("志愿", "志愿者")):
        stories = Article.objects.all()[: 10 if number == 0 else 2000]
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=story, tag=tag_of(name)) for story in stories
        )
        other = tag_of(name)
        with CaptureQueriesContext(connection) as captured:
            merge(kept, [other])
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert kept.tagged_items.count() == 2000


# Imports


def test_an_import_gives_the_tag_that_an_alias_names() -> None:
    TagAlias.objects.create(name="清淤", tag=tag_of("河道治理"))
    page = store_page(make_parsed(make_story(tags=("清淤", "河道治理", "围挡")))).page
    story = page.articles.get()

    assert names(story) == {"河道治理", "围挡"}
    assert story.tagged_items.get(tag__name="河道治理").score == 1.0


def test_the_same_import_again_writes_nothing_where_an_alias_is_met() -> None:
    TagAlias.objects.create(name="清淤", tag=tag_of("河道治理"))
    parsed = make_parsed(make_story(tags=("清淤",)))
    store_page(parsed)
    before = list(TaggedArticle.objects.values())

    assert store_page(parsed).outcome == "unchanged"
    assert list(TaggedArticle.objects.values()) == before


def test_a_merged_tag_does_not_come_back_with_a_changed_page() -> None:
    store_page(make_parsed(make_story(tags=("清淤", "围挡"))))
    merge(tag_of("河道治理"), [tag_of("清淤")])
    body = (
        "近日，柳河清淤工程开工，河道两侧已经围挡，共分三段进行，预计九月完工。",
        "工程分两段。",
    )
    page = store_page(make_parsed(make_story(tags=("清淤", "围挡"), body=body))).page

    assert [names(story) for story in page.articles.all()] == [{"河道治理", "围挡"}]
    assert not Tag.objects.filter(name="清淤").exists()


def test_finding_tags_takes_as_many_queries_however_many_there_are(
    django_assert_max_num_queries,
) -> None:
    kept = tag_of("水利")
    for number in (10, 2000):
        TagAlias.objects.bulk_create(
            TagAlias(name=f"别称{number}-{each}", tag=kept) for each in range(number)
        )
        wanted = [f"别称{number}-{each}" for each in range(10)]
        with django_assert_max_num_queries(1):
            assert set(find_tags(wanted).values()) == {kept}


# Words


def test_editors_words_go_into_the_lexicon() -> None:
    TagWord.objects.create(name="银发食堂", verdict=Verdict.WANTED)
    TagWord.objects.create(name="围挡", verdict=Verdict.STOPPED)
    TagWord.objects.create(name="照旧", verdict=Verdict.LEFT)
    lexicon = lexicon_from_archive()

    assert (lexicon.wanted_tags, lexicon.stop_tags) == ({"银发食堂"}, {"围挡"})


BODY = [
    "近日，清水街道的志愿者为老人送餐，老年人用餐难的问题得到缓解，志愿者受到欢迎。",
    "街道负责人说，将把敲门行动做下去，让老年人感到温暖，志愿者还会更多。",
]


def test_a_wanted_word_is_found_though_printed_once() -> None:
    def texts(*wanted: str) -> list[str]:
        words = ArchiveWords(wanted=frozenset(wanted))
        return [each.text for each in find_keywords(["志愿者为老人送餐"], BODY, words)]

    assert "敲门行动" not in texts()
    assert "敲门行动" in texts("敲门行动")
    assert texts("没有印出的") == texts()
    scores = find_keywords(["志愿者为老人送餐"], BODY, ArchiveWords(wanted=frozenset({"敲门行动"})))
    assert [each.score for each in scores] == sorted((s.score for s in scores), reverse=True)


def test_ten_wanted_words_leave_room_for_no_other() -> None:
    wanted = frozenset(f"{word}事项" for word in "甲乙丙丁戊己庚辛壬癸子丑")
    found = find_keywords(["志愿者送餐"], ["，".join(sorted(wanted))], ArchiveWords(wanted=wanted))

    assert len(found) == 10
    assert {each.text for each in found} <= wanted


def test_what_editors_keep_adding_is_proposed_for_the_dictionary() -> None:
    tagged("敲门行动", 2, score=None)
    tagged("只此一次", 1, score=None)
    tagged("提取所得", 5)
    tagged("已有定论", 3, score=None)
    decide_words(["已有定论"], Verdict.LEFT)

    assert [(each.name, each.stories) for each in proposed_words()] == [("敲门行动", 2)]


def test_what_editors_keep_taking_away_is_proposed_to_be_stopped() -> None:
    for number in range(3):
        story = make_story(
            f"清淤工程{number}", tags=("围挡", "清淤"), body=(f"第{number}段开工。",)
        )
        page = store_page(make_parsed(story, text=f"第{number}页")).page
        edit_tags(page.articles.get(), "清淤", "手工加的")
    assert [(each.name, each.stories) for each in proposed_stops()] == [("围挡", 3)]

    # what an editor added and took away again says nothing of the importer
    article = Article.objects.first()
    edit_tags(article, "清淤")
    assert not RejectedTag.objects.filter(name="手工加的").exists()
    # and what came back was not rejected
    edit_tags(article, "清淤", "围挡")
    assert proposed_stops() == []


def test_proposals_take_one_query_each(django_assert_num_queries) -> None:
    for number in (2, 30):
        for each in range(number):
            tagged(f"词{number}-{each}", 2, score=None)
        with django_assert_num_queries(2):
            proposed_words(), proposed_stops()


# Tags found anew


def stored(*stories, **values) -> list[Article]:
    page = store_page(make_parsed(*stories, **values)).page
    return list(page.articles.order_by("position"))


def import_real(headline: str = "志愿者为老人送餐", **values) -> Article:
    """A stored story with the tags that its own words give."""
    found = [each.text for each in find_keywords([headline], BODY)]
    [article] = stored(make_story(headline, body=tuple(BODY), tags=tuple(found)), **values)
    return article


def retag(retagging: Retagging, lexicon: Lexicon) -> Retagging:
    while go_on(retagging, lexicon):
        pass
    retagging.refresh_from_db()
    return retagging


def test_with_the_words_of_its_import_a_story_keeps_its_tags() -> None:
    article = import_real()
    before = names(article)
    run = retag(Retagging.objects.create(), Lexicon.packaged())

    assert (run.seen, run.changed, run.gained, run.lost) == (1, 0, 0, 0)
    assert run.finished_at is not None
    assert names(article) == before
    assert not article.revisions.exists()


def test_new_words_are_shown_first_and_then_written() -> None:
    article = import_real()
    before = names(article)
    lexicon = Lexicon.packaged(stop_tags=["志愿者"], wanted_tags=["敲门行动"])
    shown = preview(Retagging(), lexicon)
    assert (shown.looked_at, shown.changed) == (1, 1)
    assert (dict(shown.gained), dict(shown.lost)) == ({"敲门行动": 1}, {"志愿者": 1})
    assert names(article) == before

    editor = User.objects.create(username="甲")
    run = retag(Retagging.objects.create(started_by=editor), lexicon)
    assert (run.changed, run.gained, run.lost) == (1, 1, 1)
    article.refresh_from_db()
    assert names(article) == before - {"志愿者"} | {"敲门行动"}
    assert article.edited_fields == []
    last = article.revisions.first()
    assert (last.made_by, last.changed, last.note) == (editor, ["tags"], "重新提取标签")
    assert "敲门行动" in [name for name, _ in article.as_imported["tags"]]
    assert not Tag.objects.filter(name="志愿者").exists()


def test_tags_that_an_editor_touched_are_left_alone() -> None:
    article = import_real()
    edit_tags(article, "养老")
    make_article("补录的", edited_fields=["tags"]).tags.add("补录")
    lexicon = Lexicon.packaged(wanted_tags=["敲门行动"])

    assert preview(Retagging(), lexicon).looked_at == 0
    run = retag(Retagging.objects.create(), lexicon)
    assert (run.seen, run.changed) == (2, 0)
    assert names(article) == {"养老"}


def test_tags_are_found_anew_of_the_chosen_issue_or_year_alone() -> None:
    issues = [make_issue(date(2018, 5, 31)), make_issue(date(2018, 6, 1)), make_issue()]
    stories = []
    for number, issue in enumerate(issues):
        article = import_real(f"志愿者第{number}次送餐", text=f"第{number}页")
        article.page = make_page(issue)
        article.save()
        stories.append(article)
    lexicon = Lexicon.packaged(wanted_tags=["敲门行动"])
    retag(Retagging.objects.create(issue=issues[0]), lexicon)
    assert ["敲门行动" in names(story) for story in stories] == [True, False, False]

    retag(Retagging.objects.create(year=2018), lexicon)
    assert ["敲门行动" in names(story) for story in stories] == [True, True, False]


def test_stopped_on_the_way_it_goes_on_where_it_was(monkeypatch) -> None:
    monkeypatch.setattr("articles.retagging.STORIES_A_BATCH", 1)
    stories = [import_real(f"志愿者第{number}次送餐", text=f"{number}") for number in range(3)]
    lexicon = Lexicon.packaged(wanted_tags=["敲门行动"])
    run = Retagging.objects.create()
    assert go_on(run, lexicon)
    assert ["敲门行动" in names(story) for story in stories] == [True, False, False]

    run = retag(Retagging.objects.get(), lexicon)
    assert (run.seen, run.changed) == (3, 3)
    assert all("敲门行动" in names(story) for story in stories)
    assert not go_on(run, lexicon)


def test_a_batch_takes_as_many_queries_with_more_stories(django_assert_max_num_queries) -> None:
    lexicon = Lexicon.packaged(wanted_tags=["敲门行动"])
    for count in (2, 30):
        for number in range(count):
            import_real(f"志愿者{count}的{number}", text=f"{count} {number}")
        run = Retagging.objects.create()
        with django_assert_max_num_queries(40):
            go_on(run, lexicon)
