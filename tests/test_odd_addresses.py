"""Addresses of the desk that nobody writes by hand are answered, and not with an error."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.html_forms import posted
from tests.test_permission_table import MODELS, PAGES, address, rows  # noqa: F401

pytestmark = pytest.mark.django_db

NAMES = [
    "page",
    "o",
    "q",
    "p",
    "all",
    "e",
    "after",
    "before",
    "at",
    "queue",
    "_popup",
    "_to_field",
    "_facets",
    "year",
    "issue",
    "flags",
    "timed",
    "section",
    "status__exact",
    "state",
    "code",
    "blocking__exact",
    "page__issue__newspaper__id__exact",
    "tags__id__exact",
    "kind",
    "version",
    "from",
    "to",
    "tags",
    "kept",
    "merged",
    "organization",
    "month",
    "what",
    "since",
    "until",
    "user",
    "action",
    "person",
    "newspaper",
    "risk",
    "mine",
    "number",
    "highest",
    "correction",
    "headline",
    "position",
    "slug",
    "name",
    "published_at",
    "status",
    "post",
    "start",
    "end",
    "article",
    "message",
    "event_date",
    "date",
    "precision",
    "verdict",
    "term",
    "below",
    "every",
    "choice",
    "is_reporter__exact",
    "id__in",
    "id__gt",
    "pk",
    "nothing__of__this",
    "next",
    "_saveasnew",
    "_changelist_filters",
]
VALUES = [
    *("", "abc", "-1", "0", "1.5", "1e9", "%", "1,2", "１２", "²", "None", "\0", "💥", "x" * 2000),
    *("99999999999999999999", "2019-13-45", "2019-00", "99999-01", "9999-12-31", "' OR 1=1 --"),
]


def pages(rows) -> dict[str, str]:  # noqa: F811
    """Every address that a GET may ask for, by its name."""
    found = {name: address(name, rows).partition("?")[0] for name in PAGES if name != "logout"}
    for model in MODELS:
        for view in ("changelist", "add", "change", "delete", "history"):
            arguments = [] if view in ("changelist", "add") else [rows[model].pk]
            found[f"{model}_{view}"] = reverse(f"admin:{model}_{view}", args=arguments)
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=3))
def test_no_odd_query_breaks_a_page(admin_client, rows, query) -> None:  # noqa: F811
    for name, page in pages(rows).items():
        asked = {"app_label": "articles", "model_name": "flag", "field_name": "page"} | query
        with transaction.atomic():
            answer = admin_client.get(page, asked if name == "autocomplete" else query)
            if answer.streaming:
                b"".join(answer.streaming_content)
        assert answer.status_code < 500, (name, query)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        # fields filled from the address
        ("articles_flag_add", {"page": "abc"}),
        ("articles_flag_add", {"article": "\0"}),
        ("articles_article_add", {"page": "1.5"}),
        ("articles_article_add", {"published_at": "2019-13-45"}),
        ("articles_issue_add", {"date": "2019-13-45"}),
        ("people_tenure_add", {"post": "99999999999999999999"}),
        ("auth_user_add", {"groups": "abc,1"}),
        ("people_person_split", {"to": "%"}),
        # a field to come back with that has no name
        ("people_reporter_change", {"_to_field": ""}),
        ("articles_alarm_delete", {"_to_field": ""}),
    ],
)
def test_what_an_address_fills_in_wrongly_is_left_out(admin_client, rows, page, query) -> None:  # noqa: F811
    answer = admin_client.get(pages(rows)[page], query)

    assert answer.status_code in (200, 302, 403)


@pytest.mark.parametrize("query", [{"post": "9" * 20}, {"id__in": "9" * 20}, {"message": "\0"}])
def test_what_no_column_holds_is_not_found(admin_client, rows, query) -> None:  # noqa: F811
    with transaction.atomic():
        answer = admin_client.get(pages(rows)["articles_alarm_changelist"], query)

    assert answer.status_code in (200, 302, 404)


def test_a_form_sent_with_no_row_is_shown_again(admin_client, rows) -> None:  # noqa: F811
    page = pages(rows)["articles_flag_add"]
    data = posted(admin_client.get(page), page="abc", article="\0", code="x", message="人名有误。")

    assert admin_client.post(page, data).status_code == 200


def test_an_address_fills_in_what_it_says_rightly(admin_client, rows) -> None:  # noqa: F811
    story = rows["articles_article"]
    query = {"page": story.page_id, "article": story.pk, "code": "suggestion"}
    fields = posted(admin_client.get(pages(rows)["articles_flag_add"], query))

    assert (fields["page"], fields["article"]) == (str(story.page_id), str(story.pk))
    assert fields["code"] == "suggestion"
