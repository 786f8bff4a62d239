"""Which division a page is a page of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from people.offices.gazetteer import (
    Division,
    Level,
    choose,
    divisions_called,
    divisions_with_stem,
    forms_by_opening,
    longest_form,
)
from people.offices.zones import city_zones

# A division named once may be a guest; named twice as often as all others together, the page is its.
_MIN_NAMED = 2
_MIN_SHARE = 2 / 3
# 某某日报: the name of a place opens the name of a paper.
_PAPER = re.compile(r"(?:日报|晚报|晨报|早报|时报|商报|都市报|报|新闻|周报|广播电视报)")
# A page that speaks of 区委 without saying whose is a page of some district.
_BARE_COUNTY = re.compile(r"(?:^|[^一-龥]|[全我])[区县](?:委|政府|领导)")


def find_home(texts: Iterable[str], *, page_name: str = "", newspaper: str = "") -> Division | None:
    """The division whose page it is; None where that is not clear.

    Told by the page's own name (柳河时讯), else by the county or zone that its `texts` name far
    more often than all others, else, where none of them speaks of a 区委 of its own, by the name
    of the newspaper.
    """
    paper = _of_newspaper(newspaper)
    if named := _in_page_name(page_name, paper):
        return named
    whole = "\n".join(texts)
    counts = _counts(whole, paper)
    if counts:
        (best, often), *_ = counts.most_common(1)
        if often >= _MIN_NAMED and often >= _MIN_SHARE * counts.total():
            return best
    return None if _BARE_COUNTY.search(whole) and len(counts) < 2 else paper


def _of_newspaper(name: str) -> Division | None:
    """柳河市 of 柳河晚报. Provinces and cities only: many papers begin with a word like 东方."""
    for end in range(len(name) - 1, 1, -1):
        if not _PAPER.search(name, end):
            continue
        found = divisions_called(name[:end]) or divisions_with_stem(name[:end])
        for level in (Level.PROVINCE, Level.CITY):
            of_level = [each for each in found if each.level is level and not each.abolished]
            if len(of_level) == 1:
                return of_level[0]
    return None


def _in_page_name(name: str, paper: Division | None) -> Division | None:
    for zone, forms in city_zones(paper):
        if any(form in name for form in forms):
            return zone
    for start in range(len(name)):
        for end in range(min(start + longest_form(), len(name)), start + 1, -1):
            words = name[start:end]
            found = divisions_called(words) or divisions_with_stem(words)
            counties = [each for each in found if each.level is Level.COUNTY]
            chosen = choose(_inside(counties, paper), [paper] if paper else [])
            if chosen:
                return chosen
    return None


def _inside(divisions: Iterable[Division], paper: Division | None) -> list[Division]:
    return [each for each in divisions if paper is None or each.within(paper)]


def _counts(text: str, paper: Division | None) -> Counter[Division]:
    """How often each county or zone is named, by any of its names once one with its level is."""
    forms = Counter(_forms(text))
    near = [paper] if paper else _cities(forms)
    counts: Counter[Division] = Counter()
    for form, often in forms.items():
        counties = [each for each in divisions_called(form) if each.level is Level.COUNTY]
        chosen = choose(_inside(counties, paper), near)
        if chosen:
            counts[chosen] += often
    for division in counts:
        counts[division] = max(counts[division], text.count(division.stem))
    for zone, names in city_zones(near[0] if near else None):
        if often := max(map(text.count, names)):
            counts[zone] = often
    return counts


def _cities(forms: Counter[str]) -> list[Division]:
    """The cities the text names, the one named most first."""
    found = []
    for form, _ in forms.most_common():
        cities = [each for each in divisions_called(form) if each.level is Level.CITY]
        if len(cities) == 1:
            found += cities
    return found


def _forms(text: str) -> Iterator[str]:
    """The names of divisions in the text, each the longest at its place."""
    by_opening = forms_by_opening()
    end = 0  # of the name before
    for start in range(len(text) - 1):
        candidates = by_opening.get(text[start : start + 2])
        if candidates is None or start < end:
            continue
        found = next((form for form in candidates if text.startswith(form, start)), None)
        if found:
            yield found
            end = start + len(found)
