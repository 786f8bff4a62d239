"""Whatever the number of rows, every list, choice and screen of the desk asks as much of the database."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import (
    Alarm,
    Article,
    Byline,
    Flag,
    ImportRun,
    Issue,
    Mention,
    Newspaper,
    Page,
    RunPage,
    Source,
    Tag,
    TaggedArticle,
    TagWord,
)
from people.admin import lists
from people.models import LinkDecision, Organization, Person, PersonPair, Post, Tenure
from tests.factories import make_article, make_page, make_person

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Counts that go through a table, but for those that stop early: over rows of one story, or of a
# selection that a limit ends.
WHOLE = re.compile(r"^SELECT (COUNT\(|DISTINCT )(?!.*\bLIMIT\b)")
SCREENS = (
    "index",
    "articles-review",
    "articles-review-approve",
    "articles_alarm_work",
    "articles_retagging",
    "articles_tagword_proposals",
    "audit",
    "people-pairs",
    "people-unclear",
    "people-unclear-bylines",
    "people_person_export",
    "people_person_merge",
    "upload",
)


def fill(numbers: range) -> None:
    """One more row of everything for each number."""
    paper = Newspaper.objects.get()
    new = {
        model: model._default_manager.bulk_create(rows)
        for model, rows in {
            Issue: [
                Issue(
                    newspaper=paper,
                    date=date(2001, 1, 1) + timedelta(days=n % 300),
                    precision="day",
                    slug=f"{n}",
                )
                for n in numbers
                if n < 300
            ],
            Person: [
                Person(name=f"周{n}", pinyin=f"zhou {n}", is_reporter=True, is_official=True)
                for n in numbers
            ],
            Tag: [Tag(name=f"标签{n}", slug=f"t{n}", pinyin=f"biao qian {n}") for n in numbers],
            TagWord: [TagWord(name=f"词{n}", verdict="wanted") for n in numbers],
            Organization: [Organization(name=f"办事处{n}") for n in numbers],
            User: [User(username=f"编辑{n}") for n in numbers],
            Group: [Group(name=f"组{n}") for n in numbers],
            ImportRun: [ImportRun(counts={"new": n}) for n in numbers],
        }.items()
    }
    issue = Issue.objects.order_by("pk").first()
    pages = Page.objects.bulk_create(
        Page(issue=issue, position=100 + n, slug=f"v{n}") for n in numbers
    )
    Source.objects.bulk_create(
        Source(page=page, name=f"{page.slug}.txt", sha256=page.slug, encoding="utf-8", text="文")
        for page in pages
    )
    stories = Article.objects.bulk_create(
        Article(
            page=page,
            position=1,
            key=page.slug,
            headline=f"清淤{page.slug}",
            order_key=page.position,
            status="imported",
            risk=page.position % 20,
            body="近日。",
        )
        for page in pages
    )
    run = ImportRun.objects.order_by("pk").first()
    for story, tag in zip(stories, new[Tag], strict=True):
        TaggedArticle.objects.bulk_create([TaggedArticle(content_object=story, tag=tag)])
    for model, rows in {
        Flag: (Flag(page_id=s.page_id, article=s, code="no-byline", message="缺") for s in stories),
        Alarm: (Alarm(kind="order", key=s.key, message="次序", article=s) for s in stories),
        Mention: (Mention(article=s, name="周立群", posts=["区长"]) for s in stories),
        Byline: (Byline(article=s, name="林晓禾", role="记者") for s in stories),
        RunPage: (
            RunPage(run=run, position=s.page_id, source=s.key, outcome="new") for s in stories
        ),
        Post: (Post(organization=each, title="主任") for each in new[Organization]),
        LogEntry: (
            LogEntry(user=new[User][0], object_repr=s.key, action_flag=CHANGE, action_time=NOW)
            for s in stories
        ),
    }.items():
        model._default_manager.bulk_create(rows)
    posts = Post.objects.filter(organization__in=new[Organization])
    people = new[Person]
    Tenure.objects.bulk_create(Tenure(person=p, post=q) for p, q in zip(people, posts, strict=True))
    other = Person.objects.order_by("pk").first()
    PersonPair.objects.bulk_create(
        PersonPair(one=other, other=each, kind="variant", reason="形近。") for each in people
    )
    LinkDecision.objects.bulk_create(
        LinkDecision(name=each.name, organization=None, person=each) for each in people
    )


NOW = datetime(2026, 3, 10, tzinfo=UTC)


def choices() -> set[str]:
    """The addresses of everything that is chosen by typing the beginning of its name."""
    request = RequestFactory().get("/")
    request.user, request.session = User(is_superuser=True, is_active=True), {}
    found = set()
    for model, model_admin in admin.site._registry.items():
        forms = [(model, model_admin.get_form(request))]
        forms += [
            (i.model, i.get_formset(request).form)
            for i in model_admin.get_inline_instances(request)
        ]
        for owner, form in forms:
            for name, field in form.base_fields.items():
                widget = getattr(field.widget, "widget", field.widget)
                if isinstance(widget, AutocompleteMixin):
                    label, held = owner._meta, getattr(widget, "field", None)
                    names = (held.model._meta.app_label, held.model._meta.model_name, held.name)
                    found.add(
                        names if held is not None else (label.app_label, label.model_name, name)
                    )
    return {
        reverse(
            "admin:autocomplete",
            query={"app_label": a, "model_name": m, "field_name": f, "term": term},
        )
        for a, m, f in found
        for term in ("", "周", "zhou", "清淤", "2001")
    }


def addresses() -> list[str]:
    person, story = Person.objects.order_by("pk")[0], Article.objects.order_by("pk")[0]
    found = [reverse(f"admin:{screen}") for screen in SCREENS]
    for model in MODELS:
        listing = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        found += [listing, f"{listing}?q=zhou", f"{listing}?q=清淤"]
    stories = reverse("admin:articles_article_changelist")
    flags = reverse("admin:articles_flag_changelist")
    queue = reverse("admin:articles-review")
    found += [
        f"{stories}?{query}"
        for query in (
            "flags=open",
            "flags=none",
            "year=2001",
            "timed=yes",
            "section=要闻",
            "status__exact=imported",
        )
    ]
    found += [f"{flags}?{query}" for query in ("state=open", "state=resolved", "code=no-byline")]
    found += [
        f"{queue}?{query}" for query in ("risk=slight", "issue=2001", "code=no-byline", "mine=1")
    ]
    found += [
        reverse(f"admin:people_person_{name}", args=[person.pk])
        for name in ("change", "history", "split", "bylines")
    ]
    found += [
        reverse(f"admin:articles_article_{name}", args=[story.pk])
        for name in ("change", "history", "preview")
    ]
    found.append(
        reverse("admin:articles_importrun_change", args=[ImportRun.objects.order_by("pk")[0].pk])
    )
    return [*found, *sorted(choices())]


@pytest.mark.counts_queries
def test_two_thousand_rows_take_the_queries_that_ten_take(admin_client) -> None:
    def measure() -> dict[str, int]:
        taken = {}
        for address in addresses():
            with CaptureQueriesContext(connection) as captured:
                answer = admin_client.get(address, follow=True)
            assert answer.status_code == 200, address
            through = [each["sql"] for each in captured if WHOLE.search(each["sql"])]
            assert not through, (address, through)
            taken[address] = len(captured)
        return taken

    make_person("周零")
    make_article("清淤工程开工", make_page())
    fill(range(10))
    measure()  # content types and the like are remembered from here on
    few = measure()
    fill(range(10, 2000))

    many = measure()
    assert {each: (few[each], number) for each, number in many.items() if few[each] != number} == {}


def test_a_list_says_where_it_goes_on_and_not_how_long_it_is(admin_client) -> None:
    Tag.objects.bulk_create(Tag(name=f"标签{n:03}", slug=f"t{n}") for n in range(120))
    address = reverse("admin:articles_tag_changelist")

    first = admin_client.get(address)
    assert "50+ 项" in first.text
    assert "?p=2" in first.text
    last = admin_client.get(address, {"p": 3})
    assert "120 项" in last.text
    assert "下一页" not in last.text
    assert admin_client.get(address, {"p": 4}).url.endswith("?e=1")
    assert "10 项" in admin_client.get(address, {"q": "标签11", "p": ""}).text


def test_a_list_too_long_to_sort_says_so_and_keeps_its_order(admin_client, monkeypatch) -> None:
    monkeypatch.setattr(lists, "MOST_SORTED", 3)
    for name in ("丁", "丙", "乙", "甲"):
        make_person(name, is_reporter=name != "丁")
    address = reverse("admin:people_person_changelist")

    def names(**query: str) -> list[str]:
        answer = admin_client.get(address, query)
        return [person.name for person in answer.context["cl"].result_list]

    unsorted = names()
    assert names(o="-2") == unsorted
    assert "没有按这一列排序" in admin_client.get(address, {"o": "-2"}).text
    assert names(o="2", is_reporter__exact="1") == list(
        reversed(names(o="-2", is_reporter__exact="1"))
    )


def test_all_of_a_long_list_is_chosen_without_counting_it(admin_client) -> None:
    Tag.objects.bulk_create(Tag(name=f"标签{n:03}", slug=f"t{n}") for n in range(60))
    text = admin_client.get(reverse("admin:articles_tag_changelist")).text

    assert "选中全部 50+ 项" in text
