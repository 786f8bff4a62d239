"""Whether the search index holds what the stories print, and no more."""

from __future__ import annotations


def assert_index_is_true() -> None:
    from articles.search import building  # noqa: PLC0415  # conftest comes before the settings

    untrue = [story for _, stories in building.untrue() for story in stories]
    assert not untrue
    assert building.surplus() == 0
