"""The accuracy floors: what the reader must keep getting right on pages labelled by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from articles.ingest.decode import decode
from articles.ingest.lexicon import Lexicon
from articles.ingest.pipeline import read_page
from articles.ingest.records import PageDate, PageHints, ParsedPage
from articles.ingest.report import report_page
from tests.scoring import LISTS, SHARES, Score, score_pages

TESTS = Path(__file__).resolve().parent
SEEDS = TESTS.parent / "seeds"

# Structure is exact; people are found by evidence, and evidence can mislead.
EXACT = ("articles", "headlines", "section", "reading_order", "bylines", "credit", "event_date")
FLOORS = dict.fromkeys((*EXACT, "conservation"), 1.0) | {
    "paragraphs": 0.98,
    "officials": 0.98,
    "posts": 0.95,
}

FLOORS_OF_OUR_PAGES = dict.fromkeys(FLOORS, 0.98)


@cache
def pages_of(folder: Path) -> tuple[ParsedPage, ...]:
    """Every page of a folder, read with nothing known beside its text."""
    lexicon = Lexicon.packaged()
    files = sorted(folder.glob("*.txt"))
    return tuple(read_page(each.read_bytes(), each.name, PageHints(), lexicon) for each in files)


@cache
def score_of(folder: Path, gold_folder: Path) -> Score:
    gold = [json.loads(each.read_text("utf-8")) for each in sorted(gold_folder.glob("*.json"))]
    report = [report_page(page) for page in pages_of(folder)]
    sources = {each.name: decode(each.read_bytes()).text for each in folder.glob("*.txt")}
    return score_pages(gold, report, sources)


def misses(score: Score, metric: str) -> str:
    return "\n".join(miss for miss in score.misses if miss.startswith(metric))


@pytest.mark.parametrize("metric", FLOORS)
def test_the_seeds_are_read_right_without_their_manifest(metric):
    score = score_of(SEEDS, TESTS / "gold")
    assert score.gold[metric] > 0
    assert score.figure(metric) >= FLOORS[metric], misses(score, metric)


@pytest.mark.parametrize("metric", FLOORS_OF_OUR_PAGES)
def test_pages_of_neighbouring_papers_are_read_right(metric):
    score = score_of(TESTS / "pages", TESTS / "gold" / "pages")
    assert score.gold[metric] > 0
    assert score.figure(metric) >= FLOORS_OF_OUR_PAGES[metric], misses(score, metric)


def test_every_gold_page_has_its_source_and_every_source_its_gold():
    for folder, gold in ((SEEDS, TESTS / "gold"), (TESTS / "pages", TESTS / "gold" / "pages")):
        sources = {json.loads(each.read_text("utf-8"))["source"] for each in gold.glob("*.json")}
        assert sources == {each.name for each in folder.glob("*.txt")}


def test_a_year_is_found_only_where_a_page_prints_it():
    dates = {page.source[:3]: page.date for page in pages_of(SEEDS)}
    assert dates.pop("001") == PageDate("2018", "year", "text")
    assert set(dates.values()) == {PageDate()}


def test_the_scorer_sees_a_paragraph_too_many_and_a_character_too_few():
    page = {
        "source": "a.txt",
        "articles": [
            {
                "section": None,
                "headlines": ["清淤工程开工"],
                "dateline": "本报讯",
                "event_date": "--05-23",
                "body": [{"kind": "paragraph", "text": "柳河清淤工程今日开工，预计九月完工。"}],
                "byline_text": ["记者 林晓禾"],
                "bylines": [{"role": "记者", "names": ["林晓禾"]}],
                "credit": None,
                "officials": [],
            }
        ],
        "furniture": [],
        "leftovers": [],
    }
    source = "清淤工程开工\n本报讯 柳河清淤工程今日开工，预计九月完工。\n记者 林晓禾"
    perfect = score_pages([page], [page], {"a.txt": source})
    assert all(perfect.figure(metric) == 1.0 for metric in ("articles", *LISTS, *SHARES))
    assert perfect.figure("conservation") == 1.0
    assert not perfect.misses

    [article] = page["articles"]
    body = [
        {"kind": "paragraph", "text": text} for text in ("柳河清淤工程今日开工，", "预计九月完工")
    ]
    worse = page | {"articles": [article | {"body": body, "event_date": "2018-05-23"}]}
    score = score_pages([page], [worse], {"a.txt": source})
    assert score.figure("paragraphs") == 0.0
    assert score.figure("reading_order") == 0.0
    assert score.figure("event_date") == 1.0  # the gold leaves the year open
    assert 0.9 < score.figure("conservation") < 1.0
    assert score_pages([page], [], {"a.txt": source}).figure("articles") == 0.0
