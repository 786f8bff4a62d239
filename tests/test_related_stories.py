"""Related stories: which they are, the reason why, and what they cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.jumps import Jump, PageNumber, jumps_in, page_number
from articles.models import Article, Mention, Tag, TaggedArticle
from articles.related_stories import MOST, _near_people, related_to
from articles.views import for_reading
from people.models import Person
from tests.factories import fill_archive, make_article, make_issue, make_mention, make_page

pytestmark = pytest.mark.django_db


def tag(story: Article, *names: str) -> None:
    for name in names:
        found, _ = Tag.objects.get_or_create(name=name, defaults={"slug": name})
        TaggedArticle.objects.create(content_object=story, tag=found)


def on(day: int, headline: str, month: int = 11, **values) -> Article:
    page = make_page(make_issue(date(2019, month, day)))
    return make_article(headline, page, **values)


def related(story: Article) -> dict[str, str]:
    """The reasons by headline, in their order."""
    loaded = for_reading(Article.objects.all()).get(pk=story.pk)
    return {each.story.headline: each.why for each in related_to(loaded)}


def test_stories_of_the_same_people_and_tags_are_related_and_say_so() -> None:
    story, both, person, subject = (on(25, "本文"), on(26, "两样"), on(20, "人"), on(28, "题"))
    for each in (story, both, person):
        make_mention(each, "周立群")
    for each in (story, both, subject):
        tag(each, "防汛")

    assert related(story) == {
        "两样": "也写到周立群；同题：防汛",
        "人": "也写到周立群",
        "题": "同题：防汛",
    }


def test_what_tells_of_the_same_day_is_related_while_papers_tell_of_it() -> None:
    story = on(1, "本文", event_date="2019-10-30")
    on(2, "次日的", event_date="2019-10-30")
    on(30, "前两天的", month=10, event_date="--10-30")
    on(25, "久后的", event_date="2019-10-30")
    on(3, "别的事", event_date="2019-11-01")

    assert related(story) == {"次日的": "同一天的事", "前两天的": "同一天的事"}


def test_a_story_that_goes_on_elsewhere_stands_first() -> None:
    issue = make_issue()
    first = make_page(issue, number="A01")
    second, third = make_page(issue, number="A02"), make_page(issue, number="A03")
    story = make_article("治河三年", first, body="河清了。\n\n(下转二版)")
    rest = make_article("治河三年（续）", second, body="(上接一版)\n\n岸绿了。")
    make_article("别的续文", second, body="(上接三版)\n\n路通了。")
    make_article("又一续文", third, body="(上接一版)\n\n桥成了。")
    tag(story, "河长")
    tag(on(26, "河长巡河"), "河长")

    assert list(related(story).items()) == [("治河三年（续）", "下转"), ("河长巡河", "同题：河长")]
    assert related(rest) == {"治河三年": "上接"}


@pytest.mark.parametrize(
    ("body", "jumps"),
    [
        ("(下转二版)", [Jump(True, PageNumber(2))]),
        ("（紧接A01版）", [Jump(False, PageNumber(1, "A"))]),
        ("▶▶下转N03版", [Jump(True, PageNumber(3, "N"))]),
        ("(上接第十二版)", [Jump(False, PageNumber(12))]),
        ("地铁在此转8号线", []),
    ],
)
def test_jumps_are_read_as_printed(body: str, jumps: list[Jump]) -> None:
    assert jumps_in(body) == jumps


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("05", PageNumber(5)),
        ("N05", PageNumber(5, "N")),
        ("", None),
        ("头版", None),
    ],
)
def test_the_number_of_a_page_is_read_from_its_folio(printed, number) -> None:
    assert page_number(printed) == number


def test_only_what_readers_may_see_is_related() -> None:
    story = on(25, "本文")
    hidden = on(26, "未发的", status=Article.Status.REVIEWED)
    timed = on(27, "定时的", published_at=timezone.now() + timedelta(days=1))
    for each in (story, hidden, timed):
        make_mention(each, "周立群")
        tag(each, "防汛")

    assert related(story) == {}


def test_neighbours_on_the_page_are_not_told_twice() -> None:
    story = on(25, "本文")
    beside = make_article("同版的", story.page)
    for each in (story, beside):
        tag(each, "防汛")

    assert related(story) == {}


def test_the_nearest_in_print_are_chosen_and_no_more_than_a_handful() -> None:
    story = on(15, "本文")
    tag(story, "防汛", "河长")
    for day in range(1, 29):
        if day != 15:
            tag(on(day, f"{day}日"), "防汛")

    assert set(related(story)) == {"12日", "13日", "14日", "16日", "17日", "18日"}
    assert len(related(story)) == MOST


def test_whoever_is_in_print_every_day_says_little() -> None:
    story = on(15, "本文")
    make_mention(story, "周立群")
    for day in (12, 13, 14, 16, 17, 18):
        make_mention(on(day, f"{day}日"), "周立群")
    seldom = on(20, "少见的")
    for each in (story, seldom):
        make_mention(each, "沈小满")

    assert next(iter(related(story))) == "少见的"


def everywhere(stories: int) -> Article:
    """An archive in which one person and one tag stand in every story; one of its stories."""
    fill_archive(max(3, stories // 10), 10)
    person = Person.objects.create(name="周立群", is_official=True)
    subject = Tag.objects.create(name="防汛", slug="防汛")
    rows = list(Article.objects.order_by("pk"))
    Mention.objects.bulk_create(
        Mention(article=row, person=person, name=person.name, order_key=row.order_key)
        for row in rows
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=row, tag=subject, order_key=row.order_key) for row in rows
    )
    Article.objects.update(event_date="2019-01-02")
    return rows[len(rows) // 2]


@pytest.mark.parametrize("stories", [30, 3000])
def test_they_cost_the_same_of_few_stories_and_of_thousands(
    django_assert_num_queries, stories
) -> None:
    story = for_reading(Article.objects.all()).get(pk=everywhere(stories).pk)

    with django_assert_num_queries(4):  # the event, people, tags, and the stories chosen
        assert len(related_to(story)) == MOST


def test_the_nearest_are_probes_of_an_index() -> None:
    story = for_reading(Article.objects.all()).get(pk=everywhere(3000).pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    explained = Explained()
    with connection.execute_wrapper(explained):
        list(_near_people(story))

    plan = explained.plan
    assert "mention_listing" in plan
    assert "SCAN articles_mention" not in plan
    assert "Seq Scan on articles_mention" not in plan


class Explained:
    """Asks the database for its plan of a query before it runs."""

    plan = ""

    def __call__(self, execute, sql, params, many, context):
        prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor = context["cursor"]
        execute(f"{prefix} {sql}", params, many, context)
        self.plan = "\n".join(str(row) for row in cursor.fetchall())
        return execute(sql, params, many, context)
