"""Imports and editors who link names at once: one waits for the other, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from articles.merging import merge_people
from articles.models import Mention
from articles.storage import store_page
from people.models import Person
from tests.factories import make_person
from tests.parsed import make_parsed, make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked there alone"),
]


def begin(work: Callable[[], object]) -> tuple[Thread, Event]:
    """Start the work beside the test's own; whether it ended."""
    ended = Event()

    def run() -> None:
        try:
            work()
        finally:
            ended.set()
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, ended


def store(headline: str = "清淤工程完工") -> object:
    """A page that names 何惟, the name misread."""
    story = make_story(headline, officials={"何惟": ("柳河区区长",)}, bylines=())
    return store_page(make_parsed(story, source=f"{headline}.txt"), publish=True)


@pytest.fixture
def known() -> tuple[Person, Person]:
    """Whom to keep, and whom to merge into them."""
    store("清淤工程开工")
    return make_person("何维", is_official=True), Person.objects.get(name="何惟")


def test_an_import_finds_whom_a_merge_meanwhile_kept(known) -> None:
    kept, merged = known
    with transaction.atomic():
        merge_people(kept, merged, None)
        thread, ended = begin(store)
        assert not ended.wait(0.5)
    thread.join()

    assert {mention.person for mention in Mention.objects.all()} == {kept}
    assert Person.objects.get() == kept


def test_a_merge_takes_along_what_an_import_meanwhile_linked(known) -> None:
    kept, merged = known
    with transaction.atomic():
        store()
        thread, ended = begin(lambda: merge_people(kept, merged, None))
        assert not ended.wait(0.5)
    thread.join()

    assert {mention.person for mention in Mention.objects.all()} == {kept}
    assert Mention.objects.count() == 2
