"""What readers see of stories, issues, pages and subjects."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Tag, TaggedArticle
from articles.reading import story_parts, typeset
from articles.templatetags.typesetting import phrases
from tests.factories import (
    make_article,
    make_byline,
    make_issue,
    make_mention,
    make_page,
    make_source,
)

pytestmark = pytest.mark.django_db

LISTS = ["home", "article-list", "issue-list", "reporter-list", "official-list", "tag-list"]


def make_tag(article: Article, name: str = "防汛") -> Tag:
    tag, _ = Tag.objects.get_or_create(name=name, defaults={"slug": name})
    TaggedArticle.objects.create(content_object=article, tag=tag)
    return tag


def make_full_story(number: int = 1, **values: object) -> Article:
    """A story with everything a page can print of it."""
    story = make_article(
        f"清淤工程第{number}段开工", section="要闻", summary="昨日开工。", **values
    )
    make_byline(story, f"林晓{number}")
    make_mention(story, f"周立{number}")
    make_tag(story, f"防汛{number}")
    return story


# What is public


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_archive_has_a_friendly_page(client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "还没有" in response.text


@pytest.mark.parametrize(
    "values",
    [
        {"status": Article.Status.IMPORTED},
        {"status": Article.Status.REVIEWED},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
)
def test_what_is_not_published_is_nowhere(client, values: dict[str, object]) -> None:
    story = make_full_story(**values)
    tag = Tag.objects.get()

    for name in LISTS:
        text = client.get(reverse(name)).text
        for hidden in ("清淤工程", "林晓1", "周立1", "防汛1", "昨日开工"):
            assert hidden not in text
    for address in (
        story.get_absolute_url(),
        story.page.get_absolute_url(),
        story.page.issue.get_absolute_url(),
        tag.get_absolute_url(),
        story.bylines.get().person.get_absolute_url(),
        story.mentions.get().person.get_absolute_url(),
    ):
        assert client.get(address).status_code == 404


def test_a_withdrawn_story_is_gone_and_says_so_without_a_word_of_it(client) -> None:
    story = make_article("清淤工程开工", status=Article.Status.WITHDRAWN)

    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert "已经撤下" in response.text
    assert "清淤工程" not in response.text
    assert "noindex" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/articles/999999999999999999999999/",
        "/issues/1999-01-01/",
        "/issues/1999-01-01/p1/",
        "/tags/没有/",
        "/officials/1/",
        "/reporters/99999999999999999999/",
    ],
)
def test_what_is_not_there_is_answered_in_the_design_of_the_site(client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "没有这一页" in response.text
    assert 'lang="zh-Hans"' in response.text


def test_an_error_of_ours_is_answered_in_the_design_of_the_site(monkeypatch) -> None:
    monkeypatch.setattr("articles.views.ArticleFilterForm", None)

    response = Client(raise_request_exception=False).get(reverse("article-list"))

    assert response.status_code == 500
    assert "暂时打不开" in response.text


# A story


def test_a_story_prints_everything_the_paper_printed(client) -> None:
    page = make_page(make_issue(date(2018, 5, 1), "month"), number="N05", name="河滨时讯")
    story = make_article(
        "清淤工程开工",
        page,
        section="要闻",
        kicker="汛期将至",
        deck="九月完工",
        dateline="本报讯",
        body="近日，工程开工。\n\n## 先清北岸\n\n图：工人在清淤\n\n随后清南岸。",
        credit="文/图",
    )
    make_byline(story, "林晓禾")
    make_tag(story)

    text = client.get(story.get_absolute_url()).text

    for printed in ("要闻", "汛期将至", "清淤工程开工", "九月完工", "本报讯", "近日，工程开工。"):
        assert printed in text
    for printed in ("<h2>先清北岸</h2>", "工人在清淤", "随后清南岸。", "林晓禾", "文/图", "防汛"):
        assert printed in text
    for printed in ("河滨晚报", "2018年5月", "N05 河滨时讯"):
        assert printed in text
    assert "## " not in text
    assert "2018年5月1日" not in text


def test_the_signature_as_printed_stands_where_no_name_was_read(client) -> None:
    story = make_article(byline_text="河滨区委宣传部供稿")

    assert "河滨区委宣传部供稿" in client.get(story.get_absolute_url()).text


def test_every_mention_of_an_official_leads_to_them(client) -> None:
    story = make_article(body="区长周立群到场。周立说好。\n\n周立群再到场。")
    chief = make_mention(story, "周立群").person
    other = make_mention(story, "周立").person

    text = client.get(story.get_absolute_url()).text

    link = '<a class="person" href="{}">{}</a>'
    assert text.count(link.format(chief.get_absolute_url(), "周立群")) == 2
    assert text.count(link.format(other.get_absolute_url(), "周立")) == 1


def test_a_name_that_is_nobody_for_sure_is_printed_and_not_linked(client) -> None:
    story = make_article(body="区长周立群到场。")
    story.mentions.create(name="周立群", posts=["区长"])

    text = client.get(story.get_absolute_url()).text

    assert "区长周立群到场。" in text
    assert "/officials/1" not in text


def test_the_posts_of_officials_stand_beside_the_story_as_printed(client) -> None:
    story = make_article()
    make_mention(story, "周立群", ["区委常委", "宣传部长"])

    assert "区委常委、宣传部长" in client.get(story.get_absolute_url()).text


def test_a_story_leads_to_its_neighbours_on_the_page_that_are_public(client) -> None:
    page = make_page()
    first = make_article("第一条", page)
    make_article("未发的", page, status=Article.Status.REVIEWED)
    last = make_article("第三条", page)

    text = client.get(first.get_absolute_url()).text

    assert f'rel="next" href="{last.get_absolute_url()}"' in text
    assert 'rel="prev"' not in text
    assert "未发的" not in text


HOSTILE = '<script>alert("坏")</script>'


def test_hostile_text_is_only_ever_text(client) -> None:
    page = make_page(text=HOSTILE, name=HOSTILE, number="<b>")
    story = make_article(
        HOSTILE,
        page,
        section="<script>栏</script>",
        kicker=HOSTILE,
        deck=HOSTILE,
        dateline=HOSTILE,
        body=f"甲{HOSTILE}乙\n\n## {HOSTILE}\n\n图: {HOSTILE}",
        summary=HOSTILE,
        byline_text=HOSTILE,
        credit=HOSTILE,
    )
    official = make_mention(story, "<script>甲", ["<script>长"]).person
    reporter = make_byline(story, "<script>乙", "<script>记者").person
    tag = Tag.objects.create(name="<script>题", slug="题")
    TaggedArticle.objects.create(content_object=story, tag=tag)

    addresses = [reverse(name) for name in LISTS]
    addresses += [each.get_absolute_url() for each in (story, page, page.issue, tag, official)]
    addresses += [reverse("reporter-detail", args=[reporter.pk])]
    addresses += [reverse("article-list") + "?since=<script>&tag=<script>&section=<script>"]
    addresses += [reverse("official-list") + "?letter=<script>"]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "<script>" not in response.text  # ours all say from where


def test_a_body_without_a_paragraph_still_prints_its_dateline() -> None:
    parts = story_parts("图: 河岸", {}, "本报讯")

    assert [(part.kind, part.html, part.dateline) for part in parts] == [
        ("caption", "河岸", ""),
        ("paragraph", "", "本报讯"),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("周末,河边", "周末，河边"),
        ("北岸(一期)开工", "北岸（一期）开工"),
        ("他问:谁?", "他问：谁？"),
        ("“河长”,到位", "“河长”，到位"),
        ('打造"最美河岸"', "打造“最美河岸”"),
        ("占5%,下降", "占5%，下降"),
        # numbers and foreign words keep theirs
        ("12,000", "12,000"),
        ("比分3:1", "比分3:1"),
        ('the "river" (north)', 'the "river" (north)'),
    ],
)
def test_chinese_punctuation_is_set_in_full_width(text: str, printed: str) -> None:
    assert typeset(text) == printed
    assert len(typeset(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("汛期将至 清淤开工", ["汛期将至", "清淤开工"]),
        ("疏浚河道、加固堤防,迎接汛期", ["疏浚河道、", "加固堤防，", "迎接汛期"]),
        ("“疏浚河道、加固堤防！”", ["“疏浚河道、", "加固堤防！”"]),
        ("省、市领导调研", ["省、市领导调研"]),  # a word alone is no line
        ("<b>治水", ["&lt;b&gt;治水"]),
    ],
)
def test_display_type_breaks_between_phrases(text: str, lines: list[str]) -> None:
    assert re.findall(r'class="phrase">(.*?)</span>', str(phrases(text))) == lines


def test_display_type_keeps_a_short_quotation_together() -> None:
    assert "“<" not in phrases("打造“最美河岸”样板")
    assert '<span class="unbroken">“最美河岸”</span>' in phrases("打造“最美河岸”样板")


def test_a_story_alone_on_its_page_lists_no_neighbours(client) -> None:
    story = make_article("清淤工程开工")
    assert "同版稿件" not in client.get(story.get_absolute_url()).text

    make_article("防汛演练结束", story.page, position=2)
    assert "同版稿件" in client.get(story.get_absolute_url()).text


# Lists


def headlines(response) -> set[str]:
    return {story.headline for story in response.context["page"].rows}


def test_the_list_is_narrowed_by_each_filter(client) -> None:
    old = make_page(make_issue(date(2018, 5, 1), "month"))
    new = make_page(make_issue(date(2019, 11, 25)))
    first = make_article("甲", old, section="要闻")
    second = make_article("乙", new, section="民生")
    make_tag(first, "防汛")
    make_mention(first, "周立群")
    make_byline(second, "林晓禾")

    for query, found in [
        ({}, {"甲", "乙"}),
        ({"since": "2019"}, {"乙"}),
        ({"until": "2018-05"}, {"甲"}),
        ({"section": "民生"}, {"乙"}),
        ({"tag": "防汛"}, {"甲"}),
        ({"official": "周立群"}, {"甲"}),
        ({"reporter": "林晓禾"}, {"乙"}),
        ({"reporter": "林晓禾", "section": "要闻"}, set()),
        ({"official": "林晓禾"}, set()),  # who only signs
        ({"tag": "没有的"}, set()),
    ]:
        response = client.get(reverse("article-list"), query)
        assert headlines(response) == found, query
        if not found:
            assert "没有符合条件的稿件" in response.text


def test_a_person_is_found_by_another_name(client) -> None:
    story = make_article("甲")
    make_byline(story, "林晓禾").person.other_names.create(name="晓禾", kind="pen")

    assert headlines(client.get(reverse("article-list"), {"reporter": "晓禾"})) == {"甲"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "去年"}, "不是日期"),
        ({"until": "2018-13"}, "不是日期"),
        ({"since": "2019", "until": "2018"}, "“止”不能早于“起”"),
        ({"section": "长" * 41}, "40"),
        ({"tag": "a\0b"}, "空字符"),
    ],
)
def test_a_wrong_filter_is_explained(client, query: dict[str, str], message: str) -> None:
    make_article("甲")

    response = client.get(reverse("article-list"), query)

    assert response.status_code == 200
    assert message in response.text
    assert headlines(response) == set()


def test_narrowed_lists_are_not_for_robots(client) -> None:
    make_article("甲")

    assert "noindex" in client.get(reverse("article-list"), {"since": "2018"}).text
    assert "noindex" not in client.get(reverse("article-list")).text


def test_the_front_page_opens_with_the_newest_issue(client) -> None:
    make_article("旧闻", make_page(make_issue(date(2018, 5, 1), "month")))
    make_article("未定", make_page(make_issue(None)))
    make_article("新闻", make_page(make_issue(date(2019, 11, 25))))

    text = client.get(reverse("home")).text

    assert text.index("2019年11月25日") < text.index("2018年5月") < text.index("日期待定")
    assert text.index("新闻") < text.index("旧闻") < text.index("未定")


@pytest.mark.parametrize("year", ["往年", "0", "99999", "2018.5"])
def test_a_year_that_is_none_is_explained(client, year: str) -> None:
    response = client.get(reverse("issue-list"), {"year": year})

    assert response.status_code == 200
    assert "errorlist" in response.text


def test_an_issue_lists_its_pages_and_the_undated_one_too(client) -> None:
    issue = make_issue(None)
    make_article("甲", make_page(issue, number="N05"))
    make_article("乙", make_page(issue, number="N06"), status=Article.Status.IMPORTED)

    text = client.get(issue.get_absolute_url()).text

    assert "日期待定" in text
    assert "N05" in text
    assert "N06" not in text


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"number": "N05", "name": "城区新闻"}, "N05 城区新闻"),
        ({"number": "N05"}, "N05"),
        ({"number": "05"}, "第05版"),
        ({"name": "城区新闻"}, "城区新闻"),
        ({}, "版次未标"),
        # our place for it: tells it from others, and is no number the paper printed
        ({"position": 2}, "版次未标（2）"),
    ],
)
def test_a_page_is_called_by_what_it_prints(client, values: dict[str, object], label: str) -> None:
    story = make_article("清淤工程开工", page=make_page(**values))

    for shown in (story, story.page, story.page.issue):
        text = client.get(shown.get_absolute_url()).text
        assert f">{label}<" in text


@pytest.mark.parametrize("name", ["issue-detail", "page-detail", "article-detail"])
def test_the_way_back_names_each_place_once(client, name: str) -> None:
    story = make_article(page=make_page(number="N05"))
    trails = {
        "issue-detail": (story.page.issue, ["首页", "期次", "2019年11月25日"]),
        "page-detail": (story.page, ["首页", "期次", "2019年11月25日", "N05"]),
        "article-detail": (story, ["首页", "期次", "2019年11月25日", "N05", "正文"]),
    }
    row, trail = trails[name]

    text = client.get(row.get_absolute_url()).text

    crumbs = re.search(r'class="crumbs".*?</nav>', text, re.DOTALL)[0]
    assert re.findall(r">([^<>]+)</", re.sub(r"\s+", "", crumbs)) == trail


def test_an_issue_leads_to_those_before_and_after_it_of_its_paper(client) -> None:
    for day in (date(2019, 11, 20), date(2019, 11, 24), date(2019, 11, 25), date(2019, 11, 28)):
        make_article(page=make_page(make_issue(day)))
    make_article(page=make_page(make_issue(date(2019, 11, 26))), status=Article.Status.REVIEWED)

    text = client.get(make_issue().get_absolute_url()).text

    assert 'rel="prev" href="/issues/2019-11-24/"' in text
    assert 'rel="next" href="/issues/2019-11-28/"' in text


def test_an_undated_issue_stands_between_no_others(client) -> None:
    make_article(page=make_page(make_issue()))
    make_article(page=make_page(make_issue(None)))

    assert 'rel="prev"' not in client.get(make_issue(None).get_absolute_url()).text
    assert 'rel="next"' not in client.get(make_issue().get_absolute_url()).text


def test_a_page_prints_its_stories_in_order_and_its_source_on_request(client) -> None:
    page = make_page(text="旧的原文")
    make_article("乙", page, position=2)
    make_article("甲", page, position=1)
    make_source(page, "新的原文")

    text = client.get(page.get_absolute_url()).text

    assert text.index(">甲<") < text.index(">乙<")
    assert "新的原文" not in text
    assert "?source=1" in text

    asked = client.get(page.get_absolute_url(), {"source": "1"}).text
    assert "新的原文" in asked
    assert "旧的原文" not in asked
    assert "noindex" in asked


@pytest.mark.parametrize("status", [Article.Status.WITHDRAWN, Article.Status.REVIEWED])
def test_the_source_is_kept_back_while_it_would_give_away_a_story(client, status: str) -> None:
    page = make_page(text="整版原文")
    make_article("甲", page)
    make_article("乙", page, status=status)

    text = client.get(page.get_absolute_url(), {"source": "1"}).text

    assert "整版原文" not in text
    assert "收到时的原文" not in text


def test_a_subject_lists_its_stories_and_keeps_its_chinese_address(client) -> None:
    tag = make_tag(make_article("甲"), "防汛")
    make_tag(make_article("乙", status=Article.Status.IMPORTED), "防汛")

    response = client.get(tag.get_absolute_url())

    assert headlines(response) == {"甲"}
    assert client.get("/tags/防汛/").status_code == 200


def test_subjects_in_use_stand_before_all_of_them_by_pinyin(client) -> None:
    make_tag(make_article(), "安全")
    for _ in range(3):
        make_tag(make_article(), "解放路")
    make_tag(make_article(), "5G")

    text = client.get(reverse("tag-list")).text

    assert text.index(">近来常见<") < text.index(">解放路<") < text.index(">安全<")
    alphabet = text[text.index("<h2>5</h2>") :]
    assert alphabet.index(">5G<") < alphabet.index(">安全<") < alphabet.index(">解放路<")


def test_a_letter_opens_its_own_subjects(client) -> None:
    for name in ("安全", "解放路", "组织"):
        make_tag(make_article(), name)

    text = client.get(reverse("tag-list"), {"letter": "z"}).text

    assert ">组织<" in text
    assert ">安全<" not in text
    assert "近来常见" not in text
    assert "没有以 Q 开头的标签" in client.get(reverse("tag-list"), {"letter": "Q"}).text


def test_a_renamed_subject_moves_to_its_new_letter(client) -> None:
    tag = make_tag(make_article(), "安全")
    tag.name = "组织"
    tag.save()

    assert ">组织<" in client.get(reverse("tag-list"), {"letter": "Z"}).text


# What pages cost


def addresses(story: Article) -> dict[str, str]:
    return {
        "home": reverse("home"),
        "article-list": reverse("article-list"),
        "article-detail": story.get_absolute_url(),
        "issue-list": reverse("issue-list"),
        "issue-detail": story.page.issue.get_absolute_url(),
        "page-detail": story.page.get_absolute_url(),
        "tag-list": reverse("tag-list"),
        "tag-detail": Tag.objects.order_by("pk")[0].get_absolute_url(),
    }


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("home", 10),
        ("article-list", 3),
        ("article-detail", 11),
        ("issue-list", 5),
        ("issue-detail", 6),
        ("page-detail", 4),
        ("tag-list", 3),
        ("tag-detail", 10),
    ],
)
def test_a_page_costs_the_same_with_few_rows_and_many(
    client, django_assert_num_queries, name: str, queries: int
) -> None:
    story = make_full_story()
    older = make_full_story(50, page=make_page(make_issue(date(2017, 5, 1))))
    TaggedArticle.objects.create(content_object=older, tag=Tag.objects.order_by("pk")[0])
    address = addresses(story)[name]
    with django_assert_num_queries(queries):
        client.get(address)

    for number in range(2, 9):
        other = make_full_story(number, page=story.page)
        TaggedArticle.objects.create(content_object=other, tag=Tag.objects.order_by("pk")[0])
        make_byline(story, f"林晓{number}")
        make_mention(story, f"周立{number}")
        make_tag(story, f"堤防{number}")
        make_full_story(10 + number, page=make_page(story.page.issue))
        make_full_story(20 + number, page=make_page(make_issue(date(2018, 5, number))))
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("name", LISTS)
def test_lists_load_no_running_text(client, name: str) -> None:
    make_full_story(body="这是只在正文里的话。")

    response = client.get(reverse(name))

    assert "这是只在正文里的话" not in response.text
    for story in getattr(response.context.get("page"), "rows", []):
        if isinstance(story, Article):
            assert "body" in story.get_deferred_fields()
