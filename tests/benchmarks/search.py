"""How quick search is, how large its index, and whether it finds everything; run from the checkout:

    DATABASE_URL=sqlite:////somewhere/search.sqlite3 python -m tests.benchmarks.search [--size N]

An empty database is filled with N stories first (20,000 unless said), which takes minutes; one
that was filled by an earlier run is used again. Then come, for words of several kinds, p50 and
p95 in milliseconds of the newest twenty, of all counts and of the whole page, and how many of
the stories that a scan of the texts finds are found.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence

import django

WORDS_A_KIND = 20
SAMPLE = 3000  # stories from which words are drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split(";")[0])
    parser.add_argument("--size", type=int, default=20_000, help="stories")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    fill(arguments.size)
    bodies = read()
    sizes(bodies)
    for kind, queries in kinds(bodies).items():
        measure(kind, queries, bodies)


def fill(size: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415  # after the settings

    from articles.models import Article  # noqa: PLC0415
    from tests.benchmarks.archive import build  # noqa: PLC0415
    from tests.benchmarks.prose import texts  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        return
    started = time.perf_counter()
    build(size, 1.0, texts(size))
    print(f"{size / (time.perf_counter() - started):.0f} stories/s stored and indexed")
    started = time.perf_counter()
    call_command("reindex_search")
    print(f"{size / (time.perf_counter() - started):.0f} stories/s indexed anew")


def read() -> dict[int, str]:
    from articles.models import Article  # noqa: PLC0415

    rows = Article.objects.values_list("pk", "headline", "body", "summary")
    return {pk: "\n".join(texts) for pk, *texts in rows.iterator()}


def sizes(bodies: dict[int, str]) -> None:
    from django.db import connection  # noqa: PLC0415

    text = sum(len(body.encode()) for body in bodies.values())
    asked = (
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'articles_search%'"
        if connection.vendor == "sqlite"
        else "SELECT pg_total_relation_size('articles_searchentry')"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        index = int(cursor.fetchone()[0])
    print(
        f"{len(bodies)} stories, text {text / 1e6:.0f} MB, index {index / 1e6:.0f} MB, "
        f"{index / text:.2f} of the text"
    )


def kinds(bodies: dict[int, str]) -> dict[str, list[str]]:
    """Words of each kind, drawn from the stories."""
    chance = random.Random(11)
    sample = chance.sample(sorted(bodies), min(SAMPLE, len(bodies)))
    runs = [run for pk in sample for run in re.findall(r"[\u4e00-\u9fff]{6,}", bodies[pk])]
    pairs = Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    fours = Counter(run[at : at + 4] for run in runs for at in range(len(run) - 3))
    common = [word for word, _ in pairs.most_common(60)]
    names = [match[1] for pk in sample for match in re.finditer(r"。(\w{3})参加。", bodies[pk])]
    cut = (chance.choice(runs) for _ in range(WORDS_A_KIND))
    return {
        "name of three": chance.sample(sorted(set(names)), WORDS_A_KIND),
        "rare word of two": chance.sample([w for w, n in pairs.items() if n == 1], WORDS_A_KIND),
        "common word of two": chance.sample(common, WORDS_A_KIND),
        "common word of four": chance.sample(
            [word for word, _ in fours.most_common(60)], WORDS_A_KIND
        ),
        "two common words": [" ".join(chance.sample(common, 2)) for _ in range(WORDS_A_KIND)],
        "phrase of six": [f'"{run[at : at + 6]}"' for run in cut for at in [len(run) // 2 - 3]],
        "word not another": [" -".join(chance.sample(common, 2)) for _ in range(WORDS_A_KIND)],
    }


def measure(kind: str, queries: Sequence[str], bodies: dict[int, str]) -> None:
    from django.test import Client  # noqa: PLC0415

    from articles.search.counts import count  # noqa: PLC0415
    from articles.search.filters import Filters  # noqa: PLC0415
    from articles.search.hits import Hits  # noqa: PLC0415
    from articles.search.query import parse  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    hits = [Hits(parse(query)) for query in queries]
    in_section = [Hits(parse(query), Filters(section="要闻")) for query in queries]
    in_year = [Hits(parse(f"{query} 1981")) for query in queries]
    print(f"\n{kind}: {sum(each.count() for each in hits) / len(hits):.0f} stories each")
    tell("newest twenty", [timed(lambda each=each: each.newest(20)) for each in hits])
    tell("  in a section", [timed(lambda each=each: each.newest(20)) for each in in_section])
    tell("  in a year", [timed(lambda each=each: each.newest(20)) for each in in_year])
    tell("number of all", [timed(each.count) for each in hits])
    tell("all counts", [timed(lambda each=each: count(each)) for each in hits])
    for order, name in (("date", "page by date"), ("best", "page by relevance")):
        asked = [{"q": query, "order": order} for query in queries]
        tell(name, [timed(lambda each=each: client.get("/search/", each)) for each in asked])
    meant, right, found = 0, 0, 0
    for query, each in zip(queries[:8], hits, strict=False):
        printing = scan(query, bodies)
        stories = {story for _, story in each.newest(len(bodies))}
        meant, right, found = (
            meant + len(printing),
            right + len(printing & stories),
            found + len(stories),
        )
    print(
        f"  recall {right / meant if meant else 1:.3f}, precision {right / found if found else 1:.3f}"
    )


def scan(query: str, bodies: dict[int, str]) -> set[int]:
    wanted = [word.strip('"') for word in query.split() if not word.startswith("-")]
    without = [word[1:] for word in query.split() if word.startswith("-")]
    return {
        pk
        for pk, body in bodies.items()
        if all(word in body for word in wanted) and not any(word in body for word in without)
    }


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the better of two runs."""
    taken = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken)


def tell(name: str, taken: list[float]) -> None:
    taken = sorted(taken)
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"  {name:<18} {p50:8.2f} {p95:8.2f}")


if __name__ == "__main__":
    main()
