"""How quick pages are read, stage by stage; run by hand, from the checkout:

    python -m tests.benchmarks.reading
    python -m tests.benchmarks.reading --rounds 20 some/pages/*.txt

The pages are those of the tests and the samples unless others are given. The floor, one pass of
plain jieba over the same text, is measured in the same run, a round of it and a round of reading
in turn; compare the ratios to it, since machines and their load differ. What is printed:

    reading      pages/s, MB/s and floors: all stages but the tagger, and with the tagger
    stages       floors of each, timed where the pipeline calls it; reading above is timed without
    memory       the peak of a process that reads the pages once, and ten times over
    start-up     seconds of `import_issue --dry-run --format json` on one page, of its reading
                 alone, and of Django alone
    jobs         pages/s of reading in one and in two processes, without their start
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any
from unittest.mock import patch

from articles.ingest import pipeline
from articles.ingest.lexicon import Lexicon
from articles.ingest.records import PageHints
from articles.received import PageFile
from articles.workers import read_files

ROOT = Path(__file__).resolve().parents[2]
# What pipeline.py calls within a stage, not as one.
NO_STAGES = {"replace", "flag", "joins", "ends_sentence"}
# The tagger, and what calls it: each is told without the other.
TAGGER, VOTE = "tag_people", "vote"
# Read before the clock starts, by which all processes have what they need in memory.
WARM_PAGES = 100
JOBS_PAGES = 1000


def main() -> None:
    options = arguments()
    if options.memory:
        peak(options.pages, options.memory)
        return
    pages = [Path(name).read_bytes() for name in options.pages]
    floor, reading, tagged = times(pages, options.rounds)
    say_reading(pages, floor, reading, tagged)
    say_stages(stages(pages, options.rounds), floor)
    say_memory(options.pages)
    say_start(options.pages[0])
    say_jobs(pages)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", help="text files, one page each")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.pages = options.pages or [
        str(path)
        for folder in ("tests/pages", "seeds")
        for path in sorted(ROOT.glob(f"{folder}/*.txt"))
    ]
    return options


def read(pages: Sequence[bytes]) -> None:
    lexicon = Lexicon.packaged()
    for page in pages:
        pipeline.read_page(page, "page.txt", PageHints(), lexicon)


def times(pages: Sequence[bytes], rounds: int) -> tuple[float, float, float]:
    """Seconds of this process for the floor, for reading, and for reading with the tagger.

    Of each the best of some rounds: whatever else the machine does makes them only slower.
    """
    with TemporaryDirectory() as folder:
        cut = plain_jieba(folder)
        texts = [page.decode() for page in pages]
        read(pages)
        floors, readings, tagged = [], [], []
        for _ in range(rounds):
            floors.append(seconds(lambda: [list(cut(text)) for text in texts]))
            with without_tagger():
                readings.append(seconds(lambda: read(pages)))
        for _ in range(min(rounds, 3)):
            tagged.append(seconds(lambda: read(pages)))
    return min(floors), min(readings), min(tagged)


def plain_jieba(folder: str) -> Callable[[str], Iterator[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 -- its source warns on newer Pythons
    jieba.setLogLevel("CRITICAL")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = folder
    tokenizer.initialize()
    return tokenizer.cut


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def without_tagger() -> Iterator[None]:
    with patch.object(pipeline, "tagger_available", lambda: False):
        yield


def stages(pages: Sequence[bytes], rounds: int) -> dict[str, float]:
    """The seconds of each function of another module that pipeline.py calls, and of the rest."""
    named = {
        name: held
        for name, held in vars(pipeline).items()
        if isinstance(held, FunctionType) and held.__module__ != pipeline.__name__
    }
    best: dict[str, float] = {}
    for _ in range(min(rounds, 5)):
        spent: dict[str, float] = defaultdict(float)
        with ExitStack() as patches:
            for name in named.keys() - NO_STAGES:
                patches.enter_context(patch.object(pipeline, name, timed(named[name], spent)))
            whole = seconds(lambda: read(pages))
        spent[VOTE] -= spent[TAGGER]
        spent["between the stages"] = whole - sum(spent.values())
        best = {name: min(value, best.get(name, value)) for name, value in spent.items()}
    return best


def timed(stage: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    def timed_stage(*args: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return stage(*args, **options)
        finally:
            spent[stage.__name__] += time.process_time() - start

    return timed_stage


def peak(names: Sequence[str], times_over: int) -> None:
    """Read the pages so often and print the most memory this process ever held, in MB."""
    for _ in range(times_over):
        for name in names:
            read([Path(name).read_bytes()])
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6))


def started(*command: str) -> tuple[float, str]:
    """Seconds of the wall of the quickest of five runs of a Python, and what it printed."""
    best, output = float("inf"), ""
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        best, output = min(best, time.perf_counter() - start), done.stdout
    return best, output


def say_reading(pages: Sequence[bytes], floor: float, reading: float, tagged: float) -> None:
    size = sum(map(len, pages)) / 1e6
    for what, spent in (("plain jieba", floor), ("reading", reading), ("with the tagger", tagged)):
        print(
            f"{what:<18}{len(pages) / spent:8.0f} pages/s {size / spent:6.2f} MB/s"
            f" {spent / floor:6.2f} floors"
        )


def say_stages(spent: dict[str, float], floor: float) -> None:
    for name in sorted(spent, key=lambda each: -spent[each]):
        print(f"  {name:<24}{spent[name] / floor:6.3f} floors")


def say_memory(names: Sequence[str]) -> None:
    for times_over in (1, 10):
        command = [sys.executable, "-m", "tests.benchmarks.reading", "--memory", str(times_over)]
        done = subprocess.run([*command, *names], cwd=ROOT, capture_output=True, check=True)
        print(f"memory, {times_over * len(names):>4} pages {int(done.stdout):>6} MB")


def say_start(page: str) -> None:
    command, _ = started("manage.py", "import_issue", "--dry-run", "--format", "json", page)
    alone, _ = started("-m", "tests.benchmarks.reading", "--memory", "1", page)
    django, _ = started("-c", "import django; django.setup()")
    print(
        f"start-up {command:.2f} s; reading one page alone {alone:.2f} s, Django alone {django:.2f} s"
    )


def say_jobs(pages: Sequence[bytes]) -> None:
    for jobs in (1, 2):
        data = islice(cycle(pages), WARM_PAGES + JOBS_PAGES)
        files = (PageFile("page.txt", str(n), page, PageHints()) for n, page in enumerate(data))
        found = read_files(files, Lexicon.packaged(), jobs)
        for _ in range(WARM_PAGES):
            next(found)
        start = time.perf_counter()
        count = sum(1 for _ in found)
        print(f"jobs {jobs} {count / (time.perf_counter() - start):8.0f} pages/s")


if __name__ == "__main__":
    main()
