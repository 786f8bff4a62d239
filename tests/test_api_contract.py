"""That the API answers whatever it is asked as its description says.

A longer run: `API_EXAMPLES=500 pytest tests/test_api_contract.py`.
"""

from __future__ import annotations

import os
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from articles.models import Article, Issue
from newsroom.wsgi import application
from tests.factories import (
    make_article,
    make_byline,
    make_claim,
    make_issue,
    make_mention,
    make_page,
    make_post,
    make_tenure,
)

EXAMPLES = int(os.environ.get("API_EXAMPLES", "5"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection():
    """What is asked here is answered on the connection of the test, which must stay open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def archive() -> None:
    """Something for each address to tell, and something it must not."""
    story = make_article(section="要闻", kicker="南岸", deck="年底完工", dateline="本报讯")
    make_byline(story)
    mention = make_mention(story)
    make_claim(mention, make_post())
    make_tenure(mention.person, make_post(), date(2019, 1, 1), date(2019, 12, 31))
    story.tags.add("清淤")
    make_article("待定", make_page(make_issue(None)))
    make_article("未发布", status=Article.Status.IMPORTED, published_at=None)
    assert Issue.objects.count() == 2


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
def test_every_answer_is_as_described(archive, mode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == 17
    for operation in operations:
        _check(operation, mode)


def _check(operation, mode) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def every(case) -> None:
        case.call_and_validate()

    every()
