"""The search page as readers get it: results, highlights, counts, narrowing, and what it refuses."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.search import counts, results, shedding
from people.models import OtherName
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

URL = "/search/"


def search(client, q="", **parameters):
    response = client.get(URL, {"q": q} | parameters)
    assert response.status_code == 200
    return response.text


def shown(text):
    """The headlines of the results, in their order."""
    titles = re.findall(r'<h3><a href="/articles/\d+/">(.*?)</a></h3>', text)
    return [re.sub(r"</?mark>", "", title) for title in titles]


def test_results_are_shown_with_the_words_marked_where_they_stand(client) -> None:
    make_article("老街改造<完工>", body="开头。" * 40 + "临街商铺ＡＢＣ重新开门。", section="要闻")

    text = search(client, "老街 abc")

    assert "<mark>老街</mark>改造&lt;完工&gt;" in text
    assert "商铺<mark>ＡＢＣ</mark>重新开门" in text
    assert "共 <b>1</b> 篇" in text


def test_traditional_writing_is_marked_as_it_is_printed(client) -> None:
    make_article("鄉鎮新貌")

    assert "<mark>鄉鎮</mark>新貌" in search(client, "乡镇")


def test_what_a_reader_typed_is_escaped_and_kept_in_the_box(client) -> None:
    text = search(client, '"><script>1</script>')

    assert "<script>1" not in text
    assert "&lt;script&gt;" in text


def test_a_quotation_shows_the_place_with_most_of_the_words(client) -> None:
    filler = "天气晴好，游人很多。" * 20
    make_article("见闻", body=f"桃花开了。{filler}桃花与果园都好。{filler}")

    assert re.search("<mark>桃花</mark>与<mark>果园</mark>都好", search(client, "果园 桃花"))


def test_a_word_that_only_the_source_prints_is_said_to(client) -> None:
    source = "清游工程开工\n近日，清游工程\n开工。"
    make_article(page=make_page(text=source), spans=[[0, len(source)]])

    assert "原文作“<mark>清游工程</mark>开工近日" in search(client, "清游工程")
    assert "原文作" not in search(client, "清淤工程")


def test_the_names_of_a_person_are_marked_who_was_typed_in_pinyin(client) -> None:
    story = make_article(body="作者林晓禾。")
    OtherName.objects.create(person=make_byline(story).person, name="禾苗")

    assert "作者<mark>林晓禾</mark>" in search(client, "linxiaohe")
    assert "作者<mark>林晓禾</mark>" in search(client, "禾苗")


def test_the_newest_come_first_and_the_best_when_asked(client) -> None:
    best = make_page(make_issue(date(2018, 1, 1)))
    newest = make_page(make_issue(date(2019, 1, 1)))
    make_article("老街改造完工", page=best)
    make_article("别的事", page=newest, body="开头。" * 90 + "去老街。")

    assert shown(search(client, "老街")) == ["别的事", "老街改造完工"]
    assert shown(search(client, "老街", order="best")) == ["老街改造完工", "别的事"]


@pytest.mark.parametrize("order", ["date", "best"])
def test_pages_lead_from_one_to_the_last_with_each_story_once(client, monkeypatch, order) -> None:
    monkeypatch.setattr(results, "PAGE", 3)
    monkeypatch.setattr(results, "POOL", 7)
    page = make_page()
    for number in range(17):
        make_article(f"老街{number}", page=page)

    text, read = search(client, "老街", order=order), []
    for _ in range(10):
        read += shown(text)
        on = re.search(r'rel="next" href="([^"]+)"', text)
        if not on:
            break
        text = client.get(URL + on[1].replace("&amp;", "&")).text
        assert "回到开头" in text

    assert len(read) == 17
    assert {*read} == {f"老街{number}" for number in range(17)}


def test_counts_add_up_and_narrow_to_what_they_say(client) -> None:
    for number in range(6):
        day = date(2018 + number // 4, 5, 1 + number)
        story = make_article(
            "老街", page=make_page(make_issue(day)), section="要闻" if number % 2 else ""
        )
        story.tags.add("改造" if number < 3 else "夜市")
        make_byline(story, "林晓禾" if number < 5 else "沈一舟")
        make_mention(story)
    make_article("老街", page=make_page(make_issue(None)))
    make_article("老街", published_at=timezone.now() + timedelta(days=1))

    text = search(client, "老街")

    assert "共 <b>7</b> 篇" in text
    found = client.get(URL, {"q": "老街"}).context["groups"]
    for group in found:
        facets = [*group.facets, *group.rest]
        if group.label in {"年份", "栏目"}:
            assert sum(each.number for each in facets) == 7
        for each in facets:
            if each.address:
                narrowed = client.get(URL + each.address).context["counts"]
                assert narrowed.total == each.number, each
    assert {group.label for group in found} == {"年份", "栏目", "人物", "记者", "标签", "期次"}


def test_whom_many_stories_name_is_not_counted(client, monkeypatch) -> None:
    monkeypatch.setattr(counts, "MOST_STORIES", 1)
    for _ in range(2):
        make_byline(make_article("老街", section="要闻"))

    assert [each.label for each in client.get(URL, {"q": "老街"}).context["groups"]] == [
        "年份",
        "栏目",
    ]


def test_a_filter_that_is_on_is_shown_and_can_be_taken_off(client) -> None:
    story = make_article("老街", section="要闻")
    person = make_byline(story).person
    make_article("老街")

    text = search(client, "老街", section="要闻", reporter=person.pk, after="")

    assert "共 <b>1</b> 篇" in text
    [off] = re.findall(r'<li><a href="(\?[^"]+)"><span>记者</span> 林晓禾', text)
    assert off == "?q=%E8%80%81%E8%A1%97&amp;section=%E8%A6%81%E9%97%BB"
    assert f'<input type="hidden" name="reporter" value="{person.pk}">' in text


@pytest.mark.parametrize(
    "parameters",
    [
        {"tag": "没有"},
        {"reporter": "0"},
        {"reporter": "x"},
        {"official": "9" * 18},
        {"official": "9" * 40},
        {"issue": "1999-01-01"},
        {"since": "昨天"},
        {"since": "2020", "until": "2019"},
        {"order": "x"},
        {"q": "老\0街"},
        {"q": "老街" * 200},
    ],
)
def test_what_cannot_be_asked_for_is_said_and_finds_nothing(client, parameters) -> None:
    make_article("老街")

    response = client.get(URL, {"q": "老街"} | parameters)

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert not shown(response.text)


@pytest.mark.parametrize("after", ["0", "r20", "r", "x", "9" * 40, "-1", "９", "r９", "²"])
def test_any_place_to_go_on_from_can_be_asked_for(client, after) -> None:
    make_article("老街")

    for order in ("date", "best"):
        search(client, "老街", after=after, order=order)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(q=st.text(max_size=30), after=st.text(max_size=5), since=st.text(max_size=5))
def test_whatever_is_typed_is_answered(client, q, after, since) -> None:
    assert client.get(URL, {"q": q, "after": after, "since": since}).status_code == 200
    assert client.get("/search/suggest/", {"q": q}).status_code == 200


def test_an_empty_search_explains_what_can_be_typed(client) -> None:
    assert "可以这样找" in client.get(URL).text


def test_one_character_asks_for_another(client) -> None:
    make_article("桥")

    assert "再加一个字" in search(client, "桥")
    assert shown(search(client, "桥", section="")) == []


def test_where_nothing_is_found_the_page_says_what_would_find_something(client) -> None:
    make_article("老街改造工程", page=make_page(make_issue(date(2019, 1, 1))))
    make_byline(make_article("桃花"), "林晓禾")

    assert re.search(r"只找“老街”</a> <span[^>]*>1 篇", search(client, "老街 火星"))
    assert re.search(r"不限日期与其他条件</a> <span[^>]*>1 篇", search(client, "老街 2001"))
    assert re.search(r"拆开来找“工程 老街”</a> <span[^>]*>1 篇", search(client, "工程老街"))
    assert "是不是要找“林晓禾”" in search(client, "林小河")
    assert "换一种说法" in search(client, "火星")


def test_dates_among_the_words_are_said_to_be_dates(client) -> None:
    make_article("老街", page=make_page(make_issue(date(2019, 5, 1))))

    text = search(client, "老街 2019")

    assert "“2019”按日期理解" in text
    assert shown(text) == ["老街"]


def test_robots_are_told_to_keep_out(client) -> None:
    for address in (f"{URL}?q=老街", URL, "/search/suggest/?q=老"):
        assert client.get(address)["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex' in client.get(URL).text


def test_every_page_has_the_box_and_the_search_page_its_own(client) -> None:
    make_article()

    for address in ("/", "/articles/", "/tags/"):
        assert f'action="{URL}"' in client.get(address).text
    assert client.get(URL).text.count(f'action="{URL}"') == 1


def test_too_many_searches_at_once_are_told_to_come_back(rf, settings) -> None:
    settings.SEARCHES_AT_ONCE = 1

    answers = []

    @shedding.shed
    def searching(request):
        if not answers:
            answers.append(searching(request))  # while this one runs
        return answers[0]

    busy = searching(rf.get(URL))

    assert busy.status_code == 503
    assert busy["Retry-After"] == "5"
    assert "请过几秒再试" in busy.text


def test_results_take_as_many_queries_however_many_there_are(
    client, django_assert_num_queries
) -> None:
    page = make_page()
    first = make_article("老街", page=page, section="要闻")
    make_byline(first)
    make_mention(first)
    first.tags.add("改造")
    rows = [
        Article(page=page, position=n, key=str(n), headline=f"老街{n}", order_key=9 * 10**15 + n)
        for n in range(2, 900)
    ]

    with django_assert_num_queries(9):
        search(client, "老街")
    Article.objects.bulk_create(rows)
    Article.objects.update(status="published", published_at=timezone.now())
    with django_assert_num_queries(9):
        search(client, "老街")


# ---- suggestions ----


def suggested(client, q):
    answer = client.get("/search/suggest/", {"q": q}).json()
    return {(each["kind"], each["name"]) for each in answer["suggestions"]}


@pytest.mark.parametrize(
    "q", ["林", "林晓", "lin", "linx", "linxiaoh", "lin xiao", "LIN", "ｌｉｎ"]
)
def test_people_are_suggested_by_the_beginning_of_their_name(client, q) -> None:
    make_byline(make_article(), "林晓禾")

    assert ("人物", "林晓禾") in suggested(client, q)


def test_tags_and_posts_are_suggested_as_well(client) -> None:
    story = make_article()
    story.tags.add("柳河大桥")
    make_claim(make_mention(story), make_post())

    assert suggested(client, "柳") == {("标签", "柳河大桥"), ("岗位", "柳河区区长")}
    assert ("岗位", "柳河区区长") in suggested(client, "区长")
    assert suggested(client, "") == suggested(client, " \0") == set()


def test_nobody_is_suggested_whom_no_public_story_names(client) -> None:
    story = make_article(status="withdrawn")
    make_byline(story, "林晓禾")
    make_mention(story, "林中鹿")
    story.tags.add("林业")

    assert suggested(client, "林") == set()


def test_suggestions_take_as_many_queries_whatever_is_typed(
    client, django_assert_num_queries
) -> None:
    for name in ("林晓禾", "林中鹿", "林间"):
        make_byline(make_article(), name)
    for q in ("林", "l", "lin", "火星"):
        with django_assert_num_queries(3):
            client.get("/search/suggest/", {"q": q})


def test_addresses_of_suggestions_lead_to_pages(client) -> None:
    make_byline(make_article(), "林晓禾")

    [each] = client.get("/search/suggest/", {"q": "林"}).json()["suggestions"]
    assert client.get(each["url"]).status_code == 200
    assert reverse("search-suggestions") == "/search/suggest/"
