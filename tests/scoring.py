"""How much of the gold pages a report has right.

Counts are summed over all pages before a figure is taken; a page that the report lacks counts
as missed in everything. Texts are compared folded: white space, widths and the shape of
quotation marks do not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from articles.ingest.characters import fold

Raw = Mapping[str, Any]  # a page or an article as the report's JSON has it

# Likeness of two bodies, 0 to 1: from which an article was cut out rightly, and below which
# two articles have nothing to do with each other.
_MATCHED = 0.97
_RELATED = 0.35

LISTS = ("section", "paragraphs", "bylines", "officials", "posts")
SHARES = ("headlines", "reading_order", "credit", "event_date")
_NOTHING: Raw = {"section": None, "headlines": (), "body": (), "bylines": (), "officials": ()}


@dataclass
class Score:
    """Counts by metric, and a line for everything that is wrong."""

    hit: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def count(self, metric: str, hit: int, reported: int, gold: int) -> None:
        self.hit[metric] += hit
        self.reported[metric] += reported
        self.gold[metric] += gold

    def figure(self, metric: str) -> float:
        """F1 of a metric, 0 to 1; for a share, its right ones among all of the gold.

        Nothing to find and nothing found is 1.
        """
        both = self.reported[metric] + self.gold[metric]
        return max(0.0, 2 * self.hit[metric] / both) if both else 1.0

    def compare_lists(
        self, metric: str, title: str, gold: Iterable[Hashable], reported: Iterable[Hashable]
    ) -> None:
        wanted, found = Counter(gold), Counter(reported)
        self.count(metric, (wanted & found).total(), found.total(), wanted.total())
        for verdict, items in (("missed", wanted - found), ("wrong", found - wanted)):
            self.misses += [f"{metric}: {title}: {verdict} {item}" for item in items.elements()]


def score_pages(gold: Sequence[Raw], report: Sequence[Raw], sources: Mapping[str, str]) -> Score:
    """Compare reported pages with their gold; `sources` are the decoded texts, by name."""
    score = Score()
    reported = {page["source"]: page for page in report}
    for page in gold:
        found = reported.get(page["source"], {"articles": (), "leftovers": (), "furniture": ()})
        _compare_articles(page["articles"], found["articles"], score)
        _conserve(sources[page["source"]], found, score)
    return score


def _compare_articles(gold: Sequence[Raw], reported: Sequence[Raw], score: Score) -> None:
    pairs = _pairs(gold, reported)
    for index, article in enumerate(gold):
        other, likeness = pairs.get(index, (None, 0.0))
        found = None if other is None else reported[other]
        _compare(article, found, likeness, score)
    paired = {other for other, _ in pairs.values()}
    for other in sorted(set(range(len(reported))) - paired):
        _compare(None, reported[other], 0.0, score)


def _pairs(gold: Sequence[Raw], reported: Sequence[Raw]) -> dict[int, tuple[int, float]]:
    """Gold articles with their reported ones, one to one, the most alike first."""
    ours, theirs = ([_bigrams(article) for article in each] for each in (gold, reported))
    ranked = sorted(
        (-2 * (a & b).total() / (a.total() + b.total()), i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
    )
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for unlikeness, i, j in ranked:
        if -unlikeness >= _RELATED and i not in pairs and j not in taken:
            pairs[i] = (j, -unlikeness)
            taken.add(j)
    return pairs


def _bigrams(article: Raw) -> Counter[tuple[str, str]]:
    text = _running_text(article) or fold("".join(article["headlines"]))
    return Counter(pairwise(f"^{text}$"))


def _compare(gold: Raw | None, reported: Raw | None, likeness: float, score: Score) -> None:
    ours, theirs = gold or _NOTHING, reported or _NOTHING
    title = fold("".join(ours["headlines"] or theirs["headlines"]))[:24]
    right = likeness >= _MATCHED
    score.count("articles", right, reported is not None, gold is not None)
    if not right:
        score.misses.append(f"articles: {title}: bodies only {likeness:.3f} alike")
    for metric in LISTS:
        score.compare_lists(metric, title, _items(ours, metric), _items(theirs, metric))
    for metric in SHARES if gold else ():
        wanted = _value(gold, metric)
        found = _value(reported, metric) if reported else None
        same = _same_date(wanted, found) if metric == "event_date" else wanted == found
        score.count(metric, same, 1, 1)
        if not same:
            score.misses.append(f"{metric}: {title}: {wanted!r} is read as {found!r}")


def _items(article: Raw, metric: str) -> list[Hashable]:
    """What an article has of one kind, in comparable form."""
    if metric == "section":
        return [fold(article["section"])] if article["section"] else []
    if metric == "paragraphs":
        parts = (part for part in article["body"] if part["kind"] != "jump")
        return [(part["kind"], fold(part["text"])) for part in parts]
    if metric == "bylines":
        return [(fold(each["role"]), fold(n)) for each in article["bylines"] for n in each["names"]]
    people = article["officials"]
    if metric == "officials":
        return [fold(person["name"]) for person in people]
    return [(fold(person["name"]), fold(post)) for person in people for post in person["posts"]]


def _value(article: Raw, metric: str) -> Any:
    if metric == "headlines":
        return [fold(headline) for headline in article["headlines"]]
    if metric == "reading_order":
        return _running_text(article)
    if metric == "credit":
        return fold(article["credit"] or "")
    return article["event_date"]


def _running_text(article: Raw) -> str:
    parts = (part for part in article["body"] if part["kind"] not in ("caption", "jump"))
    return "".join(fold(part["text"]) for part in parts)


def _same_date(gold: str | None, reported: str | None) -> bool:
    """Equal; a gold date without its year allows any year."""
    if gold and reported and gold.startswith("--"):
        return bool(re.fullmatch(r"(?:-|\d{4})" + re.escape(gold[1:]), reported))
    return gold == reported


def _conserve(source: str, page: Raw, score: Score) -> None:
    """Count the characters that the report loses, repeats or makes up."""
    found: Counter[str] = Counter()
    for article in page["articles"]:
        found.update(fold("".join([article["section"] or "", article["dateline"] or ""])))
        texts = [*article["headlines"], *(part["text"] for part in article["body"])]
        found.update(fold("".join([*texts, *article["byline_text"]])))
    found.update(fold("".join(entry["text"] for entry in page["leftovers"])))
    found.update(fold("".join(page["furniture"])))
    wanted = Counter(fold(source))
    wrong = (wanted - found).total() + (found - wanted).total()
    score.count("conservation", wanted.total() - wrong, wanted.total(), wanted.total())
    if wrong:
        score.misses.append(f"conservation: {wrong} characters are lost, repeated or made up")
