"""How many officials each voice finds, and their vote; run from the checkout:

    python -m tests.benchmarks.people [FILE…] [--show]

Any labelled corpus can be read, once written as text in UTF-8 with one sentence a line:

    区委书记[[邵文博|区委书记]]、区长[[段宏业|区长]]看望了村民[[范二宝]]。

In double brackets stands the name of a person; who holds a public post has, after a bar, the
posts printed beside the name there, parted by 、. Who has none is a person and no official. A
line that begins with # is a remark. Each line is read by itself, as a page of its own.

Three voices are scored against the officials that are marked: the rules, the tagger (its names
behind a post word alone) and the vote. Then come, by who found a name, how many are right, and
how well the tagger knows people at all. --show prints every name that the vote has wrong.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from articles.ingest.lexicon import Lexicon
from articles.ingest.officials import find_officials
from articles.ingest.people_vote import vote
from articles.ingest.records import FoundOfficial
from articles.ingest.tagger import tag_people, tagger_available

SAMPLE = Path(__file__).with_name("people_sample.txt")

# [[邵文博|区委书记]], [[范二宝]]
_MARKED = re.compile(r"\[\[(?P<name>[^\[\]|]+)(?:\|(?P<posts>[^\[\]|]+))?\]\]")

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its brackets, and who was marked in it."""

    text: str
    people: Names
    officials: Names
    posts: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Tally:
    """Right, found and marked, summed over sentences."""

    right: int = 0
    found: int = 0
    marked: int = 0

    def add(self, found: frozenset[object], marked: frozenset[object]) -> None:
        self.right += len(found & marked)
        self.found += len(found)
        self.marked += len(marked)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        both = self.found + self.marked
        return 2 * self.right / both if both else 1.0


@dataclass(slots=True)
class Result:
    voices: dict[str, Tally] = field(default_factory=dict)
    buckets: Counter[tuple[str, bool]] = field(default_factory=Counter)  # who found it, right?
    wrong: list[str] = field(default_factory=list)


def read_marked(lines: Iterable[str]) -> Iterator[Marked]:
    """The sentences of a file, remarks and empty lines left out."""
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        found = list(_MARKED.finditer(line))
        yield Marked(
            text=_MARKED.sub(lambda match: match["name"], line),
            people=frozenset(match["name"] for match in found),
            officials=frozenset(match["name"] for match in found if match["posts"]),
            posts=frozenset(
                (match["name"], post)
                for match in found
                if match["posts"]
                for post in match["posts"].split("、")
            ),
        )


def score(sentences: Iterable[Marked]) -> Result:
    """Let both voices and the vote read every sentence."""
    result = Result()
    lexicon = Lexicon.packaged()
    for marked in sentences:
        story = [[marked.text]]
        (rules,) = find_officials(story, lexicon)
        (tagged,) = vote(story, [()], tag_people, lexicon)
        (voted,) = vote(story, [rules], tag_people, lexicon)
        (spans,) = tag_people([marked.text])
        _compare(result, marked, {"rules": rules, "tagger": tagged, "vote": voted})
        people = frozenset(marked.text[start:end] for start, end in spans)
        result.voices.setdefault("people at all", Tally()).add(people, marked.people)
    return result


def _compare(result: Result, marked: Marked, found: dict[str, tuple[FoundOfficial, ...]]) -> None:
    names = {voice: frozenset(each.name for each in found[voice]) for voice in found}
    posts = {
        voice: frozenset((each.name, post) for each in found[voice] for post in each.posts)
        for voice in found
    }
    for voice in found:
        result.voices.setdefault(voice, Tally()).add(names[voice], marked.officials)
        result.voices.setdefault(f"{voice}, posts", Tally()).add(posts[voice], marked.posts)
    by = {
        "both": names["rules"] & names["tagger"],
        "rules only": names["rules"] - names["tagger"],
        "tagger only": names["tagger"] - names["rules"],
        "vote, sure": frozenset(each.name for each in found["vote"] if not each.doubtful),
        "vote, doubtful": frozenset(each.name for each in found["vote"] if each.doubtful),
    }
    for bucket, held in by.items():
        for name in held:
            result.buckets[bucket, name in marked.officials] += 1
    missed = marked.officials - names["vote"]
    result.buckets["missed by both", True] += len(
        marked.officials - names["rules"] - names["tagger"]
    )
    for verdict, held in (("missed", missed), ("wrong", names["vote"] - marked.officials)):
        result.wrong += [f"{verdict} {name}: {marked.text}" for name in sorted(held)]
    for name, post in sorted(posts["vote"] ^ marked.posts):
        if name in names["vote"] & marked.officials:
            verdict = "missed" if (name, post) in marked.posts else "wrong"
            result.wrong.append(f"{verdict} post {name} {post}: {marked.text}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score rules, tagger and vote.")
    parser.add_argument("files", nargs="*", type=Path, default=[SAMPLE], metavar="FILE")
    parser.add_argument("--show", action="store_true", help="print what the vote has wrong")
    options = parser.parse_args()
    if not tagger_available():
        parser.exit(
            1, "numpy or the weights in the jieba wheel are missing: only the rules speak\n"
        )
    for file in options.files:
        marked = list(read_marked(file.read_text("utf-8-sig").splitlines()))
        result = score(marked)
        print(f"{file.name}: {len(marked)} sentences")
        print(f"  {'':<16}{'precision':>10}{'recall':>10}{'F1':>10}   right / found / marked")
        for voice, tally in sorted(result.voices.items()):
            shares = f"{tally.precision:>10.3f}{tally.recall:>10.3f}{tally.f1:>10.3f}"
            print(f"  {voice:<16}{shares}   {tally.right} / {tally.found} / {tally.marked}")
        for bucket in dict.fromkeys(bucket for bucket, _ in result.buckets):
            right, wrong = result.buckets[bucket, True], result.buckets[bucket, False]
            print(f"  {bucket:<16}{right:>6} right{wrong:>6} wrong")
        if options.show:
            print("\n".join(f"  {line}" for line in result.wrong))


if __name__ == "__main__":
    main()
